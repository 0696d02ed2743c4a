"""Where the words and marks of a picture stand: pure geometry, in the units of its drawing. Knows no record."""

from __future__ import annotations

import datetime
import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MARGIN = 10
SIZES = {"name": 13, "note": 11}
HEAD, LANE, LEADING, PAD = 24, 24, 1.3, 6
DOT = {"judgment": 10.0, "event": 6.0, "rule": 9.0, "planned": 8.0, "coming": 9.0}
ARROW = 16
"""How long an arrow is at least; before an announced event it may be half as long, and where even that has no room it is left
out, since the event itself says that the dispute goes on."""
PLANNED = "planned"
"""The kind of a span that is only announced: it stands apart, since no bar or arrow may say that it has been reached."""
CHIP, CHIP_HEIGHT, GAP = 50, 26, 6
LONG = 12
"""From how many rows on a drawing repeats its scale at the foot."""
TOKEN = re.compile(r"\s*[《“（‘]*(?:[⺀-〇〒-︰-￿]|[^\s⺀-￿“”‘’]+)?[，。、：；！？）》”’]*")


@dataclass(frozen=True, slots=True)
class Frame:
    """A layout: its width, and how much of it the names take at the left; with 0 they stand above their lines."""

    key: str
    width: int
    names: int

    @property
    def left(self) -> int:
        return self.names or MARGIN

    @property
    def right(self) -> int:
        return self.width - MARGIN


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``low`` to ``high`` on the way from ``left`` to ``right``."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.left + share * (self.right - self.left), 1)


@dataclass(frozen=True, slots=True)
class Placed:
    """Words at a place; ``anchor`` is the end of them that stands there."""

    x: float
    y: float
    text: str
    size: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Slot:
    """The room of one row: its words, and the middle of the lane in which its marks stand."""

    words: tuple[Placed, ...]
    lane: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Span:
    """What happened, or is planned, from the first to the last day it can mean. ``hollow``: it is only reported."""

    kind: str
    first: datetime.date
    last: datetime.date
    hollow: bool
    tip: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A span as drawn: a dot, or as wide as the time it can mean."""

    kind: str
    x: float
    width: float
    hollow: bool
    tip: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Track:
    """A dispute as drawn: a bar for each instance, joints between them, marks, and an arrow where it goes on."""

    bars: tuple[tuple[float, float], ...]
    joints: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]
    arrow: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Chip:
    x: float
    y: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A stage on the road: where it stands, its words, and the chips under it."""

    x: float
    y: float
    words: tuple[Placed, ...]
    chips: tuple[Chip, ...]


def text_width(text: str, size: float) -> float:
    """About how wide a text is; rather too wide than too narrow."""
    return sum(_em(char) for char in text) * size


