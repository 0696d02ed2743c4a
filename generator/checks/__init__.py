"""The rules a book is held to.

To add a check: write a function that takes a `Context` and yields problems, in the file of its family; name its code in
`CODES` below, its rule in the words of every language, under ``rule:``, and what it says in ``templates/messages/`` in every
language; explain it in ``templates/explanations/<code>.yml``; and lay a passing and a failing book beside the others in
``tests/checks/<code>/``. The codes are stable: they are written in editors' notes and on the site's page of checks.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.casebook import Casebook
from generator.fonts import Characters
from generator.loading import Loaded, Place
from generator.problems import Problem
from generator.source import Source


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at: the files as read, the book made of them, the day it is, and what the packs' fonts hold.

    ``only`` are the files whose problems are asked for; none stands for all.
    """

    loaded: Loaded
    casebook: Casebook
    today: datetime.date
    characters: Characters
    only: frozenset[PurePosixPath] | None = None

    def concerns(self, source: Source) -> bool:
        """Whether the problems of a file are asked for."""
        return self.only is None or source.path in self.only

    @property
    def places(self) -> list[Place]:
        """Where the records stand whose problems are asked for."""
        return [place for place in self.loaded.places if self.concerns(place.source)]


Family = Callable[[Context], Iterator[Problem]]

CODES = (
    "encoding",
    "syntax",
    "too-large",
    "not-a-file",
    "file-name",
    "empty-file",
    "missing-file",
    "unread-file",
    "duplicate-key",
    "anchor",
    "alias",
    "tag",
    "unknown-key",
    "missing-key",
    "wrong-type",
    "wrong-date",
    "wrong-id",
    "duplicate-id",
    "id-not-file-name",
    "reserved-id",
    "text-missing",
    "unknown-language",
    "control-character",
    "mixed-script",
    "glyph-missing",
    "html",
    "markdown",
    "link-in-text",
    "unclosed-mark",
    "text-too-long",
    "unknown-reference",
    "unknown-word",
    "source-missing",
    "source-unused",
    "source-untitled",
    "wrong-address",
    "link-exception",
    "empty-list",
    "unfinished",
    "authority-missing",
    "date-order",
    "date-in-future",
    "event-ahead",
    "docket-grammar",
    "docket-form",
    "docket-year",
    "docket-court",
    "docket-level",
    "duplicate-docket",
    "outcome-missing",
    "amount-without-currency",
    "unknown-currency",
    "prose-twin-missing",
    "prose-html",
    "prose-markdown",
    "prose-heading",
    "word-missing",
    "word-blank",
    "term-differs",
    "translation-missing",
    "wrong-confirmation",
)


def run(
    loaded: Loaded,
    today: datetime.date,
    characters: Characters,
    only: frozenset[PurePosixPath] | None = None,
    pause: Callable[[], None] = lambda: None,
) -> list[Problem]:
    """Every problem of a book, or of some files of it, sorted by place; reading problems and rules alike.

    ``pause`` is called between families, and may end it all by raising something.
    """
    from generator.checks import unfinished

    problems = set(loaded.problems)
    if loaded.casebook is not None:
        context = Context(loaded, loaded.casebook, today, characters, only)
        for family in _families():
            pause()
            problems.update(family(context))
        problems = unfinished.told_once(problems, context)
    unknown = {problem.code for problem in problems} - set(CODES)
    assert not unknown, f"codes missing from the table: {unknown}"
    return sorted(one for one in problems if only is None or one.location.path in only)


def _families() -> list[Family]:
    from generator.checks import (
        disputes,
        dockets,
        languages,
        lists,
        prose,
        references,
        terms,
        texts,
        translations,
        unfinished,
    )

    return [
        references.unique_ids,
        references.known_references,
        references.used_sources,
        texts.languages,
        languages.known,
        texts.clean,
        texts.printable,
        texts.lengths,
        lists.filled,
        lists.authorities,
        lists.addresses,
        lists.link_exceptions,
        unfinished.blanks,
        disputes.dates,
        disputes.announced,
        disputes.rules_to_come,
        disputes.outcomes,
        disputes.amounts,
        dockets.grammars,
        dockets.consistent,
        dockets.unique,
        prose.pages,
        terms.consistent,
        translations.recorded,
    ]
