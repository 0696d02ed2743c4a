"""The page that lists all checks, and one a check: its rule, why it exists, what fails and what passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape as html_escape
from pathlib import Path

from markupsafe import Markup

from generator import explanations
from generator.checks import CODES
from generator.explanations import Explanation
from generator.messages import FIRST
from generator.page import Page, plain
from generator.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation as a page tells it: ``tag`` is the language where it is not the page's own, else empty.

    ``report`` is a problem an entry: its message, and the line with the mark below it, empty where there is none.
    """

    explanation: Explanation
    why: str
    report: list[tuple[str, str]]
    tag: str


def pages(tongue: Tongue) -> Iterator[Page]:
    """The list, then every check in its order. None narrows a search: the list stands for them."""
    linked = [(code, str(explanations.path(code))) for code in CODES]
    yield plain(tongue, "checks", "checks.md", {"codes": linked})
    for number, code in enumerate(CODES):
        beside = [CODES[n] if 0 <= n < len(CODES) else "" for n in (number - 1, number + 1)]
        values = {"code": code, "before": beside[0], "after": beside[1], "lines": lines}
        rule = tongue.voice.say(f"rule.{code}")
        yield Page(explanations.path(code), "check", code, rule, values, searched=False, contents=False)


def told(templates: Path, tongue: Tongue) -> Callable[[str], Told]:
    """What a template asks for by code; in the first language where the page's own has no explanations."""

    def explained(code: str) -> Told:
        found = explanations.load(templates, code)
        language = tongue.code if tongue.code in found.why else FIRST
        blocks = explanations.report(templates, code, language).split("\n\n")
        report = [(message, place) for message, _, place in (block.partition("\n") for block in blocks)]
        return Told(found, found.why[language], report, "" if language == tongue.code else language)

    return explained


def lines(text: str) -> Markup:
    """Text that keeps its lines, as the inside of one line of HTML, which Markdown leaves alone."""
    return Markup(html_escape(text.rstrip("\n")).replace("\n", "&#10;"))
