"""What is wrong in a book, where, and what is expected instead; `reports` prints it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

Severity = Literal["error", "warning"]
"""An error ends a command with 1; a warning is only shown."""


@dataclass(frozen=True, order=True, slots=True)
class Location:
    """A place in a file of the book: path relative to its root, line and column counted from 1."""

    path: PurePosixPath
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


Value: TypeAlias = "str | int | tuple[str, ...] | Said"
"""What fills a blank of a sentence: words as they stand, a number, a list of words, or another sentence."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in no language yet: the key under which `messages` has it in each, and what fills its blanks."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    def __lt__(self, other: Said) -> bool:
        return (self.key, repr(self.values)) < (other.key, repr(other.values))


def said(key: str, /, **values: Value) -> Said:
    """The sentence ``key``; every key and every blank's name is written out where it is said, so that tests can read them."""
    return Said(key, tuple(values.items()))


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault: where, and what is said of it. `messages` has the words: what is wrong, what is expected, a hint."""

    location: Location
    said: Said
    source_line: str = field(default="", compare=False)
    severity: Severity = field(default="error", compare=False)

    @property
    def code(self) -> str:
        """The check that found it: what its key begins with; ``docket-level.court`` is a case of ``docket-level``."""
        return self.said.key.partition(".")[0]


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The closest known word, or an empty string when nothing is close."""
    return next(iter(get_close_matches(wrong, list(known), n=1, cutoff=0.6)), "")


def instead(wrong: str, known: Iterable[str]) -> Said:
    """What to write instead: the closest known word, or all of them where none is close."""
    words = tuple(known)
    close = nearest(wrong, words)
    return said("instead.close", close=close) if close else said("instead.among", known=words)


class Refusal(Exception):
    """Why something is not done as it was asked: a sentence in no language yet, which the command says in the editor's."""

    def __init__(self, why: Said) -> None:
        super().__init__(why)
        self.said = why
