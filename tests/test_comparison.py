"""Decisions compared: what the standing tables and the comparison's data hold, in both languages, against the records."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import PurePosixPath
from typing import Any

import pytest

from generator import address, comparison, derived, exports, pages, trees
from generator.casebook import Casebook
from generator.edition import tongue
from generator.records import Case
from tests.conftest import edition_of, real_edition, real_tree, tiny_edition

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return {code: real_tree(code)[comparison.PATH] for code in LANGUAGES}


def book() -> Casebook:
    return real_edition()[0].casebook


def newest() -> list[Case]:
    return derived.newest_first(book())


def table(page: str, section: str) -> list[list[str]]:
    """The cells of a section's table, row by row, the head first, without HTML but with the addresses of links."""
    body = page.split(f"{{: #{section} }}")[1].split("</table>")[0]
    rows = re.findall(r"<tr\b[^>]*>(.*?)</tr>", body, re.DOTALL)
    cell = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
    return [[unescape(re.sub(r"<[^>]+>", "", text)) for text in cell.findall(row)] for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_on_a_factor_stands_in_its_cell_with_its_word_its_text_and_its_place(
    written: dict[str, str], language: str
) -> None:
    head, *rows = table(written[language], "by-factor")
    factors = [factor.id for factor in book().all("factor")]
    found = [case for case in newest() if case.factor_findings]
    assert len(head) == 1 + len(factors)
    assert len(rows) == len(found) == 4
    for case, row in zip(found, rows, strict=True):
        assert f"cases/{case.id}.md" in row[0]
        for factor, cell in zip(factors, row[1:], strict=True):
            findings = [one for one in case.factor_findings if one.factor == factor]
            assert (cell == "–") == (not findings)
            for one in findings:
                assert book().word("findings", one.finding).name[language] in cell
                assert f"(cases/{case.id}.md#{address.finding(case, one)})" in cell
                assert re.split(r"\[\[|\*", one.text[language])[0].strip() in cell


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decision_stands_at_every_stage_with_its_points_or_as_concerned(
    written: dict[str, str], language: str
) -> None:
    words = real_edition()[0].words[language]
    _, *rows = table(written[language], "by-stage")
    assert len(rows) == len(newest()) == 46
    for case, row in zip(newest(), rows, strict=True):
        for stage, cell in zip(book().vocabulary["stages"], row[1:], strict=True):
            points = [one.id for one in case.holdings if stage in one.stages]
            if points:
                count = words["compare.points_one"] if len(points) == 1 else words["compare.points"]
                assert cell.startswith(f"[{count.format(count=len(points))}](cases/{case.id}.md#")
                assert cell.rsplit("#", 1)[1].removesuffix(")") in points
            else:
                assert cell == (words["compare.concerned"] if stage in case.stages else "–")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_names_its_decisions_by_jurisdiction_and_the_splits_of_its_topics(
    written: dict[str, str], language: str
) -> None:
    _, *rows = table(written[language], "by-question")
    jurisdictions = [j for j in book().vocabulary["jurisdictions"] if any(c.jurisdiction == j for c in newest())]
    questions = [q for q in book().vocabulary["questions"] if any(q in case.questions for case in newest())]
    assert len(rows) == len(questions)
    named = set()
    for question, row in zip(questions, rows, strict=True):
        for jurisdiction, cell in zip(jurisdictions, row[1:-1], strict=True):
            there = [c.id for c in newest() if c.jurisdiction == jurisdiction and question in c.questions]
            assert re.findall(r"\(cases/([^ )]+)\.md ", cell) == there
        splits = re.findall(r"\(topics/([^)#]+)\.md#([^)]+)\)", row[-1])
        for topic, split in splits:
            assert question in book().get("topic", topic).questions
            named.add((topic, split))
    assert named == {(topic.id, split.id) for topic in book().all("topic") for split in topic.splits}


def test_a_book_with_few_records_has_the_page_too() -> None:
    edition, _ = tiny_edition()
    page = pages.tree(edition, "de")[comparison.PATH]
    assert "[Zählt die Richtung?](topics/confusion-of-marks.md#left-or-right)" in page


def loaded(code: str) -> Any:
    edition, where = real_edition()
    text = exports.files(edition, where)[PurePosixPath(f"data/compare.{code}.js")].decode()
    assert text.startswith("window.casebookComparison={")
    return json.loads(text.removeprefix("window.casebookComparison=").removesuffix(";\n"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_data_hold_every_row_of_every_decision(language: str) -> None:
    data = loaded(language)
    assert data["cases"].keys() == {case.id for case in newest()}
    assert [row for row, _ in data["rows"]] == list(comparison.ROWS)
    words = real_edition()[0].words[language]
    assert [name for _, name in data["rows"]] == [words[key] for key in comparison.ROWS.values()]
    for case in newest():
        cells = data["cases"][case.id]["cells"]
        assert cells.keys() == comparison.ROWS.keys()
        assert len(cells["holdings"]) == len(case.holdings)
        assert len(cells["factors"]) == len(case.factor_findings)
        assert len(cells["lessons"]) == len(case.lessons)
        assert [line[0]["t"] for line in cells["questions"]] == [
            book().word("questions", one).name[language] for one in case.questions
        ]


def test_what_only_one_weak_source_says_is_marked_in_the_data_too() -> None:
    edition, _ = tiny_edition()
    cells = comparison.data(tongue(edition, "en"))["cases"]["owl-v-fox"]["cells"]
    lead = {"t": "reported, not verified", "k": "mark mark-lead", "s": "△"}
    assert cells["date"] == [
        [{"t": "First instance", "k": "mark mark-level"}, {"t": "1 December 2021"}, lead],
    ]
    assert lead in cells["court"][1]
    assert lead in cells["amounts"][0]


def test_every_link_of_the_data_leads_to_a_page_and_a_place_on_it() -> None:
    for code in LANGUAGES:
        places = {address.url(path): text for path, text in real_tree(code).items()}
        hrefs = set(re.findall(r'"h":"([^"]+)"', json.dumps(loaded(code), separators=(",", ":"))))
        assert len(hrefs) > 200
        for href in hrefs:
            path, _, anchor = href.partition("#")
            assert path in places, href
            assert not anchor or re.search(rf'[#"]{re.escape(anchor)}[ "]', places[path]), href


def test_the_data_are_the_same_bytes_every_time() -> None:
    edition, where = real_edition()
    assert exports.files(edition, where) == exports.files(*edition_of(edition.casebook.root))


def test_the_factors_page_leads_to_the_comparison() -> None:
    assert "[Compare decisions](compare.md)" in real_tree("en")[PurePosixPath("factors.md")]
    assert "/compare.md" in trees.NOT_IN_NAV
