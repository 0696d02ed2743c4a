"""Processes that a build starts: they end with it; programs end in time, and their failure is a sentence."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from pathlib import Path

from generator.problems import Said, said
from generator.troubles import BuildError, ended, told

LIMIT = 1800
"""After so many seconds a program counts as hung."""
TETHER = """\
import ctypes, os, sys
try:
    ctypes.CDLL(None).prctl(1, 9)
except (AttributeError, OSError):
    pass
if os.getppid() != int(sys.argv[1]):
    sys.exit(1)
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Becomes the program after asking the system to end it when whoever started it ends: PR_SET_PDEATHSIG and SIGKILL, prctl(2).
Who started it may have ended before that. Where the system knows no such thing, the program lives on and harms nothing: it writes
into a folder that no other build uses."""


def run(command: list[str], folder: Path, environment: dict[str, str], failure: Said) -> None:
    """Run a program of Python in a folder and wait for it. Raises BuildError that begins with ``failure``."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", TETHER, str(os.getpid()), sys.executable, *command],
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired:
        raise BuildError(said("build.failed", what=failure, output=said("trouble.hung", seconds=LIMIT))) from None
    if done.returncode < 0:
        raise BuildError(said("build.failed", what=failure, output=ended(done.returncode)))
    if done.returncode != 0:
        raise BuildError(said("build.failed", what=failure, output=told(done.stdout + done.stderr)))


def end_with_parent() -> None:
    """See to it that this process, of `multiprocessing`, ends when the one that started it is ended, instead of working on."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
