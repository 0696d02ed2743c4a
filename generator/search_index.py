"""The search index: made by Pagefind, then put in an order that is the same every time.

Pagefind 1.5 writes the values of its filters in a random order, numbers pages in the order in which the file system lists them,
and names files after their contents, so two runs over the same pages differ. Its files are CBOR (RFC 8949) behind a mark of
twelve bytes; here pages are numbered anew, lists sorted, files named anew. They are compressed, as servers do not do with files
they do not know, by a library that gives the same bytes everywhere, as the machine's zlib does not.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

import cbor2
import deflate

from generator.problems import Refusal, said
from generator.troubles import FULL

MARK = b"pagefind_dcd"
FOLDER = "pagefind"
ENTRY = "pagefind-entry.json"
UNUSED = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-worker.js",
)
NOT_TEXT = ".cite"
"""The numbers of sources, which would stand between the words of a phrase."""
PAGES, WORDS, FILTERS, SORTS = 1, 2, 3, 4
"""Where lists stand in an index's description, after its version: pages (name, number of words), files of words (first, last,
name), filters (name, file), orders (name, pages)."""
LEVEL = 9


def command(site: Path, code: str, folder: Path) -> list[str]:
    """What makes the index of one language's pages of a site in another folder, as arguments for the running Python.

    Pagefind keeps the words of all pages that it reads until it ends, so each language is read by a process of its own.
    """
    where = ["--site", str(site), "--glob", f"{code}/**/*.html", "--output-path", str(folder)]
    return ["-m", "pagefind", *where, "--quiet", "--exclude-selectors", NOT_TEXT]


class Unsettled(Refusal):
    """An index that is not of the form known here, or lacks a language."""


def join(parts: Iterable[Path], folder: Path) -> None:
    """Make one index in ``folder`` of those of single languages, which are gone then; what they share is the same in each.

    Raises `Unsettled` when their files are not there or not of the form known here.
    """
    with _known_form():
        described: dict[str, Any] = {}
        for part in parts:
            entry = json.loads((part / ENTRY).read_text(encoding="utf-8"))
            described = {**entry, "languages": {**described.get("languages", {}), **entry["languages"]}}
            for path in sorted(path for path in part.rglob("*") if path.is_file()):
                (folder / path.relative_to(part)).parent.mkdir(parents=True, exist_ok=True)
                path.replace(folder / path.relative_to(part))
            shutil.rmtree(part)
        _describe(folder, described)


def settle(folder: Path, languages: Iterable[str]) -> None:
    """Sort what Pagefind left unsorted. Raises `Unsettled` when its files are not there or not of the form known here, or when
    it found no page in one of the languages (as tags, BCP 47)."""
    with _known_form():
        entry = _settle(folder)
        found = {language for language, described in entry["languages"].items() if described["page_count"] > 0}
    if lost := sorted({language.lower() for language in languages} - found):
        raise Unsettled(said("search.lost", languages=tuple(lost)))


@contextmanager
def _known_form() -> Iterator[None]:
    """Whatever goes wrong with Pagefind's files in here is `Unsettled`, unless the disk is full."""
    try:
        yield
    except (
        OSError,
        EOFError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        zlib.error,
        cbor2.CBORError,
    ) as error:
        if isinstance(error, OSError) and error.errno in FULL:
            raise
        raise Unsettled(said("search.unknown", error=f"{type(error).__name__}: {error}")) from None


def _settle(folder: Path) -> dict[str, Any]:
    """Sort what can be sorted; the index's own description of itself comes back."""
    for pattern in UNUSED:
        for path in folder.glob(pattern):
            path.unlink()
    entry: dict[str, Any] = json.loads((folder / ENTRY).read_text(encoding="utf-8"))
    for language, described in sorted(entry["languages"].items()):
        path = folder / f"pagefind.{described['hash']}.pf_meta"
        meta = _read(path)
        if not (isinstance(meta, list) and len(meta) > FILTERS and all(len(pair) == 2 for pair in meta[FILTERS])):
            raise Unsettled(said("search.form", file=path.name))
        path.unlink()
        order = sorted(range(len(meta[PAGES])), key=lambda number: str(meta[PAGES][number]))
        now = {old: new for new, old in enumerate(order)}
        meta[PAGES] = [meta[PAGES][old] for old in order]
        meta[WORDS] = [
            [first, last, _settle_words(folder / "index", language, old, now)] for first, last, old in meta[WORDS]
        ]
        meta[FILTERS] = sorted(
            _settle_filter(folder / "filter", language, name, old, now) for name, old in meta[FILTERS]
        )
        meta[SORTS] = sorted([name, [now[page] for page in pages]] for name, pages in meta[SORTS])
        described["hash"] = _write(folder, "pagefind.{}.pf_meta", language, meta, 10)
    entry["languages"] = dict(sorted(entry["languages"].items()))
    _describe(folder, entry)
    return entry


def _describe(folder: Path, entry: Mapping[str, Any]) -> None:
    (folder / ENTRY).write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _settle_words(folder: Path, language: str, old: str, now: Mapping[int, int]) -> str:
    """Number the pages of every word, and of its spellings with accents, anew; the name of the new file comes back."""
    path = folder / f"{old}.pf_index"
    (words,) = _read(path)
    path.unlink()
    settled = [
        [word, _renumbered(pages, now), sorted([spelling, _renumbered(on, now)] for spelling, on in spellings)]
        for word, pages, spellings in words
    ]
    return _write(folder, "{}.pf_index", language, [settled], 7)


def _renumbered(pages: list[list[Any]], now: Mapping[int, int]) -> list[list[Any]]:
    """A word's pages in their new order. Each begins with the distance of its number from the one before."""
    numbers = accumulate(distance for distance, *_ in pages)
    settled = sorted([now[number], *rest] for number, (_, *rest) in zip(numbers, pages, strict=True))
    return [
        [page[0] - before, *page[1:]] for before, page in zip([0, *(one[0] for one in settled)], settled, strict=False)
    ]


def _settle_filter(folder: Path, language: str, name: str, old: str, now: Mapping[int, int]) -> list[str]:
    """Sort one filter's values and number their pages anew; its entry in the description comes back: its name and its file's."""
    path = folder / f"{old}.pf_filter"
    title, values = _read(path)
    path.unlink()
    settled = [title, sorted([value, sorted(now[page] for page in pages)] for value, pages in values)]
    return [name, _write(folder, "{}.pf_filter", language, settled, 7)]


def _read(path: Path) -> Any:
    data = path.read_bytes()
    if not data.startswith(MARK):
        data = gzip.decompress(data)
    if not data.startswith(MARK):
        raise Unsettled(said("search.mark", file=path.name))
    return cbor2.loads(data[len(MARK) :])


def _write(folder: Path, pattern: str, language: str, content: Any, length: int) -> str:
    """Write CBOR under a name made of its contents; the name's variable part comes back."""
    data = MARK + cbor2.dumps(content)
    name = f"{language}_{hashlib.sha256(data).hexdigest()[:length]}"
    (folder / pattern.format(name)).write_bytes(deflate.gzip_compress(data, LEVEL))
    return name
