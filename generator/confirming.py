"""Confirming that texts say the same in every language: which are meant, and what their files of confirmations then hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from generator import confirmed, writing
from generator.casebook import Casebook
from generator.freshness import Freshness, Text
from generator.problems import Problem
from generator.source import ENCODING


def ids(book: Casebook) -> list[str]:
    """The ids of every record that has a text of its own."""
    return sorted({text.id for text in book.freshness.texts if text.kind in book.records})


def of_record(book: Casebook, id_: str) -> list[Text]:
    return [text for text in book.freshness.texts if text.id == id_ and text.kind in book.records]


def of_path(book: Casebook, path: PurePosixPath) -> list[Text]:
    """The texts of a file, of the file it is the twin of, or of all files below a folder."""

    def holds(text: Text) -> bool:
        files = [text.file, *(part.source.path for part in text.parts.values())]
        return any(path == file or path in file.parents for file in files)

    return [text for text in book.freshness.texts if holds(text)]


def faults(texts: Iterable[Text], found: Iterable[Problem]) -> list[Problem]:
    """The errors of the files in which texts stand: what is wrong there cannot be confirmed."""
    files = {part.source.path for text in texts for part in text.parts.values()} | {text.file for text in texts}
    return [one for one in found if one.severity == "error" and one.location.path in files]


def files(freshness: Freshness, texts: Iterable[Text]) -> dict[PurePosixPath, str]:
    """The new content of each file of confirmations that the texts belong to, by its path."""
    chosen: dict[PurePosixPath, list[Text]] = {}
    for text in texts:
        chosen.setdefault(text.file, []).append(text)
    return {
        confirmed.place(file): confirmed.written(freshness.after(file, own), freshness.languages)
        for file, own in chosen.items()
    }


def record(root: Path, contents: dict[PurePosixPath, str], gone: Iterable[PurePosixPath] = ()) -> None:
    """Write each file in one step, and remove those that are ``gone``. Raises OSError."""
    for path, text in contents.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode(ENCODING)
        if not target.is_file() or target.read_bytes() != data:
            writing.replace(target, data)
    for path in gone:
        (root / path).unlink(missing_ok=True)
