"""The fonts of the packs: what they hold is what was asked for, and a glyph that goes is missed where it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import checks, fonts, words
from generator.loading import load
from tests.conftest import CHARACTERS, MARKS, TEMPLATES, TODAY

FONTS = TEMPLATES / "fonts"


def test_a_glyph_taken_out_of_the_fonts_is_missed_with_file_and_line(tmp_path: Path) -> None:
    """Sharp s is cut out of every font of a copy; the tiny book's German uses it."""
    for font in sorted(FONTS.glob("*.ttf")):
        fonts.cut(font, CHARACTERS - {ord("ß")}, tmp_path / font.name)
    held = fonts.held(tmp_path)
    assert CHARACTERS - held == {ord("ß")}
    found = checks.run(load(MARKS), TODAY, held)
    assert found
    assert {problem.code for problem in found} == {"glyph-missing"}
    for problem in found:
        lines = (MARKS / problem.location.path).read_text(encoding="utf-8").split("\n")
        assert lines[problem.location.line - 1][problem.location.column - 1] == "ß"
    _, missing = words.load(TEMPLATES, MARKS, ["en", "de"], held)
    assert {problem.location.path.as_posix() for problem in missing} == {"docs/words/de.yml"}


def test_the_fonts_hold_the_table_of_general_standard_chinese_characters() -> None:
    text = (FONTS / "characters.txt").read_text(encoding="utf-8")
    table = text[text.index("通用规范汉字表") :].split("\n", 1)[1]
    characters = fonts.wanted(table)
    assert len(characters) == 8105
    assert characters <= CHARACTERS


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("U+0041-0043\n", {65, 66, 67}),
        ("U+0041-0041  # one letter\n", {65}),
        ("# U+0041-0043\n", set()),
        ("案 號\n\n例", {ord("案"), ord("號"), ord("例")}),
    ],
)
def test_a_list_of_characters_is_ranges_characters_and_comments(text: str, wanted: set[int]) -> None:
    assert fonts.wanted(text) == wanted
