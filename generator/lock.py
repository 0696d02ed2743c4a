"""One process at a time writes below ``build/``. The system itself gives the lock back when a process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from generator.problems import Said, said
from generator.troubles import BuildError

NAME = ".lock"
PATIENCE = 900.0
"""So many seconds another process is waited for."""
PAUSE = 0.1
Tell = Callable[[Said], None]


@contextmanager
def held(folder: Path, tell: Tell) -> Iterator[None]:
    """Hold the lock of a folder, which is made if need be. Tells once whom it waits for. Raises BuildError, OSError.

    Whoever waits gets what he asked for, a little later: a build that `casebook serve` is in the middle of takes seconds.
    """
    path = folder / NAME
    until = time.monotonic() + PATIENCE
    waiting = False
    while (file := _taken(path)) is None:
        who = _holder(path)
        if time.monotonic() > until:
            raise BuildError(said("lock.held", folder=folder.name, minutes=round(PATIENCE / 60), who=who))
        if not waiting:
            tell(said("lock.waiting", folder=folder.name, who=who))
            waiting = True
        time.sleep(PAUSE)
    with file:
        file.write(f"{os.getpid()} {_command()}")
        file.flush()
        yield
        file.truncate(0)


def _taken(path: Path) -> IO[str] | None:
    """The lock file, locked and empty; None while another process has it, or where it was removed in between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(file.fileno()), path.stat()):
            file.truncate(0)
            return file
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        file.close()
        raise
    file.close()
    return None


def _holder(path: Path) -> Said:
    try:
        number, _, command = path.read_text(encoding="utf-8").partition(" ")
    except OSError:
        return said("lock.unnamed")
    return said("lock.holder", command=command, number=number) if command else said("lock.unnamed")


def _command() -> str:
    """What was typed, as far as a process knows it."""
    name = Path(sys.argv[0]).name
    return shlex.join(["casebook" if name == "__main__.py" else name, *sys.argv[1:]])
