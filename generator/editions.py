"""A book read from its files and made ready for every face of it; and read again after a change, at the cost of the change."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator import checks, history, loading, settings, state, terms, words
from generator.checks import references
from generator.edition import Edition
from generator.fonts import Characters
from generator.loading import Loaded
from generator.problems import Problem
from generator.settings import Settings


@dataclass(frozen=True)
class Read:
    """What came of a reading: every problem of every file, and everything a page needs, if a book could be made."""

    loaded: Loaded
    edition: Edition | None
    where: Settings
    problems: list[Problem]


def read(
    root: Path,
    templates: Path,
    today: datetime.date,
    characters: Characters,
    before: Loaded | None = None,
    pause: Callable[[], None] = lambda: None,
) -> Read:
    """Read the whole book. What came of a file ``before`` is taken over where its bytes are the same.

    ``pause`` is called now and then, and may end it all by raising something.
    """
    taken = state.of(root, templates)
    loaded = loading.load(root, before)
    found = checks.run(loaded, today, characters, pause=pause)
    where, wrong = settings.read(root)
    found += wrong
    book = loaded.casebook
    if book is None:
        return Read(loaded, None, where, sorted(found))
    said, missing = words.load(templates, root, book.languages, characters)
    known, usage = history.read(root), terms.Usage(book)
    edition = Edition(book, usage, said, known, where.edit_url, templates, site_url=where.site_url, state=taken)
    return Read(loaded, edition, where, sorted({*found, *missing}))


def glance(
    root: Path, today: datetime.date, characters: Characters, last: Read, newest: Loaded
) -> tuple[Read, list[str]] | None:
    """The book with the decisions that changed since the ``last`` whole reading, and their ids.

    None where that is not all there is to tell: where another file changed, a file came or went, a decision has a problem or
    something in it goes by another id. Then the whole book has to be read. ``newest`` is what was loaded last.
    """
    loaded = loading.load(root, newest)
    if last.edition is None or last.problems or loaded.casebook is None or loaded.problems:
        return None
    then, now = last.loaded.parsed, loaded.parsed
    changed = frozenset(path for path in now if path not in then or then[path][0] != now[path][0])
    if then.keys() != now.keys() or not changed or not all(path.match("cases/*.yml") for path in changed):
        return None
    if _names(last.loaded, changed) != _names(loaded, changed) or checks.run(loaded, today, characters, changed):
        return None
    usage = terms.Usage(loaded.casebook, last.edition.usage)
    edition = replace(last.edition, casebook=loaded.casebook, usage=usage)
    return replace(last, loaded=loaded, edition=edition), sorted(path.stem for path in changed)


def _names(loaded: Loaded, paths: frozenset[PurePosixPath]) -> dict[str, set[str]]:
    """What other records may call the records of some files, and their parts."""
    return references.known(place for place in loaded.places if place.source.path in paths)
