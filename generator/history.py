"""When each file last changed, from git; the only clock a built page knows."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator import revisions


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
    """The newest commit and, per file, the last one that changed what it says. Outside a repository there is none.

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
    raw = ("--raw", "--no-abbrev", "--no-renames", "--no-color", "--no-ext-diff", "--relative", "-z")
    fields = iter(_git(root, "log", "--format=%x00%H %ct", *raw).split("\0"))
    head: Change | None = None
    current: Change | None = None
    touched: dict[PurePosixPath, list[_Touch]] = {}
    for field in fields:
        words = field.strip("\n").split(" ")
        if words[0].startswith(":") and current:
            touched.setdefault(PurePosixPath(next(fields)), []).append(_Touch(current, words[2], words[3]))
        elif len(words) == 2:
            current = Change(words[0], int(words[1]))
            head = head or current
    return History(head, _changed(root, touched), uncommitted)


@dataclass(frozen=True, slots=True)
class _Touch:
    """A change of a file, and the names git has for its content before and after."""

    change: Change
    before: str
    after: str


def _changed(root: Path, touched: dict[PurePosixPath, list[_Touch]]) -> dict[PurePosixPath, Change]:
    """The newest change of each file. Of a record file that is the newest one that changed more than its first comments."""
    last = dict.fromkeys(touched, 0)
    open_ = [path for path in touched if path.suffix == ".yml" and path.parts[0] in ("cases", "docs")]
    while open_:
        newest = {path: touched[path][last[path]] for path in open_ if last[path] + 1 < len(touched[path])}
        data = revisions.contents(root, (name for one in newest.values() for name in (one.before, one.after)))
        open_ = [
            path
            for path, one in newest.items()
            if one.before in data and one.after in data and _said(data[one.before]) == _said(data[one.after])
        ]
        for path in open_:
            last[path] += 1
    return {path: touches[last[path]].change for path, touches in touched.items()}


def _said(data: bytes) -> bytes:
    """What a YAML file says: all that comes after the comments at its top."""
    while data.startswith(b"#"):
        data = data.partition(b"\n")[2]
    return data


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
