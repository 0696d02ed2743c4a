"""How much a reader's device fetches: a first visit, the next page, the find page, the first search."""

from __future__ import annotations

import json
import posixpath
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from generator import address
from generator.casebook import Casebook
from generator.problems import Said, Value, said

LIMITS = {"first": 120_000, "next": 20_000, "find": 150_000, "search": 220_000}
"""The most bytes of each. On a slow mobile line of 400 kbit/s a first visit of 120 KB takes 2.4 seconds, the next page 0.4.
The find page brings what is known of every decision and may take 3. A search is asked for and waited for, and
up to 84 KB of it are the engine itself, fetched once."""
WHAT = {
    "first": said("weigh.first"),
    "next": said("weigh.next"),
    "find": said("weigh.find"),
    "search": said("weigh.search"),
}
SQUEEZED = frozenset([".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"])
"""What a server sends compressed by its own accord; anything else counts as it lies on disk."""
LOADED = frozenset(["stylesheet", "icon", "modulepreload", "preload", "manifest"])
CSS_FILE = re.compile(r"url\(\s*[\"']?(?!data:|#)([^\"')\s]+)")
SHOWN = 6
"""How many results a search shows at once; each is a file."""
WORDS = 2
"""Of how many words a search is weighed, for each of which a part of the index is fetched: so many has a Chinese term."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What was weighed, in which language, on which page (none for a search), and the bytes a server sends for it."""

    what: str
    language: str
    page: str
    size: int

    @property
    def limit(self) -> int:
        return LIMITS[self.what]

    @property
    def is_over(self) -> bool:
        return self.size > self.limit

    @property
    def row(self) -> Said:
        """The weight as a line of a table."""
        where: Value = said("weigh.on", page=self.page) if self.page else ""
        size, most = f"{self.size / 1000:.1f}", self.limit // 1000
        row = said("weigh.row", what=WHAT[self.what], language=self.language, size=size, limit=most, where=where)
        return said("weigh.heavy", row=row) if self.is_over else row


def weigh(site: Path, casebook: Casebook) -> list[Weight]:
    """The heaviest of each kind in every language. Raises FileNotFoundError where a page or a file it loads is missing."""
    found = []
    for code in casebook.languages:
        loads = {}
        for case in casebook.all("case"):
            page = PurePosixPath(code, address.url(address.page("case", case.id)), "index.html")
            loads[page] = loaded(site, page)
        common = set.intersection(*loads.values()) if loads else set()
        if loads:
            found.append(_heaviest("first", site, code, {page: {page, *files} for page, files in loads.items()}))
            found.append(
                _heaviest("next", site, code, {page: {page, *files - common} for page, files in loads.items()})
            )
        find = PurePosixPath(code, address.url(PurePosixPath("cases/index.md")), "index.html")
        found.append(_heaviest("find", site, code, {find: {find, *loaded(site, find)}}))
        html = next(one.html for one in casebook.book.languages if one.code == code)
        found.append(Weight("search", code, "", search(site, html.lower())))
    return sorted(found, key=lambda one: list(LIMITS).index(one.what))


def _heaviest(what: str, site: Path, code: str, pages: dict[PurePosixPath, set[PurePosixPath]]) -> Weight:
    sizes = {page: sum(sent(site / file) for file in files) for page, files in pages.items()}
    page = max(sizes, key=lambda one: (sizes[one], str(one)))
    return Weight(what, code, f"{page.parent}/", sizes[page])


def sent(path: Path) -> int:
    """The bytes a server sends for a file: compressed as servers do by default, where they do."""
    data = path.read_bytes()
    if path.suffix not in SQUEEZED:
        return len(data)
    squeezed = zlib.compressobj(6, wbits=31)
    return len(squeezed.compress(data) + squeezed.flush())


def loaded(site: Path, page: PurePosixPath) -> set[PurePosixPath]:
    """Every file of the site that a browser fetches for the page: what its HTML names, and what those style sheets name."""
    parser = _Loads()
    parser.feed((site / page).read_text(encoding="utf-8"))
    parser.close()
    found = set(_inside(page, parser.found))
    for sheet in [path for path in found if path.suffix == ".css"]:
        found |= set(_inside(sheet, CSS_FILE.findall((site / sheet).read_text(encoding="utf-8"))))
    return found


def _inside(start: PurePosixPath, references: Iterable[str]) -> Iterable[PurePosixPath]:
    """The files of the site that relative references from a file lead to."""
    for reference in references:
        parts = urlsplit(reference)
        if not parts.scheme and not parts.netloc and parts.path:
            yield PurePosixPath(posixpath.normpath(start.parent / unquote(parts.path)))


class _Loads(HTMLParser):
    """Notes the addresses that a page makes a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("script", "img", "source", "iframe", "embed"):
            self.found.append(values.get("src") or "")
        elif tag == "link" and LOADED & set((values.get("rel") or "").split()):
            self.found.append(values.get("href") or "")


def search(site: Path, language: str) -> int:
    """What the first search fetches of the search engine at the most: the engine, the language's own description, all filters,
    the largest parts of its index, and the largest results."""
    folder = site / "pagefind"

    def largest(pattern: str, count: int | None) -> int:
        return sum(sorted((sent(path) for path in folder.glob(pattern)), reverse=True)[:count])

    entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))
    stems = entry["languages"].get(language, {}).get("wasm") or "unknown"
    engine = sum(sent(folder / name) for name in ("pagefind.js", "pagefind-entry.json", f"wasm.{stems}.pagefind"))
    return (
        engine
        + largest(f"pagefind.{language}_*.pf_meta", 1)
        + largest(f"filter/{language}_*.pf_filter", None)
        + largest(f"index/{language}_*.pf_index", WORDS)
        + largest(f"fragment/{language}_*.pf_fragment", SHOWN)
    )
