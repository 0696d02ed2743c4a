"""What goes wrong outside the book, on the machine that builds it, as a sentence that says what happened and what to do."""

from __future__ import annotations

import errno
import re
import signal

FULL = (errno.ENOSPC, errno.EDQUOT)
LOCKED = (errno.EACCES, errno.EPERM)
OUT_OF_SPACE = re.compile(r"No space left on device|Disk quota exceeded|os error 28\b|Errno 28\b")
"""How programs in C, Python and Rust name a full disk."""
TRACEBACK = re.compile(r"^[ \t]*(?:Traceback \(most recent call last\):|The above exception was|During handling of)")


class BuildError(Exception):
    """A build that could not be finished; the message says what happened. The old site is untouched."""


def said(error: OSError) -> str:
    """An error of the system as a sentence for an editor; never its number alone."""
    where = f"“{error.filename}”" if error.filename else "a file"
    if error.errno in FULL:
        return full(f" (while writing {where})" if error.filename else "")
    if error.errno == errno.EROFS:
        return f"{where} lies on a disk that can only be read; move the book to one that can be written to"
    if error.errno in LOCKED:
        return f"{where} may not be opened or changed by you; change its permissions, or ask whoever owns it"
    if error.errno == errno.EXDEV:
        return (
            f"{where} lies on another disk than build/; both have to lie on one, for the site is replaced in one step"
        )
    return f"{where}: {error.strerror or error}"


def full(where: str = "") -> str:
    """A full disk, and what to do about it."""
    return f"the disk is full{where}; free some space, then run the command again: nothing has to be tidied up before"


def ended(code: int) -> str:
    """How a program ended that gave no answer of its own: ``code`` is the negative number of the signal (signal(7))."""
    if -code == signal.SIGKILL:
        return (
            "the system ended the program (SIGKILL), most often because memory ran out; "
            "close other programs, then run the command again"
        )
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"the program crashed ({name}); run the command again, and report it if it happens twice"


def told(output: str) -> str:
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
