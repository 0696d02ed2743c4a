"""When each file last changed, from git; the only clock a built page knows."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Change:
    """A commit: its full name, its time in seconds since 1970, and the day of that time (UTC)."""

    commit: str
    timestamp: int

    @property
    def day(self) -> datetime.date:
        return datetime.datetime.fromtimestamp(self.timestamp, datetime.UTC).date()


@dataclass(frozen=True)
class History:
    """The newest commit and, per file, the last one that changed it. Outside a repository there is none.

    ``uncommitted`` are the files that no commit holds as they are now. A ``shallow`` copy of a repository does not hold the
    changes, so it tells none rather than wrong ones.
    """

    head: Change | None
    changed: dict[PurePosixPath, Change]
    uncommitted: frozenset[PurePosixPath] = frozenset()
    shallow: bool = False

    @property
    def timestamp(self) -> int:
        """The time of the newest commit; 0 where there is none."""
        return self.head.timestamp if self.head else 0

    def newest(self, paths: Iterable[PurePosixPath]) -> Change | None:
        """The last change of any of the files; the newest commit in a shallow copy, which knows no other."""
        if self.shallow:
            return self.head
        changes = [self.changed[path] for path in paths if path in self.changed]
        return max(changes, key=lambda change: (change.timestamp, change.commit), default=None)


def read(root: Path) -> History:
    """Ask git for everything at once. A file that was never committed has no change."""
    waiting = _git(root, "diff", "--name-only", "--relative", "-z", "HEAD").split("\0")
    waiting += _git(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    uncommitted = frozenset(PurePosixPath(name) for name in waiting if name)
    if _git(root, "rev-parse", "--is-shallow-repository").strip() == "true":
        name, _, time = _git(root, "log", "-1", "--format=%H %ct").strip().partition(" ")
        return History(Change(name, int(time)), {}, uncommitted, shallow=True)
    log = _git(root, "log", "--format=%x00%H %ct", "--name-only", "--no-renames", "--relative", "-z")
    head: Change | None = None
    current: Change | None = None
    changed: dict[PurePosixPath, Change] = {}
    for field in log.split("\0"):
        words = field.strip("\n").split(" ")
        if len(words) == 2 and len(words[0]) in (40, 64) and words[1].isdigit():
            current = Change(words[0], int(words[1]))
            head = head or current
        elif field.strip("\n") and current:
            changed.setdefault(PurePosixPath(field.strip("\n")), current)
    return History(head, changed, uncommitted)


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments],
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )
    except FileNotFoundError:
        return ""
    return done.stdout if done.returncode == 0 else ""
