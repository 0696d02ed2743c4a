"""A book with a good site, builds of it in processes of their own, and what can be done to them; for tests of faults."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import cbor2

from generator import door, search_index, site, writing
from tests.conftest import ROOT, copy_book

ADDED = "\nOne more sentence.\n"
"""What an editor writes into the book after its good site was built."""
DECISIONS = 50
BUILD = "from pathlib import Path; from tests import faulty; faulty.preview(Path({!r}))"
"""A build without packs, as `casebook serve` makes it."""


@dataclass(frozen=True)
class Known:
    """A book that was built, then changed; the fingerprints of the site that is there, and of the one that has to come."""

    book: Path
    old: str
    new: str

    def copied(self, target: Path) -> Path:
        """A copy of the book with its site and all that was made, which a test may spoil."""
        shutil.copytree(self.book, target, symlinks=True)
        return target


def fifty(target: Path) -> Path:
    """The tiny book with fifty decisions: one of its two told again and again under other names."""
    book = copy_book(target)
    text = (book / "cases/owl-v-fox.yml").read_text(encoding="utf-8")
    for number in range(2, DECISIONS):
        again = text.replace("owl-v-fox", f"owl-{number}-v-fox").replace("EX 9 M 2021", f"EX {100 + number} M 2021")
        again = again.replace("Owl & Fox", f"Owl {number} & Fox").replace("Eule & Fuchs", f"Eule {number} & Fuchs")
        again = again.replace("The night jar case", f"The night jar case {number}")
        again = again.replace("Der Nachtglasfall", f"Der Nachtglasfall {number}")
        (book / f"cases/owl-{number}-v-fox.yml").write_text(again, encoding="utf-8")
    return book


def edit(book: Path) -> None:
    with (book / "docs/en/index.md").open("a", encoding="utf-8") as file:
        file.write(ADDED)


def preview(book: Path) -> None:
    """Build the site of a book without its packs, and tell what is being done on the error stream."""
    from tests.conftest import edition_of

    site.build(*edition_of(book), book / "site", door.tell, with_packs=False)


def digest(book: Path) -> str:
    """The fingerprint of the site that is in place."""
    return site.digest(site._files(book / "site"), book / "site")


def left(book: Path) -> list[str]:
    """What lies about that a good build does not leave: half-made sites and half-written files."""
    folder = book / "build"
    return sorted(
        path.relative_to(book).as_posix()
        for path in (*folder.iterdir(), *book.rglob(".*"))
        if ".new" in path.name or ".old" in path.name or writing.is_part(path.name)
    )


def casebook(book: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "generator", "--root", str(book), *arguments]


@contextmanager
def started(command: list[str], **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A process in a session of its own, which is gone at the end with all it started."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end(process)
        assert process.stderr
        process.stderr.close()


def until(process: subprocess.Popen[str], word: str) -> list[str]:
    """Read what a process tells until a line begins with a word; all lines so far. It must not end before."""
    assert process.stderr
    lines = []
    for line in process.stderr:
        lines.append(line.rstrip("\n"))
        if line.startswith(word):
            return lines
    raise AssertionError(f"it ended before “{word}”: {lines}")


def end(process: subprocess.Popen[str]) -> None:
    """Kill a process and everything of its session at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    wait_for(lambda: not members(process.pid))


def members(session: int) -> list[int]:
    """The processes of a session that still run, from proc(5); one that only waits to be asked how it ended does not."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def started_by(session: int, module: str) -> list[int]:
    """The processes of a session that run a module of Python."""
    found = []
    for number in members(session):
        try:
            arguments = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if arguments[1:3] == [b"-m", module.encode()]:
            found.append(number)
    return found


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def run(command: list[str], **environment: str) -> tuple[int, str]:
    """The exit code of a command and what it told."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stderr


def renumber(folder: Path, chance: random.Random) -> int:
    """Number the pages of a search index at random, under the names its files have; how many words it holds."""

    def read(path: Path) -> Any:
        data = path.read_bytes()
        return cbor2.loads((data if data.startswith(search_index.MARK) else gzip.decompress(data))[12:])

    def write(path: Path, content: Any) -> None:
        path.write_bytes(search_index.MARK + cbor2.dumps(content))

    def moved(pages: list[Any], to: list[int]) -> list[Any]:
        number, found = 0, {}
        for distance, *rest in pages:
            number += distance
            found[to[number]] = rest
        last, again = 0, []
        for number in sorted(found):
            again.append([number - last, *found[number]])
            last = number
        return again

    count = 0
    entry = json.loads((folder / "pagefind-entry.json").read_text())
    for described in entry["languages"].values():
        path = folder / f"pagefind.{described['hash']}.pf_meta"
        meta = read(path)
        to = list(range(len(meta[1])))
        chance.shuffle(to)
        meta[1] = [meta[1][to.index(new)] for new in range(len(to))]
        for _, _, name in meta[2]:
            (words,) = read(folder / f"index/{name}.pf_index")
            count += len(words)
            again = [
                [word, moved(pages, to), [[one, moved(on, to)] for one, on in more]] for word, pages, more in words
            ]
            write(folder / f"index/{name}.pf_index", [again])
        for _, name in meta[3]:
            title, values = read(folder / f"filter/{name}.pf_filter")
            chance.shuffle(values)
            write(
                folder / f"filter/{name}.pf_filter", [title, [[one, [to[page] for page in on]] for one, on in values]]
            )
        write(path, meta)
    return count


def killed_at(number: int, act: Callable[[], None]) -> bool:
    """Do something in a copy of this process that is killed right before its ``number``-th call of a function of the system or
    of Python's own, such as opening, writing, closing, renaming; whether it was."""
    process = os.fork()
    if process == 0:
        count = 0

        def watch(_: FrameType, event: str, __: object) -> None:
            nonlocal count
            if event == "c_call":
                count += 1
                if count == number:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.setprofile(watch)
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(process, 0)
    return os.WIFSIGNALED(status)
