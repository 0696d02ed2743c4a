"""Work beside other work: each way in which it can end, in processes of one thread, as commands are."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from functools import partial

from generator import beside
from generator.problems import said
from tests.conftest import ROOT

FAILURE = said("build.no-search")
BEGINNING = """
import os, signal, sys, time
from functools import partial
from generator import beside, lock
from generator.problems import said
from generator.troubles import BuildError
from tests.conftest import ENGLISH
from tests.test_beside import FAILURE

def work(act):
    with beside.doing(act, FAILURE) as result:
        return result()
"""


def run(program: str) -> str:
    """What a program of one thread prints."""
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING + textwrap.dedent(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_work_is_done_by_another_process_and_its_result_comes_back() -> None:
    assert run(
        """
        def act():
            return os.getpid(), "found"
        number, found = work(act)
        print(number != os.getpid(), found)
        """
    ) == ("True found\n" if sys.platform == "linux" else "False found\n")


def test_both_are_at_work_at_the_same_time() -> None:
    """Each waits for the other to have begun."""
    assert (
        run(
            """
            here, there = os.pipe(), os.pipe()
            def act():
                os.write(there[1], b"b")
                return os.read(here[0], 1)
            with beside.doing(act, FAILURE) as result:
                os.write(here[1], b"a")
                print(os.read(there[0], 1), result())
            """
        )
        == "b'b' b'a'\n"
    )


def test_what_the_work_raises_is_raised_with_the_place_where_it_was() -> None:
    assert run(
        """
        def act():
            raise OSError(28, "No space left on device", "build/en/index.md")
        try:
            work(act)
        except OSError as error:
            print(error.errno, error.filename)
            print(error.__notes__[0].splitlines()[-1])
        """
    ) == ("28 build/en/index.md\nOSError: [Errno 28] No space left on device: 'build/en/index.md'\n")


def test_a_refusal_keeps_its_sentence() -> None:
    assert (
        run(
            """
            def act():
                raise BuildError(said("lock.unnamed"))
            try:
                work(act)
            except BuildError as error:
                print(error.said.key)
            """
        )
        == "lock.unnamed\n"
    )


def test_a_process_that_is_ended_is_told_of() -> None:
    assert run(
        """
        try:
            work(lambda: os.kill(os.getpid(), signal.SIGKILL))
        except BuildError as error:
            print(ENGLISH.say(error.said))
        """
    ) == (
        "the search index could not be made:\n"
        "the system ended the program (SIGKILL), most often because memory ran out; "
        "close other programs, then run the command again\n"
    )


def test_a_process_that_is_ended_in_the_middle_of_its_answer_is_told_of() -> None:
    """Its answer is larger than a pipe holds, so it waits until somebody reads."""
    assert run(
        """
        import multiprocessing
        try:
            with beside.doing(partial(bytes, 10_000_000), FAILURE) as result:
                time.sleep(1)
                os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
                result()
        except BuildError as error:
            print(error.said.values[1][1].key)
        """
    ) == ("trouble.killed\n")


def test_a_process_that_ends_without_an_answer_is_told_of() -> None:
    assert run(
        """
        try:
            work(partial(os._exit, 3))
        except BuildError as error:
            print(ENGLISH.say(error.said))
        """
    ) == (
        "the search index could not be made:\n"
        "the program ended early, with code 3; run the command again, and report it if it happens twice\n"
    )


def test_an_answer_that_cannot_be_sent_is_raised() -> None:
    assert run(
        """
        try:
            work(lambda: print)
            print("sent")
            work(lambda: lambda: None)
        except Exception as error:
            print("pickle" in str(error))
        """
    ) == ("sent\nTrue\n")


def test_an_interrupted_process_says_nothing() -> None:
    """Ctrl-C reaches it as well as the one that began it, which says what there is to say."""
    assert run(
        """
        try:
            work(lambda: os.kill(os.getpid(), signal.SIGINT))
        except BuildError as error:
            print(error.said.values[1][1].values)
        """
    ) == ("(('signal', 'SIGINT'),)\n")


def test_where_there_is_no_room_for_another_process_the_work_is_done_by_this_one() -> None:
    assert run(
        """
        def none():
            raise BlockingIOError
        os.fork = none
        print(work(os.getpid) == os.getpid())
        """
    ) == ("True\n")


def test_work_that_nobody_waited_for_is_ended() -> None:
    assert run(
        """
        reading, writing = os.pipe()
        try:
            with beside.doing(partial(time.sleep, 600), FAILURE):
                os.close(writing)
                raise ValueError
        except ValueError:
            print(os.read(reading, 1))
        """
    ) == ("b''\n"), "the pipe is closed at its other end once no process has it any more"


def test_work_ends_with_the_process_that_began_it() -> None:
    """Killed, it cannot end the work itself; the pipe is closed at its other end once no process has it any more."""
    assert run(
        """
        reading, writing = os.pipe()
        began = os.fork()
        if not began:
            with beside.doing(partial(time.sleep, 600), FAILURE):
                os.write(writing, b"a")
                time.sleep(600)
        os.close(writing)
        print(os.read(reading, 1))
        os.kill(began, signal.SIGKILL)
        os.waitpid(began, 0)
        print(os.read(reading, 1))
        """
    ) == ("b'a'\nb''\n")


def test_where_other_threads_run_the_work_is_done_when_its_result_is_asked_for() -> None:
    """They may hold what a process forked from here would wait for for ever."""
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)
    other.start()
    done: list[int] = []
    try:
        with beside.doing(partial(done.append, os.getpid()), FAILURE) as result:
            assert done == []
            result()
            assert done == [os.getpid()]
    finally:
        ended.set()
        other.join()
