"""The page that shows what a benchmark measured: targets, other ways to build the same pages, waiting, fetching, the method."""

from __future__ import annotations

import math
from dataclasses import dataclass

from markupsafe import Markup

from generator import benchmark, plot
from generator.benchmark import STACKS, Benchmark, Size, Stack, Target, Task
from generator.page import Page, plain
from generator.plot import Frame, Placed, Slot
from generator.tongue import Tongue
from generator.voice import Voice

FRAMES = (Frame("wide", 900, 290), Frame("narrow", 340, 0))
BAR = 12
TASKS = ("check", "render", "build", "change", "pack")
WEIGHTS = ("first", "next", "frame", "find", "search")
METHOD = ("books", "runs", "change", "memory", "search", "again")
OWN = "own"


@dataclass(frozen=True, slots=True)
class Row:
    """A way to build and its bar: where it starts, how wide it is, and the time beside it."""

    slot: Slot
    left: float
    width: float
    top: float
    is_own: bool
    words: Placed


@dataclass(frozen=True, slots=True)
class Drawing:
    """The bars of one size in one layout."""

    frame: Frame
    height: float
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to build the pages of one size, as a row of a table shows it."""

    name: str
    stack: Stack
    ratio: float | None
    is_less: bool


def page(tongue: Tongue, found: Benchmark) -> Page:
    """Everything that was measured, in words and figures of this language."""
    voice = tongue.voice
    values = {
        "found": found,
        "sizes": [(size, _drawings(voice, size), ways(size)) for size in found.sizes],
        "targets": [(told(voice, one), reached(voice, one), one) for one in benchmark.targets(found)],
        "counts": voice.join(voice.number(size.decisions) for size in found.sizes),
        "versions": voice.join(f"{name} {version}" for name, version in found.versions.items()),
        "tasks": TASKS,
        "weights": WEIGHTS,
        "method": METHOD,
        "stacks": STACKS,
        "task_of": lambda size, name: getattr(size.tasks, name),
        "weight_of": lambda size, name: getattr(size.weights, name),
        "seconds": lambda number: seconds(voice, number),
        "times": lambda task: times(voice, task),
        "share": lambda part, is_less: share(voice, part, is_less),
        "bytes": voice.bytes,
        "number": voice.number,
        "at": lambda number: Markup(f"{round(number, 1):g}"),
    }
    return plain(tongue, "benchmark", "benchmark.md", values, searched=False)


def ways(size: Size) -> list[Way]:
    """The book's own way and then the others that were measured; each ratio is to the usual stack."""
    own = Stack(build=size.tasks.build, output=size.output, index=size.weights.search)
    usual = size.stacks.usual or Stack()
    found = [(OWN, own), *((name, stack) for name in STACKS if (stack := size.stack(name)))]
    return [
        Way(
            name,
            stack,
            stack.build.median / usual.least if usual.least and stack.build else None,
            usual.ended is not None,
        )
        for name, stack in found
    ]


def told(voice: Voice, target: Target) -> str:
    limit = value(voice, target.form, target.limit)
    return voice.say(f"benchmark.target_{target.key}", decisions=voice.number(target.decisions), limit=limit)


def reached(voice: Voice, target: Target) -> str:
    """What came of a target."""
    if target.form == "share" and target.value is not None:
        return share(voice, target.value, target.is_less)
    return value(voice, target.form, target.value)


def share(voice: Voice, part: float, is_less: bool) -> str:
    """A part in per cent; one that it is less than is rounded up, so that it stays true."""
    if not is_less:
        return value(voice, "share", part)
    return voice.say("benchmark.less", value=voice.percent(math.ceil(round(part * 1000, 6)), 1000))


def value(voice: Voice, form: str, number: float | None) -> str:
    """A figure in the form of its target; in words where it was not measured."""
    if number is None:
        return voice.say("benchmark.not_measured")
    if form == "seconds":
        return seconds(voice, number)
    if form == "share":
        return voice.percent(round(number * 1000), 1000)
    return voice.bytes(round(number)) if form == "bytes" else voice.number(round(number, 2))


def seconds(voice: Voice, number: float) -> str:
    """A time with as many places as say something: 0.42 s, 8.1 s, 64 s."""
    places = 2 if number < 1 else 1 if number < 20 else None
    return voice.say("benchmark.seconds", number=voice.number(round(number, places)))


def times(voice: Voice, task: Task) -> str:
    return voice.join(seconds(voice, one) for one in task.seconds)


def _drawings(voice: Voice, size: Size) -> list[Drawing]:
    timed = [(way, way.stack.build) for way in ways(size) if way.stack.build is not None]
    return [_drawing(voice, frame, [(way.name, build.median) for way, build in timed]) for frame in FRAMES]


def _drawing(voice: Voice, frame: Frame, timed: list[tuple[str, float]]) -> Drawing:
    slots = plot.stack(frame, [[("name", voice.say(f"benchmark.{name}"))] for name, _ in timed], top=0)
    labels = [seconds(voice, number) for _, number in timed]
    room = max(plot.text_width(label, plot.SIZES["name"]) for label in labels) + 2 * plot.MARGIN
    scale = plot.Scale(0, max(number for _, number in timed) or 1, frame.left, frame.width - room)
    rows = []
    for slot, label, (name, number) in zip(slots, labels, timed, strict=True):
        end = scale.at(number)
        words = Placed(round(end + plot.MARGIN, 1), round(slot.lane + 4.5, 1), label, "name")
        rows.append(Row(slot, frame.left, round(max(end - frame.left, 1), 1), slot.lane - BAR / 2, name == OWN, words))
    return Drawing(frame, slots[-1].bottom, rows)
