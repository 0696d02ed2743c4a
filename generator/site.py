"""From trees to a site: one MkDocs build per language side by side, search index, and one step to publish."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial, reduce
from pathlib import Path, PurePosixPath
from typing import Any
from xml.sax.saxutils import escape as xml_escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import address, beside, child, exports, offline, press, publishing, search_index, state, twins
from generator import trees as trees_
from generator.archive import TooLarge
from generator.casebook import Casebook
from generator.edition import Edition
from generator.printing import PrintError
from generator.problems import Said, said
from generator.publishing import Changed as Changed
from generator.settings import Settings
from generator.state import State
from generator.trees import Tree, write
from generator.troubles import BuildError as BuildError

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
    "lxml",
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


@dataclass(frozen=True)
class Built:
    """What a build made."""

    pages: dict[str, int]
    files: int
    seconds: float
    fresh: bool


def build(
    edition: Edition, where: Settings, target: Path, tell: Tell, with_packs: bool = True, with_copy: bool = True
) -> Built:
    """Make the whole site and put it in place of ``target`` in one step. Raises BuildError and leaves ``target`` as it was;
    Changed, which is one, where the book changed after it was read.

    A preview is made without packs and without the copy for reading offline.
    """
    target, root, templates = target.resolve(), edition.casebook.root, edition.templates
    taken = edition.state or state.of(root, templates)
    with publishing.undisturbed(root, target, templates, taken, tell):
        return _build(edition, where, target, tell, with_packs, with_copy, taken)


def _build(
    edition: Edition, where: Settings, target: Path, tell: Tell, with_packs: bool, with_copy: bool, taken: State
) -> Built:
    started = time.monotonic()
    root = edition.casebook.root
    stamp = root / "build" / f"{target.name}.stamp.json"
    fingerprint = _fingerprint(edition, (with_packs, with_copy), taken)
    made = _stamped(stamp)
    if made and target.is_dir() and made["inputs"] == fingerprint and made["site"] == digest(_files(target), target):
        return Built(made["pages"], made["files"], time.monotonic() - started, fresh=False)
    if with_packs:
        edition = _printed(edition, where, tell)
    exported = exports.files(edition, where)
    edition = replace(edition, exported={path: len(made) for path, made in exported.items()})
    fresh = publishing.unfinished(root, target)
    fresh.mkdir()
    trees = _pages(edition, where, fresh, tell)
    pages = {code: len(tree.pages) for code, tree in trees.items()}
    doors(edition, where, fresh, trees[edition.casebook.languages[0]].pages)
    for name in edition.prints:
        (fresh / PACKS).mkdir(exist_ok=True)
        shutil.copyfile(root / "build" / PACKS / name, fresh / PACKS / name)
    exported |= dict(twins.guides(edition, where.site_url, list(exported)))
    for path, data in exported.items():
        (fresh / path).parent.mkdir(parents=True, exist_ok=True)
        (fresh / path).write_bytes(data)
    tell(said("build.search"))
    size, paths = None, _files(fresh)
    with beside.doing(partial(index, edition, fresh, fresh / search_index.FOLDER), said("build.no-search")) as indexed:
        if with_copy:
            tell(said("build.offline"))
            size = _copied(edition, where, fresh, paths)
        indexed()
    if size is not None:
        offline.tell_size(fresh, edition, size)
    files = _files(fresh)
    tell(said("build.publish", files=len(files), folder=target.name))
    result = {"inputs": fingerprint, "site": digest(files, fresh), "pages": pages, "files": len(files)}
    publishing.same(root, edition.templates, taken)
    publishing.publish(fresh, target, stamp, json.dumps(result).encode())
    return Built(pages, len(files), time.monotonic() - started, fresh=True)


def _copied(edition: Edition, where: Settings, site: Path, paths: list[Path]) -> int:
    """Put the copy for reading offline of the files ``paths`` into a site; its size comes back. Raises BuildError."""
    try:
        return offline.add(site, paths, edition, where.site_url)
    except (offline.CopyError, TooLarge) as error:
        raise BuildError(said("build.no-copy", why=error.said)) from None


def index(edition: Edition, site: Path, folder: Path) -> None:
    """Make the search index of the pages of ``site`` in ``folder``. Raises BuildError."""
    root, languages = edition.casebook.root, edition.casebook.book.languages
    parts = {one.code: folder / one.code for one in languages}
    for code, part in parts.items():
        child.run(search_index.command(site, code, part), root, {}, said("build.no-search"))
    try:
        search_index.join(parts.values(), folder)
        search_index.settle(folder, [one.html for one in languages])
    except search_index.Unsettled as error:
        raise BuildError(said("build.unsettled", why=error.said)) from None


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


def _pages(edition: Edition, where: Settings, fresh: Path, tell: Tell) -> dict[str, Tree]:
    """The pages of every language: as soon as a tree is written it is made into HTML, beside the others. Raises BuildError."""
    root, epoch = edition.casebook.root, str(edition.history.timestamp or 0)
    trees, running = {}, []
    with ThreadPoolExecutor() as pool:
        for code, tree in trees_.render(edition, where):
            trees[code] = tree
            tell(said("build.pages", language=code, pages=len(tree.pages), changed=len(tree.changed)))
            running.append(pool.submit(_html, root, code, fresh / code, epoch))
        tell(said("build.html", languages=tuple(trees)))
        failures = [failure for one in running if (failure := one.result())]
    if failures:
        raise BuildError(reduce(lambda one, other: said("build.both", one=one, other=other), failures))
    return trees


def _html(root: Path, code: str, target: Path, epoch: str) -> Said | None:
    """Make the pages of one language; what went wrong comes back, None when all is well."""
    command = ["-m", "generator.engine", str(root / "build" / f"{code}.yml"), str(target)]
    environment = {**QUIET, "SOURCE_DATE_EPOCH": epoch, "PYTHONPATH": str(Path(__file__).parent.parent)}
    try:
        child.run(command, root, environment, said("build.no-pages", language=code))
    except BuildError as error:
        return error.said
    for pattern in UNUSED:
        for path in target.glob(pattern):
            path.unlink()
    return None


def doors(edition: Edition, where: Settings, folder: Path, paths: Iterable[PurePosixPath]) -> None:
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


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def digest(files: Iterable[Path], base: Path) -> str:
    """One fingerprint over names and contents."""
    total = hashlib.sha256()
    for path in files:
        total.update(path.relative_to(base).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _fingerprint(edition: Edition, parts: tuple[bool, ...], taken: State) -> str:
    """Everything the site is made of: the state that was read, the engines, and the days of change."""
    changed = sorted(
        (str(path), change.commit, path in edition.history.uncommitted)
        for path, change in edition.history.changed.items()
        if path.parts[0] in ("cases", "docs")
    )
    engines = [importlib.metadata.version(engine) for engine in ENGINES]
    made_of = (state.fingerprint(taken), parts, offline.text_of(edition), engines, changed)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()
