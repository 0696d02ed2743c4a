"""The page that tells what changed in the book, by release and day, the newest first."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from generator import address, news
from generator.differences import ACTIONS, KINDS
from generator.news import Piece, Told
from generator.page import Page, plain
from generator.tongue import Tongue

PATH = "changes.md"
FEW, FEW_FIELDS = 8, 24
"""A commit that changed more records or fields than this is summed up, and its list folded away."""
LENGTH = 200
"""How many commits the page tells, the newest; of the older ones the number is told."""
SHOWN = 8
"""How many fields of one record are shown; of the others the number is told."""


@dataclass(frozen=True, slots=True)
class Day:
    """The commits of one day in one release."""

    label: str
    anchor: str
    pieces: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """A release, or what is in none yet."""

    label: str
    anchor: str
    days: list[Day] = field(default_factory=list)


def page(tongue: Tongue) -> Page:
    """What changed in the records, or why that cannot be told."""
    found = news.read(tongue)
    missing = "changes.none" if found.none else "changes.shallow" if found.shallow else ""
    pieces = list(news.tell(tongue, found))
    values = {
        "missing": tongue.voice.say(missing) if missing else "",
        "sections": _sections(tongue, pieces[:LENGTH], found.releases),
        "older": max(len(pieces) - LENGTH, 0),
        "feed": address.file(news.feed(tongue.code), tongue.code, PurePosixPath(PATH)),
        "shown": SHOWN,
    }
    return plain(tongue, "changes", PATH, values, searched=False)


def _sections(tongue: Tongue, pieces: list[Piece], releases: dict[str, datetime.date]) -> list[Section]:
    say, order = tongue.voice.say, ["", *reversed(releases)]
    sections = []
    for release in order:
        held = [piece for piece in pieces if piece.entry.release == release]
        if not held:
            continue
        anchor = f"release-{re.sub('[^A-Za-z0-9]+', '-', release)}" if release else "unreleased"
        label = (
            say("changes.release", name=release, date=tongue.voice.day(releases[release]))
            if release
            else say("changes.unreleased")
        )
        section = Section(label, anchor)
        for day in sorted({piece.entry.moment.date() for piece in held}, reverse=True):
            listed = [_piece(tongue, piece) for piece in held if piece.entry.moment.date() == day]
            section.days.append(Day(tongue.voice.day(day), f"{anchor}-{day}", listed))
        sections.append(section)
    return sections


def _piece(tongue: Tongue, piece: Piece) -> dict[str, Any]:
    say = tongue.voice.say
    groups = [(kind, [told for told in piece.told if told.kind == kind]) for kind in KINDS]
    groups = [(kind, told) for kind, told in groups if told]
    many = len(piece.told) > FEW or sum(len(told.fields or ()) for told in piece.told) > FEW_FIELDS
    return {
        "commit": piece.entry.commit[:10],
        "reason": piece.entry.reason,
        "groups": [(say(f"changes.kinds.{kind}"), _lines(told)) for kind, told in groups],
        "summary": say("changes.separator").join(
            say("site.label", label=say(f"changes.kinds.{kind}"), value=_counts(tongue, told)) for kind, told in groups
        )
        if many
        else "",
    }


def _counts(tongue: Tongue, told: Iterable[Told]) -> str:
    actions = [one.action for one in told]
    return tongue.voice.join(
        tongue.voice.say(f"changes.counts.{action}", count=actions.count(action))
        for action in ACTIONS
        if action in actions
    )


def _lines(told: list[Told]) -> list[list[Told]]:
    """The records of one kind line by line: those of which only their coming or going is told share a line."""
    bare: dict[str, list[Told]] = {}
    lines = []
    for one in told:
        if one.fields == [] and not one.was:
            if one.action not in bare:
                lines.append(bare.setdefault(one.action, []))
            bare[one.action].append(one)
        else:
            lines.append([one])
    return lines
