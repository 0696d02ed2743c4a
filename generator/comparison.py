"""Decisions compared: standing tables over the whole book, and what any few of them need to stand beside each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from generator import address, derived
from generator.edition import Edition, tongue
from generator.page import Page, plain
from generator.records import Case, Holding
from generator.reference import Entry, Split, Topic
from generator.tongue import Tongue
from generator.values import Reference

PATH = PurePosixPath("compare.md")
ROWS = {
    "verdict": "compare.verdict",
    "court": "compare.court",
    "date": "compare.date",
    "status": "case.status",
    "outcome": "search.outcome",
    "amounts": "case.amounts",
    "questions": "compare.questions_row",
    "stages": "case.stage",
    "rights": "case.rights",
    "technologies": "case.technology",
    "holdings": "case.said",
    "factors": "case.factors",
    "lessons": "case.lessons",
}
"""What is set beside each other, in this order, and the word that names it."""
SAID = (
    "compare.start",
    "compare.one",
    "compare.shown",
    "compare.too_many",
    "compare.unknown",
    "compare.failed",
    "compare.decision",
    "compare.result",
    "compare.point",
    "compare.nothing",
    "site.list_separator",
)
"""The words that the script shows."""

Piece = dict[str, str]
"""``t`` the text; ``h`` where it leads, below the language's tree; ``k`` the classes of a mark, and ``s`` its sign."""
Line = list[Piece]


def page(tongue: Tongue) -> Page:
    """The page that compares."""
    book, code = tongue.casebook, tongue.code
    newest = derived.newest_first(book)
    by_jurisdiction = [
        (word, [case for case in newest if case.jurisdiction == word.id])
        for word in book.vocabulary["jurisdictions"].values()
    ]
    values = {
        "cases": newest,
        "found_cases": [case for case in newest if case.factor_findings],
        "by_jurisdiction": [(word, cases) for word, cases in by_jurisdiction if cases],
        "asked": _asked(tongue, newest),
        "points": lambda case, stage: [one for one in _numbered(tongue, case) if stage in one.stages],
        "data": address.file(data_path(code), code, PATH),
        "compare_words": _words(tongue),
    }
    made = plain(tongue, "compare", str(PATH), values, searched=False, scripts=("compare",))
    return replace(made, contents=False)


def _asked(tongue: Tongue, newest: list[Case]) -> list[tuple[Entry, list[tuple[Topic, list[Split]]]]]:
    """Each question that a decision answers, with the topics it belongs to and their splits that its decisions are part of."""
    book = tongue.casebook
    found = []
    for question in book.vocabulary["questions"].values():
        answering = {case.id for case in newest if question.id in case.questions}
        topics = [
            (topic, [split for split in topic.splits if any(answering & set(p.cases) for p in split.positions)])
            for topic in book.all("topic")
            if question.id in topic.questions
        ]
        if answering:
            found.append((question, topics))
    return found


def _numbered(tongue: Tongue, case: Case) -> list[Holding]:
    """The holdings in the order in which the decision's page numbers them."""
    return [holding for _, group in derived.holdings_by_stage(tongue.casebook, case) for holding in group]


