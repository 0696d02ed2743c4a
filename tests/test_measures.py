"""What the book says of itself is counted from its data."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import measures
from generator.casebook import Casebook
from generator.cli import main
from generator.loading import load
from tests.conftest import MARKS, ROOT


def book(root: Path) -> Casebook:
    loaded = load(root)
    assert loaded.casebook is not None
    return loaded.casebook


def test_reach_counts_statements_and_sources() -> None:
    assert measures.reach(book(MARKS)) == measures.Reach(
        records=2, statements=20, sourced=20, leads=3, sources=2, original=0, secondary=2
    )


def test_a_statement_that_is_a_lead_is_counted(marks: Path) -> None:
    path = marks / "cases/fox-v-wolf.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("    text: {en: Wolf sold", "    lead: true\n    text: {en: Wolf sold"), encoding="utf-8"
    )
    assert measures.reach(book(marks)).leads == 4


def test_every_statement_of_the_real_book_has_a_source() -> None:
    reach = measures.reach(book(ROOT))
    assert reach.statements == reach.sourced
    assert reach.statements > 150
    assert reach.sources == reach.original + reach.secondary


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("See art. 9 of the Act. Then stop.", ["See art. 9 of the Act.", "Then stop."]),
        ("Fox v. Wolf was first.", ["Fox v. Wolf was first."]),
        ("He said “stop.” She left.", ["He said “stop.", "She left."]),
        ("第一句。第二句！", ["第一句。", "第二句！"]),
    ],
)
def test_a_text_is_cut_at_the_ends_of_its_sentences(text: str, found: list[str]) -> None:
    assert measures.sentences(text) == found


def test_words_are_counted_between_spaces_and_characters_without_them() -> None:
    assert measures.count("three small words", "words") == 3
    assert measures.count("三个 字", "characters") == 3


def test_a_page_with_long_sentences_is_named_and_the_command_fails(marks: Path) -> None:
    result = CliRunner().invoke(main, ["--root", str(marks), "measure"])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split() == ["fox-v-wolf", "en", "45", "words", "4.1", "a", "sentence"]
    result = CliRunner().invoke(main, ["--root", str(marks), "measure", "--sentence", "3"])
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].endswith("too long")
    assert result.stderr == "4 pages too long\n"


@pytest.mark.parametrize("length", measures.lengths(book(ROOT)), ids=lambda length: f"{length.case}-{length.language}")
def test_every_page_of_the_real_book_reads_in_five_minutes(length: measures.Length) -> None:
    assert length.size <= {"en": 1200, "zh": 2000}[length.language]
    assert length.language != "en" or length.sentence <= 25
