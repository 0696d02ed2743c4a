"""Plain Markdown beside every page, and llms.txt (https://llmstxt.org), which lists them: the book as programs read it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from generator import address, contents
from generator.edition import Edition, tongue
from generator.page import Page
from generator.tongue import Tongue

ARTICLE = re.compile(r'<article class="md-content__inner[^"]*">(.*)</article>', re.DOTALL)
LEFT_OUT = {"script", "style", "svg", "form", "input", "button", "select", "label", "dialog", "template", "noscript"}
"""What is only for a screen: it works with a script or a pointer, or is told again in words. So is what is hidden."""

SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=[#\w]+;)")
AT_START = re.compile(r"^(\s*)(?:([#+=-])|(\d+)([.)]))", re.MULTILINE)
ENDS = "。，、；：！？.,;:!?"
PLAIN_IN = {"a", "dt", "th", "h1", "h2", "h3", "h4", "strong", "b"}
"""Where a controlled word needs no bold: the whole is bold, or a link."""

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
    article = BeautifulSoup(found[1] if found else "", "lxml", element_classes={Tag: _Element})
    for one in list(article.find_all(True)):
        kinds = one.get_attribute_list("class")
        if one.name in LEFT_OUT or one.has_attr("hidden") or "headerlink" in kinds:
            one.extract()
        elif "sign" in kinds:
            one.append(" ")
        elif one.name == "a" and one.has_attr("href"):
            _lead(one, here, twins)
    text = _Plain(heading_style="ATX", bullets="-", autolinks=False).convert_soup(article)
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _lead(link: Tag, here: PurePosixPath, twins: Collection[PurePosixPath]) -> None:
    """A link to a place on the page itself keeps its words alone; one to another page leads to that page's twin."""
    href = str(link["href"])
    del link["title"]
    if href.startswith("#"):
        link.unwrap()
    elif "://" not in href:
        path, _, _ = href.partition("#")
        target = PurePosixPath(posixpath.normpath(here.parent / path), "index.md")
        if target in twins:
            link["href"] = f"{path.rstrip('/')}/index.md"


class _Element(Tag):
    """An element that finds its way up without a search: the converter asks each for a parent by name."""

    def find_parent(self, name: Any = None, attrs: Any = None, **others: Any) -> Tag | None:
        if not isinstance(name, str) or attrs or others:
            return super().find_parent(name, attrs or {}, **others)
        return next((parent for parent in self.parents if parent.name == name), None)


class _Plain(MarkdownConverter):
    """Text is escaped as CommonMark reads it; pairs become lists, since CommonMark has none."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escaped(text)

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Numbers of sources in brackets; a controlled word in bold, so that it stands apart from what follows it."""
        kinds = el.get_attribute_list("class")
        words = " ".join(text.split())
        if "cite" in kinds and words:
            return f"[{', '.join(words.split())}]"
        if "mark" in kinds and words and not parent_tags & PLAIN_IN:
            return _bold(words)
        return text

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text if parent_tags & PLAIN_IN else _bold(text)

    convert_b = convert_em = convert_i = convert_strong

    def convert_dl(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n\n" + re.sub(r"\n{2,}", "\n", text.strip()) + "\n\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n- **{' '.join(text.split())}**\n"

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n  - " + re.sub(r"\n+", "\n    ", text.strip()) + "\n"


def _bold(text: str) -> str:
    """``text`` in bold, whatever stands beside it: CommonMark wants a letter at either inner end, or a space outside."""
    words, end = text.strip(), ""
    while words and words[-1] in ENDS:
        words, end = words[:-1], words[-1] + end
    if not words:
        return text
    before = " " if text[0].isspace() or not words[0].isalnum() else ""
    after = " " if text[-1].isspace() or not (end or words[-1].isalnum()) else ""
    return f"{before}**{words}**{end}{after}"


def escaped(text: str) -> str:
    """``text`` with nothing in it that CommonMark would read as more than text."""
    return AT_START.sub(_start, SPECIAL.sub(r"\\\g<0>", text))


def _start(match: re.Match[str]) -> str:
    """What would start a heading or a list, escaped; of ``12.`` the point."""
    space, sign, digits, point = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{digits}\\{point}"


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
