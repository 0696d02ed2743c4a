"""The standard form of a file of records: the order of keys, indentation, quotes, blank lines. No value and no comment changes.

The file is laid out anew from the parser's positions. Block texts and everything else that fills lines of its own keep their
lines; comments stay with the key or entry below them, or at the end of theirs where they are indented more than what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel

from generator import quoting
from generator.problems import Refusal, Said, said
from generator.reading import bare, plain
from generator.source import Source, read

STEP = 2
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SIGNS = set(":?,[]{}#&*!|>'\"%@`")
"""Signs on which older readers of YAML differ inside brackets: a text with one of them keeps its quotes there."""
STRING = "tag:yaml.org,2002:str"
KEPT = "\0"
"""A blank line inside a text, which stays whatever is above it."""


class Unformattable(Refusal):
    """A file that cannot be laid out without losing something, and the line where."""

    def __init__(self, why: Said, line: int = 1) -> None:
        super().__init__(why)
        self.line = line


@dataclass
class _Part:
    """A value in the file: its kind, where it starts and ends, and the parts it is made of (of a mapping: keys and values)."""

    kind: str
    start: int
    end: int
    line: int
    column: int
    value: str = ""
    style: str = ""
    flow: bool = False
    parts: list[_Part] = field(default_factory=list)


def formatted(source: Source, kind: Any, languages: list[str]) -> str:
    """The file in the standard form. ``kind`` is the type of what it holds: a record's, or a list or mapping of such.

    Raises `Unformattable` where a comment stands in a place that the form has no room for.
    """
    text = source.text.replace("\r\n", "\n")
    if source.root is None:
        raise Unformattable(said("unformattable.unread"))
    laid = _Layout(text, languages).whole(kind)
    again, problems = read(source.path, laid.encode())
    if problems or again.root is None or plain(again.root) != plain(source.root):
        raise Unformattable(said("unformattable.value"))
    if sorted(_comments(laid)) != sorted(_comments(text)):
        raise Unformattable(said("unformattable.comment"))
    return laid


def _comments(text: str) -> Iterator[str]:
    """Every comment of a file, found by the parser's own tokens: what stands between them and is not blank."""
    end = 0
    for token in yaml.scan(text, Loader=LOADER):
        yield from _between(text[end : token.start_mark.index])
        end = max(end, token.end_mark.index)
    yield from _between(text[end:])


def _between(text: str) -> Iterator[str]:
    yield from (line.strip() for line in text.split("\n") if line.strip().startswith("#"))


