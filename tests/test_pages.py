"""Whole pages of the tiny book as Markdown, in both its languages, against expected pages; and what all pages hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from generator import pages
from generator.history import History
from tests.conftest import Expect, real_edition, real_tree, tiny_edition, tiny_tree

EXPECTED = Path(__file__).parent / "pages"
SHOWN = [
    "index.md",
    "cases/index.md",
    "cases/fox-v-wolf.md",
    "cases/owl-v-fox.md",
    "side-by-side/owl-v-fox.md",
    "topics/confusion-of-marks.md",
    "checklist/index.md",
    "checklist/shop.md",
    "self-check.md",
    "factors.md",
    "compare.md",
    "laws/index.md",
    "laws/marks-act.md",
    "courts.md",
    "glossary.md",
    "fields.md",
    "pictures.md",
    "about.md",
    "translations.md",
    "search.md",
]


@cache
def undated(language: str) -> dict[PurePosixPath, str]:
    """The pages of the tiny book without the days on which they changed."""
    return pages.tree(replace(tiny_edition()[0], history=History(None, {})), language)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("path", SHOWN)
def test_a_page_is_written_as_expected(language: str, path: str, expect: Expect) -> None:
    page = undated(language)[PurePosixPath(path)]
    expect(EXPECTED / f"{path.replace('/', '_').removesuffix('.md')}.{language}.md", page)


@pytest.fixture(scope="module")
def real() -> dict[str, Mapping[PurePosixPath, str]]:
    return {language: real_tree(language) for language in ("en", "zh")}


def test_what_stands_in_front_of_a_page_is_escaped_for_the_theme() -> None:
    page = tiny_tree("en")[PurePosixPath("cases/owl-v-fox.md")]
    front = page.split("---\n")[1]
    assert 'title: "Owl &amp; Fox “Jars”"\n' in front
    assert "& " not in front


def test_all_languages_have_the_same_pages_and_heading_ids(real: dict[str, dict[PurePosixPath, str]]) -> None:
    assert real["en"].keys() == real["zh"].keys()
    ids = re.compile(r"\{: #([^ }]+) \}|\bid=\"([^\"]+)\"|\{#([^}]+)\}")
    for path, page in real["en"].items():
        assert ids.findall(page) == ids.findall(real["zh"][path]), path


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_heading_has_an_explicit_id(real: dict[str, dict[PurePosixPath, str]], language: str) -> None:
    headings = [line for page in real[language].values() for line in page.split("\n") if re.match(r"#{1,6} ", line)]
    assert len(headings) > 100
    assert [line for line in headings if not re.search(r"\{:? ?#[^ }]+ ?\}$", line)] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_list_or_table_is_empty(real: dict[str, dict[PurePosixPath, str]], language: str) -> None:
    empty = re.compile(
        r"<(ul|ol|dl|tbody|table)\b[^>]*>\s*</\1>|<d[dt]\b[^>]*>\s*</d[dt]>|<(?:td|th|li|p)\b[^>]*>\s*</"
    )
    for path, page in real[language].items():
        assert not empty.search(page), path


def test_no_english_interface_word_stands_on_a_chinese_page(real: dict[str, dict[PurePosixPath, str]]) -> None:
    edition, _ = real_edition()
    english = {word for word in edition.words["en"].values() if re.fullmatch(r"[A-Z][a-z]+(?: [a-z]+)+", word)}
    assert len(english) > 30
    for path, page in real["zh"].items():
        body = re.sub(r"<(\w+) lang=\"en\">.*?</\1>", "", page)
        body = re.sub(r"<cite.*?</cite>|<p class=\"change-reason\".*?</p>|\"[^\"]*\"", "", body)
        assert [word for word in english if word in body] == [], path


def test_both_languages_of_a_decision_cite_the_same_sources_in_the_same_order(
    real: dict[str, dict[PurePosixPath, str]],
) -> None:
    cites = re.compile(r"\]\(#source-([\w.-]+)")
    for path, page in real["en"].items():
        assert cites.findall(page) == cites.findall(real["zh"][path]), path


def test_a_decision_is_linked_from_everything_that_names_it(real: dict[str, dict[PurePosixPath, str]]) -> None:
    edition, _ = real_edition()
    book = edition.casebook
    for law in book.all("law"):
        page = real["en"][PurePosixPath("laws", f"{law.id}.md")]
        for case in book.ids_naming(law.id, "case"):
            assert f"(../cases/{case}.md " in page
        for item in book.ids_naming(law.id, "item"):
            assert f"(../checklist/index.md#{item} " in page
