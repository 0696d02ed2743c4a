"""YAML read as located text: every key and value keeps its line and column, every scalar stays a string.

The book uses a small part of YAML (https://yaml.org/spec/1.2.2/): mappings, sequences and scalars. Anchors, aliases and
tags are refused, and so are duplicate keys; values such as ``no`` or ``2024-02-08`` are not turned into anything else.
"""

from __future__ import annotations

import codecs
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Any

import yaml

from generator import files
from generator.nodes import Mapping, Node, Path, Scalar, Sequence
from generator.problems import Location, Problem, Said, said

ENCODING = "utf-8"
DEEPEST = 40
MOST = 20_000
"""The most values that a file may hold, eight times those of the fullest in the book."""
OTHER_BREAKS = re.compile("\r(?!\n)|\x0b|\x0c|\x1c|\x1d|\x1e|\x85|\u2028|\u2029")
"""What some programs take for the end of a line and others do not, so that a line would have two numbers.

Alternatives that all begin with a letter are looked for several times as fast as the same in brackets.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One file as it was read: its text and, unless it could not be parsed at all, its root node."""

    path: PurePosixPath
    text: str
    root: Node | None
    answers: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def location(self, path: Path = ()) -> Location:
        """Where the value at ``path`` stands; for a path that is not there, its nearest existing parent."""
        node, found = self.root, Location(self.path)
        if node is not None:
            found = Location(self.path, node.line, node.column)
        for step in path:
            child: Node | None = None
            if isinstance(node, Mapping) and isinstance(step, str):
                child = node.get(step)
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                child = node.items[step]
            if child is None:
                break
            node, found = child, Location(self.path, child.line, child.column)
        return found

    def key_location(self, path: Path) -> Location:
        """Where the last key of ``path`` itself is written."""
        parent = self.node(path[:-1])
        if isinstance(parent, Mapping) and isinstance(path[-1], str):
            name = parent.key(path[-1])
            if name is not None:
                return Location(self.path, name.line, name.column)
        return self.location(path)

    def location_in(self, path: Path, fragment: str) -> Location:
        """Where ``fragment`` stands inside the text at ``path``; the start of that text if it cannot be told."""
        node = self.node(path)
        if isinstance(node, Scalar):
            offset = self.text.find(fragment, node.start, node.end)
            if offset >= 0:
                return self.at(offset)
        return self.location(path)

    def node(self, path: Path) -> Node | None:
        node = self.root
        for step in path:
            if isinstance(node, Mapping) and isinstance(step, str):
                node = node.get(step)
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None
        return node

    def at(self, offset: int) -> Location:
        """Where the character at an offset of the text stands."""
        starts = _starts(self.text)
        line = bisect_right(starts, offset)
        return Location(self.path, line, offset - starts[line - 1] + 1)

    def within(self, at: Location) -> Location:
        """The place itself, or the file's end for one after it, where the parser sees that something is missing."""
        lines = _lines(self.text)
        return at if at.line <= len(lines) else Location(self.path, len(lines), len(lines[-1]) + 1)

    def line(self, number: int) -> str:
        lines = _lines(self.text)
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""

    def problem(self, at: Location, what: Said) -> Problem:
        return Problem(at, what, self.line(at.line))


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    return text.split("\n")


@lru_cache(maxsize=4)
def _starts(text: str) -> list[int]:
    """The offset at which each line begins."""
    return list(accumulate((len(line) + 1 for line in _lines(text)[:-1]), initial=0))


