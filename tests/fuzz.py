"""Random damage to real records, from a seed: whatever comes of it, the answer is problems with places, or a book that renders.

``python -m tests.fuzz --count 20000 --seed 1`` runs it with a process for each processor. Input number N of a seed is the same on
every machine. An input that breaks a promise is kept in ``build/fuzz/`` with what went wrong.

Each process has a copy of the tiny book, puts one damaged file into it, reads the book and takes the file away again. A control
record with known faults lies beside: its problems must be told, whatever the other file holds.
"""

from __future__ import annotations

import argparse
import functools
import os
import random
import re
import resource
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from types import FrameType
from typing import Any, NoReturn

import yaml

from generator import checks, exports, loading, packs, pages, printing, settings, source, words
from generator.briefing import Paper
from generator.problems import Problem
from generator.reports import report
from tests.conftest import CHARACTERS, ENGLISH, MARKS, ROOT, TEMPLATES, TODAY, copy_book, read

SECONDS, MEGABYTES = 2.0, 500
"""The most that one file may cost."""
RENDERED = 10
"""One in so many of the accepted inputs is rendered too."""
CONTROL = PurePosixPath("cases/control.yml")
INSERTED = (
    *(
        "\0",
        "\x07",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\r",
        "\n",
        "\t",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\u200b",
        "\u202e",
        "\u2067",
    ),
    *("\u3164", "\u034f", "\U000e0041", "\ud7ff", "\ue000", "\uffff", "é", "𝔉", "а", "Ａ", "中"),
    *(
        "&a ",
        "*a",
        "!!python/object:os.system ",
        "!x ",
        "? ",
        ": ",
        "- ",
        "--- ",
        "...\n",
        "| ",
        "> ",
        ">-\n",
        "{",
        "}",
        "[",
        "]",
    ),
    *(
        ",",
        "#",
        " #",
        '"',
        "'",
        "%YAML 1.1\n",
        "@",
        "`",
        "<<: ",
        "~",
        "    ",
        "\n\n",
        "____",
        "[[",
        "]]",
        "[[x|y]]",
        "*x*",
    ),
)
VALUES = (
    *("", " ", "x", "null", "true", "no", "0", "-1", "1e999", ".nan", ".inf", "9" * 400, "0x10", "1_000", "０", "²"),
    *("2024-02-30", "0000-01-01", "9999-12-31", "99999-01-01", "2024-13", "2024-2-3", "２０２４", "2024", "1000"),
    *("../../etc/passwd", "/etc/passwd", "..", ".", "a/b", "a\\b", "CON", "index", "README", "all", "top", "x" * 300),
    *(
        "fox-v-wolf",
        "marks-act#5",
        "marks-act#",
        "#5",
        "#",
        "a#b#c",
        "F1",
        "P1-01",
        "EX 7 M 2021",
        "first",
        "J",
        "K",
        "en",
        "de",
    ),
    *(
        "<script>alert(1)</script>",
        '" onload="alert(1)',
        "{{ 7*7 }}",
        "{% raw %}",
        "${x}",
        "{x}",
        "{",
        "}",
        "{0}",
        "%s",
        "\\",
    ),
    *(
        "#panic(1)",
        "$ x $",
        "@x",
        "`x`",
        "**x**",
        "[a](b)",
        "![a](b)",
        "# x",
        "- x",
        "1. x",
        "> x",
        "| a | b |",
        "*x",
        "x*",
    ),
    *(
        "[[",
        "]]",
        "[[fox-v-wolf]]",
        "[[fox-v-wolf#too-near|x]]",
        "[[|]]",
        "[[ ]]",
        "*[[F1]]*",
        "[[*x*]]",
        "[[F1]] *x* [[P1-01]]",
    ),
    *(
        "javascript:alert(1)",
        "https://x@y/",
        "//x",
        "https://x.example/a b",
        "http://[::1]/",
        "https://x.example/?a=1&b=2#c",
    ),
    *(
        "=1+1",
        "+1",
        "-1",
        "@x",
        "BEGIN:VEVENT\r\n",
        "]]>",
        "\u202e",
        "a\u0301" * 40,
        "Ω",
        "Fоx",
        "likelihood of confusion",
    ),
    *("CNY", "EUR", "XXX", "eur", "en_GB", "words", "zh-Hans", "(a+)+$", "\\d+", "year", "court", "serial"),
)


@dataclass(frozen=True)
class Input:
    """A damaged file: where it is put, its bytes, and how it was made."""

    number: int
    path: PurePosixPath
    data: bytes
    how: str


