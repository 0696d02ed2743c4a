"""What a site is made of, file by file, at one moment: a site that was made while one of them changed would be of two states."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from generator import changes, files, writing
from generator.settings import CONFIGURATION

HISTORY = ".git"
"""Under this name stand the commits and releases, from which the page of changes is made."""
State = Mapping[str, str]
"""A fingerprint of each file by its name: below the book's root, or beside this package."""


def of(root: Path, templates: Path) -> State:
    """The book, the templates, the generator itself, and the commits and releases that the page of changes tells."""
    found = {HISTORY: changes.state(root)}
    for path in (*files.survey(root).files, CONFIGURATION):
        if not writing.is_part(path.name):
            data, _ = files.read(root, path)
            found[str(path)] = "" if data is None else hashlib.sha256(data).hexdigest()
    for name, folder in (("templates", templates), ("generator", Path(__file__).parent)):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                found[f"{name}/{file.relative_to(folder).as_posix()}"] = _digest(file)
    return found


def fingerprint(state: State) -> str:
    """One name for a whole state."""
    return hashlib.sha256(repr(sorted(state.items())).encode("utf-8", "surrogateescape")).hexdigest()


def changed(before: State, after: State) -> list[str]:
    """The names of what is not the same in both, or in one only, in order."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return str(error.errno)
