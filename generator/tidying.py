"""Which files of a book are in the standard form, and how a file is put into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any

from generator.layout import Unformattable, formatted
from generator.loading import Loaded
from generator.nodes import Path
from generator.problems import Location, Problem, said
from generator.source import Source
from generator.values import Record


@dataclass(frozen=True, slots=True)
class Laid:
    """A file of records and its text in the standard form; no text where it cannot be laid out, for the problems given."""

    source: Source
    text: str | None
    problems: list[Problem]


REFUSED = (
    "encoding",
    "too-large",
    "not-a-file",
    "syntax",
    "empty-file",
    "duplicate-key",
    "anchor",
    "alias",
    "tag",
    "control-character",
    "unknown-key",
    "wrong-type",
)
"""Problems that leave open what a file holds; a file with any other is laid out, so that a draft can be."""


def files(loaded: Loaded, languages: list[str]) -> Iterator[Laid]:
    """Every file of records of a book, in the order of their names."""
    places: dict[PurePosixPath, list[tuple[Path, type[Record]]]] = {}
    for place in loaded.places:
        places.setdefault(place.source.path, []).append((place.path, place.model))
    for source in sorted(loaded.sources, key=lambda one: one.path):
        wrong = [one for one in loaded.problems if one.location.path == source.path and one.code in REFUSED]
        if wrong:
            yield Laid(source, None, wrong)
        elif source.path in places:
            try:
                yield Laid(source, formatted(source, kind_of(places[source.path]), languages), [])
            except Unformattable as error:
                at = Location(source.path, error.line)
                yield Laid(source, None, [source.problem(at, said("format.impossible", why=error.said))])


def first_difference(one: str, other: str) -> int:
    """The number of the first line that differs."""
    pairs = zip_longest(one.split("\n"), other.split("\n"))
    return next(number for number, (left, right) in enumerate(pairs, 1) if left != right)


def kind_of(places: list[tuple[Path, type[Record]]]) -> Any:
    """The type of a file from the paths and types of the records in it: a record, a list, or a mapping of lists."""
    path, model = places[0]
    if not path:
        return model
    return list[model] if isinstance(path[0], int) else dict[str, list[model]]  # type: ignore[valid-type]  # a type made while running
