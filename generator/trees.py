"""The Markdown trees on disk: one folder and one small MkDocs configuration per language, below ``build/``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from html import escape as html_escape
from pathlib import Path, PurePosixPath
from typing import Any

from generator import address, beside, pages, twins
from generator.edition import Edition
from generator.problems import said
from generator.settings import Settings

NAV = (
    ("nav.home", "index.md"),
    ("nav.cases", "cases/index.md"),
    ("nav.topics", "topics/index.md"),
    ("nav.checklist", "checklist/index.md"),
    ("nav.factors", "factors.md"),
    ("nav.laws", "laws/index.md"),
    ("nav.courts", "courts.md"),
    ("nav.glossary", "glossary.md"),
    ("nav.packs", "packs.md"),
    ("nav.about", "about.md"),
)
NOT_IN_NAV = (
    "/cases/*",
    "/laws/*",
    "/checklist/*",
    "/topics/*",
    "/translations.md",
    "/checks.md",
    "/checks/*",
    "/fields.md",
    "/editorial.md",
    "/benchmark.md",
    "/search.md",
    "/changes.md",
    "/data.md",
    "/pictures.md",
    "/self-check.md",
    "/side-by-side/*",
    "/compare.md",
)


@dataclass(frozen=True)
class Tree:
    """One language's tree on disk: the paths of its pages, those that were written because they changed, those removed."""

    pages: tuple[PurePosixPath, ...]
    changed: tuple[PurePosixPath, ...]
    removed: tuple[PurePosixPath, ...]
    written: int
    """How many files were written, with those that are no pages."""


def render(edition: Edition, where: Settings) -> Iterator[tuple[str, Tree]]:
    """Every language's tree, see `language`: made side by side, in the order of the languages as each is done."""
    first, *others = edition.casebook.languages
    with ExitStack() as stack:
        beside_it = [
            (
                code,
                stack.enter_context(
                    beside.doing(partial(language, edition, where, code), said("build.no-pages", language=code))
                ),
            )
            for code in others
        ]
        yield first, language(edition, where, first)
        for code, tree in beside_it:
            yield code, tree()


def language(edition: Edition, where: Settings, code: str, put: Callable[[Path, str], int] | None = None) -> Tree:
    """Write a language's tree below ``build/``, its configuration for MkDocs and its plan of twins beside it.

    Only what changed is touched, and what is no longer made is removed. ``put`` puts a page in its place instead of `write`.
    """
    build = edition.casebook.root / "build"
    build.mkdir(exist_ok=True)
    folder, found = build / code, list[PurePosixPath]()
    changed = []
    for path, text in pages.written(edition, code):
        found.append(path)
        if (put or write)(folder / path, text):
            changed.append(path)
    known = set(found)
    below = (PurePosixPath(p.relative_to(folder).as_posix()) for p in sorted(folder.rglob("*")) if p.is_file())
    removed = [path for path in below if path not in known]
    for path in removed:
        (folder / path).unlink()
    for empty in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        if not any(empty.iterdir()):
            empty.rmdir()
    configuration = json.dumps(_configuration(edition, where, code, found), ensure_ascii=False, indent=1) + "\n"
    others = write(build / f"{code}.yml", configuration)
    others += write(build / f"{code}.json", twins.plan(edition, where.site_url, code, found))
    return Tree(tuple(found), tuple(changed), tuple(removed), len(changed) + others)


def write(path: Path, text: str) -> int:
    """Write a file unless it holds just this already; 1 if it was written."""
    data = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == data:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return 1


def _configuration(edition: Edition, where: Settings, code: str, tree: Collection[PurePosixPath]) -> dict[str, Any]:
    """One language's MkDocs configuration. JSON is YAML, so it is written as JSON."""
    book, words = edition.casebook.book, edition.words[code]
    language = next(one for one in book.languages if one.code == code)
    shown = {
        key: html_escape(word)
        for key, word in words.items()
        if key.split(".")[0] in ("site", "nav", "about", "search", "data", "offline")
    }
    return {
        "INHERIT": "../mkdocs.yml",
        "site_name": html_escape(book.title[code]),
        "site_description": html_escape(book.description[code]),
        "site_url": f"{where.site_url}{code}/",
        "docs_dir": code,
        "site_dir": f"one-language/{code}",
        "theme": {
            "language": language.theme,
            "custom_dir": os.path.relpath(edition.templates / "theme", edition.casebook.root / "build"),
        },
        "nav": [{html_escape(words[key]): page} for key, page in NAV if PurePosixPath(page) in tree],
        "not_in_nav": "\n".join(NOT_IN_NAV),
        "markdown_extensions": {"toc": {"title": html_escape(words["site.contents"])}},
        "extra": {
            "site_root": where.site_url,
            "language": code,
            "languages": [
                {"code": one.code, "html": html_escape(one.html), "name": html_escape(one.name)}
                for one in book.languages
            ],
            "offline_copy": str(address.copy(edition.casebook)),
            "notice": html_escape(book.notice[code]),
            "words": shown,
        },
    }
