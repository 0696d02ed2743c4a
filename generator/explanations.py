"""Why each check exists, with an example that it refuses and one that it accepts: data beside the templates, by code."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict

from generator import source
from generator.messages import Messages
from generator.problems import said
from generator.reading import plain


class Part(BaseModel):
    """A part of an explanation's file; a key it does not know, or one that is missing, is a ValidationError."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Excerpt(Part):
    """A few lines of a file of the book, or of the list of a folder's files; ``saved`` names the encoding where it matters."""

    file: str
    text: str
    saved: str = ""

    @property
    def name(self) -> str:
        return f"{self.file} ({self.saved})" if self.saved else self.file


class Explanation(Part):
    """``why`` is in every language that has messages."""

    why: dict[str, str]
    fails: Excerpt
    passes: Excerpt


def path(code: str) -> PurePosixPath:
    """The page of a code in the tree of every language."""
    return PurePosixPath("checks", f"{code}.md")


@cache
def load(templates: Path, code: str) -> Explanation:
    """The explanation of a check. Raises FileNotFoundError for a code that has none, ValidationError for a faulty file."""
    file = templates / "explanations" / f"{code}.yml"
    parsed, _ = source.read(PurePosixPath(file.name), file.read_bytes())
    return Explanation.model_validate(plain(parsed.root) if parsed.root is not None else {})


def report(templates: Path, code: str, language: str) -> str:
    """What `check` prints of the example that fails. Raises KeyError for a code that has none."""
    return _reports(templates, language)[code]


def reports_path(templates: Path, language: str) -> Path:
    """Where the reports on what fails stand, by code; the tests write them, and hold them to be true."""
    return templates / "explanations" / "reports" / f"{language}.json"


@cache
def _reports(templates: Path, language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(reports_path(templates, language).read_text(encoding="utf-8"))
    return found


def told(code: str, rule: str, explanation: Explanation, report: str, speak: Messages, address: str = "") -> str:
    """A check for a reader at a terminal: its rule, why, what fails with its report, what passes, and its page on the site."""
    parts = [
        f"{code}: {rule}",
        speak.say(said("explain.why", why=explanation.why[speak.language])),
        speak.say(said("explain.fails", file=explanation.fails.name)),
        _inset(explanation.fails.text),
        _inset(report),
        speak.say(said("explain.passes", file=explanation.passes.name)),
        _inset(explanation.passes.text),
    ]
    return "\n\n".join([*parts, speak.say(said("explain.page", address=address))] if address else parts)


def _inset(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))
