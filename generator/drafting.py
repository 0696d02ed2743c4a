"""From what was told of a decision to its file: what follows from the docket number, its id, and what it may repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import draft, editor_help, identity, lookalikes, markup
from generator.casebook import Casebook
from generator.draft import Told
from generator.loading import Loaded
from generator.problems import Problem, did_you_mean, one_of
from generator.proposal import Proposal, Unfit, propose
from generator.source_addresses import is_address
from generator.values import PartialDate

Say = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A file ready to be written, how many blanks it has, and the records that may tell the same dispute."""

    path: PurePosixPath
    text: str
    blanks: int
    alike: list[Problem]


def prepare(loaded: Loaded, book: Casebook, told: Told, id_: str, say: Say, notes: tuple[str, ...] = ()) -> Drafted:
    """Everything but the writing. ``id_`` is “” where one is to be made. Raises `Unfit`."""
    for text in _texts(told):
        for _, name in markup.control_characters(text.replace("\n", "")):
            raise Unfit(f"an invisible character ({name}) stands in “{_shown(text)}”; remove it, it is not text")
    for _, address in told.sources:
        if address and not is_address(address):
            raise Unfit(f"“{_shown(address)}” is not a web address; https://… or http://…")
    roles = book.vocabulary["party_roles"]
    for role, _ in told.parties:
        if role and role not in roles:
            raise Unfit(f"“{_shown(role)}” is not among the party_roles; {did_you_mean(role, roles) or one_of(roles)}")
    if told.decided:
        try:
            PartialDate.parse(told.decided)
        except ValueError:
            raise Unfit(f"“{_shown(told.decided)}” is not a date; 2024-09-25, 2024-09 or 2024") from None
    known = propose(book, told.docket, told.jurisdiction, told.court, told.level)
    chosen = choose_id(loaded, book, told, known, id_)
    found = draft.record(book, chosen, told, known)
    text = draft.write_out(book, found, say, (*known.notes, *notes))
    alike = lookalikes.find(book, known.docket, [told.names], [name for _, name in told.parties])
    path = PurePosixPath(f"cases/{chosen}.yml")
    return Drafted(path, editor_help.lined(path, text), draft.blanks(found), alike)


def choose_id(loaded: Loaded, book: Casebook, told: Told, known: Proposal, id_: str = "") -> str:
    """The id asked for, if the checks would accept it, or one made of court and name. Raises `Unfit`."""
    ids = identity.taken(loaded)
    if id_:
        if why := identity.why_not(id_, ids):
            raise Unfit(_shown(why, 200))
        return id_
    spoken = (identity.slug(name) for name in (told.short, *told.names.values(), known.docket))
    short = next((name for name in spoken if name), "")
    if not short:
        raise Unfit("no id can be made of this name; give a short name in Latin letters with --short")
    start = identity.prefix(book, known.court, known.jurisdiction)
    return identity.free(short if not start or short.startswith(f"{start}-") else f"{start}-{short}", ids)


def _texts(told: Told) -> Iterator[str]:
    yield from (told.docket, told.decided, told.short, *told.names.values(), *told.verdict.values())
    for role, name in told.parties:
        yield from (role, *name.values())
    for text in (*told.facts, *told.holdings):
        yield from text.values()
    for title, address in told.sources:
        yield from (title, address)


def _shown(text: str, most: int = 60) -> str:
    """A text as it can stand in a message of one line."""
    line = "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))
    return line if len(line) <= most else f"{line[: most - 1]}…"
