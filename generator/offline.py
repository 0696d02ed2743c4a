"""The site as one ZIP that works from a folder by double click: links to folders lead to their ``index.html``.

What the copy leaves out is reached online. An element marked ``data-online="NAME"`` needs the online site; in the copy
``templates/offline/NAME.html.j2`` stands in its place. The online pages learn the copy's size after it is made, in an element
that no page of the copy has, so neither waits for the other.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import address, archive
from generator.edition import Edition, tongue
from generator.history import Change

LEFT_OUT = ("404.html", "robots.txt", "sitemap.xml", "pagefind", "packs", address.COPIES)
MARK = "data-online"
SIZE = "<span data-offline-size></span>"
SCRIPT = PurePosixPath("offline.js")
INDEX = "index.html"
FOLLOWED = {
    "a": "href",
    "area": "href",
    "link": "href",
    "form": "action",
    "img": "src",
    "script": "src",
    "source": "src",
}
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])

Follow = Callable[[str], str]
Stand = Callable[[str], str]


class CopyError(ValueError):
    """A page that cannot be copied; the message says why."""


def add(site: Path, edition: Edition, site_url: str) -> int:
    """Put the copy of the finished pages into the site and its size into them; the copy's size comes back."""
    files = {
        PurePosixPath(path.relative_to(site).as_posix()): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
    target = address.copy(edition.casebook)
    copied = {target.stem / path: data for path, data in copy(files, edition, site_url).items()}
    change = text_of(edition)
    data = archive.packed(copied, change.timestamp if change else 0)
    (site / target).parent.mkdir(parents=True, exist_ok=True)
    (site / target).write_bytes(data)
    for code in edition.casebook.languages:
        said = _size(edition, code, len(data)).encode()
        for path, page in files.items():
            if path.parts[0] == code and path.suffix == ".html" and SIZE.encode() in page:
                (site / path).write_bytes(page.replace(SIZE.encode(), said))
    return len(data)


def copy(files: dict[PurePosixPath, bytes], edition: Edition, site_url: str) -> dict[PurePosixPath, bytes]:
    """The files of the copy, made from those of the site. Raises CopyError."""
    kept = {path: data for path, data in files.items() if path.parts[0] not in LEFT_OUT}
    environment = Environment(
        loader=FileSystemLoader(edition.templates / "offline"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    change = text_of(edition)
    made = {SCRIPT: (edition.templates / "offline" / SCRIPT).read_bytes()}
    for path, data in kept.items():
        if path.suffix != ".html":
            made[path] = data
            continue
        code = path.parts[0] if path.parts[0] in edition.casebook.languages else edition.casebook.languages[0]
        voice = tongue(edition, code).voice
        values = {
            "say": voice.say,
            "page": online(path, site_url),
            "search": f"{site_url}{code}/{address.url(PurePosixPath('search.md'))}",
            "day": voice.day(change.day) if change else "",
        }

        def stand(name: str, values: dict[str, object] = values) -> str:
            return environment.get_template(f"{name}.html.j2").render(values).strip()

        def follow(reference: str, path: PurePosixPath = path) -> str:
            return followed(reference, path, kept, site_url)

        try:
            made[path] = rewritten(data.decode(), follow, stand, posixpath.relpath(SCRIPT, path.parent)).encode()
        except CopyError as error:
            raise CopyError(f"{path}: {error}") from None
    return made


def text_of(edition: Edition) -> Change | None:
    """The last change of the records and the prose."""
    history = edition.history
    return history.newest(path for path in history.changed if path.parts[0] in ("cases", "docs"))


def _size(edition: Edition, code: str, size: int) -> str:
    """What an online page says of the copy, as HTML."""
    voice, change = tongue(edition, code).voice, text_of(edition)
    said = voice.say("offline.undated", size=voice.bytes(size))
    if change:
        said = voice.say("offline.size", size=voice.bytes(size), date=voice.day(change.day))
    return f"<span data-offline-size>{escape(said)}</span>"


def online(path: PurePosixPath, site_url: str) -> str:
    """The address of a file of the site."""
    short = str(path.parent) + "/" if path.name == INDEX else str(path)
    return site_url + quote("" if short == "./" else short)


def followed(reference: str, page: PurePosixPath, kept: Collection[PurePosixPath], site_url: str) -> str:
    """Where a reference on a page of the copy leads: into the copy where the copy has it, else online."""
    try:
        parts = urlsplit(reference)
    except ValueError:
        return reference
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return reference
    target = PurePosixPath(posixpath.normpath(page.parent / unquote(parts.path)))
    if target.parts[:1] == ("..",) or target in kept:
        return reference
    if target / INDEX in kept:
        return urlunsplit(parts._replace(path=f"{parts.path.removesuffix('/')}/{INDEX}"))
    slash = "/" if parts.path.endswith("/") else ""
    return site_url + urlunsplit(parts._replace(path=quote(str(target)) + slash))


def rewritten(text: str, follow: Follow, stand: Stand, script: str) -> str:
    """The page with its references followed, its marked elements replaced, and the copy's script at the end of its head."""
    return _Rewriter(text, follow, stand, script).result()


class _Rewriter(HTMLParser):
    """Reads a page tag by tag and notes which stretches of it change; every other byte stays as it is."""

    def __init__(self, text: str, follow: Follow, stand: Stand, script: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text, self.follow, self.stand, self.script = text, follow, stand, script
        self.starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.changes: list[tuple[int, int, str]] = []
        self.marked: tuple[int, str, str] | None = None
        self.depth = 0

    def result(self) -> str:
        self.feed(self.text)
        self.close()
        if self.marked:
            raise CopyError(f"the element marked {MARK}=“{self.marked[2]}” is not closed")
        done, parts = 0, []
        for start, end, new in self.changes:
            parts += [self.text[done:start], new]
            done = end
        return "".join([*parts, self.text[done:]])

    def _here(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.marked:
            self.depth += tag == self.marked[1]
            return
        values = dict(reversed(attrs))  # of an attribute given twice, browsers take the first
        start = self._here()
        if name := values.get(MARK):
            if tag in VOID:
                raise CopyError(f"<{tag}> holds nothing and cannot be marked {MARK}")
            self.marked, self.depth = (start, tag, name), 1
            return
        key = FOLLOWED.get(tag, "")
        old = values.get(key)
        new = self.follow(old) if old else old
        if new != old:
            kept = {**dict(reversed(values.items())), key: new}
            written = "".join(f" {k}" if v is None else f' {k}="{escape(v)}"' for k, v in kept.items())
            self.changes.append((start, start + len(self.get_starttag_text() or ""), f"<{tag}{written}>"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """In HTML the slash of ``<a/>`` means nothing."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        start = self._here()
        if self.marked and tag == self.marked[1]:
            self.depth -= 1
            if not self.depth:
                end = self.text.index(">", start) + 1
                self.changes.append((self.marked[0], end, self.stand(self.marked[2])))
                self.marked = None
        elif tag == "head" and not self.marked:
            self.changes.append((start, start, f'<script defer src="{escape(self.script)}"></script>\n'))
