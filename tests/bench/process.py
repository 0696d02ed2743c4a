"""Whole processes, timed, with the memory of everything they start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PAUSE = 0.05
"""How long between two looks at the memory, in seconds."""
STEP = 1.02
"""By how much the sum of resident memory must be above all before, until the shared pages are told apart, which takes longer."""
PROC = Path("/proc")
UNIT = 1 if os.uname().sysname == "Darwin" else 1024
"""What ``ru_maxrss`` counts in: bytes on macOS, kilobytes elsewhere (getrusage(2))."""

LAUNCHER = """
import os, sys, time
started = time.perf_counter()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - started
with open(sys.argv[1], "w") as told:
    print(seconds, usage.ru_maxrss, file=told)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A small process that starts the command, waits for it and tells its time and ``ru_maxrss``. That of a process is never below
what the one had that started it (Linux keeps it over execve(2)), so the benchmark, which holds a book, must not be that one."""


class Failed(Exception):
    """A process that ended with another exit code than 0; the message holds the command and all it printed."""


class TooLong(Exception):
    """A process that was ended because it took longer than the ``seconds`` it was given."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"ended after {seconds:.0f} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Run:
    """How long a process took in seconds, and the most memory in bytes: of it and all it started, and of the largest of them."""

    seconds: float
    peak: int | None
    largest: int
    output: str


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, limit: float | None = None
) -> Run:
    """Run a command to its end, or for so many seconds. Raises Failed, TooLong."""
    with tempfile.TemporaryFile() as output, tempfile.NamedTemporaryFile() as told:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", LAUNCHER, told.name, *command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        with Memory(process.pid, started_by_it=True) as memory:
            try:
                process.wait(limit)
            except subprocess.TimeoutExpired as expired:
                raise TooLong(expired.timeout) from None
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
        measured = Path(told.name).read_text(encoding="ascii").split()
    if process.returncode != 0 or len(measured) != 2:
        raise Failed(f"{' '.join(command)}\nended with {process.returncode}:\n{text.strip()}")
    return Run(float(measured[0]), memory.peak or None, int(measured[1]) * UNIT, text)


@dataclass
class Memory:
    """Looks at the memory of a process and of all that descend from it, until it is closed. Without ``/proc``, sees none.

    The sum of what is resident is read at every look; where it is a new peak, the pages that processes share are counted once
    (proportional set size, proc_pid_smaps(5)), and the highest of those sums is the ``peak``. ``started_by_it``: without the
    process itself.
    """

    pid: int
    started_by_it: bool = False
    peak: int = 0
    highest: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Memory:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            family = descendants(self.pid)[self.started_by_it :]
            resident = sum(map(_resident, family))
            if resident > self.highest * STEP:
                self.highest = resident
                self.peak = max(self.peak, sum(map(_shared_once, family)))
            if self._stop.wait(PAUSE):
                return


def descendants(pid: int) -> list[int]:
    """The process and all that it and its children started, as far as they are still there."""
    found = [pid]
    for parent in found:
        for task in PROC.glob(f"{parent}/task/*/children"):
            found += map(int, _read(task).split())
    return found


def _resident(pid: int) -> int:
    fields = _read(PROC / str(pid) / "statm").split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if len(fields) > 1 else 0


def _shared_once(pid: int) -> int:
    for line in _read(PROC / str(pid) / "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(path: Path) -> str:
    """A file of a process, empty where that has ended meanwhile."""
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
