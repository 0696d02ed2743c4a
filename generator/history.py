"""When each file last changed, from git; the only clock a built page knows."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class History:
    """The newest commit and, per file, the day of its last change. Outside a repository both are empty.

    A ``shallow`` copy of a repository does not hold the days of change, so it tells none rather than wrong ones.
    """

    commit: str
    timestamp: int
    changed: dict[PurePosixPath, datetime.date]
    shallow: bool = False


def read(root: Path) -> History:
    """Ask git once for everything. A file that is not committed has no day of change."""
    if _git(root, "rev-parse", "--is-shallow-repository").strip() == "true":
        return History("", int(_git(root, "log", "-1", "--format=%ct").strip() or 0), {}, shallow=True)
    log = _git(root, "log", "--format=%x00%H %ct", "--name-only", "--no-renames", "--relative", "-z")
    commit, timestamp = "", 0
    changed: dict[PurePosixPath, datetime.date] = {}
    day = datetime.date(1970, 1, 1)
    for field in log.split("\0"):
        words = field.strip("\n").split(" ")
        if len(words) == 2 and len(words[0]) in (40, 64) and words[1].isdigit():
            day = datetime.datetime.fromtimestamp(int(words[1]), datetime.UTC).date()
            if not commit:
                commit, timestamp = words[0], int(words[1])
        elif field.strip("\n"):
            changed.setdefault(PurePosixPath(field.strip("\n")), day)
    return History(commit, timestamp, changed)


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
