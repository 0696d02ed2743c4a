"""Dates carry the precision they were given."""

from __future__ import annotations

import datetime

import pytest

from generator.values import PartialDate, Reference


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-09-25", "2024-09-25", "2024-09-25"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_date_knows_the_days_it_can_mean(text: str, first: str, last: str) -> None:
    date = PartialDate.parse(text)
    assert (date.first, date.last) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
    assert str(date) == text


@pytest.mark.parametrize("text", ["", "2024-13", "2023-02-29", "24-01-01", "2024-1-1", "2024/01/01", "2024-01-01 "])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_a_reference_may_name_a_part() -> None:
    assert Reference.parse("prc-civil-code#1197") == ("prc-civil-code", "1197")
    assert Reference.parse("prc-civil-code") == ("prc-civil-code", "")
