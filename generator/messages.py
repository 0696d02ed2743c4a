"""What problems and commands say: the sentences behind their keys, a file per language beside the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from generator import words
from generator.problems import Problem, Said, Value

FIRST = "en"
"""The language of whoever asks for none, or for one that has no messages."""
MOST = 12
"""How many entries of a list a message names before it counts the rest."""


@dataclass(frozen=True)
class Messages:
    """The sentences of one language by their dotted keys, as ``templates/messages/<language>.yml`` gives them."""

    language: str
    sentences: Mapping[str, str]

    def say(self, what: Said) -> str:
        """The sentence with its blanks filled. Raises KeyError for one that the language does not have.

        What fills a blank is data: braces in it stay as they are.
        """
        filled = {name: self._filling(value) for name, value in what.values}
        return self.sentences[what.key].format_map(filled)

    def parts(self, problem: Problem) -> tuple[str, str, str]:
        """What is wrong, what is expected, and a hint; no hint where one of its blanks has nothing to be filled with."""
        key, values = problem.said.key, problem.said.values
        message, expected = (short(self.say(Said(f"{key}.{part}", values))) for part in ("message", "expected"))
        hint = self.sentences.get(f"{key}.hint", "")
        empty = {name for name, value in values if value == ""}
        if not hint or empty & {name for _, name, _, _ in Formatter().parse(hint)}:
            return message, expected, ""
        return message, expected, short(self.say(Said(f"{key}.hint", values)))

    def _filling(self, value: Value) -> str | _Number | _List:
        if isinstance(value, Said):
            return self.say(value)
        if isinstance(value, int):
            return _Number(value)
        return _List(value, self) if isinstance(value, tuple) else value


@dataclass(frozen=True)
class _Number:
    """A number in a sentence: ``{pages:page|pages}`` is “1 page” or “2 pages”; any other form is Python's own for numbers."""

    number: int

    def __format__(self, form: str) -> str:
        one, or_, many = form.partition("|")
        if not or_:
            return format(self.number, form)
        return f"{self.number} {one if self.number == 1 else many}"


@dataclass(frozen=True)
class _List:
    """A list in a sentence: ``{known}`` is cut and counted, ``{known:all}`` is whole, ``{known:or}`` is “a or b”."""

    entries: tuple[str, ...]
    messages: Messages

    def __format__(self, form: str) -> str:
        words = self.messages.sentences
        if form == "or":
            return words["form.or"].join(self.entries)
        shown = words["form.comma"].join(self.entries if form == "all" else self.entries[:MOST])
        more = len(self.entries) - MOST
        return shown if form == "all" or more <= 0 else words["form.more"].format(shown=shown, count=more)


def short(sentence: str, most: int = 600) -> str:
    """A sentence that quotes a long value, without the middle of it."""
    return sentence if len(sentence) <= most else f"{sentence[: most // 2]} … {sentence[-most // 2 :]}"


@cache
def load(templates: Path, language: str = FIRST) -> Messages:
    """The messages of one language. Raises FileNotFoundError for a language that has none."""
    path = templates / "messages" / f"{language}.yml"
    if not path.is_file():
        raise FileNotFoundError(path)
    return Messages(language, words.words_of(path))


def languages(templates: Path) -> list[str]:
    """The languages that have messages, the first of them the usual one."""
    found = {path.stem for path in (templates / "messages").glob("*.yml")}
    return [FIRST, *sorted(found - {FIRST})]


def preferred(environment: Mapping[str, str], known: list[str]) -> str:
    """The language the environment asks for (POSIX.1-2024, 8.2: LC_ALL, LC_MESSAGES, LANG; the first that is not empty)."""
    locale = next(filter(None, (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    language = locale.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return language if language in known else known[0]
