"""The log of changes in one language of the book: what each changed record is called, where it stands, which fields changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import address, changes
from generator.changes import Change, Changes, Entry
from generator.differences import Key
from generator.revisions import clean
from generator.tongue import Tongue
from generator.values import Reference


@dataclass(frozen=True, slots=True)
class Told:
    """One changed record. ``page`` and ``anchor`` are its place on the site, None where it has none (any more)."""

    action: str
    kind: str
    id: str
    was: str
    name: str
    page: PurePosixPath | None
    anchor: str
    fields: list[tuple[str, str]] | None
    """Each path with the names of the languages it changed in; None where a version could not be read."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A commit with its changed records, those of one kind together."""

    entry: Entry
    told: list[Told]


def feed(code: str) -> PurePosixPath:
    """Where the feed of a language lies on the site."""
    return PurePosixPath("feeds", f"changes.{code}.xml")


def read(tongue: Tongue) -> Changes:
    """The log of the tongue's book."""
    return changes.read(tongue.casebook.root, tongue.casebook.languages)


def tell(tongue: Tongue, found: Changes) -> Iterator[Piece]:
    """Every entry of the log, the newest first."""
    names: dict[Key, dict[str, str]] = {}
    for entry in found.entries:
        for change in entry.changes:
            if change.name:
                names.setdefault((change.kind, change.id), change.name)
    for entry in found.entries:
        yield Piece(entry, [_told(tongue, change, names) for change in entry.changes])


def _told(tongue: Tongue, change: Change, names: dict[Key, dict[str, str]]) -> Told:
    languages = _language_names(tongue)
    fields = None
    if change.fields is not None:
        fields = [
            (clean(path), tongue.voice.join(languages.get(code, code) for code in codes))
            for path, codes in change.fields.items()
        ]
    name, page, anchor = clean(change.id), None, ""
    found = tongue.casebook.find(Reference(change.id, ""))
    if found is not None and found[0] == change.kind:
        name = tongue.name(Reference(change.id, ""))
        if tongue.shows(change.kind, change.id):
            page, anchor = address.page(change.kind, change.id), address.anchor(change.kind, change.id)
    elif change.kind == "vocabulary":
        list_, _, id_ = change.id.partition("/")
        word = tongue.casebook.vocabulary.get(list_, {}).get(id_)
        name = word.name[tongue.code] if word else name
    elif change.kind == "book":
        name = tongue.casebook.book.title[tongue.code]
    elif change.kind == "words":
        name = languages.get(change.id, name)
    else:
        name = clean(names.get((change.kind, change.id), {}).get(tongue.code, "")) or name
    return Told(change.action, change.kind, clean(change.id), clean(change.was), name, page, anchor, fields)


def _language_names(tongue: Tongue) -> dict[str, str]:
    """What each language of the book is called: without its script or country, unless that tells it from another."""
    tags = {one.code: one.html for one in tongue.casebook.book.languages}
    bare = [tag.split("-")[0] for tag in tags.values()]
    return {
        code: tongue.voice.language_name(tag.split("-")[0] if bare.count(tag.split("-")[0]) == 1 else tag)
        for code, tag in tags.items()
    }