@dataclass
class Result:
    """What came of many inputs."""

    refused: int = 0
    accepted: int = 0
    rendered: int = 0
    slowest: float = 0.0
    slowest_input: int = -1
    most_problems: int = 0
    megabytes: float = 0.0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Result) -> None:
        self.refused += other.refused
        self.accepted += other.accepted
        self.rendered += other.rendered
        if other.slowest > self.slowest:
            self.slowest, self.slowest_input = other.slowest, other.slowest_input
        self.most_problems = max(self.most_problems, other.most_problems)
        self.megabytes = max(self.megabytes, other.megabytes)
        self.faults += other.faults

    def __str__(self) -> str:
        return (
            f"{self.refused + self.accepted} inputs: {self.refused} refused, {self.accepted} accepted, "
            f"{self.rendered} of them rendered; slowest {self.slowest:.2f} s (input {self.slowest_input}), "
            f"most problems {self.most_problems}, largest process {self.megabytes:.0f} MB, {len(self.faults)} faults"
        )


@functools.cache
def material() -> dict[str, list[tuple[PurePosixPath, bytes]]]:
    """The files to damage by their origin, and where each is put: real decisions stand beside those of the tiny book."""

    def files(root: Path, *patterns: str) -> list[tuple[PurePosixPath, bytes]]:
        found = sorted(path for pattern in patterns for path in root.glob(pattern))
        return [(PurePosixPath(path.relative_to(root).as_posix()), path.read_bytes()) for path in found]

    return {
        "decisions": files(MARKS, "cases/*.yml"),
        "real decisions": files(ROOT, "cases/*.yml"),
        "lists": files(MARKS, "docs/*.yml", "docs/checklist/*.yml"),
        "laws": files(MARKS, "docs/laws/*.yml"),
        "real laws": files(ROOT, "docs/laws/*.yml"),
        "prose": files(MARKS, "docs/en/*.md"),
        "words": files(MARKS, "docs/words/en.yml"),
        "configuration": files(MARKS, "mkdocs.yml"),
    }


SHARES = {
    "decisions": 38,
    "real decisions": 16,
    "lists": 28,
    "laws": 6,
    "real laws": 3,
    "prose": 4,
    "words": 3,
    "configuration": 2,
}


def make(seed: int, number: int) -> Input:
    """Input ``number`` of a seed."""
    chance = random.Random(f"{seed}/{number}")
    origin = chance.choices(list(SHARES), list(SHARES.values()))[0]
    path, data = chance.choice(material()[origin])
    as_text = path.suffix == ".md" or chance.random() < 0.45
    how, times = [], 1 + int(chance.random() ** 3 * 4)
    for _ in range(times):
        change = chance.choice(BYTES if as_text else PARTS)
        how.append(change.__name__)
        data = change(data, chance)
    return Input(number, path, data, f"{origin}: {', '.join(how)}")


def flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) or 1)
    return data[:start] + data[start + int(chance.random() ** 4 * 400) + 1 :]


def end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def repeat(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) or 1)
    piece = data[start : start + chance.randrange(1, 200)]
    return data[:start] + piece * chance.choice((2, 2, 3, 50, 1000)) + data[start:]


def line(data: bytes, chance: random.Random) -> bytes:
    """One line taken away, said twice, moved, or moved in or out by two columns."""
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    taken = lines.pop(at)
    put = chance.choice(([], [taken, taken], [b"  " + taken], [taken[2:]], [taken + b" "]))
    lines[at:at] = put
    if not put:
        lines.insert(chance.randrange(len(lines) + 1), taken)
    return b"\n".join(lines)


