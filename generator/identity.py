"""What a new record is called: an id that the checks accept, made of where it was decided and what it is known as."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from pydantic import TypeAdapter, ValidationError

from generator.casebook import LINKABLE, Casebook
from generator.checks.references import RESERVED
from generator.loading import Loaded
from generator.nodes import Scalar
from generator.values import Id

LONGEST = 40
_ID: TypeAdapter[str] = TypeAdapter(Id)


def slug(name: str) -> str:
    """A name in small ASCII letters, digits and hyphens, cut at a word; empty if it has none of them."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "").replace("'", "").casefold())
    words = re.findall(r"[a-z0-9]+", "".join(char for char in letters if not unicodedata.combining(char)))
    found = ""
    for word in words:
        longer = f"{found}-{word}" if found else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        found = longer
    return found


def prefix(book: Casebook, court: str, jurisdiction: str) -> str:
    """How the ids of decisions from the same court begin, else of the same seat, else the jurisdiction's own id."""
    courts = {one.id: one for one in book.all("court")}
    seat = courts[court].seat if court in courts else None
    for near in ({court}, {one.id for one in courts.values() if seat and one.seat == seat}):
        found: Counter[str] = Counter()
        for case in book.all("case"):
            start = case.id.split("-")[0]
            own = {word for name in (case.name or {}).values() for word in slug(name).split("-")}
            if start not in own and any(one.court in near for one in case.instances or []):
                found[start] += 1
        if found:
            return min(found, key=lambda start: (-found[start], start))
    return slug(jurisdiction)


def taken(loaded: Loaded) -> set[str]:
    """Every id that no new record may have, in small letters: some file systems do not tell capitals apart."""
    ids = set(RESERVED["case"])
    for place in loaded.places:
        node = place.source.node((*place.path, "id"))
        if place.kind in LINKABLE and isinstance(node, Scalar):
            ids.add(node.value)
        if place.kind == "case":
            ids.add(place.source.path.stem)
    return {one.casefold() for one in ids} | {one.casefold() for one in loaded.lost.get("case", set())}


def is_id(text: str) -> bool:
    """Whether the checks accept it as the form of an id."""
    try:
        _ID.validate_python(text)
    except ValidationError:
        return False
    return True


def free(wanted: str, ids: set[str]) -> str:
    """The id, or the first of it with a number that nobody has."""
    number, found = 1, wanted
    while found.casefold() in ids:
        number += 1
        found = f"{wanted}-{number}"
    return found
