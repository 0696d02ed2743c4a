"""Old versions of the book's files, from git: which commit touched which file, releases, and the bytes of a version."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Refusal, said

FILES = (":(glob)cases/*.yml", ":(glob)docs/**/*.yml")
"""The files that hold records, as git selects them."""
NAME = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")
QUIET = ("-c", "core.quotePath=false", "-c", "log.showSignature=false", "-c", "diff.orderFile=/dev/null")
RAW = ("--raw", "--no-abbrev", "-z", "-M", "--no-color", "--no-ext-diff")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A file as one commit holds it: its path below the book's root and the name of its content."""

    path: str
    blob: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that a commit touched: what it is now, and what it was in each parent; None where it was not there."""

    now: Version | None
    before: tuple[Version | None, ...]


@dataclass(frozen=True, slots=True)
class Commit:
    """``reason`` is the first line of its message; ``release`` the first release that holds it, empty where none does."""

    name: str
    timestamp: int
    reason: str
    release: str
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """A tag that starts with “v”."""

    name: str
    commit: str
    timestamp: int


class UnknownRevision(Refusal):
    """A name that git does not know here; what is said names those it would know."""


def is_shallow(root: Path) -> bool:
    """Whether this copy of the repository lacks the history."""
    return _git(root, "rev-parse", "--is-shallow-repository").strip() == "true"


def is_repository(root: Path) -> bool:
    """Whether the book lies in a repository that has a commit."""
    return bool(_git(root, "rev-parse", "--verify", "--quiet", "HEAD"))


def state(root: Path) -> str:
    """What the log depends on, in a few milliseconds: the commits that touched the book, the releases, whether it is shallow."""
    touching = _git(root, "log", "--format=%H", "--date-order", "--", *FILES)
    return repr((touching, releases(root), is_shallow(root)))


def releases(root: Path) -> list[Release]:
    """Every release, the oldest first."""
    form = "%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(creatordate:unix)"
    found = []
    for line in _git(root, "for-each-ref", f"--format={form}", "refs/tags/v*").splitlines():
        name, object_, peeled, time = line.split("\0")
        found.append(Release(name, peeled or object_, int(time or 0)))
    return sorted(found, key=lambda release: (release.timestamp, release.name))


def log(root: Path) -> list[Commit]:
    """Every commit that touched a file of records, the newest first.

    What a merge brought in is told by the commits it merged; of the merge itself only what differs from all its parents.
    """
    prefix = _git(root, "rev-parse", "--show-prefix").strip("\n")
    released = _released(root)
    form = "--format=%H%x00%ct%x00%s"
    output = _git(root, "log", form, "--encoding=UTF-8", "--date-order", "-c", *RAW, "--", *FILES)
    fields = iter(output.split("\0"))
    heads: list[tuple[str, int, str]] = []
    touched: dict[str, list[Touched]] = {}
    for field in fields:
        field = field.lstrip("\n")
        if field.startswith(":"):
            touched[heads[-1][0]].append(_touched(field, fields, prefix))
        elif NAME.fullmatch(field):
            heads.append((field, int(next(fields)), clean(next(fields))))
            touched[field] = []
    return [
        Commit(name, time, reason, released.get(name, ""), tuple(sorted(touched[name], key=_place)))
        for name, time, reason in heads
    ]


def between(root: Path, older: str, newer: str) -> list[Touched]:
    """The files of records that differ between two commits."""
    prefix = _git(root, "rev-parse", "--show-prefix").strip("\n")
    fields = iter(_git(root, "diff-tree", "-r", *RAW, older, newer, "--", *FILES).split("\0"))
    return sorted((_touched(field, fields, prefix) for field in fields if field.startswith(":")), key=_place)


def resolve(root: Path, revision: str) -> str:
    """The full name of the commit that a release, branch or abbreviated name means. Raises UnknownRevision."""
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    if NAME.fullmatch(found):
        return found
    if not is_repository(root):
        raise UnknownRevision(said("revision.no-repository"))
    if is_shallow(root):
        raise UnknownRevision(said("revision.shallow", revision=revision))
    if known := tuple(release.name for release in releases(root)):
        raise UnknownRevision(said("revision.unknown", revision=revision, known=known))
    raise UnknownRevision(said("revision.no-release", revision=revision))


def blobs(root: Path, path: str, commits: Iterable[str]) -> list[str]:
    """The contents that a file had at the commits, without those where it was not there."""
    found = (_git(root, "rev-parse", "--verify", "--quiet", f"{commit}:./{path}").strip() for commit in commits)
    return [name for name in found if name]


def files(root: Path, commit: str, paths: Iterable[str]) -> list[Version]:
    """The regular files that a commit holds at or below the paths; symbolic links and submodules are none."""
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", *paths)
    heads = [field.partition("\t") for field in listed.split("\0") if field]
    return [Version(path, head.split(" ")[2]) for head, _, path in heads if head.startswith("100")]


def contents(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The bytes of each blob, all from one call; a blob that is not in this copy is left out."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    data = _run(root, ("cat-file", "--batch"), "".join(f"{name}\n" for name in wanted).encode())
    found, at = {}, 0
    for name in wanted:
        end = data.find(b"\n", at)
        head = data[at:end].split(b" ")
        at = end + 1
        if len(head) == 3 and head[2].isdigit():
            size = int(head[2])
            if head[1] == b"blob":
                found[name] = data[at : at + size]
            at += size + 1
    return found


def clean(text: str) -> str:
    """One line without characters that cannot be seen, or that turn the direction of what follows."""
    return " ".join(UNSEEN.sub(" ", text).split())


def _touched(field: str, rest: Iterator[str], prefix: str) -> Touched:
    """One entry of ``--raw``: modes and contents before (of each parent) and now, how it changed, and its paths."""
    parents = len(field) - len(field.lstrip(":"))
    words = field[parents:].split(" ")
    modes, blobs, how = words[: parents + 1], words[parents + 1 : -1], words[-1]
    old = new = next(rest)
    if parents == 1 and how[:1] in "RC":
        new = next(rest)
    made = [
        Version(path.removeprefix(prefix), blob) if mode.startswith("100") and blob.strip("0") else None
        for mode, blob, path in zip(modes, blobs, [*[old] * parents, new], strict=True)
    ]
    return Touched(made[-1], tuple(made[:-1]))


def _place(touched: Touched) -> tuple[Version, ...]:
    return tuple(version for version in (touched.now, *touched.before) if version is not None)


def _released(root: Path) -> dict[str, str]:
    """Of each commit the first release that holds it."""
    found: dict[str, str] = {}
    known = releases(root)
    if not known:
        return found
    listed = _git(root, "rev-list", "--parents", "HEAD", "--tags=v*")
    parents = {line.split(" ")[0]: line.split(" ")[1:] for line in listed.splitlines()}
    for release in known:
        waiting = [release.commit]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = release.name
                waiting += parents.get(name, [])
    return found


def _git(root: Path, *arguments: str) -> str:
    return _run(root, arguments).decode("utf-8", "replace")


def _run(root: Path, arguments: Iterable[str], given: bytes = b"") -> bytes:
    """What git says; nothing where there is no git or no repository. It never asks another machine for what is missing."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *QUIET, *arguments],
            input=given,
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"},
        )
    except FileNotFoundError:
        return b""
    return done.stdout if done.returncode == 0 else b""
