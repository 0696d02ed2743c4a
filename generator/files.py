"""The plain files of a book. What is no plain file below its folders is never opened; what is too large is never read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from generator.obstacles import obstacle
from generator.problems import Location, Problem, Said, said

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
            problems.append(_odd(here, said("thing.unopened", why=obstacle(error))))
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
            return None, [_odd(path, said("thing.unopened", why=obstacle(error)))]
        if not (stat.S_ISREG(found.st_mode) if part == path else stat.S_ISDIR(found.st_mode)):
            return None, [_odd(path, kind(found.st_mode) if part == path else said("thing.below", part=str(part)))]
    if found.st_size > LARGEST:
        return None, [too_large(path, found.st_size)]
    try:
        with os.fdopen(os.open(root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            return file.read(LARGEST + 1), []
    except OSError as error:
        return None, [_odd(path, said("thing.unopened", why=obstacle(error)))]


def is_there(root: Path, path: PurePosixPath) -> bool:
    """Whether something has that name, be it a file or not."""
    return os.path.lexists(root / path)


def too_large(path: PurePosixPath, size: int) -> Problem:
    return Problem(
        Location(path),
        said("too-large.file", size=size, limit=LARGEST),
    )


def kind(mode: int) -> Said:
    """What a thing that is no plain file is."""
    if stat.S_ISLNK(mode):
        return said("thing.link")
    return said("thing.folder") if stat.S_ISDIR(mode) else said("thing.pipe")


def _odd(path: PurePosixPath, what: Said) -> Problem:
    return Problem(Location(path), said("not-a-file", what=what))


def _unnamed(path: PurePosixPath) -> Problem:
    return Problem(Location(path), said("file-name.unseen"))


def _alike(files: list[PurePosixPath]) -> list[Problem]:
    """Files whose names are one name where capitals and the composition of letters do not count."""
    first: dict[str, PurePosixPath] = {}
    found = []
    for path in files:
        other = first.setdefault(normalize("NFC", normalize("NFKC", str(path)).casefold()), path)
        if other != path:
            found.append(Problem(Location(path), said("file-name.alike", other=str(other))))
    return found