def insert(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    at = chance.randrange(len(text) + 1)
    token = chance.choice(INSERTED) * chance.choice((1, 1, 1, 1, 2, 60, 3000))
    return (text[:at] + token + text[at:]).encode("utf-8", "surrogateescape")


def word(data: bytes, chance: random.Random) -> bytes:
    """One word replaced by a value."""
    text = data.decode("utf-8", "surrogateescape")
    pieces = text.split(" ")
    pieces[chance.randrange(len(pieces))] = chance.choice(VALUES)
    return " ".join(pieces).encode("utf-8", "surrogateescape")


BYTES = (flip, cut, end, repeat, line, line, insert, insert, word, word)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every part of a value."""
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def parsed(data: bytes) -> Any:
    try:
        return yaml.load(data, yaml.CBaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def written(value: Any) -> bytes:
    made: bytes = yaml.dump(
        value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=200, encoding="utf-8"
    )
    return made


def part(data: bytes, chance: random.Random) -> bytes:
    """A part deleted, moved, doubled, turned into another type, replaced by a value or by a part of another record."""
    value = parsed(data)
    found = [path for path in places(value) if path]
    if not found:
        return insert(data, chance)
    path = chance.choice(found)
    holder, step = at(value, path[:-1]), path[-1]
    old = holder[step]
    kind = chance.choice(("delete", "move", "double", "type", "splice", "value", "value", "leaf", "leaf", "rename"))
    if kind == "leaf":
        path = chance.choice([one for one in found if isinstance(at(value, one), str)] or [path])
        holder, step = at(value, path[:-1]), path[-1]
        holder[step] = chance.choice(VALUES)
    elif kind == "value":
        holder[step] = chance.choice(VALUES)
    elif kind in ("delete", "move"):
        del holder[step]
        if kind == "move":
            target = at(value, chance.choice([one for one in places(value) if isinstance(at(value, one), dict | list)]))
            put(target, step, old, chance)
    elif kind == "double":
        put(holder, f"{step}2", old, chance)
    elif kind == "type":
        holder[step] = chance.choice(([old], {"en": old}, str(old), [], {}, [old, old]))
    elif kind == "rename" and isinstance(holder, dict):
        holder[chance.choice(VALUES)] = holder.pop(step)
    else:
        other = parsed(chance.choice([data for many in material().values() for _, data in many]))
        holder[step] = at(other, chance.choice(list(places(other))))
    return written(value)


def put(holder: Any, step: Any, value: Any, chance: random.Random) -> None:
    if isinstance(holder, dict):
        holder[str(step)] = value
    else:
        holder.insert(chance.randrange(len(holder) + 1), value)


PARTS = (part, part, part, part, part, insert)


class Fault(Exception):
    """A broken promise."""


class Host:
    """One process's book. Everything in it but the damaged file stays as it is."""

    def __init__(self, folder: Path) -> None:
        self.book = copy_book(folder / "marks")
        self.clean = copy_book(folder / "clean")
        fox = (MARKS / "cases/fox-v-wolf.yml").read_text(encoding="utf-8")
        fox = (
            fox.replace("id: fox-v-wolf", "id: control")
            .replace("EX 7 M 2021", "EX 77 M 2021")
            .replace("[[marks-act#5]]", "it")
        )
        fox = fox.replace("    laws: [marks-act#5]\n", "").replace("as_of: 2022-01-31", "as_of: 2022-02-30")
        fox = fox.replace("status: final", "status: finall\nstatuss: x").replace("de: Wenig.", "de: ''")
        (self.book / CONTROL).write_text(fox, encoding="utf-8")
        self.control = [one for one in self.problems(words_too=True) if one.location.path == CONTROL]
        assert {one.code for one in self.control} == {"wrong-date", "unknown-word", "unknown-key", "text-missing"}
        self.always = [one for one in self.control if one.code in ("wrong-date", "unknown-key")]
        self.before = snapshot(self.book), snapshot(self.clean)

    def problems(self, words_too: bool = False) -> list[Problem]:
        loaded = loading.load(self.book)
        found = set(checks.run(loaded, TODAY, CHARACTERS)) | set(settings.read(self.book)[1])
        if words_too and loaded.casebook is not None:
            found |= set(words.load(TEMPLATES, self.book, loaded.casebook.languages, CHARACTERS)[1])
        return sorted(found)

    def run(self, one: Input, result: Result) -> None:
        """Put the input into the book, judge the answer, and take it out again."""
        target = self.book / one.path
        kept = target.read_bytes() if target.exists() else None
        target.write_bytes(one.data)
        started = time.process_time()
        try:
            found = self.problems(words_too=one.path.parts[:2] == ("docs", "words") or one.path.name == "book.yml")
            report(found, "text", ENGLISH), report(found, "github", ENGLISH), report(found, "json", ENGLISH)
            seconds = time.process_time() - started
            self.judge(one, found, seconds)
            own = [problem for problem in found if problem.location.path != CONTROL]
            result.most_problems = max(result.most_problems, len(found))
            if seconds > result.slowest:
                result.slowest, result.slowest_input = seconds, one.number
            result.refused += bool(own)
            result.accepted += not own
            if not own and result.accepted % RENDERED == 0:
                self.render(one)
                result.rendered += 1
        finally:
            if kept is None:
                target.unlink()
            else:
                target.write_bytes(kept)

    def judge(self, one: Input, found: list[Problem], seconds: float) -> None:
        if seconds > SECONDS:
            raise Fault(f"it took {seconds:.1f} s")
        control = [problem for problem in found if problem.location.path == CONTROL]
        told = one.path.parts[0] != "cases" or control == self.control
        if not told or not set(self.always) <= set(control):
            raise Fault("the control record is told otherwise:\n" + report(control, "text", ENGLISH))
        lines: dict[PurePosixPath, list[str]] = {}
        for problem in found:
            at = problem.location
            if problem.code in ("missing-file", "word-missing", "word-blank"):
                continue
            if at.path not in lines:
                if not (self.book / at.path).is_file():
                    raise Fault(f"there is no such file: {problem}")
                text = (self.book / at.path).read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
                lines[at.path] = text.split("\n")
            here = lines[at.path]
            if not (1 <= at.line <= len(here) and 1 <= at.column <= len(here[at.line - 1]) + 1):
                raise Fault(f"there is no such place: {problem}")

    def render(self, one: Input) -> None:
        """Every page in every language, the data and feeds, and what the packs are set from."""
        target = self.clean / one.path
        kept = target.read_bytes() if target.exists() else None
        target.write_bytes(one.data)
        try:
            edition, where, found = read(self.clean)
            if edition is None or found:
                raise Fault("accepted beside the control record only:\n" + report(found, "text", ENGLISH))
            for language in edition.casebook.languages:
                pages.tree(edition, language)
            exports.files(edition, where)
            for form in packs.forms(edition.casebook):
                paper = Paper(edition, where.site_url, form)
                for pack in packs.standard(edition.casebook):
                    printing.key(paper.values(pack), TEMPLATES)
        finally:
            if kept is None:
                target.unlink()
            else:
                target.write_bytes(kept)

    def untouched(self) -> bool:
        return self.before == (snapshot(self.book), snapshot(self.clean))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but what a build may write."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in found if path.relative_to(folder).parts[0] != "build"}


def guard() -> None:
    """No network, and no more memory than any answer needs."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise Fault("it asked for the network")

    socket.socket.connect = refuse  # type: ignore[method-assign]  # on purpose, in this process alone
    socket.getaddrinfo = refuse
    resource.setrlimit(resource.RLIMIT_AS, (4 * MEGABYTES * 1_000_000, resource.RLIM_INFINITY))
    source.read = functools.lru_cache(64)(source.read)


def too_long(signum: int, frame: FrameType | None) -> NoReturn:
    raise Fault("it did not end")


def work(seed: int, numbers: range) -> Result:
    """Run some inputs of a seed in this process, which is then thrown away."""
    guard()
    signal.signal(signal.SIGALRM, too_long)
    result = Result()
    with tempfile.TemporaryDirectory() as folder:
        host = Host(Path(folder))
        for number in numbers:
            one = make(seed, number)
            signal.alarm(30)
            try:
                host.run(one, result)
            except Exception:
                result.faults.append(keep(one, seed, traceback.format_exc()))
            signal.alarm(0)
        if not host.untouched():
            result.faults.append(f"seed {seed}, inputs {numbers}: another file of the book was changed")
    result.megabytes = most_memory()
    if result.megabytes > MEGABYTES:
        result.faults.append(f"seed {seed}, inputs {numbers}: {result.megabytes:.0f} MB of memory")
    return result


def most_memory() -> float:
    """The most this process has held, in megabytes. ``ru_maxrss`` would count the process that started this one on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        return float(re.findall(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii"))[0]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def keep(one: Input, seed: int, what: str) -> str:
    folder = ROOT / "build" / "fuzz"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{seed}-{one.number}{one.path.suffix}").write_bytes(one.data)
    (folder / f"{seed}-{one.number}.txt").write_text(
        f"{one.path}\n{one.how}\n\n{what}", encoding="utf-8", errors="replace"
    )
    return f"seed {seed}, input {one.number}, {one.path}: {one.how}\n{what}"


def run(count: int, seed: int, workers: int = 0, share: int = 250, tell: bool = False) -> Result:
    """Run ``count`` inputs of a seed in fresh processes, each for some of them."""
    workers = workers or len(os.sched_getaffinity(0))
    total = Result()
    shares = [range(start, min(start + share, count)) for start in range(0, count, share)]
    with ProcessPoolExecutor(workers, get_context("spawn"), max_tasks_per_child=1) as pool:
        for result in pool.map(functools.partial(work, seed), shares):
            total.add(result)
            if tell:
                print(f"\r{total}", end="", file=sys.stderr, flush=True)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    shutil.rmtree(ROOT / "build" / "fuzz", ignore_errors=True)
    before = snapshot(ROOT / "cases"), snapshot(ROOT / "docs")
    started = time.monotonic()
    result = run(asked.count, asked.seed, tell=True)
    print(f"\r{result}; {time.monotonic() - started:.0f} s")
    for fault in result.faults[:20]:
        print(f"\n{fault}")
    assert before == (snapshot(ROOT / "cases"), snapshot(ROOT / "docs")), "the book of this project was changed"
    sys.exit(bool(result.faults))


if __name__ == "__main__":
    main()
