"""What changed in the book, commit by commit, and between any two commits; from git, and from nothing else.

Comparing old versions takes a second or more, so what came of it is kept below ``build/`` under a name made of the contents that
were compared. The file may be deleted at any time.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import differences, revisions, writing
from generator.differences import Difference
from generator.revisions import Commit, Touched, Version

CACHE = Path("build", "changes.json")
MAKERS = ("differences.py", "revisions.py", "source.py", "nodes.py", "reading.py", "casebook.py", "changes.py")
"""The files whose rules decide what a comparison finds."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to one record. ``fields`` maps each path to the languages in which it changed (none: in all), and is
    None where a version could not be read. ``was`` is the id before a renaming, ``name`` the name a removed record had."""

    action: str
    kind: str
    id: str
    was: str
    name: dict[str, str]
    fields: dict[str, list[str]] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A commit that changed what the book says: when, why, in which release, and each record it changed."""

    commit: str
    timestamp: int
    reason: str
    release: str
    changes: list[Change]

    @property
    def moment(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.timestamp, datetime.UTC)


@dataclass(frozen=True)
class Changes:
    """The log of the book, the newest first; empty in a ``shallow`` copy of a repository and where there is ``none``."""

    entries: list[Entry]
    releases: dict[str, datetime.date]
    shallow: bool = False
    none: bool = False


def state(root: Path) -> str:
    """A fingerprint of all that `read` depends on. A commit that touched no record leaves it as it is."""
    return hashlib.sha256(revisions.state(root).encode()).hexdigest()


def read(root: Path, languages: Sequence[str]) -> Changes:
    """Every commit that changed a record of the book."""
    if not revisions.is_repository(root):
        return Changes([], {}, none=True)
    if revisions.is_shallow(root):
        return Changes([], {}, shallow=True)
    commits = revisions.log(root)
    rules = _rules(languages)
    keys = {one.name: _key(rules, one.touched) for one in commits}
    kept = _kept(root / CACHE)
    found = {key: kept[key] for key in keys.values() if key in kept}
    fresh = [one for one in commits if keys[one.name] not in found]
    if fresh:
        found |= _compared(root, fresh, keys, languages)
    if found.keys() != kept.keys():
        _keep(root / CACHE, found)
    entries = [_entry(one, found[keys[one.name]]) for one in commits]
    days = {release.name: _day(release.timestamp) for release in revisions.releases(root)}
    return Changes([entry for entry in entries if entry.changes], days)


def diff(root: Path, older: str, newer: str) -> dict[str, Any]:
    """What differs between two releases or commits, as plain data. Raises UnknownRevision for a name git does not know."""
    names = [revisions.resolve(root, revision) for revision in (older, newer)]
    touched = revisions.between(root, *names)
    found = differences.differences(touched, _languages(root, names), _reader(root, touched))
    ends = {
        key: {"revision": revision, "commit": name}
        for key, revision, name in zip(("from", "to"), (older, newer), names, strict=True)
    }
    return {
        **ends,
        **{action: [_plain(one) for one in found if one.action == action] for action in differences.ACTIONS},
    }


def _plain(one: Difference) -> dict[str, Any]:
    """A difference as data; only a changed record has fields, and they are null where a version could not be read."""
    told: dict[str, Any] = {"kind": one.kind, "id": one.id, "file": one.file}
    if one.was:
        told["was"] = one.was
    if one.action in ("changed", "renamed"):
        told["fields"] = None
        if one.fields is not None:
            told["fields"] = [
                {"field": f.path, "language": f.language or None, "before": f.before, "after": f.after}
                for f in one.fields
            ]
    return told


def _languages(root: Path, commits: Sequence[str]) -> list[str]:
    """The languages that the book had at any of the commits, as its own file says."""
    place = "docs/book.yml"
    found: list[str] = []
    for blob in revisions.blobs(root, place, commits):
        book = differences.parse(place, revisions.contents(root, [blob]).get(blob))
        listed = book.get("languages") if isinstance(book, dict) else None
        for language in listed if isinstance(listed, list) else []:
            code = language.get("code") if isinstance(language, dict) else None
            if isinstance(code, str) and code not in found:
                found.append(code)
    return found


def _compared(
    root: Path, commits: Iterable[Commit], keys: dict[str, str], languages: Sequence[str]
) -> dict[str, list[Any]]:
    commits = list(commits)
    read = _reader(root, [touched for one in commits for touched in one.touched])
    return {
        keys[one.name]: [_brief(d) for d in differences.differences(one.touched, languages, read)] for one in commits
    }


def _reader(root: Path, touched: Iterable[Touched]) -> Callable[[Version | None], Any]:
    """Reads any version that the touched files name, each content once."""
    versions = [version for one in touched for version in (one.now, *one.before) if version is not None]
    data = revisions.contents(root, (version.blob for version in versions))
    parsed: dict[Version, Any] = {}

    def read(version: Version | None) -> Any:
        if version is not None and version not in parsed:
            parsed[version] = differences.parse(version.path, data.get(version.blob))
        return parsed[version] if version is not None else None

    return read


def _brief(one: Difference) -> list[Any]:
    """A difference without the texts, as it is kept."""
    fields: dict[str, list[str]] | None = None
    if one.fields is not None:
        fields = {}
        for field in one.fields:
            fields.setdefault(field.path, []).extend([field.language] if field.language else [])
    return [one.action, one.kind, one.id, one.was, one.name or {}, fields]


def _entry(one: Commit, kept: list[Any]) -> Entry:
    return Entry(one.name, one.timestamp, one.reason, one.release, [Change(*change) for change in kept])


def _rules(languages: Sequence[str]) -> str:
    """A name for how versions are compared, so that nothing is kept across a change of the rules."""
    total = hashlib.sha256(repr(list(languages)).encode())
    for name in MAKERS:
        total.update(Path(__file__).with_name(name).read_bytes())
    return total.hexdigest()


def _key(rules: str, touched: Iterable[Touched]) -> str:
    return hashlib.sha256(f"{rules} {list(touched)}".encode()).hexdigest()


def _kept(path: Path) -> dict[str, list[Any]]:
    """What was found before; a file that is missing or damaged counts as none."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(kept, dict) or kept.pop("sum") != _sum(kept):
            return {}
    except (OSError, ValueError, KeyError, RecursionError):
        return {}
    return kept


def _keep(path: Path, found: dict[str, list[Any]]) -> None:
    """Write the file in one step, if anything is being made at all. Where it cannot be written, the next read compares anew."""
    if not path.parent.is_dir():
        return
    try:
        writing.replace(path, json.dumps({**found, "sum": _sum(found)}, ensure_ascii=False).encode())
    except OSError:
        return


def _sum(found: dict[str, list[Any]]) -> str:
    return hashlib.sha256(json.dumps(found, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")).hexdigest()


def _day(timestamp: int) -> datetime.date:
    return datetime.datetime.fromtimestamp(timestamp, datetime.UTC).date()
