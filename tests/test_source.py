"""YAML is read as located text."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.files import LARGEST
from generator.problems import Location, Said, said
from generator.reading import plain
from generator.source import Source, read

PATH = PurePosixPath("cases/x.yml")


def source(text: str) -> Source:
    parsed, problems = read(PATH, text.encode())
    assert problems == []
    return parsed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),  # not False
        ("2024-02-08", "2024-02-08"),  # not a date
        ("1_000", "1_000"),  # not 1000
        ("~", "~"),  # not null
        ('"quoted"', "quoted"),
        ("''", ""),
    ],
)
def test_every_scalar_stays_the_text_it_is(text: str, value: str) -> None:
    parsed = source(f"key: {text}\n")
    assert parsed.root is not None
    assert plain(parsed.root) == {"key": value}


@pytest.mark.parametrize(("more", "told"), [(0, []), (1, [said("too-large.file", size=LARGEST + 1, limit=LARGEST)])])
def test_bytes_beyond_the_largest_file_are_not_parsed_wherever_they_come_from(more: int, told: list[Said]) -> None:
    parsed, problems = read(PATH, b"a: 1\n#" + b"x" * (LARGEST - 6 + more))
    assert [one.said for one in problems] == told
    assert (parsed.root is None) == bool(told)


def test_every_value_knows_its_line_and_column() -> None:
    parsed = source("a: 1\nlist:\n  - en: 一\n    zh: 二\n")
    assert parsed.location(("a",)) == Location(PATH, 1, 4)
    assert parsed.location(("list", 0, "zh")) == Location(PATH, 4, 9)
    assert parsed.key_location(("list", 0, "zh")) == Location(PATH, 4, 5)


def test_columns_count_characters_not_bytes() -> None:
    assert source("{中文: 值, b: 2}\n").location(("b",)) == Location(PATH, 1, 12)


def test_a_fragment_is_found_inside_a_folded_text() -> None:
    parsed = source("text: >-\n  first line\n  second [[wrong]] line\n")
    assert parsed.location_in(("text",), "[[wrong]]") == Location(PATH, 3, 10)


def test_a_path_that_is_not_there_is_located_at_its_parent() -> None:
    assert source("a:\n  b: 1\n").location(("a", "missing", 3)) == Location(PATH, 2, 3)
