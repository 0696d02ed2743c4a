"""The plain files of a book. What is no plain file below its folders is never opened; what is too large is never read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from generator.problems import Location, Problem

LARGEST = 1_000_000
"""The most bytes that a file may have, twenty times those of the largest in the book."""
FOLDERS = ("cases", "docs")


@dataclass(frozen=True)
class Survey:
    """What lies below a book's folders: its plain files in the order of their names, and a problem for all else."""

    files: list[PurePosixPath]
    problems: list[Problem]

    def matching(self, pattern: str) -> list[PurePosixPath]:
        """The files whose path has the parts of a pattern, such as ``docs/*/index.md``."""
        parts = PurePosixPath(pattern).parts
        return [
            path
            for path in self.files
            if len(path.parts) == len(parts)
            and all(fnmatchcase(one, part) for one, part in zip(path.parts, parts, strict=True))
        ]


def survey(root: Path) -> Survey:
    """Look at everything below ``cases/`` and ``docs/``, hidden or not, without following a link."""
    files: list[PurePosixPath] = []
    problems: list[Problem] = []
    waiting = [PurePosixPath(name) for name in FOLDERS]
    while waiting:
        here = waiting.pop()
        try:
            mode = (root / here).lstat().st_mode
            if stat.S_ISDIR(mode):
                waiting += [here / name for name in os.listdir(root / here)]  # noqa: PTH208  names, not paths
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(_odd(here, f"cannot be opened ({error.strerror})"))
            continue
        if stat.S_ISREG(mode):
            files.append(here)
            if not str(here).isprintable():
                problems.append(_unnamed(here))
        elif not stat.S_ISDIR(mode):
            problems.append(_odd(here, kind(mode)))
    problems += _alike(sorted(files))
    return Survey(sorted(files), problems)


def read(root: Path, path: PurePosixPath) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a file; none, and why, where it is no plain file of the book or too large. Looks before it opens."""
    for part in (*reversed(path.parents[:-1]), path):
        try:
            found = (root / part).lstat()
        except OSError as error:
            return None, [_odd(path, f"cannot be opened ({error.strerror})")]
        if not (stat.S_ISREG(found.st_mode) if part == path else stat.S_ISDIR(found.st_mode)):
            return None, [_odd(path, kind(found.st_mode) if part == path else f"lies below {part}, which is no folder")]
    if found.st_size > LARGEST:
        return None, [too_large(path, found.st_size)]
    try:
        with os.fdopen(os.open(root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            return file.read(LARGEST + 1), []
    except OSError as error:
        return None, [_odd(path, f"cannot be opened ({error.strerror})")]


def is_there(root: Path, path: PurePosixPath) -> bool:
    """Whether something has that name, be it a file or not."""
    return os.path.lexists(root / path)


def too_large(path: PurePosixPath, size: int) -> Problem:
    return Problem(
        Location(path),
        "too-large",
        f"this file has {size:,} bytes",
        f"at most {LARGEST:,}; a record holds text, and no picture or document",
    )


def kind(mode: int) -> str:
    """What a thing that is no plain file is, as a sentence about it goes on."""
    if stat.S_ISLNK(mode):
        return "is a link to another place"
    return "is a folder" if stat.S_ISDIR(mode) else "is a pipe or device"


def _odd(path: PurePosixPath, what: str) -> Problem:
    return Problem(
        Location(path), "not-a-file", f"this {what}", "a plain file, with its text in it", "it was not opened"
    )


def _unnamed(path: PurePosixPath) -> Problem:
    return Problem(
        Location(path),
        "file-name",
        "the name of this file holds characters that cannot be seen",
        "letters, digits, “-” and “.” only",
    )


def _alike(files: list[PurePosixPath]) -> list[Problem]:
    """Files whose names are one name where capitals and the composition of letters do not count."""
    first: dict[str, PurePosixPath] = {}
    found = []
    for path in files:
        other = first.setdefault(normalize("NFC", normalize("NFKC", str(path)).casefold()), path)
        if other != path:
            message = f"this name and {other} are the same on many computers"
            found.append(
                Problem(
                    Location(path), "file-name", message, "a name that differs in more than capitals or accents' form"
                )
            )
    return found
