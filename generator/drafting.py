"""From what was told of a decision to its file: what follows from the docket number, its id, and what it may repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import draft, editor_help, identity, lookalikes, markup
from generator.casebook import Casebook
from generator.draft import Told
from generator.loading import Loaded
from generator.messages import Messages
from generator.problems import Problem, Said, instead, said
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


def prepare(
    loaded: Loaded,
    book: Casebook,
    told: Told,
    id_: str,
    say: Say,
    voices: Iterable[Messages],
    notes: tuple[Said, ...] = (),
) -> Drafted:
    """Everything but the writing. ``id_`` is “” where one is to be made; the file tells notes in each of the ``voices``.

    Raises `Unfit`.
    """
    for text in _texts(told):
        for _, name in markup.control_characters(text.replace("\n", "")):
            raise Unfit(said("unfit.invisible", name=name, text=_shown(text)))
    for _, address in told.sources:
        if address and not is_address(address):
            raise Unfit(said("unfit.address", address=_shown(address)))
    roles = book.vocabulary["party_roles"]
    for role, _ in told.parties:
        if role and role not in roles:
            raise Unfit(said("unfit.word", word=_shown(role), vocabulary="party_roles", instead=instead(role, roles)))
    if told.decided:
        try:
            PartialDate.parse(told.decided)
        except ValueError:
            raise Unfit(said("unfit.date", date=_shown(told.decided))) from None
    known = propose(book, told.docket, told.jurisdiction, told.court, told.level)
    chosen = choose_id(loaded, book, told, known, id_)
    found = draft.record(book, chosen, told, known)
    spoken = [speak.say(said("note.written", note=note)) for speak in voices for note in (*known.notes, *notes)]
    text = draft.write_out(book, found, say, spoken)
    alike = lookalikes.find(book, known.docket, [told.names], [name for _, name in told.parties])
    path = PurePosixPath(f"cases/{chosen}.yml")
    return Drafted(path, editor_help.lined(path, text), draft.blanks(found), alike)


def choose_id(loaded: Loaded, book: Casebook, told: Told, known: Proposal, id_: str = "") -> str:
    """The id asked for, if the checks would accept it, or one made of court and name. Raises `Unfit`."""
    ids = identity.taken(loaded)
    if id_:
        if not identity.is_id(id_):
            raise Unfit(said("unfit.id", id=_shown(id_)))
        if id_.casefold() in ids:
            raise Unfit(said("unfit.taken", id=id_))
        return id_
    spoken = (identity.slug(name) for name in (told.short, *told.names.values(), known.docket))
    short = next((name for name in spoken if name), "")
    if not short:
        raise Unfit(said("unfit.short"))
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
