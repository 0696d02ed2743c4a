"""Lists: none is empty where a reader would see an empty section, and none lacks what carries it."""

from __future__ import annotations

from collections.abc import Iterator

from generator import source_addresses
from generator.checks import Context
from generator.loading import Place
from generator.nodes import Mapping, Path, Sequence, parts
from generator.problems import Problem, Said, nearest, said
from generator.registers import LinkException


def filled(context: Context) -> Iterator[Problem]:
    """A key whose list is empty is left out, or filled; nothing without a source; and each source is called by something."""
    for place in context.places:
        root = place.source.node(place.path)
        for path, node in parts(root, place.path) if root is not None else ():
            if isinstance(node, Sequence) and not node.items:
                yield place.source.problem(place.source.location(path), _empty(path))
            elif path[-2:-1] == ("sources",) and isinstance(node, Mapping):
                yield from _titled(place, path, node)


def _empty(path: Path) -> Said:
    if path[-1:] == ("sources",):
        return said("source-missing")
    return said("empty-list.key", key=str(path[-1])) if path else said("empty-list.file")


def _titled(place: Place, path: Path, source: Mapping) -> Iterator[Problem]:
    """A source is called by the title it was published under, or described, not both."""
    title, about = source.get("title"), source.get("about")
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
    for one in source_addresses.addresses(context.loaded):
        if context.concerns(one.source) and not source_addresses.is_address(one.url):
            yield one.source.problem(one.at, said("wrong-address", address=one.url))


def link_exceptions(context: Context) -> Iterator[Problem]:
    """An exception names an address that some source has. What is in a file that could not be parsed is not missed."""
    if context.loaded.lost or context.only is not None:
        return
    told = [one.url for one in source_addresses.addresses(context.loaded)]
    for located in context.casebook.records["link-exception"].values():
        exception: LinkException = located.record
        if not any(source_addresses.matches(exception, url) for url in told):
            yield located.source.problem(
                located.location("address"),
                said("link-exception", address=exception.address, close=nearest(exception.address, told)),
            )
