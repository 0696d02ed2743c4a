"""The page “Fields”: every key once, under an address of its own, with an example from the book that is never more than text."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest

from generator import fields, fields_page, pages
from generator.casebook import VOCABULARIES
from generator.edition import tongue
from tests.conftest import tiny_edition, tiny_tree
from tests.hostile import hostile_edition

FIELDS = PurePosixPath("fields.md")
MODELS = {model for kind in fields.KINDS.values() for model in fields.models(kind.model)}
ANCHORS = {
    *(f"{model.__name__.lower()}-{field.name}" for model in MODELS for field in fields.fields(model)),
    *(f"record-{model.__name__.lower()}" for model in MODELS if model.__name__ != "Entry"),
    *(f"kind-{kind}" for kind in fields.KINDS),
    *(f"words-{name}" for name in VOCABULARIES),
}


def page(language: str) -> str:
    return tiny_tree(language)[FIELDS].replace("&#95;", "_")


@pytest.fixture(scope="module", params=["en", "de"])
def shown(request: pytest.FixtureRequest) -> str:
    return page(request.param)


def test_every_kind_key_and_list_of_words_has_an_address_of_its_own(shown: str) -> None:
    found = re.findall(r'\bid="([^"]+)"|\{: #(\S+) \}', shown)
    ids = [one or other for one, other in found]
    assert len(ids) == len(set(ids))
    assert ANCHORS - set(ids) == set()


def test_every_link_inside_the_page_leads_somewhere(shown: str) -> None:
    links = set(re.findall(r'href="#([^"]+)"', shown))
    assert len(links) > 30
    assert [link for link in links if f'id="{link}"' not in shown and f"{{: #{link} }}" not in shown] == []


def test_pages_that_editors_read_lead_to_it() -> None:
    tree = tiny_tree("en")
    for name in ("checks.md", "data.md", "about.md"):
        assert "(fields.md)" in tree[PurePosixPath(name)], name


def test_an_example_is_the_first_value_in_the_book_in_the_page_s_language() -> None:
    edition, _ = tiny_edition()
    found = {
        (part.name, row.field.name): row.example
        for section in fields_page.sections(tongue(edition, "de").casebook, "de")
        for part in section.parts
        for row in part.rows
    }
    assert found["Case", "name"] == "Fuchs gegen Wolf"
    assert found["Case", "as_of"] == "2022-01-31"
    assert found["Money", "value"] == "100"
    assert found["DatedEvent", "lead"] in ("", "true")
    assert found["Case", "parties"] == ""
    assert all(len(example) <= fields_page.EXAMPLE_LENGTH + 1 for example in found.values())


def test_a_text_that_tries_to_be_more_is_shown_as_typed(marks: Path) -> None:
    edition, _ = hostile_edition(marks)
    shown = pages.tree(edition, "en")[FIELDS]
    assert "<script" not in shown and "javascript:" not in re.sub(r"<code>.*?</code>", "", shown)


def test_a_language_without_descriptions_says_whose_words_these_are() -> None:
    assert '<p lang="en">' in tiny_tree("de")[FIELDS]
    assert ' lang="' not in tiny_tree("en")[FIELDS]
