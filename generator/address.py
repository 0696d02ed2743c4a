"""Where each record is found: its page in the tree of a language, and the anchor on it. The same in every language."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from pathlib import PurePosixPath

from generator.casebook import Casebook
from generator.records import Case, FactorFinding

PAGES = {
    "item": "checklist/index.md",
    "principle": "checklist/index.md",
    "factor": "factors.md",
    "court": "courts.md",
    "term": "glossary.md",
}
FOLDERS = {"case": "cases", "law": "laws", "topic": "topics"}
COPIES = "offline"
"""The folder of the site that holds its copy."""
LONGEST_NAME = 60
"""The most letters of a title in a file's name, which file systems limit."""
PART_PREFIX = {"case": "", "law": "art-", "topic": ""}


def page(kind: str, id_: str) -> PurePosixPath:
    """The page of a record: one of its own for cases and laws, a place on a common page for the rest."""
    if kind in FOLDERS:
        return PurePosixPath(FOLDERS[kind], f"{id_}.md")
    return PurePosixPath(PAGES[kind])


def anchor(kind: str, id_: str, part: str = "") -> str:
    """The anchor of a record or its part on that page; empty for a page as a whole."""
    if kind in FOLDERS:
        return PART_PREFIX[kind] + part if part else ""
    return id_


def finding(case: Case, of: FactorFinding) -> str:
    """The anchor of a finding on its decision's page; the first instance that made findings needs no mark."""
    first = case.factor_findings[0].instance
    return f"finding-{of.factor}" + ("" if of.instance == first else f"-{of.instance}")


def role_page(role: str) -> PurePosixPath:
    return PurePosixPath("checklist", f"{role}.md")


def relative(target: PurePosixPath, start: PurePosixPath, anchor_: str = "") -> str:
    """A link from one page of a tree to another, as Markdown wants it: to the file, relative to the file."""
    if target == start and anchor_:
        return f"#{anchor_}"
    path = posixpath.relpath(target, start.parent)
    return f"{path}#{anchor_}" if anchor_ else path


def url(page_: PurePosixPath) -> str:
    """The page's address below its language, as the site engine makes it: ``cases/x.md`` → ``cases/x/``."""
    stem = page_.with_suffix("")
    if stem.name == "index":
        stem = stem.parent
    return "" if stem == PurePosixPath() else f"{stem}/"


def link(target: PurePosixPath, start: PurePosixPath, anchor_: str = "") -> str:
    """A link between two pages of a tree as a browser follows it, for HTML that is no Markdown."""
    path = posixpath.relpath(url(target) or ".", url(start) or ".") + "/"
    return f"{path}#{anchor_}" if anchor_ else path


def file(path: PurePosixPath, language: str, start: PurePosixPath) -> str:
    """A link from a page of a language's tree to a file beside the languages, as a browser follows it."""
    return posixpath.relpath(path, PurePosixPath(language, url(start)))


def copy(casebook: Casebook) -> PurePosixPath:
    """The copy of the site as one file, named after the book in the first language that is written in Latin letters."""
    titles = (casebook.book.title[code] for code in casebook.languages)
    return PurePosixPath(COPIES, f"{next(filter(None, map(_slug, titles)), 'book')}.zip")


def _slug(title: str) -> str:
    """A name for a file: ``Über das Buch`` → ``uber-das-buch``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_NAME].rstrip("-")
