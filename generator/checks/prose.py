"""Prose pages: the same pages and headings in every language, and Markdown without HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.checks import Context
from generator.checks.lists import is_address
from generator.markup import control_characters
from generator.problems import Location, Problem
from generator.source import OTHER_BREAKS, Source

LONGEST = 60_000
BRACKETS = 100
NESTED = re.compile(r"^(?:[ \t]*(?:[>+*-]|[0-9]{1,9}\.)){9}|^[ \t]{37}", re.MULTILINE)
"""What a prose page may be, each many times more than any page needs."""
TAG = re.compile(r"</?[A-Za-z!?][^<>]*>?")
FOREIGN = (
    (re.compile(r"!\["), "an image; prose has none, so that no page asks another host"),
    (re.compile(r"(?:\[[^\[\]\n]*)?\]:"), "a link definition; links stand where they are used"),
    (re.compile(r"\{(?!#[a-z0-9-]+\})[^{}\n]*\}"), "an attribute list; only headings have one, with their id"),
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
                    "prose-twin-missing",
                    f"this page is missing in “{language}”",
                    f"a page {path}",
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
                    yield source.problem(
                        source.at(offset),
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


def _heavy(source: Source) -> Iterator[Problem]:
    """What would keep the Markdown engine busy for minutes, or bring it down: it tries each open bracket to the end."""
    if len(source.text) > LONGEST:
        message = f"this page has {len(source.text):,} characters"
        yield Problem(Location(source.path), "too-large", message, f"at most {LONGEST:,}; more is for several pages")
    offset = 0
    for block in source.text.split("\n\n"):
        if block.count("[") > BRACKETS:
            message = f"this paragraph holds {block.count('[')} brackets"
            yield source.problem(source.at(offset), "prose-markdown", message, f"at most {BRACKETS}")
        offset += len(block) + 2
    for match in NESTED.finditer(source.text):
        yield source.problem(
            source.at(match.start()),
            "prose-markdown",
            "this is nested too deeply",
            "lists and quotations at most a few levels deep",
        )


def _tags(source: Source) -> Iterator[Problem]:
    for match in TAG.finditer(source.text):
        yield source.problem(source.at(match.start()), "prose-html", f"“{match[0]}” is HTML", "Markdown only")


def _foreign(source: Source) -> Iterator[Problem]:
    for pattern, what in FOREIGN:
        for match in pattern.finditer(source.text):
            found = match[0].strip()
            yield source.problem(
                source.at(match.start()), "prose-markdown", f"“{found}” is {what}", "text, lists, headings and links"
            )
    for match in LINK.finditer(source.text):
        target = match[1].strip()
        if not PLACE.fullmatch(target) and not is_address(target):
            what = "a link to something other than a page, a section or a web address"
            yield source.problem(
                source.at(match.start()), "prose-markdown", f"“{match[0]}” is {what}", "text, lists, headings and links"
            )
    for char, name in dict.fromkeys(control_characters(OTHER_BREAKS.sub("", source.text.replace("\r\n", "\n")))):
        at = source.at(source.text.index(char))
        message = f"an invisible character stands here ({name})"
        yield source.problem(at, "control-character", message, "remove it; it is not text")


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
