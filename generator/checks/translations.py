"""Translations: every file says who or what wrote each of its languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator import benchmark
from generator.casebook import SINGLES
from generator.checks import Context
from generator.problems import Location, Problem, said

REGISTER = PurePosixPath("docs/translations.yml")
UNRECORDED = {REGISTER, PurePosixPath("docs/term_exceptions.yml"), PurePosixPath("docs/links.yml"), benchmark.PATH}


def recorded(context: Context) -> Iterator[Problem]:
    """A file of lists or prose is in the register; a record with a file of its own says it itself."""
    first, *others = context.casebook.languages
    known = {PurePosixPath(state.file) for state in context.casebook.all("state")}
    own = {
        source.path for source in context.loaded.sources if any(source.path.match(glob) for glob, _ in SINGLES.values())
    }
    there = {source.path for source in context.loaded.sources}
    twins = {path for path in there if path.parts[:2] in {("docs", code) for code in others}}
    for path in sorted(there - own - twins - UNRECORDED - known):
        yield Problem(Location(path), said("translation-missing.file", register=str(REGISTER)))
    for state in context.casebook.records["state"].values():
        if PurePosixPath(state.record.file) not in there | _words(context, first):
            yield state.source.problem(
                state.location("file"),
                said("translation-missing.no-file", path=state.record.file),
            )
        for code in (first, *others):
            if code not in state.record.translation:
                yield state.source.problem(
                    state.location("translation"),
                    said("translation-missing.language", language=code),
                )


def _words(context: Context, first: str) -> set[PurePosixPath]:
    """The file of the book's own interface words, which is read apart from its records."""
    path = PurePosixPath(f"docs/words/{first}.yml")
    return {path} if (context.casebook.root / path).is_file() else set()
