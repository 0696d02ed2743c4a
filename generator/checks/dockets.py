"""Docket numbers against what the record says of the same instance."""

from __future__ import annotations

from collections.abc import Iterator

from generator import docket
from generator.casebook import Casebook
from generator.checks import Context
from generator.problems import Problem
from generator.reading import Located
from generator.records import Case, Instance
from generator.reference import Court, DocketGrammar


def consistent(context: Context) -> Iterator[Problem]:
    """A docket number follows its jurisdiction's grammar and agrees with the court, the docketing year and the level."""
    grammars = {g.jurisdiction: g for g in context.casebook.all("grammar")}
    for located in context.casebook.records["case"].values():
        for index, instance in enumerate(located.record.instances or []):
            court = context.casebook.records["court"].get(instance.court)
            grammar = grammars.get(court.record.jurisdiction if court else located.record.jurisdiction)
            if instance.docket is not None and grammar is not None and court is not None:
                yield from _compare(context.casebook, located, index, instance, court.record, grammar)


def _compare(
    casebook: Casebook, located: Located[Case], index: int, instance: Instance, court: Court, grammar: DocketGrammar
) -> Iterator[Problem]:
    at = located.location("instances", index, "docket")
    number = instance.docket or ""
    found = docket.parse(number, grammar)
    if found is None:
        yield located.source.problem(
            at,
            "docket-form",
            f"“{number}” is not a docket number of “{grammar.jurisdiction}”",
            f"the form of {grammar.example}",
        )
        return
    events = casebook.vocabulary.get("events", {})
    years = {d.date.year for d in instance.dates if d.event in events and events[d.event].opens}
    if found.year is not None and years and found.year not in years:
        year = min(years)
        yield located.source.problem(
            at,
            "docket-year",
            f"“{number}” says docketed in {found.year}, the dates say {year}",
            "the same year in both",
        )
    if found.court_code and court.code and found.court_code != court.code:
        yield located.source.problem(
            at,
            "docket-court",
            f"“{number}” carries the court code {found.court_code}",
            f"{court.code}, the code of “{court.id}”",
        )
    for word in found.words.values():
        if word.levels and instance.level not in word.levels:
            yield located.source.problem(
                at,
                "docket-level",
                f"“{word.word}” does not belong to the {instance.level} instance",
                f"a number of the {instance.level} instance, or the level {' or '.join(word.levels)}",
            )
        elif word.courts and court.level not in word.courts:
            yield located.source.problem(
                at,
                "docket-level",
                f"“{word.word}” is not used by a court of the level “{court.level}”",
                f"a court of the level {' or '.join(word.courts)}",
            )
