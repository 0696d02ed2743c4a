"""Lists: none is empty where a reader would see an empty section, and none lacks what carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.checks import Context
from generator.loading import Place
from generator.problems import Problem, said
from generator.source import Mapping, Node, Path, Scalar, Sequence

ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")


def _walk(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    yield path, node
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _walk(item, (*path, index))
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _walk(value, (*path, key.value))


def _nodes(context: Context) -> Iterator[tuple[Place, Path, Node]]:
    for place in context.loaded.places:
        root = place.source.node(place.path)
        if root is not None:
            for path, node in _walk(root, place.path):
                yield place, path, node


def not_empty(context: Context) -> Iterator[Problem]:
    """A key whose list is empty is left out, or filled."""
    for place, path, node in _nodes(context):
        if isinstance(node, Sequence) and not node.items and path[-1:] != ("sources",):
            empty = said("empty-list.key", key=str(path[-1])) if path else said("empty-list.file")
            yield place.source.problem(place.source.location(path), empty)


def sourced(context: Context) -> Iterator[Problem]:
    """Nothing without a source."""
    for place, path, node in _nodes(context):
        if path[-1:] == ("sources",) and isinstance(node, Sequence) and not node.items:
            yield place.source.problem(place.source.location(path), said("source-missing"))


def titled(context: Context) -> Iterator[Problem]:
    """A source is called by the title it was published under, or described, not both."""
    for place, path, node in _nodes(context):
        if path[-2:-1] != ("sources",) or not isinstance(node, Mapping):
            continue
        title, about = node.get("title"), node.get("about")
        if (title is None) == (about is None):
            wrong = said("source-untitled.neither") if title is None else said("source-untitled.both")
            yield place.source.problem(place.source.location(path), wrong)


def authorities(context: Context) -> Iterator[Problem]:
    """An item that rests on no rule or decision says that it is a practice suggestion."""
    for located in context.casebook.records["item"].values():
        if not located.record.rests_on and located.record.practice is None:
            yield located.source.problem(located.location(), said("authority-missing", id=located.record.id))


def addresses(context: Context) -> Iterator[Problem]:
    """An address is a web address."""
    for place, path, node in _nodes(context):
        if not isinstance(node, Scalar) or not (path[-1:] == ("url",) or path[-2:-1] == ("also",)):
            continue
        if not is_address(node.value):
            yield place.source.problem(place.source.location(path), said("wrong-address", address=node.value))


def is_address(text: str) -> bool:
    """Whether a text is a web address and nothing else."""
    try:
        return bool(ADDRESS.fullmatch(text) and urlsplit(text).hostname)
    except ValueError:
        return False
