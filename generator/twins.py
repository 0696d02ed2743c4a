"""Plain Markdown beside every page, and llms.txt (https://llmstxt.org), which lists them: the book as programs read it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

from generator import address, contents, plain
from generator.commonmark import escaped
from generator.edition import Edition, tongue
from generator.page import Page
from generator.tongue import Tongue

ARTICLE = re.compile(r'<article class="md-content__inner.*</article>', re.DOTALL)

GROUPS = (
    ("cases", "cases/*"),
    ("topics", "topics/*"),
    ("checklist", "checklist/*"),
    ("laws", "laws/*"),
    ("checks", "checks/*"),
)


def twin(page: PurePosixPath) -> PurePosixPath:
    """The Markdown beside the page that a file of the tree becomes."""
    return PurePosixPath(address.url(page), "index.md")


@dataclass(frozen=True)
class Plan:
    """What the twins of one language are written with: the address of that language's pages, what is said of the licence, and
    every page of its tree. In each language the same pages have twins."""

    language: str
    languages: tuple[str, ...]
    address: str
    licence: str
    pages: frozenset[str]

    @cached_property
    def twins(self) -> frozenset[PurePosixPath]:
        return frozenset(
            PurePosixPath(language, twin(PurePosixPath(page))) for language in self.languages for page in self.pages
        )

    def of(self, page: PurePosixPath, html: str) -> str | None:
        """The twin of a built page, by its path below its language; None for one that has none."""
        here = PurePosixPath(self.language, page).with_suffix(".md")
        if here not in self.twins:
            return None
        url = "" if page.parent == PurePosixPath() else f"{page.parent}/"
        ending = [f"{self.address}{url}", self.licence]
        return reduced(html, here, self.twins) + "\n---\n\n" + "\n\n".join(map(escaped, ending)) + "\n"


def plan(edition: Edition, site_url: str, language: str, pages: Iterable[PurePosixPath]) -> str:
    """The plan of a language as JSON, for `read`."""
    licence = edition.words[language]["about.licence"]
    values = {"language": language, "languages": edition.casebook.languages, "address": f"{site_url}{language}/"}
    return json.dumps({**values, "licence": licence, "pages": sorted(map(str, pages))}, ensure_ascii=False)


def read(path: Path) -> Plan:
    """The plan that was written to a file."""
    values = json.loads(path.read_text(encoding="utf-8"))
    return Plan(**{**values, "languages": tuple(values["languages"]), "pages": frozenset(values["pages"])})


def reduced(html: str, here: PurePosixPath, twins: Collection[PurePosixPath]) -> str:
    """The article of a built page as Markdown without any HTML; links lead to the twins of their pages."""
    found = ARTICLE.search(html)
    if found is None:
        return "\n"

    @cache
    def has_twin(path: str) -> bool:
        return PurePosixPath(posixpath.normpath(here.parent / path), "index.md") in twins

    article = plain.parsed(found[0])
    for link in article.iter("a"):
        path, _, _ = link.get("href", "").partition("#")
        if path and "://" not in path and has_twin(path):
            link.set("href", f"{path.rstrip('/')}/index.md")
    return plain.markdown(article)


def guides(edition: Edition, site_url: str, exported: Iterable[PurePosixPath]) -> Iterator[tuple[PurePosixPath, bytes]]:
    """llms.txt for each language, and one at the root that names them all and holds the first."""
    book = edition.casebook.book
    written = {code: _guide(tongue(edition, code), site_url, list(exported)) for code in edition.casebook.languages}
    for code, text in written.items():
        yield PurePosixPath(code, "llms.txt"), text.encode("utf-8")
    first = book.languages[0].code
    others = [
        f"- [{escaped(f'{book.title[one.code]} ({one.name})')}]({site_url}{one.code}/llms.txt):"
        f" {escaped(book.description[one.code])}"
        for one in book.languages
    ]
    heading = f"## {escaped(edition.words[first]['site.languages'])}"
    head, _, rest = written[first].partition("\n## ")
    yield PurePosixPath("llms.txt"), "\n".join([head, heading, "", *others, "", f"## {rest}"]).encode("utf-8")


def _guide(tongue: Tongue, site_url: str, exported: list[PurePosixPath]) -> str:
    """A heading, what the book is, and links in sections: to the twins of pages, then to the data."""
    book, code, say = tongue.casebook.book, tongue.code, tongue.voice.say
    base = f"{site_url}{code}/"
    pages = [page for page in contents.pages(tongue) if page.template != "search"]
    sections: dict[str, list[Page]] = {say("data.pages"): []}
    for group, pattern in GROUPS:
        own = [page for page in pages if page.path.match(pattern)]
        if own:
            sections[say(f"nav.{group}")] = own
    grouped = {page.path for own in sections.values() for page in own}
    sections[say("data.pages")] = [page for page in pages if page.path not in grouped]
    lines = [f"# {escaped(book.title[code])}", "", f"> {escaped(book.description[code])}", ""]
    lines += [f"{escaped(tongue.plain(book.notice))} {escaped(say('about.licence'))}", ""]
    for title, own in sections.items():
        lines += [f"## {escaped(title)}", ""]
        for page in own:
            described = " ".join(page.description.split())
            lines.append(f"- [{escaped(page.title)}]({base}{twin(page.path)}): {escaped(described)}")
        lines.append("")
    lines += [f"## {escaped(say('data.title'))}", ""]
    others = {f".{one}" for one in tongue.casebook.languages if one != code}
    for path in sorted(path for path in exported if len(path.parts) == 2 and not others & set(path.suffixes)):
        lines.append(f"- [{path.as_posix()}]({site_url}{path})")
    return "\n".join([*lines, ""])
