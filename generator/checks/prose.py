"""Prose pages: the same pages and headings in every language, and Markdown without HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from generator.checks import Context
from generator.markup import control_characters
from generator.problems import Location, Problem, Said, said
from generator.source import OTHER_BREAKS, Source
from generator.source_addresses import is_address

LONGEST = 60_000
BRACKETS = 100
NESTED = re.compile(r"^(?:[ \t]*(?:[>+*-]|[0-9]{1,9}\.)){9}|^[ \t]{37}", re.MULTILINE)
"""What a prose page may be, each many times more than any page needs."""
TAG = re.compile(r"</?[A-Za-z!?][^<>]*>?")
FOREIGN: tuple[tuple[re.Pattern[str], Callable[[str], Said]], ...] = (
    (re.compile(r"!\["), lambda found: said("prose-markdown.image", found=found)),
    (re.compile(r"(?:\[[^\[\]\n]*)?\]:"), lambda found: said("prose-markdown.definition", found=found)),
    (re.compile(r"\{(?!#[a-z0-9-]+\})[^{}\n]*\}"), lambda found: said("prose-markdown.attributes", found=found)),
)
LINK = re.compile(r"\]\(([^)]*)")
PLACE = re.compile(r"(?:\.\./)*[\w-]+(?:/[\w-]+)*\.md(?:#[\w-]+)?|#[\w-]+")
HEADING_ID = re.compile(r"\{#([a-z0-9-]+)\}$")


def pages(context: Context) -> Iterator[Problem]:
    """A prose page exists in every language, its headings carry the same explicit ids, and it holds no HTML."""
    prose = context.casebook.prose
    first, *others = context.casebook.languages
    names = sorted({name for pages in prose.values() for name in pages})
    sources = {source.path: source for source in context.loaded.sources}
    for name in names:
        ids: dict[str, list[str | None]] = {}
        for language in (first, *others):
            path = PurePosixPath(f"docs/{language}/{name}.md")
            if name not in prose[language]:
                there = next(code for code in (first, *others) if name in prose[code])
                yield Problem(
                    Location(PurePosixPath(f"docs/{there}/{name}.md")),
                    said("prose-twin-missing", language=language, path=str(path)),
                )
                continue
            source = sources[path]
            found = list(_headings(source.text))
            ids[language] = [id_ for _, id_ in found]
            yield from _heavy(source)
            yield from _tags(source)
            yield from _foreign(source)
            for offset, id_ in found:
                if id_ is None:
                    yield source.problem(source.at(offset), said("prose-heading.no-id"))
        for language in others:
            if (
                first in ids
                and language in ids
                and ids[first] != ids[language]
                and None not in (*ids[first], *ids[language])
            ):
                path = PurePosixPath(f"docs/{language}/{name}.md")
                wanted = tuple(str(i) for i in ids[first])
                yield Problem(Location(path), said("prose-heading.differs", language=first, wanted=wanted))


def _heavy(source: Source) -> Iterator[Problem]:
    """What would keep the Markdown engine busy for minutes, or bring it down: it tries each open bracket to the end."""
    if len(source.text) > LONGEST:
        yield Problem(Location(source.path), said("too-large.page", size=len(source.text), limit=LONGEST))
    offset = 0
    for block in source.text.split("\n\n"):
        if block.count("[") > BRACKETS:
            many = said("prose-markdown.brackets", count=block.count("["), limit=BRACKETS)
            yield source.problem(source.at(offset), many)
        offset += len(block) + 2
    for match in NESTED.finditer(source.text):
        yield source.problem(source.at(match.start()), said("prose-markdown.deep"))


def _tags(source: Source) -> Iterator[Problem]:
    for match in TAG.finditer(source.text):
        yield source.problem(source.at(match.start()), said("prose-html", found=match[0]))


def _foreign(source: Source) -> Iterator[Problem]:
    for pattern, what in FOREIGN:
        for match in pattern.finditer(source.text):
            yield source.problem(source.at(match.start()), what(match[0].strip()))
    for match in LINK.finditer(source.text):
        target = match[1].strip()
        if not PLACE.fullmatch(target) and not is_address(target):
            yield source.problem(source.at(match.start()), said("prose-markdown.link", found=match[0]))
    for char, name in dict.fromkeys(control_characters(OTHER_BREAKS.sub("", source.text.replace("\r\n", "\n")))):
        at = source.at(source.text.index(char))
        yield source.problem(at, said("control-character.invisible", name=name))


def _headings(text: str) -> Iterator[tuple[int, str | None]]:
    """Where each heading stands, and its id; a heading is marked by “#”, or by a line of “=” or “-” below it."""
    offset, before = 0, ""
    for line in text.split("\n"):
        bare = line.rstrip()
        if line.startswith("#"):
            found = HEADING_ID.search(bare)
            yield offset, found[1] if found else None
        elif bare and not bare.strip(bare[0]) and bare[0] in "=-" and before and not before.startswith("#"):
            yield offset - len(before) - 1, None
        offset, before = offset + len(line) + 1, line
