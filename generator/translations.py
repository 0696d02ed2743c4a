"""What there is to do so that every language says the same: stale texts, texts nobody confirmed, states, terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from generator.casebook import Casebook
from generator.freshness import Stale, Text
from generator.problems import Location, Problem, said
from generator.reading import Located
from generator.tongue import shorten

SHOWN = 60
"""How much of a text a message quotes, in characters."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: what of (`stale`, `unconfirmed`, `unreviewed`, `term`), in which languages, and in which files."""

    what: str
    languages: frozenset[str]
    files: frozenset[PurePosixPath]
    problem: Problem


def tasks(book: Casebook, found: Iterable[Problem]) -> list[Task]:
    """Everything to do in a book with these problems, sorted by place."""
    every = [*stale(book), *unconfirmed(book), *unreviewed(book), *differing(book, found)]
    return sorted(every, key=lambda task: (task.problem, sorted(task.languages)))


def stale(book: Casebook) -> Iterator[Task]:
    """A task for each language of a text that lags behind; it stands at the text that changed."""
    for one in book.freshness.stale:
        for code in one.languages:
            yield Task("stale", frozenset({code}), _files(one.text), _stale(one, code))


def unconfirmed(book: Casebook) -> Iterator[Task]:
    """A task for each text that is new, or that changed in every language."""
    for text in book.freshness.unconfirmed:
        first = text.parts[book.languages[0]]
        problem = first.source.problem(
            first.location,
            said("translation-unconfirmed", text=quoted(first.said), file=str(text.file)),
        )
        yield Task("unconfirmed", frozenset(book.languages), _files(text), replace(problem, severity="warning"))


def unreviewed(book: Casebook) -> Iterator[Task]:
    """A task for each language of a file whose state is one that a person has still to review."""
    open_ = {entry.id for entry in book.vocabulary["translation_states"].values() if entry.unreviewed}
    for kind in ("case", "law", "state"):
        for located in book.records[kind].values():
            for code, state in (located.record.translation or {}).items():
                if state in open_:
                    yield Task("unreviewed", frozenset({code}), _named(kind, located), _unreviewed(book, located, code))


def differing(book: Casebook, found: Iterable[Problem]) -> Iterator[Task]:
    """A task for each term whose translation is not the glossary's, in the language in which it differs."""
    differ = [problem for problem in found if problem.code == "term-differs"]
    languages = (
        {part.location: code for text in book.freshness.texts for code, part in text.parts.items()} if differ else {}
    )
    for problem in differ:
        codes = frozenset({languages[problem.location]} if problem.location in languages else book.languages)
        yield Task("term", codes, frozenset({problem.location.path}), replace(problem, severity="warning"))


def quoted(text: str, length: int = SHOWN) -> str:
    """A text in one line, cut where it is long."""
    return shorten(" ".join(text.split()), length)


def _stale(one: Stale, code: str) -> Problem:
    changed, lagging = one.text.parts[one.changed[0]], one.text.parts[code]
    problem = changed.source.problem(
        changed.location,
        said(
            "translation-stale",
            changed=tuple(one.changed),
            text=quoted(changed.said),
            behind=code,
            place=str(lagging.location),
            lagging=quoted(lagging.said),
            file=str(one.text.file),
        ),
    )
    return replace(problem, severity="warning")


def _unreviewed(book: Casebook, located: Located[Any], code: str) -> Problem:
    at: Location = located.location("translation", code)
    problem = located.source.problem(at, said("translation-unreviewed", language=code))
    return replace(problem, severity="warning")


def _named(kind: str, located: Located[Any]) -> frozenset[PurePosixPath]:
    """The file that a state is told of: an entry of the register names it."""
    own = {located.source.path}
    if kind == "state":
        own = {PurePosixPath(located.record.file)}
    return frozenset(own)


def _files(text: Text) -> frozenset[PurePosixPath]:
    return frozenset(part.source.path for part in text.parts.values())
