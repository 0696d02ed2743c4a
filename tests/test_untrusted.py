"""A pull request is untrusted: whatever its files hold, the answer is problems with their places, or a text shown as typed."""

from __future__ import annotations

import csv
import io
import time
from collections import Counter
from pathlib import Path, PurePosixPath

import markdown
import pytest
from bs4 import BeautifulSoup

from generator import pages, spreadsheets
from generator.edition import Edition
from generator.problems import Problem
from generator.reports import line, report
from tests.conftest import ENGLISH, Expect, change, copy_book, edition_of, read

UNTRUSTED = Path(__file__).parent / "untrusted"
REFUSED = sorted(path.parent for path in UNTRUSTED.glob("*/edits.yml") if not (path.parent / "shown.txt").exists())
SHOWN = sorted(path.parent for path in UNTRUSTED.glob("*/shown.txt"))
EXTENSIONS = ["attr_list", "md_in_html", "toc"]
SECONDS = 2
"""The most that one file may cost."""


def name(path: Path) -> str:
    return path.name


def test_there_are_both_kinds() -> None:
    assert len(REFUSED) > 40
    assert len(SHOWN) > 5


@pytest.mark.parametrize("fixture", REFUSED, ids=name)
def test_it_is_refused_with_its_place_and_at_once(fixture: Path, marks: Path, expect: Expect) -> None:
    change(marks, fixture / "edits.yml")
    started = time.process_time()
    _, _, found = read(marks)
    told = report(found, "text", ENGLISH)
    assert time.process_time() - started < SECONDS
    assert found
    for one in found:
        assert (marks / one.location.path).is_symlink() or (marks / one.location.path).exists()
    expect(fixture / "expected.txt", told + "\n" if len(found) < 4 and len(told) < 2000 else brief(found))


def brief(found: list[Problem]) -> str:
    """Of many problems the first of each code and how many there are, and no lines of the file."""
    first = {one.code: one for one in reversed(found)}
    counts = Counter(one.code for one in found)
    return "".join(f"{counts[code]} × {line(first[code], ENGLISH)[:400]}\n" for code in sorted(first))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, list[str]]]:
    """The elements of the page of a decision that has nothing strange in it."""
    return elements(parsed(edition_of(copy_book(tmp_path_factory.mktemp("plain") / "marks"))[0]))


@pytest.mark.parametrize("fixture", SHOWN, ids=name)
def test_it_is_shown_as_typed(fixture: Path, marks: Path, plain: list[tuple[str, list[str]]]) -> None:
    """As the page's heading, as running text, as a cell of a table; no element comes of it."""
    change(marks, fixture / "edits.yml")
    wanted = (fixture / "shown.txt").read_text(encoding="utf-8").strip()
    edition, where = edition_of(marks)
    page = parsed(edition)
    assert elements(page) == plain
    assert wanted in [" ".join(one.get_text().split()) for one in page.find_all("p")]
    table = dict(spreadsheets.files(edition, where.site_url))[spreadsheets.file("decisions", "en", "csv")]
    cells = [row[1] for row in csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))]
    assert wanted in cells or f"'{wanted}" in cells


def parsed(edition: Edition) -> BeautifulSoup:
    text = pages.tree(edition, "en")[PurePosixPath("cases/fox-v-wolf.md")]
    return BeautifulSoup(markdown.markdown(text.split("---\n", 2)[2], extensions=EXTENSIONS), "lxml")


def elements(page: BeautifulSoup) -> list[tuple[str, list[str]]]:
    """Every element of the page with the names of its attributes."""
    return [(one.name, sorted(one.attrs)) for one in page.find_all(True)]
