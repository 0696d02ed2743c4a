"""Work done beside other work on the same book: by a process that is forked, and so has the book already."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from generator import child
from generator.problems import Said, said
from generator.troubles import BuildError, ended

Result = TypeVar("Result")
Work = Callable[[], Result]


@contextmanager
def doing(work: Work[Result], failure: Said) -> Iterator[Work[Result]]:
    """Do ``work`` beside what the block does. Called, what the block is given waits for the result: it comes back, or what the
    work raised is raised. Raises BuildError that begins with ``failure`` where the process ended without either.

    Work that nobody waited for is ended with the block. The work is done when its result is asked for where the system is no
    Linux, has no room for another process, or runs other threads, which a fork leaves behind with all they hold (fork(2)).
    """
    begun = _begun(work)
    if begun is None:
        yield work
        return
    process, ours = begun

    def result() -> Result:
        try:
            found, error = ours.recv()
        except (EOFError, OSError):  # OSError: it ended in the middle of its answer
            process.join()
            code = process.exitcode or 0
            raise BuildError(said("build.failed", what=failure, output=ended(code))) from None
        if error is not None:
            raise error
        made: Result = found
        return made

    try:
        yield result
    finally:
        process.kill()
        process.join()
        ours.close()


def _begun(work: Work[Result]) -> tuple[BaseProcess, Connection] | None:
    """The process that does the work, and where its answer arrives; None where no process is forked."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return None
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    process = fork.Process(target=_do, args=(work, theirs))
    try:
        process.start()
    except OSError:
        ours.close()
        return None
    finally:
        theirs.close()
    return process, ours


def _do(work: Work[Result], connection: Connection) -> None:
    """Do the work and send its result and None, or None and what it raised, with the place where that was.

    Ctrl-C ends it without a word: the process that began it has been told as well.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    child.end_with_parent()
    try:
        connection.send((work(), None))
    except Exception as error:  # whatever it is, the other process raises it
        error.add_note(traceback.format_exc())
        connection.send((None, error))
