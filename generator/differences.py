"""What differs between two versions of records: which were added, removed or renamed, and which fields in which language.

Versions are compared by what they say. Layout, comments and the order of lists whose entries have ids say nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Any

from generator import source
from generator.casebook import LISTS, SINGLES
from generator.reading import plain
from generator.revisions import Touched, Version

KINDS = (*SINGLES, *LISTS, "vocabulary", "book", "words", "file")
"""What a change can be a change of, in the order in which it is told."""
NAMED_BY = {"state": ("file",), "term-exception": ("term", "record"), "link-exception": ("address",)}
"""The keys that name an entry of a list; of all other lists it is ``id``."""
ACTIONS = ("added", "changed", "renamed", "removed")

Key = tuple[str, str]
Read = Callable[[Version | None], Any]


class Unreadable:
    """Stands for a version that cannot be parsed."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that says something else than before, in one language or, where ``language`` is empty, in all."""

    path: str
    language: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """What happened to one record. ``fields`` is None where a version could not be read; ``was`` is the id before a renaming."""

    action: str
    kind: str
    id: str
    file: str
    was: str = ""
    name: dict[str, str] | None = None
    fields: tuple[Field, ...] | None = ()


def parse(path: str, data: bytes | None) -> Any:
    """A version as dicts, lists and strings; `Unreadable` where it is no YAML, None where it is empty."""
    if data is None:
        return Unreadable()
    parsed, problems = source.read(PurePosixPath(path), data)
    if parsed.root is None:
        return Unreadable() if problems else None
    return plain(parsed.root)


def kind_of(path: str) -> str:
    """Which kind of record a file holds."""
    place = PurePosixPath(path)
    for kind, (pattern, _) in {**SINGLES, **LISTS}.items():
        if place.match(pattern) and len(place.parts) == pattern.count("/") + 1:
            return kind
    if place.parent == PurePosixPath("docs/words"):
        return "words"
    return {"docs/vocabulary.yml": "vocabulary", "docs/book.yml": "book"}.get(path, "file")


def differences(touched: Sequence[Touched], languages: Sequence[str], read: Read) -> list[Difference]:
    """What the files a commit touched say otherwise; of a merge only what none of its parents says."""
    parents = max((len(one.before) for one in touched), default=0)
    found = [_against(touched, parent, languages, read) for parent in range(parents)]
    if not found:
        return []
    first, *others = found
    for other in others:
        first = [shared for one in first for shared in _shared(one, other)]
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(first, key=lambda one: (order[one.kind], ACTIONS.index(one.action), one.id))


def _shared(one: Difference, others: Iterable[Difference]) -> Iterator[Difference]:
    other = next((other for other in others if (other.kind, other.id) == (one.kind, one.id)), None)
    if other is None:
        return
    if one.fields and other.fields:
        known = {(field.path, field.language) for field in other.fields}
        kept = tuple(field for field in one.fields if (field.path, field.language) in known)
        if kept:
            yield replace(one, fields=kept)
    elif one.action == other.action:
        yield one


def _against(touched: Iterable[Touched], parent: int, languages: Sequence[str], read: Read) -> list[Difference]:
    """What is otherwise than in one parent. Records are matched by kind and id, wherever in the book they stand."""
    old: dict[Key, tuple[str, Any]] = {}
    new: dict[Key, tuple[str, Any]] = {}
    renamed: dict[Key, Key] = {}
    found = []
    for one in touched:
        before, now = one.before[parent], one.now
        if before == now:
            continue
        if before and now and _is_single(before, now) and before.path != now.path:
            renamed[_whole(now.path)] = _whole(before.path)
        values = [() if version is None else read(version) for version in (before, now)]
        if any(isinstance(value, Unreadable) for value in values):
            path = (now or before or Version("", "")).path
            action = "changed" if before and now else "added" if now else "removed"
            found.append(Difference(action, *_whole(path), path, fields=None))
            renamed.pop(_whole(path), None)
            continue
        for records, version, value in ((old, before, values[0]), (new, now, values[1])):
            if version is not None:
                for key, record in _records(version.path, value).items():
                    records.setdefault(key, (version.path, record))
    for key, (path, after) in new.items():
        was = key if key in old else renamed.get(key, key)
        if was not in old:
            found.append(Difference("added", *key, path))
            continue
        _, before_ = old.pop(was)
        changed = tuple(_fields(before_, after, languages, ""))
        if key[0] == "words":
            changed = tuple(replace(field, language=key[1]) for field in changed)
        if was != key:
            kept = tuple(field for field in changed if field.path != "id")
            found.append(Difference("renamed", *key, path, was=was[1], fields=kept))
        elif changed:
            found.append(Difference("changed", *key, path, fields=changed))
    for key, (path, before_) in old.items():
        found.append(Difference("removed", *key, path, name=_name(before_)))
    return found


