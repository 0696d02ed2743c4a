"""Docket numbers against what the record says of the same instance."""

from __future__ import annotations

from collections.abc import Iterator

from generator import docket, words
from generator.casebook import Casebook
from generator.checks import Context
from generator.nodes import Path
from generator.problems import Problem, Said, said
from generator.reading import Located
from generator.records import Case, Instance
from generator.reference import Court, DocketGrammar


def consistent(context: Context) -> Iterator[Problem]:
    """A docket number follows its jurisdiction's grammar and agrees with the court, the docketing year and the level."""
    known: dict[str, list[DocketGrammar]] = {}
    for grammar in context.casebook.all("grammar"):
        if not list(_faults(grammar)):
            known.setdefault(grammar.jurisdiction, []).append(grammar)
    for located in context.casebook.records["case"].values():
        for index, instance in enumerate(located.record.instances or []):
            court = context.casebook.records["court"].get(instance.court)
            if instance.docket is not None and court is not None and court.record.jurisdiction in known:
                forms = known[court.record.jurisdiction]
                yield from _compare(context.casebook, located, index, instance, court.record, forms)


def _compare(
    casebook: Casebook,
    located: Located[Case],
    index: int,
    instance: Instance,
    court: Court,
    grammars: list[DocketGrammar],
) -> Iterator[Problem]:
    at = located.location("instances", index, "docket")
    number = instance.docket or ""
    parsed = docket.read(number, grammars)
    if parsed is None:
        yield located.source.problem(
            at,
            said(
                "docket-form",
                number=number,
                jurisdiction=court.jurisdiction,
                examples=tuple(grammar.example for grammar in grammars),
            ),
        )
        return
    found, grammar = parsed
    events = casebook.vocabulary.get("events", {})
    years = {d.date.year for d in instance.dates if d.event in events and getattr(events[d.event], grammar.year_of)}
    if found.year is not None and years and found.year not in years:
        year = min(years)
        yield located.source.problem(at, said("docket-year.dates", number=number, year=found.year, dated=year))
    decided = min((d.date.year for d in instance.dates if d.event in events and events[d.event].decides), default=None)
    if found.year is not None and not years and decided is not None and found.year > decided:
        yield located.source.problem(at, said("docket-year.decided", number=number, year=found.year, decided=decided))
    if found.court_code and court.code and found.court_code != court.code:
        yield located.source.problem(
            at,
            said("docket-court", number=number, found=found.court_code, code=court.code, court=court.id),
        )
    for word in found.words.values():
        if word.levels and instance.level not in word.levels:
            yield located.source.problem(
                at,
                said("docket-level.instance", word=word.word, level=instance.level, levels=tuple(word.levels)),
            )
        elif word.courts and court.level not in word.courts:
            yield located.source.problem(
                at,
                said("docket-level.court", word=word.word, level=court.level, levels=tuple(word.courts)),
            )


def unique(context: Context) -> Iterator[Problem]:
    """A court uses a docket number once, so two records that have it tell the same dispute."""
    seen: dict[tuple[str, str], Located[Case]] = {}
    for located in context.casebook.records["case"].values():
        for index, instance in enumerate(located.record.instances or []):
            if instance.docket is None:
                continue
            before = seen.setdefault((instance.court, docket.normal(instance.docket)), located)
            if before is not located:
                yield located.source.problem(
                    located.location("instances", index, "docket"),
                    said("duplicate-docket", number=instance.docket, path=str(before.source.path)),
                )


KINDS = ("text", "digits", "year", "choice")
RESERVED = {"year", "court"}


def grammars(context: Context) -> Iterator[Problem]:
    """A grammar's pieces are each of one kind, its example follows it, and its sentence fills blanks that it has."""
    for located in context.casebook.records["grammar"].values():
        grammar: DocketGrammar = located.record
        faults = list(_faults(grammar))
        for path, fault in faults:
            yield located.source.problem(located.location(*path), fault)
        if not faults and docket.parse(grammar.example, grammar) is None:
            yield located.source.problem(
                located.location("example"),
                said("docket-grammar.example", example=grammar.example),
            )


def _faults(grammar: DocketGrammar) -> Iterator[tuple[Path, Said]]:
    names = [part.digits or part.choice or "" for part in grammar.parts]
    once: set[str] = set()
    for index, part in enumerate(grammar.parts):
        given = [kind for kind in KINDS if getattr(part, kind) is not None] + (["court"] if part.court else [])
        name = names[index]
        if len(given) != 1:
            yield ("parts", index), said("docket-grammar.kind")
        elif part.year is not None and part.year not in (2, 4):
            yield ("parts", index, "year"), said("docket-grammar.year")
        elif given[0] in ("court", "year") and given[0] in once:
            yield ("parts", index), said("docket-grammar.twice", piece=given[0])
        elif name and (name in RESERVED or not name.isidentifier() or names.count(name) > 1):
            yield ("parts", index, given[0]), said("docket-grammar.name", name=name)
        elif part.choice and not any(word.choice == part.choice for word in grammar.words):
            yield ("parts", index, "choice"), said("docket-grammar.words", choice=part.choice)
        once |= set(given)
    blanks = {*(name for name in names if name), *(word.choice for word in grammar.words), *RESERVED}
    for language, sentence in grammar.aloud.items():
        found = words.blanks(sentence)
        if found is None:
            yield ("aloud", language), said("docket-grammar.braces", known=tuple(sorted(blanks)))
        for name in found or []:
            if name not in blanks:
                unknown = said("docket-grammar.blank", blank=f"{{{name}}}", known=tuple(sorted(blanks)))
                yield ("aloud", language), unknown
