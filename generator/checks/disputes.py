"""What a dispute says of itself: dates that can be true, outcomes where the status needs them, money with a currency."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from babel.numbers import list_currencies

from generator import derived
from generator.checks import Context
from generator.loading import Place
from generator.nodes import Path, Scalar
from generator.problems import Problem, Said, nearest, said
from generator.reading import Located
from generator.records import Case, DatedEvent
from generator.reference import Entry, Law
from generator.values import Money, PartialDate

NICKNAMES = {"RMB": "CNY", "EURO": "EUR", "US$": "USD"}


def dates(context: Context) -> Iterator[Problem]:
    """Events follow the order of their vocabulary, an appeal comes after the judgment it attacks, and what is told as past is
    not in the future."""
    events = context.casebook.vocabulary.get("events", {})
    levels = context.casebook.vocabulary.get("instance_levels", {})
    for located in context.casebook.records["case"].values():
        case: Case = located.record
        yield from _future(context, located)
        yield from _unseen(context, located)
        for index, instance in enumerate(case.instances or []):
            ranked = [(events[d.event].rank or 0, d, n) for n, d in enumerate(instance.dates) if d.event in events]
            for (_, earlier, _), (_, later, n) in _pairs(ranked):
                yield from _order(located, earlier, later, ("instances", index, "dates", n), said("where.same"))
        ordered = sorted(
            (levels[i.level].rank or 0, index, i) for index, i in enumerate(case.instances or []) if i.level in levels
        )
        for (_, _, lower), (_, index, upper) in pairwise(ordered):
            decided = [d for d in lower.dates if d.event in events and events[d.event].decides]
            for d in decided:
                for n, later in enumerate(upper.dates):
                    below = said("where.lower", level=lower.level)
                    yield from _order(located, d, later, ("instances", index, "dates", n), below)


def _pairs(
    ranked: list[tuple[int, DatedEvent, int]],
) -> Iterator[tuple[tuple[int, DatedEvent, int], tuple[int, DatedEvent, int]]]:
    for a in ranked:
        for b in ranked:
            if a[0] < b[0]:
                yield a, b


def _order(
    located: Located[Case], earlier: DatedEvent, later: DatedEvent, path: Path, where: Said
) -> Iterator[Problem]:
    if earlier.date.first > later.date.last:
        yield located.source.problem(
            located.location(*path, "date"),
            said(
                "date-order.before",
                later=later.event,
                later_date=str(later.date),
                earlier=earlier.event,
                earlier_date=str(earlier.date),
                where=where,
            ),
        )


def _may_lie_ahead(context: Context, event: DatedEvent) -> bool:
    """Whether the word of the event says that it was announced; a word that is not known is none of this check's."""
    word = context.casebook.vocabulary.get("events", {}).get(event.event)
    return word is not None and word.ahead is not None


def _unseen(context: Context, located: Located[Case]) -> Iterator[Problem]:
    """An event after the day on which the status was looked up cannot have been seen then, unless it was only announced."""
    case, today = located.record, context.today
    for i, instance in enumerate(case.instances or []):
        for n, event in enumerate(instance.dates):
            if _may_lie_ahead(context, event):
                continue
            if case.as_of is not None and case.as_of.last < event.date.first <= today:
                yield located.source.problem(
                    located.location("instances", i, "dates", n, "date"),
                    said("date-order.unseen", event=event.event, date=str(event.date), as_of=str(case.as_of)),
                )


