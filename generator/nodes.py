"""What a YAML file is made of: mappings, sequences and scalars, each with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as typed. ``start`` and ``end`` are offsets into the file's text, quotes included."""

    value: str
    line: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.entries if name.value == key), None)

    def key(self, key: str) -> Scalar | None:
        return next((name for name, _ in self.entries if name.value == key), None)


Node = Scalar | Sequence | Mapping
Path = tuple[str | int, ...]
"""Keys and indices that lead to a value inside a file."""


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
