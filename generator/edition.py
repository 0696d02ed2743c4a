"""The book ready to be published: what every face of it, on screen or paper, is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from generator.casebook import Casebook
from generator.history import History
from generator.packs import Printed
from generator.terms import Usage
from generator.tongue import Tongue
from generator.voice import Voice
from generator.words import Words


@dataclass(frozen=True)
class Edition:
    """The book, its words, where its records came from, and the folder of the templates it is shown with.

    ``prints`` are the packs that were printed with it, by file name; none in a preview. ``site_url`` is where it is published.
    ``exported`` are the sizes of the files that are offered beside its pages, by their path below the site; none where they
    were not made yet. ``state`` is that of every file before the first of them was read; none where nobody looked.
    """

    casebook: Casebook
    usage: Usage
    words: dict[str, Words]
    history: History
    edit_url: str
    templates: Path
    prints: Mapping[str, Printed] = field(default_factory=dict)
    site_url: str = ""
    exported: Mapping[PurePosixPath, int] = field(default_factory=dict)
    state: Mapping[str, str] | None = None


def tongue(edition: Edition, code: str) -> Tongue:
    """The book in one of its languages. Raises StopIteration for a language it does not have."""
    own = _alone(edition, code)
    others = (one.code for one in edition.casebook.book.languages if one.code != code)
    return replace(own, twins=tuple(_alone(edition, other) for other in others))


def _alone(edition: Edition, code: str) -> Tongue:
    """The book in one language, without the others."""
    book = edition.casebook
    language = next(one for one in book.book.languages if one.code == code)
    return Tongue(book, Voice(language, edition.words[code]), edition.usage.terms[code], edition.usage.by_term)