class _Layout:
    """Lays out one file."""

    def __init__(self, text: str, languages: list[str]) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.languages = languages
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=LOADER)

    def whole(self, kind: Any) -> str:
        event = next(one for one in self.events if isinstance(one, yaml.DocumentStartEvent))
        if getattr(event, "explicit", False):
            raise Unformattable(said("unformattable.start"))
        root = self._part(next(self.events))
        if root.kind == "scalar" or root.flow:
            raise Unformattable(said("unformattable.line"))
        first = root.parts[0].line if root.kind == "mapping" else root.line
        head = self.lines[:first]
        cut = max((number + 1 for number, line in enumerate(head) if not line.strip()), default=0)
        tail = self.lines[self._last(root) + 1 :]
        lines = [line.rstrip() for line in head[:cut]]
        lines += self._block(root, kind, 0, cut)
        if any(line.strip() for line in tail):
            lines += [line.rstrip() for line in tail]
        return "\n".join(_squeezed(lines)) + "\n"

    # The parts, from the parser's events.

    def _part(self, event: yaml.Event) -> _Part:
        start, end = event.start_mark, event.end_mark
        assert start is not None and end is not None
        part = _Part("scalar", start.index, end.index, start.line, start.column)
        if isinstance(event, yaml.ScalarEvent):
            part.value, part.style = event.value, event.style or ""
            return part
        part.kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence"
        part.flow = bool(getattr(event, "flow_style", False))
        for inner in self.events:
            if isinstance(inner, yaml.CollectionEndEvent):
                if part.flow and inner.end_mark is not None:
                    part.end = inner.end_mark.index
                elif part.parts:
                    part.end = part.parts[-1].end
                break
            part.parts.append(self._part(inner))
        return part

    def _last(self, part: _Part) -> int:
        """The number of the last line on which the part has something of its own."""
        return self.text.count("\n", 0, part.start + len(self.text[part.start : part.end].rstrip()))

    # Lines.

    def _block(self, part: _Part, kind: Any, indent: int, before: int) -> list[str]:
        """A mapping or list on lines of its own; ``before`` is the line after what stands above it."""
        kind, _ = bare(kind) if kind is not None else (None, ())
        if part.kind == "sequence":
            inner = _inner(kind)
            groups = [
                self._entry(part, index, before if index == 0 else self._last(part.parts[index - 1]) + 1, indent, inner)
                for index in range(len(part.parts))
            ]
            return [line for group in groups for line in group]
        keyed: list[tuple[str, list[str]]] = []
        for index in range(0, len(part.parts), 2):
            above = before if index == 0 else self._last(part.parts[index - 1]) + 1
            keyed.append((part.parts[index].value, self._pair(part, index, above, indent, kind)))
        order = self._order(kind, [key for key, _ in keyed])
        if [key for key, _ in keyed] != sorted((key for key, _ in keyed), key=order):
            keyed.sort(key=lambda one: order(one[0]))
        return [line for _, lines in keyed for line in lines]

    def _order(self, kind: Any, keys: list[str]) -> Callable[[str], int]:
        known: list[str] = []
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            known = list(kind.model_fields)
        elif set(keys) <= set(self.languages):
            known = self.languages
        return lambda key: known.index(key) if key in known else len(known)

    def _entry(self, part: _Part, index: int, above: int, indent: int, kind: Any) -> list[str]:
        """An entry of a list with the comments above it, and those at its end."""
        item = part.parts[index]
        dash = next(
            (n for n in range(above, item.line + 1) if self.lines[n].lstrip().startswith("-")),
            item.line,
        )
        lead = self._lead(above, dash, indent, index == 0)
        if item.kind == "scalar" or item.flow:
            lines = self._value(item, f"{' ' * indent}- ", indent, kind)
        else:
            inner = self._block(item, kind, indent + STEP, item.line if item.line == dash else dash + 1)
            first = next(n for n, line in enumerate(inner) if line.strip() and not line.lstrip().startswith("#"))
            lead += [line[STEP:] for line in inner[:first]]
            lines = [f"{' ' * indent}- {inner[first].lstrip()}", *inner[first + 1 :]]
        following = part.parts[index + 1 :]
        return [*lead, *lines, *self._foot(item, part.column, indent, bool(following))]

    def _pair(self, part: _Part, index: int, above: int, indent: int, kind: Any) -> list[str]:
        """A key and its value with the comments above them, and those at the end of the value."""
        key, value = part.parts[index : index + 2]
        lead = self._lead(above, key.line, indent, index == 0)
        start = f"{' ' * indent}{quoting.scalar(key.value) if key.style else key.value}:"
        if value.kind == "scalar" or value.flow:
            lines = self._value(value, f"{start} ", indent, self._kind(kind, key.value))
        else:
            rest = self.lines[key.line][key.column + key.end - key.start :].partition(":")[2].strip()
            note = f"  {rest}" if rest.startswith("#") else ""
            inner = self._block(value, self._kind(kind, key.value), indent + STEP, key.line + 1)
            lines = [start + note, *inner]
        return [*lead, *lines, *self._foot(value, part.column, indent, index + 2 < len(part.parts))]

    @staticmethod
    def _kind(kind: Any, key: str) -> Any:
        if isinstance(kind, type) and issubclass(kind, BaseModel) and key in kind.model_fields:
            return kind.model_fields[key].annotation
        return get_args(kind)[1] if get_origin(kind) is dict else None

    def _value(self, part: _Part, start: str, indent: int, kind: Any) -> list[str]:
        """A value that begins on the line of its key or dash, with a comment behind it."""
        if part.style in ("|", ">"):
            body = self.lines[part.line + 1 : self._last(part) + 1]
            old = min((len(line) - len(line.lstrip()) for line in body if line.strip()), default=0)
            head = self.lines[part.line][part.column :].rstrip()
            if head[1:2].isdigit() or head[2:3].isdigit() or "+" in head.split("#")[0]:
                raise Unformattable(said("unformattable.block"), part.line + 1)
            shifted = [" " * (indent + STEP) + line[old:] if line.strip() else KEPT for line in body]
            return [start + head, *shifted]
        if part.start == part.end:
            return [start.rstrip()]
        rest = self.text[part.end :].split("\n", 1)[0].strip()
        return [start + self._inline(part, kind) + (f"  {rest}" if rest.startswith("#") else "")]

    def _inline(self, part: _Part, kind: Any, flow: bool = False) -> str:
        if part.kind == "scalar":
            return self._scalar(part, flow)
        kind, _ = bare(kind) if kind is not None else (None, ())
        if part.kind == "sequence":
            return f"[{', '.join(self._inline(one, _inner(kind), True) for one in part.parts)}]"
        pairs = list(zip(part.parts[::2], part.parts[1::2], strict=True))
        order = self._order(kind, [key.value for key, _ in pairs])
        written = [
            f"{self._scalar(key, True)}: {self._inline(value, self._kind(kind, key.value), True)}"
            for key, value in sorted(pairs, key=lambda pair: order(pair[0].value))
        ]
        return f"{{{', '.join(written)}}}"

    def _scalar(self, part: _Part, flow: bool) -> str:
        """Plain where that is read as the same text by any reader of YAML; quotes that are needed stay as they were typed."""
        typed = self.text[part.start : part.end]
        if part.style and not (flow and SIGNS & set(part.value)) and quoting.reads_back(part.value, part.value, flow):
            node = yaml.compose(part.value, Loader=yaml.SafeLoader)
            if node is not None and node.tag == STRING:
                return part.value
        return typed if "\n" not in typed else quoting.scalar(part.value, flow)

    def _lead(self, above: int, line: int, indent: int, is_first: bool) -> list[str]:
        """The comments and blank lines above a key or dash."""
        start = above if is_first else self._foot_end(above, line)
        return [self._shifted(number, indent) for number in range(start, line)]

    def _foot_end(self, above: int, line: int) -> int:
        """The line after the comments that belong to what stands above: those indented more than the line below them."""
        column = len(self.lines[line]) - len(self.lines[line].lstrip())
        end = above
        for number in range(above, line):
            found = self.lines[number]
            if found.strip() and len(found) - len(found.lstrip()) <= column:
                break
            if found.strip():
                end = number + 1
        return end

    def _foot(self, part: _Part, column: int, indent: int, followed: bool) -> list[str]:
        """The comments at the end of a value that are indented more than its key."""
        if not followed:
            return []
        above = self._last(part) + 1
        below = next((n for n in range(above, len(self.lines)) if self._is_text(n)), above)
        return [self._shifted(n, indent + STEP) for n in range(above, self._foot_end(above, below))]

    def _is_text(self, number: int) -> bool:
        line = self.lines[number].strip()
        return bool(line) and not line.startswith("#")

    def _shifted(self, number: int, indent: int) -> str:
        line = self.lines[number].strip()
        return " " * indent + line if line else ""


def _inner(kind: Any) -> Any:
    """The type of a list's entries."""
    return get_args(kind)[0] if get_origin(kind) is list else None


def _squeezed(lines: list[str]) -> list[str]:
    """The lines without blank ones at the ends, and with one at most between two others."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return ["" if line == KEPT else line for line in kept]
