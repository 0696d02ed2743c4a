"""Prose pages: the same pages and headings in every language, and Markdown without HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.checks import Context
from generator.markup import control_characters
from generator.problems import Location, Problem
from generator.source import Source

TAG = re.compile(r"</?[A-Za-z!?][^<>]*>?")
FOREIGN = (
    (re.compile(r"!\["), "an image; prose has none, so that no page asks another host"),
    (
        re.compile(r"\]\(\s*<?\s*(?!https?://|[\w./-]+\.md|#)[^)]*"),
        "a link to something other than a page, a section or a web address",
    ),
    (re.compile(r"^\s{0,3}\[[^\]]+\]:", re.MULTILINE), "a link definition; links stand where they are used"),
    (re.compile(r"\{:?\s*(?!#[a-z0-9-]+\s*\})[^{}\n]*\}"), "an attribute list; only headings have one, with their id"),
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
                    "prose-twin-missing",
                    f"this page is missing in “{language}”",
                    f"a page {path}",
                )
                continue
            source = sources[path]
            ids[language] = [match[1] for match in HEADING.finditer(source.text)]
            yield from _tags(source)
            yield from _foreign(source)
            for match in HEADING.finditer(source.text):
                if match[1] is None:
                    yield source.problem(
                        _at(source, match.start()),
                        "prose-heading",
                        "this heading has no id of its own",
                        "an id that all languages share: ## Heading {#id}",
                    )
        for language in others:
            if (
                first in ids
                and language in ids
                and ids[first] != ids[language]
                and None not in (*ids[first], *ids[language])
            ):
                path = PurePosixPath(f"docs/{language}/{name}.md")
                wanted = ", ".join(str(i) for i in ids[first])
                yield Problem(
                    Location(path),
                    "prose-heading",
                    f"the heading ids differ from “{first}”",
                    f"in this order: {wanted}",
                )


def _tags(source: Source) -> Iterator[Problem]:
    for match in TAG.finditer(source.text):
        yield source.problem(_at(source, match.start()), "prose-html", f"“{match[0]}” is HTML", "Markdown only")


def _foreign(source: Source) -> Iterator[Problem]:
    for pattern, what in FOREIGN:
        for match in pattern.finditer(source.text):
            found = match[0].strip()
            yield source.problem(
                _at(source, match.start()), "prose-markdown", f"“{found}” is {what}", "text, lists, headings and links"
            )
    for char, name in control_characters(source.text):
        at = _at(source, source.text.index(char))
        message = f"an invisible character stands here ({name})"
        yield source.problem(at, "control-character", message, "remove it; it is not text")


def _at(source: Source, offset: int) -> Location:
    line = source.text.count("\n", 0, offset) + 1
    return Location(source.path, line, offset - source.text.rfind("\n", 0, offset))
