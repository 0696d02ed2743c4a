"""The page that shows how far the languages of the book agree: the state of every file, and each text that may lag behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator import address
from generator.casebook import LINKABLE
from generator.freshness import Stale
from generator.page import Page, plain
from generator.tongue import Tongue
from generator.translations import quoted
from generator.values import Reference

SHOWN = 120


@dataclass(frozen=True, slots=True)
class Lag:
    """A text that may lag behind: its file, what it says there and in the language that changed, and its page if it has one."""

    file: str
    line: int
    said: str
    language: str
    changed: str
    name: str
    page: str
    anchor: str


def page(tongue: Tongue) -> Page:
    """Every file of the book with the state of each of its languages, and below each language what may lag behind in it."""
    book, code = tongue.casebook, tongue.code
    rows: list[tuple[str, str, dict[str, str]]] = [
        *((f"cases/{case.id}.yml", case.name[code], case.translation) for case in book.all("case")),
        *((f"docs/laws/{law.id}.yml", law.short[code], law.translation) for law in book.all("law")),
        *((state.file, "", state.translation) for state in book.all("state")),
    ]
    fresh = book.freshness
    values: dict[str, Any] = {
        "rows": rows,
        "languages": book.book.languages,
        "lags": [(one, _lags(tongue, one.code)) for one in book.book.languages],
        "unconfirmed": len(fresh.unconfirmed),
        "all": len(fresh.texts),
        "language_of": tongue.language_of,
        "html_of": {one.code: one.html for one in book.book.languages},
    }
    return plain(tongue, "translations", "translations.md", values, searched=False)


def _lags(tongue: Tongue, code: str) -> list[Lag]:
    return [_lag(tongue, one, code) for one in tongue.casebook.freshness.stale if code in one.languages]


def _lag(tongue: Tongue, one: Stale, code: str) -> Lag:
    part, changed = one.text.parts[code], one.text.parts[one.changed[0]]
    kind, id_ = one.text.kind, one.text.id
    linked = kind in LINKABLE and tongue.shows(kind, id_)
    return Lag(
        str(part.source.path),
        part.line,
        quoted(part.said, SHOWN),
        one.changed[0],
        quoted(changed.said, SHOWN),
        tongue.name(Reference(id_, "")) if linked else "",
        str(address.page(kind, id_)) if linked else "",
        address.anchor(kind, id_) if linked else "",
    )
