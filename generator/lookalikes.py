"""Records that may tell the same dispute as a new one: the same docket, the same parties, or a name much like it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from generator import docket
from generator.casebook import Casebook
from generator.nodes import Path
from generator.problems import Problem, Said, said
from generator.reading import Located
from generator.records import Case

NEAR = 0.85
"""How much of two names must agree. Among the names of the first 46 decisions two pairs are that near."""

Names = Sequence[dict[str, str]]


def find(book: Casebook, number: str, names: Names, parties: Names) -> list[Problem]:
    """One problem for each record and each thing it has in common, in the order of the records' files."""
    return [one for located in book.records["case"].values() for one in _common(located, number, names, parties)]


def _common(located: Located[Case], number: str, names: Names, parties: Names) -> Iterator[Problem]:
    case = located.record
    for index, instance in enumerate(case.instances or []):
        if number and instance.docket and docket.normal(instance.docket) == docket.normal(number):
            yield _problem(located, ("instances", index, "docket"), said("possible-duplicate.docket", case=case.id))
    here = {_bare(text) for party in case.parties or [] for text in (party.name or {}).values()}
    same = [party for party in parties if here & {_bare(text) for text in party.values()} - {""}]
    if len(same) > 1:
        told = tuple(next(iter(party.values())) for party in same)
        yield _problem(located, ("parties",), said("possible-duplicate.parties", case=case.id, parties=told))
    places: list[tuple[Path, dict[str, str]]] = [(("name",), case.name or {})]
    places += [(("also_known_as", index), name) for index, name in enumerate(case.also_known_as)]
    for path, name in places:
        found = max(
            ((_likeness(new, old), old) for one in names for new in one.values() for old in name.values()), default=None
        )
        if found is not None and found[0] >= NEAR:
            yield _problem(located, path, said("possible-duplicate.name", case=case.id, name=found[1]))
            return


def _problem(located: Located[Case], path: Path, what: Said) -> Problem:
    return located.source.problem(located.location(*path), what)


def _likeness(one: str, other: str) -> float:
    """How near two names are, from 0 to 1, whatever the order of their words."""
    pairs = ((_bare(one), _bare(other)), (_sorted(one), _sorted(other)))
    return max(SequenceMatcher(None, a, b).ratio() if a and b else 0.0 for a, b in pairs)


def _letters(text: str) -> str:
    return "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", text).casefold())


def _bare(text: str) -> str:
    return "".join(_letters(text).split())


def _sorted(text: str) -> str:
    return "".join(sorted(_letters(text).split()))
