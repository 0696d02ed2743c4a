"""The site as one ZIP that works from a folder by double click: links to folders lead to their ``index.html``.

What the copy leaves out is reached online. An element marked ``data-online="NAME"`` needs the online site; in the copy
``templates/offline/NAME.html.j2`` stands in its place. The online pages learn the copy's size after it is made, in an element
that no page of the copy has, so neither waits for the other.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from html import escape, unescape
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import address, archive
from generator.edition import Edition, tongue
from generator.history import Change
from generator.problems import Refusal, said

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
RAW = frozenset(["script", "style", "textarea", "title"])
"""Elements in whose text no tag is one."""
TAG = re.compile(
    r"<!--.*?-->|<(?P<closing>/?)(?P<name>[A-Za-z][^\s/>]*)"
    r"(?P<values>[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*)>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([^\s=\"'/>]+)(?:\s*=\s*(?:(\"[^\"]*\")|('[^']*')|([^\s\"'>]+)))?")

Follow = Callable[[str], str]
Stand = Callable[[str], str]


class CopyError(Refusal):
    """A page that cannot be copied."""


def add(site: Path, paths: Iterable[Path], edition: Edition, site_url: str) -> int:
    """Put the copy of finished pages, the files of the site at ``paths``, into the site; its size comes back.

    Raises CopyError, TooLarge.
    """
    below = [PurePosixPath(path.relative_to(site).as_posix()) for path in paths]
    target = address.copy(edition.casebook)
    change = text_of(edition)
    (site / target).parent.mkdir(parents=True, exist_ok=True)
    with (site / target).open("wb") as file:
        made = ((target.stem / path, data) for path, data in copy(site, below, edition, site_url))
        return archive.write(file, made, change.timestamp if change else 0)


def tell_size(site: Path, edition: Edition, size: int) -> None:
    """Put the copy's size into the pages of the site that offer it."""
    for code in edition.casebook.languages:
        told = _size(edition, code, size).encode()
        for path in sorted((site / code).rglob("*.html")):
            if SIZE.encode() in (page := path.read_bytes()):
                path.write_bytes(page.replace(SIZE.encode(), told))


def copy(
    site: Path, paths: Iterable[PurePosixPath], edition: Edition, site_url: str
) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The files of the copy in the order of their names, made from those of the site at ``paths``. Raises CopyError."""
    kept = {str(path) for path in paths if path.parts[0] not in LEFT_OUT}
    voices = {code: tongue(edition, code).voice for code in edition.casebook.languages}
    environment = Environment(
        loader=FileSystemLoader(edition.templates / "offline"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    change = text_of(edition)
    for name in sorted({*kept, str(SCRIPT)}, key=str.encode):
        path = PurePosixPath(name)
        data = (edition.templates / "offline" / SCRIPT if path == SCRIPT else site / path).read_bytes()
        if path.suffix != ".html":
            yield path, data
            continue
        code = path.parts[0] if path.parts[0] in voices else edition.casebook.languages[0]
        voice = voices[code]
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
            yield path, rewritten(data.decode(), follow, stand, posixpath.relpath(SCRIPT, path.parent)).encode()
        except CopyError as error:
            raise CopyError(said("copy.page", path=str(path), why=error.said)) from None


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


def followed(reference: str, page: PurePosixPath, kept: Collection[str], site_url: str) -> str:
    """Where a reference on a page of the copy leads: into the copy where the copy has it, else online."""
    if reference.startswith(("#", "?", "https:")):
        return reference
    try:
        parts = urlsplit(reference)
    except ValueError:
        return reference
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return reference
    target = posixpath.normpath(posixpath.join(page.parent, unquote(parts.path)))
    if target == ".." or target.startswith("../") or target in kept:
        return reference
    if posixpath.normpath(f"{target}/{INDEX}") in kept:
        return urlunsplit(parts._replace(path=f"{parts.path.removesuffix('/')}/{INDEX}"))
    slash = "/" if parts.path.endswith("/") else ""
    return site_url + urlunsplit(parts._replace(path=quote(target) + slash))


def rewritten(text: str, follow: Follow, stand: Stand, script: str) -> str:
    """The page with its references followed, its marked elements replaced, and the copy's script at the end of its head.

    Every other byte stays as it is. Tags are told apart as in HTML written with quotes round values that need them
    (https://html.spec.whatwg.org/, 13.1.2), which the pages of a site are. Raises CopyError.
    """
    parts: list[str] = []
    done, position = 0, 0
    while found := TAG.search(text, position):
        start, position = found.span()
        closing, name = found["closing"], (found["name"] or "").lower()
        new = None
        if closing and name == "head":
            new = f'<script defer src="{escape(script)}"></script>\n{found[0]}'
        elif not closing and (name in FOLLOWED or MARK in found[0]):
            values = _values(found["values"])
            if marked := values.get(MARK):
                position = _end(text, position, name, marked)
                new = stand(marked)
            else:
                new = _followed(name, values, follow)
        if new is not None:
            parts += [text[done:start], new]
            done = position
        if name in RAW and not closing and position == found.end():
            position = _after_raw(text, position, name)
    return "".join([*parts, text[done:]])


def _values(written: str) -> dict[str, str | None]:
    """A tag's attributes; of one given twice, browsers take the first."""
    values: dict[str, str | None] = {}
    for key, double, single, bare in ATTRIBUTE.findall(written):
        value = double[1:-1] if double else single[1:-1] if single else bare
        values.setdefault(key.lower(), unescape(value) if double or single or bare else None)
    return values


def _followed(name: str, values: dict[str, str | None], follow: Follow) -> str | None:
    """The tag with its reference followed; None where that changes nothing."""
    key = FOLLOWED.get(name, "")
    old = values.get(key)
    if not old or (new := follow(old)) == old:
        return None
    written = "".join(f" {k}" if v is None else f' {k}="{escape(v)}"' for k, v in {**values, key: new}.items())
    return f"<{name}{written}>"


def _end(text: str, position: int, name: str, marked: str) -> int:
    """Where the marked element ends whose start tag ends at ``position``."""
    if name in VOID:
        raise CopyError(said("copy.void", tag=name, mark=MARK))
    depth = 1
    for found in TAG.finditer(text, position):
        if (found["name"] or "").lower() == name:
            depth += -1 if found["closing"] else 1
            if not depth:
                return found.end()
    raise CopyError(said("copy.open", mark=f"{MARK}=“{marked}”"))


def _after_raw(text: str, position: int, name: str) -> int:
    """Where the text of an element ends in which no tag is one."""
    found = re.compile(rf"</{name}\b", re.IGNORECASE).search(text, position)
    return found.start() if found else len(text)
