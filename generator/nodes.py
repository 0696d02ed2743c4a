"""What a YAML file is made of: mappings, sequences and scalars, each with its place.

A large book has a million of them, and a named tuple is made in half the time of a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Scalar(NamedTuple):
    """A value as typed. ``start`` and ``end`` are offsets into the file's text, quotes included.

    What is kept is the length, since Python holds each small number once.
    """

    value: str
    line: int
    column: int
    start: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.length


class Sequence(NamedTuple):
    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        for name, value in self.entries:
            if name.value == key:
                return value
        return None

    def key(self, key: str) -> Scalar | None:
        for name, _ in self.entries:
            if name.value == key:
                return name
        return None


Node = Scalar | Sequence | Mapping
Path = tuple[str | int, ...]
"""Keys and indices that lead to a value inside a file."""


def parts(node: Node, path: Path) -> Iterator[tuple[Path, Sequence | Mapping]]:
    """The sequences and mappings of a node, itself too, each with its path, in the order of the file."""
    if isinstance(node, Sequence):
        yield path, node
        for index, item in enumerate(node.items):
            if not isinstance(item, Scalar):
                yield from parts(item, (*path, index))
    elif isinstance(node, Mapping):
        yield path, node
        for key, value in node.entries:
            if not isinstance(value, Scalar):
                yield from parts(value, (*path, key.value))


def walk(node: Node, path: Path) -> list[tuple[Path, Node]]:
    """A node and everything in it, each with its path, in the order of the file."""
    found: list[tuple[Path, Node]] = []
    _gather(node, path, found)
    return found


def _gather(node: Node, path: Path, found: list[tuple[Path, Node]]) -> None:
    found.append((path, node))
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            _gather(item, (*path, index), found)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            _gather(value, (*path, key.value), found)
