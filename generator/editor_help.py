"""The files that help editors: a schema for every kind of record file, and in each record file the line that names its schema."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from generator import editor_schema, writing
from generator.casebook import Casebook
from generator.fields import kind_of
from generator.problems import Location, Problem, said
from generator.source import Source
from generator.words import Words

MARK = "# yaml-language-server:"
"""What begins a line for the YAML language server, which most editors use (https://github.com/redhat-developer/yaml-language-server)."""


def line(path: PurePosixPath) -> str | None:
    """The line by which the editor finds the schema of a record file; None for a file that holds no records."""
    kind = kind_of(path)
    if kind is None:
        return None
    up = "/".join([".."] * (len(path.parts) - 1))
    return f"{MARK} $schema={up}/{editor_schema.file(kind.name)}"


def lined(path: PurePosixPath, text: str) -> str:
    """The text of a file with its line at the top, in place of any such line among its first comments; all else as it was."""
    wanted = line(path)
    if wanted is None:
        return text
    lines = text.splitlines(keepends=True)
    end = next((number for number, one in enumerate(lines) if not one.startswith("#")), len(lines))
    kept = [one for one in lines[:end] if not one.startswith(MARK)]
    return "".join([wanted + ("\r\n" if "\r\n" in text else "\n"), *kept, *lines[end:]])


def wanted(book: Casebook, sources: Iterable[Source], words: dict[str, Words]) -> dict[PurePosixPath, bytes | None]:
    """Every file as it should be, by its path below the book's root; None for a schema that nothing needs any more."""
    made: dict[PurePosixPath, bytes | None] = {}
    for stray in sorted((book.root / editor_schema.FOLDER).glob("*.json")):
        made[editor_schema.FOLDER / stray.name] = None
    made |= {path: text.encode() for path, text in editor_schema.files(book, words).items()}
    for source in sources:
        data = (book.root / source.path).read_bytes()
        try:
            made[source.path] = lined(source.path, data.decode("utf-8")).encode()
        except UnicodeDecodeError:
            continue  # the check names the place
    return made


def outdated(root: Path, wanted: dict[PurePosixPath, bytes | None]) -> list[Problem]:
    """A problem for every file that is not as it should be."""
    found = []
    for path in _differing(root, wanted):
        if path.parent == editor_schema.FOLDER:
            found.append(Problem(Location(path), said("schema-outdated")))
        else:
            found.append(Problem(Location(path), said("schema-line", line=line(path) or "")))
    return sorted(found)


def write(root: Path, wanted: dict[PurePosixPath, bytes | None]) -> list[PurePosixPath]:
    """Put every file right, and say which were not. Raises OSError where one cannot be written."""
    changed = _differing(root, wanted)
    for path in changed:
        data = wanted[path]
        if data is None:
            (root / path).unlink()
        else:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            writing.replace(root / path, data)
    return changed


def _differing(root: Path, wanted: dict[PurePosixPath, bytes | None]) -> list[PurePosixPath]:
    return [
        path
        for path, data in wanted.items()
        if data != ((root / path).read_bytes() if (root / path).is_file() else None)
    ]
