"""Inline text has two marks; everything else is as typed."""

from __future__ import annotations

import pytest

from generator.markup import Emphasis, Link, Plain, as_plain, control_characters, parse
from generator.values import Reference


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("plain", [Plain("plain")]),
        ("a *b c* d", [Plain("a "), Emphasis("b c"), Plain(" d")]),
        ("2 * 3 * 4", [Plain("2 * 3 * 4")]),  # a star with a space beside it is a star
        ("**b**", [Plain("*"), Emphasis("b"), Plain("*")]),  # Markdown is not a mark
        ("[[x]]", [Link(Reference("x", ""), "", "[[x]]")]),
        ("[[x#1|the label]]", [Link(Reference("x", "1"), "the label", "[[x#1|the label]]")]),
        (
            "*a [[x]] b*",
            [Plain("*a "), Link(Reference("x", ""), "", "[[x]]"), Plain(" b*")],
        ),  # no marks inside emphasis
        ("[x](y) <b>", [Plain("[x](y) <b>")]),
        ("one\n  two", [Plain("one two")]),  # a fold of the file is a space
    ],
)
def test_text_is_split_into_its_marks(text: str, tokens: list[object]) -> None:
    assert list(parse(text)) == tokens


def test_plain_text_shows_labels_or_ids() -> None:
    assert as_plain("see [[a#1]] and [[b|the other]] *now*") == "see a#1 and the other now"


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\u200b", "\x07", "\ufeff", "\u00ad"])
def test_invisible_characters_are_named(char: str) -> None:
    assert [found for found, _ in control_characters(f"a{char}b")] == [char]


def test_ordinary_text_has_no_invisible_characters() -> None:
    assert list(control_characters("人民币30,000元；“CNY\u00a030,000” – fine\n\tx")) == []
