"""What goes wrong outside the book, on the machine that builds it, as a sentence that says what happened and what to do."""

from __future__ import annotations

import errno
import re
import signal

from generator.obstacles import obstacle
from generator.problems import Refusal, Said, said

FULL = (errno.ENOSPC, errno.EDQUOT)
LOCKED = (errno.EACCES, errno.EPERM)
OUT_OF_SPACE = re.compile(r"No space left on device|Disk quota exceeded|os error 28\b|Errno 28\b")
"""How programs in C, Python and Rust name a full disk."""
TRACEBACK = re.compile(r"^[ \t]*(?:Traceback \(most recent call last\):|The above exception was|During handling of)")


class BuildError(Refusal):
    """A build that could not be finished. The old site is untouched."""


def trouble(error: OSError) -> Said:
    """An error of the system as a sentence for an editor, with what to do about it."""
    if error.errno in FULL:
        return said("trouble.full-at", path=str(error.filename)) if error.filename else full()
    where = said("trouble.place", path=str(error.filename)) if error.filename else said("trouble.file")
    if error.errno == errno.EROFS:
        return said("trouble.read-only", where=where)
    if error.errno in LOCKED:
        return said("trouble.locked", where=where)
    if error.errno == errno.EXDEV:
        return said("trouble.other-disk", where=where)
    return said("trouble.other", where=where, why=obstacle(error))


def full() -> Said:
    """A full disk, and what to do about it."""
    return said("trouble.full")


def ended(code: int) -> Said:
    """How a program ended that gave no answer of its own: ``code`` is what it ended with, or the negative number of the signal
    that ended it (signal(7))."""
    if code >= 0:
        return said("trouble.early", code=code)
    if -code == signal.SIGKILL:
        return said("trouble.killed")
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = str(-code)
    return said("trouble.crashed", signal=name)


def told(output: str) -> Said | str:
    """What a program printed before it failed, without the inner life of a Python program; a full disk as a sentence."""
    if OUT_OF_SPACE.search(output):
        return full()
    kept, inside = [], False
    for line in output.strip().split("\n"):
        if TRACEBACK.match(line):
            inside = True
        elif inside and (not line.strip() or line.startswith((" ", "\t"))):
            continue
        else:
            inside = False
            kept.append(line)
    return "\n".join(kept).strip()
