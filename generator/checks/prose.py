"""Prose pages: the same pages and headings in every language, and Markdown without HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from generator.checks import Context
from generator.markup import control_characters
from generator.problems import Location, Problem, Said, said
from generator.source import Source

TAG = re.compile(r"</?[A-Za-z!?][^<>]*>?")
FOREIGN: tuple[tuple[re.Pattern[str], Callable[[str], Said]], ...] = (
    (re.compile(r"!\["), lambda found: said("prose-markdown.image", found=found)),
    (
        re.compile(r"\]\(\s*<?\s*(?!https?://|[\w./-]+\.md|#)[^)]*"),
        lambda found: said("prose-markdown.link", found=found),
    ),
    (
        re.compile(r"^\s{0,3}\[[^\]]+\]:", re.MULTILINE),
        lambda found: said("prose-markdown.definition", found=found),
    ),
    (
        re.compile(r"\{:?\s*(?!#[a-z0-9-]+\s*\})[^{}\n]*\}"),
        lambda found: said("prose-markdown.attributes", found=found),
    ),
)
HEADING = re.compile(r"^#{1,6}.*?(?:\{#([a-z0-9-]+)\})?\s*$|^.+\n(?:=+|-+)\s*$", re.MULTILINE)


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
            ids[language] = [match[1] for match in HEADING.finditer(source.text)]
            yield from _tags(source)
            yield from _foreign(source)
            for match in HEADING.finditer(source.text):
                if match[1] is None:
                    yield source.problem(_at(source, match.start()), said("prose-heading.no-id"))
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


def _tags(source: Source) -> Iterator[Problem]:
    for match in TAG.finditer(source.text):
        yield source.problem(_at(source, match.start()), said("prose-html", found=match[0]))


def _foreign(source: Source) -> Iterator[Problem]:
    for pattern, what in FOREIGN:
        for match in pattern.finditer(source.text):
            yield source.problem(_at(source, match.start()), what(match[0].strip()))
    for char, name in control_characters(source.text):
        at = _at(source, source.text.index(char))
        yield source.problem(at, said("control-character.invisible", name=name))


def _at(source: Source, offset: int) -> Location:
    line = source.text.count("\n", 0, offset) + 1
    return Location(source.path, line, offset - source.text.rfind("\n", 0, offset))