def _em(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    return 0.9 if char in "mwMW—…" else 0.7 if char.isupper() else 0.35 if char in " .,:;'|ilj()" else 0.58


def wrap(text: str, size: float, width: float) -> list[str]:
    """The text in lines that fit; broken at spaces and between Chinese characters, never before closing punctuation."""
    lines = [""]
    for token in filter(None, TOKEN.findall(text)):
        if lines[-1] and text_width(lines[-1] + token, size) > width:
            lines.append(token.lstrip())
        else:
            lines[-1] += token if lines[-1] else token.lstrip()
    return lines


def stack(frame: Frame, rows: Sequence[Sequence[tuple[str, str]]], top: float = HEAD) -> list[Slot]:
    """Rows of words, each a (size, text), one below the other: names beside their lanes, or above them."""
    slots, y = [], top
    for row in rows:
        lines = [
            (size, line)
            for size, text in row
            for line in wrap(text, SIZES[size], (frame.names or frame.right) - MARGIN - PAD)
        ]
        high = sum(SIZES[size] * LEADING for size, _ in lines)
        height = max(LANE, high + PAD) if frame.names else high + LANE
        at = y + (height - high) / 2 if frame.names else y + 2
        words = []
        for size, line in lines:
            at += SIZES[size] * LEADING
            words.append(Placed(MARGIN if not frame.names else 0, round(at - SIZES[size] * 0.35, 1), line, size))
        lane = y + height / 2 if frame.names else y + high + LANE / 2
        slots.append(Slot(tuple(words), round(lane, 1), round(y, 1), round(y + height, 1)))
        y += height
    return slots


def years(first: int, last: int, frame: Frame) -> Scale:
    """A scale from the start of the first year to the end of the last."""
    low, high = datetime.date(first, 1, 1).toordinal(), datetime.date(last + 1, 1, 1).toordinal()
    return Scale(low, high, frame.left, frame.right)


def year_ticks(first: int, last: int, scale: Scale) -> list[tuple[float, str]]:
    """The start of each year, under its label where there is room: each, or each second, fifth, tenth …"""
    room = text_width("0000", SIZES["note"]) + 2 * PAD
    gap = (scale.right - scale.left) / (last + 1 - first)
    step = next((step for step in (1, 2, 5, 10, 20, 50) if gap * step >= room), 100)
    shown = ((year, str(year) if year % step == 0 else "") for year in range(first, last + 1))
    return [(scale.at(datetime.date(year, 1, 1).toordinal()), label) for year, label in shown if label or gap > PAD]


def mark(scale: Scale, span: Span) -> Mark:
    """A span on the scale of years, never smaller than the dot of its kind."""
    start, end = scale.at(span.first.toordinal()), scale.at(span.last.toordinal())
    width = max(DOT[span.kind], round(end - start, 1))
    middle = (start + end) / 2
    x = min(max(middle - width / 2, scale.left), scale.right - width)
    return Mark(span.kind, round(x, 1), width, span.hollow, span.tip)


def track(scale: Scale, instances: Sequence[Sequence[Span]], until: datetime.date | None) -> Track:
    """The instances of a dispute, in order; ``until`` is the day up to which it is known to go on."""
    placed = [[mark(scale, s) for s in sorted(spans, key=lambda s: (s.first, s.last))] for spans in instances]
    drawn = [seen for marks in placed if (seen := [m for m in marks if m.kind != PLANNED])]
    bars = tuple((marks[0].middle, marks[-1].middle) for marks in drawn if len(marks) > 1)
    joints = tuple((a[-1].middle, b[0].middle) for a, b in itertools.pairwise(drawn))
    arrow = None
    if until and drawn:
        start = drawn[-1][-1].middle
        end = min(max(scale.at(until.toordinal()), start + ARROW), scale.right + MARGIN)
        end = min([end, *(m.x - 1 for marks in placed for m in marks if m.kind == PLANNED)])
        arrow = (start, end) if end - start >= ARROW / 2 else None
    small_first = sorted((m for marks in placed for m in marks), key=lambda m: DOT[m.kind])
    return Track(bars, joints, tuple(small_first), arrow)


def beside(frame: Frame, x: float, y: float, text: str, size: str = "note") -> Placed:
    """Words at the right of a mark, or at its left where there is no room."""
    fits = x + 10 + text_width(text, SIZES[size]) <= frame.width
    return Placed(round(x + 10 if fits else x - 10, 1), round(y + 4, 1), text, size, "start" if fits else "end")


def decades(values: Sequence[float], frame: Frame) -> tuple[Scale, list[int]]:
    """A scale of powers of ten around positive values, and the exponents on it."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)
    return Scale(low, high, frame.left + MARGIN, frame.right - 2 * MARGIN), list(range(low, high + 1))


def on_decades(scale: Scale, value: float) -> float:
    return scale.at(math.log10(value))


def choose_labels(scale: Scale, full: Sequence[str], short: Sequence[str]) -> Sequence[str]:
    """The full labels where they fit side by side, else the short ones."""
    room = (scale.right - scale.left) / max(1, len(full) - 1) - PAD
    return full if max(text_width(label, SIZES["note"]) for label in full) <= room else short


def _chips(texts: Sequence[str], left: float, top: float, width: float) -> Iterator[Chip]:
    """Chips of one width, in rows from left to right."""
    wide = max([CHIP, *(math.ceil(text_width(text, SIZES["note"])) + 2 * GAP for text in texts)])
    across = max(1, int((width + GAP) // (wide + GAP)))
    for index, text in enumerate(texts):
        column, row = index % across, index // across
        yield Chip(round(left + column * (wide + GAP), 1), round(top + row * (CHIP_HEIGHT + GAP), 1), wide, text)


def road(
    frame: Frame, stops: Sequence[tuple[str, str, Sequence[str]]], rest: tuple[str, Sequence[str]]
) -> tuple[list[Stop], Stop | None]:
    """Stages in order, each with its name, a note and chips, along a road: across a wide frame, down a narrow one.

    ``rest``, words and chips of no one stage, stands after the road's end; None without chips.
    """
    columns = len(stops) if frame.names else 1
    room = frame.width / columns - (2 * GAP if frame.names else 28)
    made: list[Stop] = []
    y = 0.0
    rows = [wrap(name, SIZES["name"], room) for name, _, _ in stops]
    tallest = max(map(len, rows), default=1)
    for index, ((_, note, chips), lines) in enumerate(zip(stops, rows, strict=True)):
        x = index * frame.width / columns + GAP if frame.names else 28.0
        if frame.names:
            top, start = 0.0, tallest - len(lines)
            point = tallest * SIZES["name"] * LEADING + 20
            under = point + 18
        else:
            top, start = y, 0
            point = top + 14
            under = top + len(lines) * SIZES["name"] * LEADING + 4
        words = [
            Placed(round(x, 1), round(top + (start + i + 1) * SIZES["name"] * LEADING, 1), line, "name")
            for i, line in enumerate(lines)
        ]
        under += SIZES["note"] * LEADING
        words.append(Placed(round(x, 1), round(under, 1), note, "note"))
        placed = tuple(_chips(chips, round(x, 1), round(under + 10, 1), room))
        made.append(Stop(round(x + 6 if frame.names else 12, 1), round(point, 1), tuple(words), placed))
        y = (placed[-1].y + CHIP_HEIGHT if placed else under) + 22
    if not rest[1]:
        return made, None
    bottom = max([stop.chips[-1].y + CHIP_HEIGHT if stop.chips else stop.words[-1].y for stop in made], default=0.0)
    x = GAP if frame.names else 28
    words, y = [], bottom + 28
    for line in wrap(rest[0], SIZES["name"], frame.width - 2 * x):
        words.append(Placed(x, round(y, 1), line, "name"))
        y += SIZES["name"] * LEADING
    chips_left = tuple(_chips(rest[1], x, round(y - 6, 1), frame.width - x - GAP))
    return made, Stop(x, round(y, 1), tuple(words), chips_left)


def bottom_of(stops: Sequence[Stop]) -> float:
    """Where the last chip or word of the road ends."""
    return round(max(max([w.y for w in s.words] + [c.y + CHIP_HEIGHT for c in s.chips]) for s in stops) + PAD, 1)
