"""What a benchmark measured, as written in ``docs/benchmark.json``, and what follows from it: medians, ratios, targets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from statistics import median
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from generator.values import PartialDate, Record

PATH = PurePosixPath("docs/benchmark.json")
STACKS = ("usual", "mkdocs", "properdocs", "zensical")
"""What the book is measured beside, in the order in which it is shown; the fields of `Stacks`."""
SAME = 1.05
"""What is to be the same at every size may differ by a twentieth: the titles of a larger book are not the same ones."""


def _measured(value: float) -> float:
    """A time from nothing to a year, to the millisecond; anything else is no measurement, and could overflow a ratio."""
    if not 0 <= value <= 32_000_000:
        raise PydanticCustomError("finite_number", "not a time")
    return round(value, 3)


def _counted(value: int) -> int:
    if not 0 <= value <= 10**15:
        raise PydanticCustomError("int_parsing", "not a count")
    return value


Seconds = Annotated[float, AfterValidator(_measured)]
Count = Annotated[int, AfterValidator(_counted)]


class Task(Record):
    """One thing done several times: the wall time of each run in seconds, and the most memory any run took, in bytes.

    ``peak`` is that of the process and all it started, pages they share counted once; ``largest`` that of its largest process.
    Where the system does not tell, it is left out.
    """

    seconds: Annotated[list[Seconds], Field(min_length=1)]
    peak: Count | None = None
    largest: Count | None = None

    @property
    def median(self) -> float:
        return median(self.seconds)


class Output(Record):
    """A site that was built: its pages in all languages, its files, and their size in bytes."""

    pages: Count
    files: Count
    bytes: Count


class Stack(Record):
    """Another way to build a site of the same pages: what it took and made, or the message with which it ``failed``, or after
    how many seconds without a site it was ``ended``.

    ``index`` is what the browser fetches for the first search, compressed, in bytes.
    """

    build: Task | None = None
    output: Output | None = None
    index: Count | None = None
    failed: str | None = None
    ended: Seconds | None = None

    @property
    def least(self) -> float | None:
        """The seconds that it takes; of one that was ended those that it takes more than."""
        return self.build.median if self.build else self.ended


class Stacks(Record):
    usual: Stack | None = None
    mkdocs: Stack | None = None
    properdocs: Stack | None = None
    zensical: Stack | None = None


class Tasks(Record):
    """What the book's own command did, as whole processes; ``change``: from a saved sentence until its page is served anew, if
    that was measured."""

    check: Task
    render: Task
    build: Task
    pack: Task
    change: Task | None = None


class Weights(Record):
    """The most that a browser fetches, compressed, in bytes; ``frame``: of the next page what stands round its article."""

    first: Count
    next: Count
    frame: Count | None = None
    find: Count
    search: Count


class Size(Record):
    """A book of one size and everything measured with it."""

    decisions: Count
    tasks: Tasks
    output: Output
    weights: Weights
    stacks: Stacks

    def stack(self, name: str) -> Stack | None:
        """What is known of another way; none where it was neither built nor failed nor ended."""
        found: Stack | None = getattr(self.stacks, name)
        return found if found and (found.build or found.failed or found.ended) else None

    def ratio(self, name: str) -> float | None:
        """The time of the book's own build as a part of another's, or the part that it stays below, where the other was ended;
        none where it was not measured."""
        other = self.stack(name)
        return _quotient(self.tasks.build.median, other.least) if other and other.least else None


class Machine(Record):
    processor: str
    cores: Count
    memory: Count
    system: str
    python: str


class Benchmark(Record):
    """One run of the benchmark. ``trial``: made to try it out, on a machine that was not quiet; ``commit``: of the generator."""

    date: PartialDate
    trial: bool = False
    commit: str
    seed: Count
    machine: Machine
    versions: dict[str, str]
    sizes: Annotated[list[Size], Field(min_length=1)]

    def at(self, decisions: int) -> Size | None:
        return next((size for size in self.sizes if size.decisions == decisions), None)


@dataclass(frozen=True, slots=True)
class Target:
    """What was set before it was measured: at most ``limit``, at a size. ``value``: what came of it; none if not measured.

    ``form`` says what both are: a ``share`` of something, a ``factor``, ``seconds`` or ``bytes``. ``is_less``: it is less than
    the value, by how much is not known.
    """

    key: str
    decisions: int
    form: str
    limit: float
    value: float | None
    is_less: bool = False

    @property
    def is_held(self) -> bool | None:
        """None where it was not measured, or not far enough to tell."""
        if self.value is None or (self.is_less and self.value > self.limit):
            return None
        return self.value <= self.limit


def targets(found: Benchmark) -> list[Target]:
    """Every target, held or not or not measured, in the order in which they are shown."""
    thousand, most = found.at(1000), found.at(4000)
    listed = []
    for decisions, size in ((1000, thousand), (4000, most)):
        is_less = size is not None and size.stacks.usual is not None and size.stacks.usual.ended is not None
        listed.append(Target("ratio", decisions, "share", 0.30, size.ratio("usual") if size else None, is_less))
    for decisions, size in ((1000, thousand), (4000, most)):
        listed.append(Target("share", decisions, "share", 0.10, _share(size)))
    times = _quotient(most.tasks.build.median, thousand.tasks.build.median) if thousand and most else None
    listed.append(Target("growth", 4000, "factor", 4.4, times))
    peak = most.tasks.build.peak or most.tasks.build.largest if most else None
    listed.append(Target("memory", 4000, "bytes", 1_500_000_000, peak))
    listed.append(Target("check", 1000, "seconds", 4, thousand.tasks.check.median if thousand else None))
    change = thousand.tasks.change if thousand else None
    listed.append(Target("change", 1000, "seconds", 1, change.median if change else None))
    listed.append(Target("search", 4000, "bytes", 300_000, most.weights.search if most else None))
    frames = [size.weights.frame for size in found.sizes if size.weights.frame is not None]
    spread = _quotient(max(frames), min(frames)) if len(frames) > 1 else None
    listed.append(Target("frame", max(size.decisions for size in found.sizes), "factor", SAME, spread))
    return listed


def _share(size: Size | None) -> float | None:
    """Reading, checking and rendering as a part of the whole build."""
    if size is None:
        return None
    return _quotient(size.tasks.check.median + size.tasks.render.median, size.tasks.build.median)


def _quotient(part: float, whole: float) -> float | None:
    return part / whole if whole else None
