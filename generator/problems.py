"""What is wrong in a book, where, and what is expected instead; one type, printed in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath


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

    def __str__(self) -> str:
        parts = [self.message, self.expected] + ([self.hint] if self.hint else [])
        return f"{self.location}: error[{self.code}]: {'; '.join(parts)}"


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A hint naming the closest known word, or an empty string when nothing is close."""
    close = get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"did you mean “{close[0]}”?" if close else ""


def one_of(known: Iterable[str], most: int = 12) -> str:
    """``one of a, b, c`` for messages; a long list is cut and counted."""
    words = list(known)
    shown = ", ".join(words[:most])
    return f"one of {shown}" + (f" and {len(words) - most} more" if len(words) > most else "")


def report_text(problems: Iterable[Problem]) -> str:
    """All problems as an editor reads them: the message, the offending line, a caret under the column."""
    blocks = []
    for problem in problems:
        block = str(problem)
        if problem.source_line:
            number = str(problem.location.line)
            lead = problem.source_line[: problem.location.column - 1]
            pad = "".join("　" if _is_wide(char) else char if char == "\t" else " " for char in lead)
            shown = "".join(char if char == "\t" or char.isprintable() else "\ufffd" for char in problem.source_line)
            block += f"\n{number} | {shown}\n{' ' * len(number)} | {pad}^"
        blocks.append(block)
    return "\n\n".join(blocks)


def _is_wide(char: str) -> bool:
    """East Asian wide characters take two columns in a terminal, so the caret's padding must as well."""
    return (
        "\u1100" <= char <= "\u115f"
        or "\u2e80" <= char <= "\ua4cf"
        or "\uac00" <= char <= "\ud7a3"
        or ("\uf900" <= char <= "\ufaff" or "\ufe30" <= char <= "\ufe4f" or "\uff00" <= char <= "\uff60")
    )