def _future(context: Context, located: Located[Case]) -> Iterator[Problem]:
    case = located.record
    told: list[tuple[Path, PartialDate | None]] = [(("as_of",), case.as_of)]
    if case.verification is not None:
        told.append((("verification", "on"), case.verification.on))
    told += [(("sources", n, "date"), s.date) for n, s in enumerate(case.sources or [])]
    told += [(("listings", n, "date"), entry.date) for n, entry in enumerate(case.listings)]
    for path, date in told:
        yield from _not_yet(context, located, path, date)
    words = context.casebook.vocabulary.get("events", {}).values()
    announced = {word.ahead: word.id for word in words if word.ahead}
    for i, instance in enumerate(case.instances or []):
        for n, event in enumerate(instance.dates):
            if not _may_lie_ahead(context, event):
                path = ("instances", i, "dates", n, "date")
                yield from _not_yet(context, located, path, event.date, announced.get(event.event, ""))


def _not_yet(
    context: Context, located: Located[Any], path: Path, date: PartialDate | None, instead: str = ""
) -> Iterator[Problem]:
    if date is not None and date.first > context.today:
        yield located.source.problem(
            located.location(*path),
            said("date-in-future.date", date=str(date), today=context.today.isoformat(), instead=instead),
        )


def rules_to_come(context: Context) -> Iterator[Problem]:
    """A rule with a date still to come says on which day it was looked up, so that it is told as coming."""
    for located in context.casebook.records["law"].values():
        law: Law = located.record
        yield from _not_yet(context, located, ("as_of",), law.as_of)
        told: list[tuple[Path, PartialDate | None]] = [(("in_force",), law.in_force)]
        told += [(("dates", n, "date"), entry.date) for n, entry in enumerate(law.dates)]
        for path, date in told:
            if date is not None and date.first > context.today and not derived.is_to_come(law, date):
                coming = said("date-in-future.rule", date=str(date), today=context.today.isoformat())
                yield located.source.problem(located.location(*path), coming)


def announced(context: Context) -> Iterator[Problem]:
    """An event that is only announced neither starts nor ends an instance; the event that it becomes does."""
    events = context.casebook.vocabulary.get("events", {})
    for place in context.loaded.places:
        if place.kind != "events" or place.model is not Entry:
            continue
        word = events.get(_value(place, "id"))
        if word is None or word.ahead is None:
            continue
        becomes = events.get(word.ahead)
        wrong = [key for key in ("opens", "decides") if getattr(word, key)]
        wrong += ["ahead"] if becomes is not None and becomes.ahead is not None else []
        for key in wrong:
            yield place.source.problem(
                place.source.key_location((*place.path, key)),
                said("event-ahead", event=word.id, key=key, value=_value(place, key)),
            )


def _value(place: Place, key: str) -> str:
    node = place.source.node((*place.path, key))
    return node.value if isinstance(node, Scalar) else ""


def outcomes(context: Context) -> Iterator[Problem]:
    """A status that says closed leaves no instance without an outcome."""
    statuses = context.casebook.vocabulary.get("statuses", {})
    for located in context.casebook.records["case"].values():
        status = statuses.get(located.record.status)
        if status is None or not status.closed:
            continue
        for index, instance in enumerate(located.record.instances or []):
            if instance.outcome is None:
                yield located.source.problem(
                    located.location("instances", index),
                    said("outcome-missing", status=located.record.status, instance=instance.id),
                )


def amounts(context: Context) -> Iterator[Problem]:
    """Money is an amount and an ISO 4217 currency."""
    currencies = list_currencies()
    for located in context.casebook.records["case"].values():
        for path, money in _amounts(located.record):
            if money.currency is None:
                yield located.source.problem(located.location(*path), said("amount-without-currency"))
            elif money.currency not in currencies:
                close = nearest(NICKNAMES.get(money.currency, money.currency), sorted(currencies))
                yield located.source.problem(
                    located.location(*path, "currency"),
                    said("unknown-currency", currency=money.currency, close=close),
                )


def _amounts(case: Case) -> Iterator[tuple[Path, Money]]:
    for c, claim in enumerate(case.claims or []):
        if claim.amount is not None:
            yield ("claims", c, "amount"), claim.amount
        for r, result in enumerate(claim.results):
            if result.amount is not None:
                yield ("claims", c, "results", r, "amount"), result.amount
