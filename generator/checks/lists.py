"""Lists: none is empty where a reader would see an empty section, and none lacks what carries it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.checks import Context
from generator.loading import Place
from generator.problems import Problem
from generator.source import Mapping, Node, Path, Scalar, Sequence

ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")
HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]{1,5})?"
)
"""A host and its port in ASCII (RFC 1123 §2.1, RFC 5890 for other letters); no user name before it."""


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
            yield place.source.problem(
                place.source.location(path),
                "empty-list",
                f"“{path[-1] if path else 'this file'}” is an empty list",
                "at least one entry, or no such key where it may be left out",
            )


def sourced(context: Context) -> Iterator[Problem]:
    """Nothing without a source."""
    for place, path, node in _nodes(context):
        if path[-1:] == ("sources",) and isinstance(node, Sequence) and not node.items:
            yield place.source.problem(
                place.source.location(path),
                "source-missing",
                "this statement names no source",
                "at least one id of a source of this record",
            )


def titled(context: Context) -> Iterator[Problem]:
    """A source is called by the title it was published under, or described, not both."""
    for place, path, node in _nodes(context):
        if path[-2:-1] != ("sources",) or not isinstance(node, Mapping):
            continue
        title, about = node.get("title"), node.get("about")
        if (title is None) == (about is None):
            yield place.source.problem(
                place.source.location(path),
                "source-untitled",
                "this source has no title" if title is None else "this source has a title and a description",
                "“title:” as it was published, or else “about:” describing it in every language",
            )


def authorities(context: Context) -> Iterator[Problem]:
    """An item that rests on no rule or decision says that it is a practice suggestion."""
    for located in context.casebook.records["item"].values():
        if not located.record.rests_on and located.record.practice is None:
            yield located.source.problem(
                located.location(),
                "authority-missing",
                f"“{located.record.id}” rests on nothing",
                "“rests_on:” with a rule or decision, or “practice:” saying that it is a suggestion",
            )


def addresses(context: Context) -> Iterator[Problem]:
    """An address is a web address."""
    for place, path, node in _nodes(context):
        if not isinstance(node, Scalar) or not (path[-1:] == ("url",) or path[-2:-1] == ("also",)):
            continue
        if not is_address(node.value):
            yield place.source.problem(
                place.source.location(path),
                "wrong-address",
                f"“{node.value}” is not a web address",
                "https://… or http://… and a host in plain letters (xn--… for others), without spaces, quotes or “@” before it",
            )


def is_address(text: str) -> bool:
    """Whether a text is a web address and nothing else.

    Its host is written in ASCII, so that no other letter looks like the one meant, and no name or password stands before it
    and looks like the host.
    """
    try:
        parts = urlsplit(text) if ADDRESS.fullmatch(text) else None
        return parts is not None and HOST.fullmatch(parts.netloc) is not None and (parts.port or 1) > 0
    except ValueError:
        return False