def _is_single(*versions: Version) -> bool:
    kinds = {kind_of(version.path) for version in versions}
    return len(kinds) == 1 and kinds <= SINGLES.keys()


def _whole(path: str) -> Key:
    """A file as one record: the record it holds, or the file itself where it holds many."""
    kind = kind_of(path)
    return (kind, PurePosixPath(path).stem) if kind in (*SINGLES, "words", "book") else ("file", path)


def _records(path: str, value: Any) -> dict[Key, Any]:
    """The records of a file by kind and id. A file that does not hold what its place asks for is one record."""
    kind = kind_of(path)
    found: dict[Key, Any] = {}
    if kind in LISTS and isinstance(value, list):
        for entry in value:
            words = [entry.get(key) for key in NAMED_BY.get(kind, ("id",))] if isinstance(entry, dict) else [None]
            if not all(isinstance(word, str) for word in words):
                return {("file", path): value}
            found.setdefault((kind, " ".join(map(str, words))), entry)
        return found
    if kind == "vocabulary" and isinstance(value, dict) and all(_have_ids(entries) for entries in value.values()):
        return {(kind, f"{list_}/{entry['id']}"): entry for list_, entries in value.items() for entry in entries}
    return {_whole(path): value}


def _name(record: Any) -> dict[str, str] | None:
    name = record.get("name") if isinstance(record, dict) else None
    return name if isinstance(name, dict) and all(isinstance(word, str) for word in name.values()) else None


def _have_ids(*lists: Any) -> bool:
    """Whether all are lists whose entries each have an id of their own."""
    for entries in lists:
        if not isinstance(entries, list):
            return False
        ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
        if not all(isinstance(id_, str) for id_ in ids) or len(set(ids)) < len(ids):
            return False
    return True


def _fields(before: Any, after: Any, languages: Sequence[str], path: str) -> Iterator[Field]:
    if before == after or _said(before) == _said(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        if path and _is_text(before, languages) and _is_text(after, languages):
            for code in languages:
                if _said(before.get(code)) != _said(after.get(code)):
                    yield Field(path, code, before.get(code), after.get(code))
            return
        for key in [*after, *(key for key in before if key not in after)]:
            step = f"{path}.{key}" if path else key
            yield from _fields(before.get(key), after.get(key), languages, step)
    elif isinstance(before, list) and isinstance(after, list) and before and after:
        if _have_ids(before, after):
            pairs = {entry["id"]: [entry, None] for entry in before}
            for entry in after:
                pairs.setdefault(entry["id"], [None, None])[1] = entry
            for id_, (old, new) in pairs.items():
                yield from _fields(old, new, languages, f"{path}[{id_}]")
        elif all(isinstance(entry, dict) for entry in [*before, *after]):
            yield from _positions(before, after, languages, path)
        else:
            yield Field(path, "", before, after)
    elif (before is None and _is_text(after, languages)) or (after is None and _is_text(before, languages)):
        for code in languages:
            old, new = (before or {}).get(code), (after or {}).get(code)
            if old is not None or new is not None:
                yield Field(path, code, old, new)
    else:
        yield Field(path, "", before, after)


def _positions(before: list[Any], after: list[Any], languages: Sequence[str], path: str) -> Iterator[Field]:
    """Entries without ids: those that stayed are found first, the others are paired in order, counted from 1."""
    matcher = SequenceMatcher(None, [_said(entry) for entry in before], [_said(entry) for entry in after], False)
    for tag, old, old_end, new, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(old_end - old, new_end - new)):
            one = before[old + step] if old + step < old_end else None
            other = after[new + step] if new + step < new_end else None
            place = new + step if other is not None else old + step
            yield from _fields(one, other, languages, f"{path}[{place + 1}]")


def _is_text(value: Any, languages: Sequence[str]) -> bool:
    """Whether a mapping says one thing in several languages."""
    return isinstance(value, dict) and bool(value) and value.keys() <= set(languages)


def _said(value: Any) -> str:
    """A value without its layout: runs of white space in a text say no more than one space, nor does the order of keys."""

    def bare(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: bare(inner) for key, inner in part.items()}
        if isinstance(part, list):
            return [bare(inner) for inner in part]
        return " ".join(part.split()) if isinstance(part, str) else part

    return json.dumps(bare(value), ensure_ascii=False, sort_keys=True)
