"""Which texts still say in every language what was confirmed to be the same, which lag behind a twin, and which nobody confirmed.

Told from what the texts say, never from when they changed. A text is confirmed if a line of its file's confirmations holds its
digests. Where a line that no text of the file answers to any more agrees with it in some languages and differs in others, it
changed in the others: it is stale in those that agree. All else was not confirmed yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from generator import confirmed
from generator.confirmed import Line
from generator.problems import Location
from generator.source import Source

VOCABULARY = "vocabulary"
"""The kind of a text that belongs to a controlled word; such a text stands on nearly every page and is marked on none."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a text says in one language, and where."""

    said: str
    source: Source
    line: int
    column: int

    @property
    def location(self) -> Location:
        return Location(self.source.path, self.line, self.column)


@dataclass(frozen=True, eq=False)
class Text:
    """One thing said in every language of the book.

    ``file`` is the file whose confirmations hold it: its own, or for prose and interface words that of the first language.
    ``kind`` and ``id`` name its record, ``pointer`` its place in the record (RFC 6901).
    """

    file: PurePosixPath
    kind: str
    id: str
    pointer: str
    parts: Mapping[str, Part]

    @cached_property
    def line(self) -> Line:
        return confirmed.line({code: part.said for code, part in self.parts.items()})

    @property
    def key(self) -> frozenset[tuple[str, str]]:
        """The text as a record holds it, whatever record that is."""
        return frozenset((code, part.said) for code, part in self.parts.items())


@dataclass(frozen=True, slots=True)
class Stale:
    """A text that changed in some languages since it was confirmed by the line ``was``, and lags behind in the others."""

    text: Text
    languages: tuple[str, ...]
    changed: tuple[str, ...]
    was: Line


@dataclass(frozen=True)
class Freshness:
    """Every text of a book, the lines of each file, and what follows from both. ``leftovers`` belong to no file.

    The texts are gathered when they are asked for: to check a book nobody does.
    """

    languages: tuple[str, ...] = ()
    gather: Callable[[], Iterable[Text]] = tuple
    lines: Mapping[PurePosixPath, Sequence[Line]] = field(default_factory=dict)
    leftovers: tuple[PurePosixPath, ...] = ()

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        return tuple(self.gather())

    @cached_property
    def of_file(self) -> dict[PurePosixPath, list[Text]]:
        found: dict[PurePosixPath, list[Text]] = {}
        for text in self.texts:
            found.setdefault(text.file, []).append(text)
        return found

    @cached_property
    def stale(self) -> tuple[Stale, ...]:
        """In the order of the files."""
        return tuple(one for one in self._judged if isinstance(one, Stale))

    @cached_property
    def unconfirmed(self) -> tuple[Text, ...]:
        """Texts that are new, or that changed in every language."""
        return tuple(one for one in self._judged if isinstance(one, Text))

    @cached_property
    def _judged(self) -> list[Stale | Text]:
        found: list[Stale | Text] = []
        for file, texts in self.of_file.items():
            lines = self.lines.get(file, ())
            if not {text.line for text in texts} <= set(lines):
                found += judged(texts, lines, self.languages)
        return found

    @cached_property
    def _lagging(self) -> dict[str, dict[frozenset[tuple[str, str]], tuple[str, ...]]]:
        found: dict[str, dict[frozenset[tuple[str, str]], tuple[str, ...]]] = {}
        for one in self.stale:
            for code in one.languages if one.text.kind != VOCABULARY else ():
                found.setdefault(code, {})[one.text.key] = one.changed
        return found

    def behind(self, code: str, text: Mapping[str, str]) -> tuple[str, ...]:
        """The languages in which a text, as a record holds it, changed and left the language ``code`` behind; often none."""
        lagging = self._lagging.get(code)
        return lagging.get(frozenset(text.items()), ()) if lagging else ()

    def is_behind(self, code: str, *files: PurePosixPath) -> bool:
        """Whether any text of the files lags behind in a language."""
        return any(code in one.languages and one.text.file in files for one in self.stale)

    def after(self, file: PurePosixPath, read: Iterable[Text]) -> list[Line]:
        """The lines of a file once some of its texts are confirmed; of the others each keeps the line it is measured by."""
        chosen = set(read)
        was = {one.text: one.was for one in self.stale}
        new = set(self.unconfirmed) - chosen
        texts = [text for text in self.of_file.get(file, []) if text not in new]
        return [text.line if text in chosen else was.get(text, text.line) for text in texts]


def judged(texts: Sequence[Text], lines: Iterable[Line], languages: Sequence[str]) -> Iterator[Stale | Text]:
    """Of the texts of one file those that are stale, and those that were not confirmed; in their order."""
    held = Counter(frozenset(pair for pair in line if pair[0] in languages) for line in lines)
    free = held - Counter(text.line for text in texts)
    by_digest: dict[tuple[str, str], list[Line]] = {}
    for line in sorted(free, key=sorted):
        for pair in line:
            by_digest.setdefault(pair, []).append(line)
    for text in texts:
        if text.line not in held:
            yield _against(text, by_digest, languages) or text


def _against(text: Text, by_digest: Mapping[tuple[str, str], list[Line]], languages: Sequence[str]) -> Stale | None:
    """How a text differs from the line that it has most in common with, if it has anything in common with one."""
    near = dict.fromkeys(line for pair in sorted(text.line) for line in by_digest.get(pair, ()))
    if not near:
        return None

    def common(line: Line) -> list[bool]:
        return [(code, digest) in line for code, digest in sorted(text.line, key=lambda p: languages.index(p[0]))]

    best = max(near, key=lambda line: (sum(common(line)), common(line)))
    known = [code for code in languages if code in dict(best)]
    same = {code for code, _ in text.line & best}
    changed = tuple(code for code in known if code not in same)
    lagging = tuple(code for code in known if code in same)
    return Stale(text, lagging, changed, best) if changed else None
