"""The search index: made by Pagefind, then put in an order that is the same every time.

Pagefind 1.5 writes the values of its filters in a random order, and names files after their contents, so two runs over the same
pages differ. Its files are CBOR (RFC 8949) behind a mark of twelve bytes, which its reader accepts uncompressed as well; here
they are sorted, named anew and written without compression, whose bytes would depend on the machine's zlib.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import cbor2

from generator.problems import Refusal, said

MARK = b"pagefind_dcd"
FOLDER = "pagefind"
UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-worker.js",
)
NOT_TEXT = ".cite"
"""The numbers of sources, which would stand between the words of a phrase."""
FILTERS = 3
"""Where the list of filters stands in an index's description: after its version, its pages and its words."""


def command(site: Path) -> list[str]:
    """What makes the index of a folder of pages, as arguments for the running Python."""
    return ["-m", "pagefind", "--site", str(site), "--quiet", "--exclude-selectors", NOT_TEXT]


class Unsettled(Refusal):
    """An index that is not of the form known here."""


def settle(site: Path) -> None:
    """Sort what Pagefind left unsorted. Raises `Unsettled` when its files are not of the form known here."""
    folder = site / FOLDER
    for pattern in UNUSED:
        for path in folder.glob(pattern):
            path.unlink()
    entry_path = folder / "pagefind-entry.json"
    entry = json.loads(entry_path.read_text(encoding="utf-8"))
    for language, described in sorted(entry["languages"].items()):
        path = folder / f"pagefind.{described['hash']}.pf_meta"
        meta = _read(path)
        if not (isinstance(meta, list) and len(meta) > FILTERS and all(len(pair) == 2 for pair in meta[FILTERS])):
            raise Unsettled(said("search.form", file=path.name))
        path.unlink()
        meta[FILTERS] = sorted(_settle_filter(folder / "filter", language, name, old) for name, old in meta[FILTERS])
        described["hash"] = _write(folder, "pagefind.{}.pf_meta", language, meta, 10)
    entry["languages"] = dict(sorted(entry["languages"].items()))
    entry_path.write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _settle_filter(folder: Path, language: str, name: str, old: str) -> list[str]:
    """Sort one filter's values; what comes back is its entry in the description: its name and its file's."""
    path = folder / f"{old}.pf_filter"
    title, values = _read(path)
    path.unlink()
    return [name, _write(folder, "{}.pf_filter", language, [title, sorted(values)], 7)]


def _read(path: Path) -> Any:
    data = path.read_bytes()
    if not data.startswith(MARK):
        data = gzip.decompress(data)
    if not data.startswith(MARK):
        raise Unsettled(said("search.mark", file=path.name))
    try:
        return cbor2.loads(data[len(MARK) :])
    except ValueError:
        raise Unsettled(said("search.form", file=path.name)) from None


def _write(folder: Path, pattern: str, language: str, content: Any, length: int) -> str:
    """Write CBOR under a name made of its contents; the name's variable part comes back."""
    data = MARK + cbor2.dumps(content)
    name = f"{language}_{hashlib.sha256(data).hexdigest()[:length]}"
    (folder / pattern.format(name)).write_bytes(data)
    return name
