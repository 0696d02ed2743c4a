"""Each check code has a book that fails it, with the exact report, and a near one that passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks import CODES, texts
from generator.reports import text
from tests.conftest import CHINESE, ENGLISH, Expect, change, read

CHECKS = Path(__file__).parent / "checks"
FIXTURES = sorted(path for path in CHECKS.glob("*/*") if path.is_dir())
FAILS = [path for path in FIXTURES if path.name.startswith("fails")]
PASSES = [path for path in FIXTURES if path.name.startswith("passes")]


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("fixture", FAILS, ids=name)
def test_a_faulty_book_is_reported_exactly(fixture: Path, marks: Path, expect: Expect) -> None:
    change(marks, fixture / "edits.yml")
    _, _, found = read(marks)
    assert {problem.code for problem in found} == {fixture.parent.name}
    expect(fixture / "expected.txt", text(found, ENGLISH) + "\n")
    expect(fixture / "expected.zh.txt", text(found, CHINESE) + "\n")


@pytest.mark.parametrize("fixture", PASSES, ids=name)
def test_a_near_but_right_book_passes(fixture: Path, marks: Path) -> None:
    change(marks, fixture / "edits.yml")
    _, _, found = read(marks)
    assert text(found, ENGLISH) == ""


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_failing_and_a_passing_book(code: str) -> None:
    assert [path for path in FAILS if path.parent.name == code], "a folder tests/checks/<code>/fails is missing"
    assert [path for path in PASSES if path.parent.name == code], "a folder tests/checks/<code>/passes is missing"


def test_every_fixture_belongs_to_a_code() -> None:
    assert {path.parent.name for path in FIXTURES} == set(CODES)
    assert sorted(FAILS + PASSES) == FIXTURES


def test_twelve_faults_in_one_file_are_twelve_problems(marks: Path, expect: Expect) -> None:
    twelve = Path(__file__).parent / "twelve"
    change(marks, twelve / "edits.yml")
    _, _, found = read(marks)
    assert len(found) == 12
    assert {str(problem.location.path) for problem in found} == {"cases/fox-v-wolf.yml"}
    expect(twelve / "expected.txt", text(found, ENGLISH) + "\n")
    expect(twelve / "expected.zh.txt", text(found, CHINESE) + "\n")


def test_a_faulty_record_breaks_no_reference_to_it(marks: Path) -> None:
    law = marks / "docs/laws/marks-act.yml"
    law.write_text(law.read_text().replace("kind: statute\n", ""))
    _, _, found = read(marks)
    assert [problem.code for problem in found] == ["missing-key"]


@pytest.mark.parametrize(
    "text", ["`a", "**a", "__a", "[a](b", "# a", "&amp; a", "&#38; a", "<b>a", "javascript:a", "see https://a.example"]
)
def test_a_text_that_a_pattern_would_find_is_looked_at(text: str) -> None:
    """Most texts are passed over after one look; none may be that has something to be found in it."""
    assert any(pattern.search(text) for pattern, _ in texts.FOREIGN)
    assert texts.SUSPECT.search(text)
