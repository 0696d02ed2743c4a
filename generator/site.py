"""From trees to a site: one MkDocs build per language side by side, search index, and one step to publish."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path, PurePosixPath
from typing import Any
from xml.sax.saxutils import escape as xml_escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import address, changes, exports, lean, offline, press, search_index, twins
from generator.archive import TooLarge
from generator.casebook import Casebook
from generator.edition import Edition
from generator.printing import PrintError
from generator.problems import Refusal, Said, said
from generator.trees import CONFIGURATION, Settings, render, write

ENGINES = (
    "mkdocs",
    "mkdocs-material",
    "pagefind",
    "Markdown",
    "Jinja2",
    "Babel",
    "cbor2",
    "typst",
    "pikepdf",
    "segno",
    "pydantic",
    "xlsxwriter",
    "icalendar",
    "markdownify",
    "beautifulsoup4",
    "deflate",
)
PACKS = "packs"
UNUSED = (
    "sitemap.xml*",
    "404.html",
    "assets/images/favicon.png",
    "assets/javascripts/**/*.map",
    "assets/stylesheets/*.map",
    "assets/javascripts/lunr/**/*.js",
    "assets/javascripts/workers/*.js",
)
"""What the theme brings and no page loads: its own search, its icon, the maps of its sources; and what the site has once."""
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
Tell = Callable[[Said], None]


class BuildError(Refusal):
    """A build that could not be finished. The old site is untouched."""


@dataclass(frozen=True)
class Built:
    """What a build made."""

    pages: dict[str, int]
    files: int
    seconds: float
    fresh: bool


def build(edition: Edition, where: Settings, target: Path, tell: Tell, with_packs: bool = True) -> Built:
    """Make the whole site and put it in place of ``target`` in one step. Raises BuildError and leaves ``target`` as it was.

    A preview is made without packs.
    """
    started = time.monotonic()
    target = target.resolve()
    root = edition.casebook.root
    stamp = root / "build" / f"{target.name}.stamp.json"
    fingerprint = _fingerprint(root, edition, with_packs)
    made = _stamped(stamp)
    if made and target.is_dir() and made["inputs"] == fingerprint and made["site"] == digest(_files(target), target):
        return Built(made["pages"], made["files"], time.monotonic() - started, fresh=False)
    if with_packs:
        edition = _printed(edition, where, tell)
    exported = exports.files(edition, where)
    edition = replace(edition, exported={path: len(made) for path, made in exported.items()})
    rendered = render(edition, where)
    pages, languages = sum(rendered.pages.values()), len(rendered.pages)
    tell(said("build.pages", pages=pages, languages=languages, changed=rendered.written))
    fresh = root / "build" / f"{target.name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    tell(said("build.html", languages=tuple(rendered.pages)))
    epoch = str(edition.history.timestamp or 0)
    with ThreadPoolExecutor() as pool:
        failures = list(filter(None, pool.map(lambda code: _mkdocs(root, code, fresh / code, epoch), rendered.pages)))
    if failures:
        raise BuildError(reduce(lambda one, other: said("build.both", one=one, other=other), failures))
    lean.folder(fresh)
    _doors(edition, where, fresh, rendered.paths)
    for name in edition.prints:
        (fresh / PACKS).mkdir(exist_ok=True)
        shutil.copyfile(root / "build" / PACKS / name, fresh / PACKS / name)
    exported |= dict(twins.guides(edition, where.site_url, list(exported)))
    exported |= dict(twins.files(edition, where.site_url, fresh))
    for path, data in exported.items():
        (fresh / path).parent.mkdir(parents=True, exist_ok=True)
        (fresh / path).write_bytes(data)
    tell(said("build.search"))
    _run([sys.executable, *search_index.command(fresh)], root, {}, said("build.no-search"))
    try:
        search_index.settle(fresh)
    except search_index.Unsettled as error:
        raise BuildError(said("build.unsettled", why=error.said)) from None
    tell(said("build.offline"))
    try:
        offline.add(fresh, edition, where.site_url)
    except (offline.CopyError, TooLarge) as error:
        raise BuildError(said("build.no-copy", why=error.said)) from None
    files = _files(fresh)
    tell(said("build.publish", files=len(files), folder=target.name))
    result = {"inputs": fingerprint, "site": digest(files, fresh), "pages": rendered.pages, "files": len(files)}
    stamp.unlink(missing_ok=True)
    swap(fresh, target)
    write(stamp, json.dumps(result))
    return Built(rendered.pages, len(files), time.monotonic() - started, fresh=True)


def _printed(edition: Edition, where: Settings, tell: Tell) -> Edition:
    """The edition with its standard packs, printed below ``build/packs``."""
    folder = edition.casebook.root / "build" / PACKS
    tell(said("build.print"))
    try:
        prints, anew = press.standard(edition, where.site_url, folder)
    except PrintError as error:
        raise BuildError(said("build.no-pack", why=error.said)) from None
    tell(said("build.packs", packs=len(prints), folder=f"{folder.parent.name}/{folder.name}", anew=anew))
    return replace(edition, prints=prints)


def _stamped(stamp: Path) -> dict[str, Any] | None:
    """What the last build wrote of itself; a stamp that cannot be read counts as none."""
    try:
        made = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return made if isinstance(made, dict) and {"inputs", "site", "pages", "files"} <= made.keys() else None


def _mkdocs(root: Path, code: str, target: Path, epoch: str) -> Said | None:
    """Build one language; what went wrong comes back, None when all is well.

    Without ``--quiet``, under which MkDocs neither shows warnings nor counts them for ``--strict``.
    """
    configuration = root / "build" / f"{code}.yml"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(configuration), "-d", str(target)]
    try:
        _run(command, root, {**QUIET, "SOURCE_DATE_EPOCH": epoch}, said("build.no-pages", language=code))
    except BuildError as error:
        return error.said
    for pattern in UNUSED:
        for path in target.glob(pattern):
            path.unlink()
    return None


def _run(command: list[str], root: Path, environment: dict[str, str], failure: Said) -> None:
    done = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        lines = (done.stdout + done.stderr).strip().split("\n")
        output = "\n".join(line for line in lines if not line.startswith("INFO"))
        raise BuildError(said("build.failed", what=failure, output=output))


def _doors(edition: Edition, where: Settings, folder: Path, paths: Iterable[PurePosixPath]) -> None:
    """The pages outside the languages: the chooser, the page for lost addresses, and the map of the site."""
    book = edition.casebook.book
    environment = Environment(
        loader=FileSystemLoader(edition.templates / "root"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("index.html.j2")
    values = {
        "languages": book.languages,
        "title": book.title,
        "description": book.description,
        "tagline": book.tagline,
        "words": edition.words,
        "site_url": where.site_url,
    }
    write(folder / "index.html", template.render(values, missing=False, prefix=""))
    write(folder / "404.html", template.render(values, missing=True, prefix=where.prefix))
    write(folder / "sitemap.xml", sitemap(edition.casebook, where, paths))
    write(folder / "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {where.site_url}sitemap.xml\n")


def sitemap(casebook: Casebook, where: Settings, paths: Iterable[PurePosixPath]) -> str:
    """Every page of every language with its twins (https://www.sitemaps.org/protocol.html, xhtml:link alternates)."""
    languages = casebook.book.languages
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for path in sorted(paths):
        urls = {one.html: xml_escape(f"{where.site_url}{one.code}/{address.url(path)}") for one in languages}
        twins = "".join(f'<xhtml:link rel="alternate" hreflang="{tag}" href="{url}"/>' for tag, url in urls.items())
        lines += [f"<url><loc>{url}</loc>{twins}</url>" for url in urls.values()]
    return "\n".join([*lines, "</urlset>", ""])


def swap(fresh: Path, target: Path) -> None:
    """Put ``fresh`` where ``target`` is. On Linux both are exchanged in one system call, so no reader ever finds nothing."""
    old = fresh.with_name(f"{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if not target.exists():
        fresh.rename(target)
    elif _exchange(fresh, target):
        shutil.rmtree(fresh, ignore_errors=True)
    else:
        target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """renameat2(2) with RENAME_EXCHANGE; False where the system has no such call."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    here, exchange = -100, 2
    return bool(call(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def digest(files: Iterable[Path], base: Path) -> str:
    """One fingerprint over names and contents."""
    total = hashlib.sha256()
    for path in files:
        total.update(path.relative_to(base).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _fingerprint(root: Path, edition: Edition, with_packs: bool) -> str:
    """Everything the site is made of: the book, the templates, the generator, the engines, the days of change,
    and the commits and releases that the page of changes tells."""
    folders = [root / name for name in ("cases", "docs")] + [edition.templates, Path(__file__).parent]
    total = hashlib.sha256()
    for folder in folders:
        total.update(digest((p for p in _files(folder) if "__pycache__" not in p.parts), folder).encode())
    total.update((root / CONFIGURATION).read_bytes() + (b"packs" if with_packs else b""))
    total.update(repr(offline.text_of(edition)).encode())
    total.update(repr([importlib.metadata.version(engine) for engine in ENGINES]).encode())
    total.update(
        repr(
            sorted(
                (str(path), change.commit, path in edition.history.uncommitted)
                for path, change in edition.history.changed.items()
                if path.parts[0] in ("cases", "docs")
            )
        ).encode()
    )
    total.update(changes.state(root).encode())
    return total.hexdigest()