def _words(tongue: Tongue) -> Markup:
    """The script's words as JSON that can stand inside a script element."""
    words = {key.split(".")[1]: tongue.voice.words[key] for key in SAID}
    return Markup(json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"))


def data_path(code: str) -> PurePosixPath:
    """The file a language's decisions are loaded from, below the site."""
    return PurePosixPath("data", f"compare.{code}.js")


def files(edition: Edition) -> dict[PurePosixPath, bytes]:
    """What the decisions hold, row by row, as a script a language: a page opened from a folder may load no other kind of file."""
    made = {}
    for code in edition.casebook.languages:
        text = json.dumps(data(tongue(edition, code)), ensure_ascii=False, separators=(",", ":"))
        made[data_path(code)] = f"window.casebookComparison={text};\n".encode()
    return made


def data(tongue: Tongue) -> dict[str, Any]:
    """The rows with their names, and each decision's cells: a list of lines, each a list of pieces."""
    return {
        "rows": [[row, tongue.voice.words[key]] for row, key in ROWS.items()],
        "cases": {case.id: _Cells(tongue, case).values() for case in tongue.casebook.all("case")},
    }


class _Cells:
    """One decision being written out for comparison."""

    def __init__(self, tongue: Tongue, case: Case) -> None:
        self._tongue, self._case, self._book = tongue, case, tongue.casebook
        self._instances = derived.instances(self._book, case)

    def values(self) -> dict[str, Any]:
        case = self._case
        cells = {
            "verdict": [[self._text(case.verdict)]],
            "court": list(self._courts()),
            "date": list(self._dates()),
            "status": [[self._mark("statuses", case.status)], [{"t": self._as_of()}]],
            "outcome": [[self._level(i.id), self._mark("outcomes", i.outcome)] for i in self._instances if i.outcome],
            "amounts": [[{"t": self._tongue.sum(one, case)}, *self._lead(one.is_lead)] for one in derived.sums(case)],
            "questions": self._list("questions", case.questions),
            "stages": self._list("stages", case.stages),
            "rights": self._list("rights", case.rights),
            "technologies": self._list("technologies", case.technologies),
            "holdings": list(self._holdings()),
            "factors": list(self._findings()),
            "lessons": list(self._lessons()),
        }
        own = address.url(address.page("case", case.id))
        return {"name": case.name[self._tongue.code], "h": own, "cells": cells}

    def _courts(self) -> Iterator[Line]:
        for one in self._instances:
            court = self._reference(one.court)
            yield [self._level(one.id), court, *self._lead(one.lead)]
            if one.docket:
                yield [{"t": one.docket, "k": "number"}, *self._lead(one.docket_lead)]

    def _dates(self) -> Iterator[Line]:
        known = [(one, event) for one in self._instances if (event := derived.judgment(self._book, one)) is not None]
        for one, event in known:
            yield [self._level(one.id), {"t": self._tongue.voice.date(event.date)}, *self._lead(event.lead or one.lead)]
        if not known:
            yield [{"t": self._tongue.decided_on(self._case)}]

    def _as_of(self) -> str:
        return self._tongue.voice.say("site.as_of", date=self._tongue.voice.date(self._case.as_of))

    def _holdings(self) -> Iterator[Line]:
        numbers = derived.holding_numbers(self._book, self._case)
        for one in _numbered(self._tongue, self._case):
            point = self._tongue.voice.say("compare.point", number=numbers[one.id])
            yield [self._own(point, one.id), self._level(one.instance), self._text(one.text)]

    def _findings(self) -> Iterator[Line]:
        for one in self._case.factor_findings:
            name = self._book.get("factor", one.factor).name[self._tongue.code]
            own = self._own(name, address.finding(self._case, one))
            yield [own, self._mark("findings", one.finding), self._level(one.instance), self._text(one.text)]

    def _lessons(self) -> Iterator[Line]:
        for role, lessons in derived.lessons_by_role(self._book, self._case):
            name = self._book.word("roles", role).name[self._tongue.code]
            for one in lessons:
                items = [self._reference(item) for item in one.items]
                yield [{"t": name, "k": "mark mark-level"}, self._text(one.text), *items]

    def _text(self, text: dict[str, str]) -> Piece:
        return {"t": self._tongue.plain(text)}

    def _own(self, label: str, anchor: str) -> Piece:
        """A link to a place on the decision's page, where the sources stand."""
        return {"t": label, "h": f"{address.url(address.page('case', self._case.id))}#{anchor}"}

    def _reference(self, id_: str) -> Piece:
        reference = Reference.parse(id_)
        kind, _ = self._tongue.found(reference)
        href = f"{address.url(address.page(kind, id_))}#{address.anchor(kind, id_)}"
        return {"t": self._tongue.name(reference), "h": href}

    def _list(self, vocabulary: str, ids: list[str]) -> list[Line]:
        return [[{"t": self._book.word(vocabulary, id_).name[self._tongue.code]}] for id_ in ids]

    def _level(self, instance: str) -> Piece:
        level = next(one.level for one in self._instances if one.id == instance)
        return {"t": self._book.word("instance_levels", level).name[self._tongue.code], "k": "mark mark-level"}

    def _mark(self, vocabulary: str, id_: str) -> Piece:
        word = self._book.word(vocabulary, id_)
        classes = f"mark mark-{vocabulary} is-{id_}{' is-warning' if word.warns else ''}"
        return {"t": word.name[self._tongue.code], "k": classes, "s": word.sign or ""}

    def _lead(self, lead: bool) -> Line:
        """The mark of what only one weak source says."""
        return [{"t": self._tongue.voice.say("case.lead"), "k": "mark mark-lead", "s": "△"}] if lead else []
