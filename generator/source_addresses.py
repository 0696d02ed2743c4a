"""The addresses of the sources of a book, each where it stands, whether or not its record could be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from generator.kept import kept
from generator.loading import Loaded
from generator.nodes import Mapping, Node, Path, Scalar, Sequence
from generator.problems import Location
from generator.registers import LinkException
from generator.source import Source

ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")
HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]{1,5})?"
)
"""A host and its port in ASCII (RFC 1123 §2.1, RFC 5890 for other letters); no user name before it."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address as typed, its place, and the date of the document it leads to, as typed, or “”."""

    url: str
    at: Location
    date: str
    source: Source


def addresses(loaded: Loaded) -> Iterator[Address]:
    """Every ``url`` and every entry of an ``also``, in the order of the files."""
    for place in loaded.places:
        yield from _of(place.source, place.path)


@kept
def _of(source: Source, place: Path) -> tuple[Address, ...]:
    """The addresses in one record."""
    root = source.node(place)
    return tuple(_below(source, root, place)) if root is not None else ()


def _below(source: Source, node: Node, path: Path) -> Iterator[Address]:
    steps: Iterable[tuple[str | int, Node]] = ()
    if isinstance(node, Mapping):
        steps = ((key.value, value) for key, value in node.entries)
    elif isinstance(node, Sequence):
        steps = enumerate(node.items)
    for step, part in steps:
        if not isinstance(part, Scalar):
            yield from _below(source, part, (*path, step))
        elif step == "url" or path[-1:] == ("also",):
            described = node if step == "url" else source.node(path[:-1])
            date = described.get("date") if isinstance(described, Mapping) else None
            typed = date.value if isinstance(date, Scalar) else ""
            yield Address(part.value, Location(source.path, part.line, part.column), typed, source)


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


def host(url: str) -> str:
    """The host of an address in small letters; “” for what is none."""
    return (urlsplit(url).hostname or "") if is_address(url) else ""


def matches(exception: LinkException, url: str) -> bool:
    """Whether an exception means an address: what has a slash is held against the whole, anything else against the host."""
    if "/" in exception.address:
        return _pattern(exception.address).match(url) is not None
    return _pattern(exception.address.lower()).match(host(url)) is not None


@cache
def _pattern(typed: str) -> re.Pattern[str]:
    """``*`` for any run of characters; all else, question marks and brackets too, is itself."""
    return re.compile(".*".join(re.escape(part) for part in typed.split("*")) + r"\Z", re.DOTALL)
