"""How far a change reaches: which pages of the site differ between two states of the book, in each language.

Pages are compared as they are rendered, not files by their names: one word of the glossary can change forty pages, and a comment
in a record none. Both states are rendered by the same generator and templates, so what a change of those does is not seen here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from typing import Literal

from generator import address, pages
from generator.edition import Edition
from generator.messages import Messages
from generator.problems import said
from generator.revisions import clean
from generator.voice import Voice

Form = Literal["text", "json", "markdown"]
Tree = Mapping[PurePosixPath, str]
ACTIONS = {"added": "reach.added", "changed": "reach.changed", "removed": "reach.removed"}
SIGNS = {"added": "+", "changed": "~", "removed": "-"}
TITLE = re.compile(r"---\ntitle: (\".*\")\n")
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
MOST = 60
"""The pages that Markdown lists of one kind in one language; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A page that differs: how (a key of `ACTIONS`), its path in the tree, and its title where it still is, else where it was."""

    action: str
    path: PurePosixPath
    title: str


@dataclass(frozen=True)
class Reach:
    """What differs in one language, by path, and the number of pages that are as before."""

    voice: Voice
    touched: tuple[Touched, ...]
    unchanged: int

    def of(self, action: str) -> list[Touched]:
        return [page for page in self.touched if page.action == action]


@dataclass(frozen=True)
class Report:
    """The comparison with a commit, per language; empty where the commit has ``problems``, so that its pages cannot be made."""

    base: str
    reaches: dict[str, Reach]
    problems: int = 0


def impossible(base: str, problems: int, after: Edition) -> Report:
    """The report of a commit whose book has problems."""
    return Report(base, {code: Reach(voice, (), 0) for code, voice in _voices(after).items()}, problems)


def compare(before: Edition, after: Edition) -> dict[str, Reach]:
    """What differs in each language that either state has; a new language is all added, a lost one all removed."""
    old, new = ({code: pages.tree(one, code) for code in one.casebook.languages} for one in (before, after))
    voices = {**_voices(before), **_voices(after)}
    return {code: _reach(voices[code], old.get(code, {}), new.get(code, {})) for code in voices}


def _voices(edition: Edition) -> dict[str, Voice]:
    return {one.code: Voice(one, edition.words[one.code]) for one in edition.casebook.book.languages}


def _reach(voice: Voice, old: Tree, new: Tree) -> Reach:
    touched = [
        Touched("changed" if path in old and path in new else "added" if path in new else "removed", path, _title(text))
        for path, text in sorted({**old, **new}.items())
        if old.get(path) != new.get(path)
    ]
    return Reach(voice, tuple(touched), len(old.keys() | new.keys()) - len(touched))


def _title(text: str) -> str:
    """The title in a page's front matter, as a reader sees it."""
    found = TITLE.match(text)
    return clean(unescape(json.loads(found[1]))) if found else ""


def told(report: Report, form: Form, speak: Messages, site: str = "") -> str:
    """The report in one of the forms: plain text as ``speak`` has it, Markdown in each language of the book.

    ``site`` is where the new pages can be read; without it nothing is a link.
    """
    writers: dict[Form, Callable[[], Iterator[str]]] = {
        "json": lambda: iter([as_json(report)]),
        "text": lambda: _text(report, speak, site),
        "markdown": lambda: _markdown(report, site),
    }
    return "\n".join(writers[form]()).rstrip("\n")


def as_json(report: Report) -> str:
    """Numbers and paths alone: the commit, the problems that forbid a comparison, and per language the paths of each kind."""
    languages = {
        code: {
            **{action: [str(page.path) for page in reach.of(action)] for action in ACTIONS},
            "unchanged": reach.unchanged,
        }
        for code, reach in report.reaches.items()
        if not report.problems
    }
    return json.dumps({"base": report.base, "problems": report.problems, "languages": languages}, indent=1)


def _text(report: Report, speak: Messages, site: str) -> Iterator[str]:
    if report.problems:
        yield speak.say(said("changed.incomparable", commit=report.base[:10], problems=report.problems))
        return
    for code, reach in report.reaches.items():
        added, changed, removed = (len(reach.of(action)) for action in ("added", "changed", "removed"))
        counts = said("changed.counts", added=added, changed=changed, removed=removed, unchanged=reach.unchanged)
        yield f"{code}  {speak.say(counts)}"
        for page in reach.touched:
            yield f"  {SIGNS[page.action]} {_url(site, code, page) or page.path}  {page.title}"


def _markdown(report: Report, site: str) -> Iterator[str]:
    for code, reach in report.reaches.items():
        say = reach.voice.say
        yield f"### {_inert(reach.voice.language.name)}\n"
        if report.problems:
            yield say("reach.incomparable", commit=report.base[:10], count=report.problems) + "\n"
            continue
        counts = {action: len(reach.of(action)) for action in ACTIONS}
        yield say("reach.counts", **counts, unchanged=reach.unchanged) + "\n"
        for action, key in ACTIONS.items():
            if touched := reach.of(action):
                yield f"**{say(key)}**\n"
                yield from (f"- {_named(site, code, page)}" for page in touched[:MOST])
                if len(touched) > MOST:
                    yield "- " + say("reach.more", count=len(touched) - MOST)
                yield ""
        yield say("reach.note", commit=report.base[:10]) + "\n"


def _named(site: str, code: str, page: Touched) -> str:
    title, url = _inert(page.title) or "…", _url(site, code, page)
    return (
        f'<a href="{_inert(url)}">{title}</a>' if url else f"<code>{title}</code> <code>{_inert(str(page.path))}</code>"
    )


def _inert(text: str) -> str:
    """Text in which nothing is markup, link, mention or number of an issue, for any dialect of Markdown with entities."""
    return PUNCTUATION.sub(lambda mark: f"&#{ord(mark[0])};", text)


def _url(site: str, code: str, page: Touched) -> str:
    """Where the page can be read; nowhere without an address, or once it is removed."""
    return f"{site.rstrip('/')}/{code}/{address.url(page.path)}" if site and page.action != "removed" else ""
