"""What is wrong in a book, where, and what is expected instead; `reports` prints it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Literal

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


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault. ``message`` says what is wrong, ``expected`` what is wanted, ``hint`` how to get there."""

    location: Location
    code: str
    message: str
    expected: str
    hint: str = ""
    source_line: str = field(default="", compare=False)
    severity: Severity = field(default="error", compare=False)

    def __str__(self) -> str:
        parts = [self.message, self.expected] + ([self.hint] if self.hint else [])
        return f"{self.location}: {self.severity}[{self.code}]: {'; '.join(parts)}"


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A hint naming the closest known word, or an empty string when nothing is close."""
    close = get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"did you mean “{close[0]}”?" if close else ""


def one_of(known: Iterable[str], most: int = 12) -> str:
    """``one of a, b, c`` for messages; a long list is cut and counted."""
    words = list(known)
    shown = ", ".join(words[:most])
    return f"one of {shown}" + (f" and {len(words) - most} more" if len(words) > most else "")
