"""What the book has to look after by a day: statuses to be looked up again, announced events, rules still to come.

The one source of both the calendar that readers take away and the list of what is due, so that they cannot disagree.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from generator import derived
from generator.casebook import Casebook
from generator.problems import Location
from generator.reading import Located
from generator.records import Case, DatedEvent, Instance
from generator.reference import Law, RuleDate
from generator.values import PartialDate


@dataclass(frozen=True, slots=True)
class Review:
    """The status of a dispute was last looked up so long ago that it is to be looked up again."""

    case: Case
    date: PartialDate
    at: Location


@dataclass(frozen=True, slots=True)
class Planned:
    """A hearing, judgment or the like was announced for a date."""

    case: Case
    instance: Instance
    event: DatedEvent
    date: PartialDate
    at: Location


@dataclass(frozen=True, slots=True)
class Coming:
    """A rule was not yet in force when it was last looked up."""

    law: Law
    date: PartialDate
    at: Location


@dataclass(frozen=True, slots=True)
class Change:
    """Something in a rule was to be otherwise from a day after the one on which it was last looked up."""

    law: Law
    entry: RuleDate
    date: PartialDate
    at: Location


Deadline = Review | Planned | Coming | Change


def record(deadline: Deadline) -> Case | Law:
    return deadline.law if isinstance(deadline, Coming | Change) else deadline.case


def deadlines(book: Casebook) -> list[Deadline]:
    """All that is to be looked after, whatever the day: by the last day its date can mean, then by place."""
    found = [*_of_cases(book), *_of_laws(book)]
    return sorted(found, key=lambda one: (one.date.last, one.at))


def _of_cases(book: Casebook) -> Iterator[Deadline]:
    for located in book.records["case"].values():
        case: Case = located.record
        due = review(case.as_of, book.word("statuses", case.status).review_after)
        if due is not None:
            yield Review(case, due, _at(located, "as_of"))
        for i, instance in enumerate(case.instances):
            for n, event in enumerate(instance.dates):
                if derived.is_ahead(book, event) and event.date.last > case.as_of.last:
                    yield Planned(case, instance, event, event.date, _at(located, "instances", i, "dates", n, "date"))


def _of_laws(book: Casebook) -> Iterator[Deadline]:
    for located in book.records["law"].values():
        law: Law = located.record
        if law.in_force is not None and derived.is_coming(law):
            yield Coming(law, law.in_force, _at(located, "in_force"))
        for n, entry in enumerate(law.dates):
            if derived.is_to_come(law, entry.date):
                yield Change(law, entry, entry.date, _at(located, "dates", n, "date"))


def _at(located: Located[Case] | Located[Law], *path: str | int) -> Location:
    return located.location(*path)


def review(looked: PartialDate, months: int | None) -> PartialDate | None:
    """The same day of the month, so many months after the last day ``looked`` can mean; the month's last where it has no such
    day; None where the status need not be looked up again."""
    if months is None:
        return None
    last = looked.last
    years, month = divmod(last.month - 1 + months, 12)
    year, month = last.year + years, month + 1
    return PartialDate(year, month, min(last.day, calendar.monthrange(year, month)[1]))


def due(book: Casebook, today: datetime.date, within: int) -> list[Deadline]:
    """What is overdue on a day, or falls due within so many days of it."""
    until = today + datetime.timedelta(days=within)
    return [one for one in deadlines(book) if one.date.last <= until]


def is_overdue(deadline: Deadline, today: datetime.date) -> bool:
    """Whether the last day that the date can mean has passed."""
    return deadline.date.last < today