def text(path: PurePosixPath, data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file; bytes that are not UTF-8, or too many, come back as a problem, and so do strange ends of lines.

    A byte order mark before the text, which some editors write, is no part of it.
    """
    if len(data) > files.LARGEST:
        return "", [files.too_large(path, len(data))]
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        found = data.decode(ENCODING)
        return found, list(_other_breaks(path, found))
    except UnicodeDecodeError as error:
        found = data.decode(ENCODING, "replace")
        whole = Source(path, found, None)
        at = whole.at(len(data[: error.start].decode(ENCODING)))
        return found, [whole.problem(at, said("encoding"))]


def _other_breaks(path: PurePosixPath, text: str) -> Iterator[Problem]:
    """The first of each."""
    for match in {one[0]: one for one in reversed(list(OTHER_BREAKS.finditer(text)))}.values():
        whole = Source(path, text, None)
        yield whole.problem(
            whole.at(match.start()),
            said("control-character.break", code=f"U+{ord(match[0]):04X}"),
        )


def read(path: PurePosixPath, data: bytes) -> tuple[Source, list[Problem]]:
    """Parse one file. Never raises on bad input: what is wrong comes back as problems."""
    content, wrong = text(path, data)
    if wrong:
        return Source(path, content, None), wrong
    problems: list[Problem] = []
    root: Node | None = None
    try:
        root = _Composer(path, content, problems).compose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Location(path, mark.line + 1, mark.column + 1) if mark else Location(path)
        problems.append(_syntax(path, content, at, error.problem or ""))
    except _TooMany as error:
        problems.append(Problem(Location(path, *error.place), said("too-large.values", limit=MOST)))
    except _TooDeep as error:
        problems.append(_invalid(path, content, Location(path, *error.place), said("fault.deep")))
    except yaml.reader.ReaderError as error:
        position = content.find(chr(error.character)) if isinstance(error.character, int) else 0
        problems.append(Problem(Source(path, content, None).at(max(position, 0)), said("control-character.plain")))
    source = Source(path, content, root)
    return source, [source.problem(source.within(one.location), one.said) for one in problems]


FAULTS = {
    "mapping values are not allowed in this context": said("fault.colon"),
    "found character that cannot start any token": said("fault.character"),
    "did not find expected ',' or '}'": said("fault.braces"),
    "did not find expected ',' or ']'": said("fault.brackets"),
    "did not find expected key": said("fault.key"),
    "did not find expected '-' indicator": said("fault.dash"),
    "could not find expected ':'": said("fault.no-colon"),
    "found unexpected end of stream": said("fault.end"),
    "found unknown escape character": said("fault.escape"),
    "did not find expected <document start>": said("fault.start"),
    "did not find expected alphabetic or numeric character": said("fault.alias"),
}
"""What libyaml finds most often (its scanner.c and parser.c); the rest is shown in libyaml's own words."""


def _syntax(path: PurePosixPath, text: str, at: Location, fault: str) -> Problem:
    return _invalid(path, text, at, FAULTS.get(fault, fault or said("fault.unknown")))


def _invalid(path: PurePosixPath, text: str, at: Location, fault: Said | str) -> Problem:
    line = Source(path, text, None).line(at.line)
    cure: Said | str = ""
    if "\t" in line[: at.column]:
        cure = said("cure.tabs")
    elif fault == said("fault.colon"):
        cure = said("cure.colon")
    elif fault == said("fault.alias"):
        cure = said("cure.star")
    elif "[[" in line:
        cure = said("cure.brackets")
    return Problem(at, said("syntax.invalid", fault=fault, cure=cure))


class _Beyond(Exception):
    """More than anything a record needs, from an event on."""

    def __init__(self, event: yaml.Event) -> None:
        super().__init__()
        self.place = _place(event)


class _TooDeep(_Beyond):
    """Lists and mappings in one another."""


class _TooMany(_Beyond):
    """Values."""


class _Composer:
    """Builds nodes from libyaml's events, noting everything the book's YAML does not allow on the way."""

    def __init__(self, path: PurePosixPath, text: str, problems: list[Problem]) -> None:
        self._path = path
        self._problems = problems
        self._values = 0
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        self._next: Callable[[], Any] = loader(text).get_event
        """The next event; None after the last."""

    def compose(self) -> Node | None:
        root: Node | None = None
        documents = 0
        while (event := self._next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, said("syntax.second"))
                    continue
                root = self._node(self._next())
        return root

    def _refuse(self, event: yaml.Event, what: Said) -> None:
        self._problems.append(Problem(Location(self._path, *_place(event)), what))

    def _node(self, event: Any, depth: int = 0, named: bool = False) -> Node:
        """The node that an event begins. The name of a key, ``named``, is held once however many files have it."""
        self._values += 1
        if depth > DEEPEST:
            raise _TooDeep(event)
        if self._values > MOST:
            raise _TooMany(event)
        mark = event.start_mark
        line, column, start = mark.line + 1, mark.column + 1, mark.index
        kind = type(event)
        if kind is yaml.AliasEvent:
            self._refuse(event, said("alias", anchor=event.anchor or ""))
            return Scalar(f"*{event.anchor}", line, column, start, event.end_mark.index - start)
        if event.anchor:
            self._refuse(event, said("anchor", anchor=event.anchor))
        if event.tag not in (None, "!"):
            self._refuse(event, said("tag", tag=event.tag or ""))
        if kind is yaml.ScalarEvent:
            value = sys.intern(event.value) if named else event.value
            return Scalar(value, line, column, start, event.end_mark.index - start)
        if kind is yaml.SequenceStartEvent:
            return self._sequence(line, column, depth + 1)
        return self._mapping(line, column, depth + 1)

    def _sequence(self, line: int, column: int, depth: int) -> Sequence:
        items = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            items.append(self._node(event, depth))
        return Sequence(tuple(items), line, column)

    def _mapping(self, line: int, column: int, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._node(event, depth, named=True)
            value = self._node(self._next(), depth)
            if not isinstance(key, Scalar):
                self._refuse(event, said("syntax.key"))
            elif key.value in entries:
                first = entries[key.value][0].line
                self._refuse(event, said("duplicate-key", key=key.value, line=first))
            else:
                entries[key.value] = (key, value)
        return Mapping(tuple(entries.values()), line, column)


def _place(event: Any) -> tuple[int, int]:
    """Line and column of an event, counted from 1."""
    return event.start_mark.line + 1, event.start_mark.column + 1
