"""What pages say of themselves to programs: exact tags, linked data that a JSON-LD processor expands whole, safely written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from pyld import jsonld

from generator import citation, metadata, pages
from generator.edition import tongue
from tests.conftest import edition_of, real_edition
from tests.test_citation import cited, tiny

SCHEMA = Path(__file__).parent / "cite/schema.json"
"""Of schema.org's context, the terms that the book uses; a term that is not among them falls out when expanded."""


def test_the_tags_speak_of_the_page_with_the_names_that_zotero_reads() -> None:
    assert metadata.tags(cited(tiny(), "fox-v-wolf")) == [
        ("citation_title", "Fox v Wolf"),
        ("citation_author", "Marks before the Courts,"),
        ("citation_publisher", "Marks before the Courts"),
        ("citation_language", "en"),
        ("citation_public_url", "https://marks.example/book/en/cases/fox-v-wolf/"),
        ("DC.title", "Fox v Wolf"),
        ("DC.creator", "Marks before the Courts"),
        ("DC.publisher", "Marks before the Courts"),
        ("DC.type", "webpage"),
        ("DC.language", "en"),
        ("DC.identifier", "https://marks.example/book/en/cases/fox-v-wolf/"),
        ("DC.rights", "https://creativecommons.org/licenses/by/4.0/"),
        ("citation_publication_date", "2022/03/04"),
        ("DC.date", "2022-03-04"),
    ]


def test_a_page_without_a_known_change_names_no_date() -> None:
    names = [name for name, _ in metadata.tags(cited(tiny(), "owl-v-fox"))]
    assert [name for name in names if "date" in name.lower()] == []
    assert "dateModified" not in linked("owl-v-fox")


def linked(id_: str) -> dict[str, Any]:
    edition = tiny()
    found: dict[str, Any] = json.loads(metadata.linked(cited(edition, id_), tongue(edition, "en")))
    return found


def test_linked_data_names_the_page_the_decision_and_the_sources() -> None:
    book = {"@type": "Organization", "name": "Marks before the Courts"}
    court = {"@type": "Organization", "name": "Exampletown Court"}
    assert linked("fox-v-wolf") == {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": "https://marks.example/book/en/cases/fox-v-wolf/",
        "url": "https://marks.example/book/en/cases/fox-v-wolf/",
        "name": "Fox v Wolf",
        "inLanguage": "en",
        "isPartOf": {"@type": "WebSite", "name": "Marks before the Courts"},
        "author": book,
        "publisher": book,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "about": [
            {
                "@type": "CreativeWork",
                "name": "Fox v Wolf",
                "creator": court,
                "identifier": "EX 7 M 2021",
                "dateCreated": "2021-11-30",
            }
        ],
        "isBasedOn": ["https://court.example/7"],
        "dateModified": "2022-03-04",
    }


@cache
def context() -> Any:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def serve(url: str, options: Any) -> dict[str, Any]:
    """The one document that may be asked for, from a file; nothing is fetched."""
    assert url == "https://schema.org"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context()}


def values(data: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key, value
            yield from values(value)
    elif isinstance(data, list):
        for one in data:
            yield from values(one)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_processor_expands_every_page_s_linked_data_without_loss(code: str) -> None:
    edition, _ = real_edition()
    speaking = tongue(edition, code)
    for case in edition.casebook.all("case"):
        data = json.loads(metadata.linked(citation.of(edition, speaking, case), speaking))
        assert [key for key, value in values(data) if value in (None, "", [], {})] == [], case.id
        (page,) = jsonld.expand(data, {"documentLoader": serve})
        assert page["@id"] == f"https://aigc-casebook.example/{code}/cases/{case.id}/"
        assert page["@type"] == ["https://schema.org/WebPage"]
        assert len(page["https://schema.org/isBasedOn"]) == len(case.sources)
        before = sorted({key for key, _ in values(data) if not key.startswith("@")})
        after = sorted({key.removeprefix("https://schema.org/") for key, _ in values(page) if not key.startswith("@")})
        assert before == after, case.id


def test_a_term_that_schema_org_does_not_have_would_be_noticed() -> None:
    (page,) = jsonld.expand({**linked("fox-v-wolf"), "courtDecision": "x"}, {"documentLoader": serve})
    assert not any("courtDecision" in key for key, _ in values(page))


def test_no_name_breaks_out_of_its_element() -> None:
    edition, _ = edition_of(Path(__file__).parent / "books/marks")
    nasty = "</script><b \"x\" &amp; 'y'>"
    case = edition.casebook.get("case", "fox-v-wolf")
    speaking = tongue(edition, "en")
    found = citation.of(edition, speaking, case.model_copy(update={"name": {"en": nasty, "de": nasty}}))
    written = metadata.linked(found, speaking)
    assert [char for char in "<>&" if char in written] == []
    assert json.loads(written)["name"] == nasty


def test_the_head_of_a_page_is_escaped_for_the_theme_which_prints_it_as_it_stands() -> None:
    edition = replace(tiny())
    page = pages.tree(edition, "en")[PurePosixPath("cases/owl-v-fox.md")]
    front = yaml.safe_load(page.split("---\n")[1])
    assert {"name": "DC.title", "content": "Owl &amp; Fox “Jars”"} in front["metadata"]
    assert "\\u0026" in front["linked"]
    assert json.loads(front["linked"])["name"] == "Owl & Fox “Jars”"


def test_only_pages_of_decisions_say_how_to_cite_them() -> None:
    for path, page in pages.tree(tiny(), "en").items():
        assert ("\nmetadata: " in page.split("---\n")[1]) == (path.match("cases/*.md") and path.stem != "index"), path
