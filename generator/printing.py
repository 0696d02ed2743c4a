"""From values to PDF: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) in one file, with the fonts of the templates only."""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pikepdf
import typst

from generator.problems import Refusal, said

STANDARDS: list[Any] = ["a-2a", "ua-1"]
SIZE = 9.0
SMALLER = (8.6, 8.2, 7.8, 7.4)
PAGES = 2
ENGINES = ("typst", "pikepdf")


class PrintError(Refusal):
    """The typesetter refused a pack, for reasons in its own words, or ended early."""


@dataclass(frozen=True, slots=True)
class Print:
    """A printed pack: the PDF and how many pages it has."""

    data: bytes
    pages: int


def key(values: dict[str, Any], templates: Path) -> str:
    """A fingerprint of all that a print depends on: its values, the templates, the fonts and the typesetter."""
    written = json.dumps(values, ensure_ascii=False)
    return hashlib.sha256(f"{_ground(templates)}{written}".encode()).hexdigest()


def pdf(values: dict[str, Any], templates: Path) -> Print:
    """Set a pack. A decision alone is set smaller until it keeps within two pages a language. Raises PrintError."""
    most = PAGES * len(values["languages"]) if values["kind"] == "decision" else 0
    compiler = typst.Compiler(
        templates / "packs" / "pack.typ",
        root=templates / "packs",
        font_paths=_fonts(templates / "fonts"),
        ignore_system_fonts=True,
    )
    try:
        for size in (SIZE, *SMALLER):
            inputs = {"pack": json.dumps({**values, "size": size}, ensure_ascii=False)}
            data = compiler.compile(format="pdf", pdf_standards=STANDARDS, sys_inputs=inputs, timestamp=values["time"])
            pages = int(compiler.query("<pages>", field="value", one=True))
            if not most or pages <= most:
                break
    except typst.TypstError as error:
        raise PrintError(said("print.refused", reason=f"{error.message}\n{error.diagnostic}".strip())) from None
    assert isinstance(data, bytes)
    return Print(_packed(data), pages)


def _packed(data: bytes) -> bytes:
    """The same PDF with its objects in compressed streams, which halves it.

    No stream may end in a carriage return: with the line feed that stands before ``endstream`` the checker takes it for one
    line end and finds the stream too short. A space at the end of a page's drawing, or an unused object that moves the others
    along, changes the last byte and nothing that is seen.
    """
    with pikepdf.open(io.BytesIO(data)) as file:
        for stream in file.objects:
            if isinstance(stream, pikepdf.Stream) and stream.read_raw_bytes().endswith(b"\r"):
                drawing = stream.read_bytes()
                while (packed := zlib.compress(drawing, 9)).endswith(b"\r"):
                    drawing += b" "
                stream.write(packed, filter=pikepdf.Name.FlateDecode)
        spare: list[pikepdf.Object] = []
        while b"\r\nendstream" in (made := _saved(file)):
            spare.append(file.make_indirect(pikepdf.Dictionary()))
            file.Root["/CasebookSpare"] = pikepdf.Array(spare)
        return made


def _saved(file: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    file.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()


@cache
def _fonts(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def _ground(templates: Path) -> str:
    """A fingerprint of the templates, the fonts and the typesetter, the same for every pack of a run."""
    total = hashlib.sha256(repr([version(engine) for engine in ENGINES]).encode())
    for path in _files([templates / "packs", templates / "fonts"]):
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(folders: Iterable[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.iterdir() if path.suffix in (".typ", ".ttf"))
