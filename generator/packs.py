"""Which packs can be printed, and which decisions and checklist items go into each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from generator import derived
from generator.casebook import Casebook
from generator.problems import Refusal, Said, instead, said
from generator.records import Case
from generator.reference import Item
from generator.values import Reference

SIDE_BY_SIDE = "both"
FIRST = 6
KINDS = ("role", "principle", "topic", "book", "case")


class UnknownPack(Refusal):
    """What was asked for is not in the book; the message names it and what there is instead."""


@dataclass(frozen=True, slots=True)
class Pack:
    """``kind`` says what ``subject`` is the id of; the whole book and a selection have no subject.

    ``id`` is the stem of the file's name.
    """

    id: str
    kind: str
    subject: str
    cases: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A pack as it was printed: how many pages, how many bytes, and the day its text last changed, if it is known."""

    pages: int
    size: int
    day: datetime.date | None


def forms(casebook: Casebook) -> list[str]:
    """The languages a pack can be in: each of the book, and all of them side by side."""
    codes = casebook.languages
    return [*codes, SIDE_BY_SIDE] if len(codes) > 1 else codes


def file_name(pack: Pack, form: str) -> str:
    return f"{pack.id}.{form}.pdf"


def codes_of(casebook: Casebook, form: str) -> list[str]:
    """The languages of a form, in the order of the book. Raises UnknownPack."""
    known = forms(casebook)
    if form not in known:
        raise UnknownPack(_no(said("kind.language"), form, known))
    return casebook.languages if form == SIDE_BY_SIDE else [form]


def standard(casebook: Casebook) -> list[Pack]:
    """Every pack the site offers: each decision, each role, principle and topic, and the whole book."""
    book = casebook
    found = [decision(case) for case in derived.newest_first(book)]
    found += [role(book, id_) for id_ in book.vocabulary["roles"]]
    found += [principle(book, id_) for id_ in book.records["principle"]]
    found += [topic(book, id_) for id_ in book.records["topic"]]
    return [*found, whole(book)]


def decision(case: Case) -> Pack:
    """One decision on its own, on two pages a language."""
    return Pack(case.id, "case", case.id, (case.id,), ())


def role(casebook: Casebook, id_: str) -> Pack:
    """The decisions with a lesson for the role, and its items, core ones first. Raises UnknownPack."""
    _known(said("kind.role"), id_, casebook.vocabulary["roles"])
    cases = [c for c in derived.newest_first(casebook) if any(lesson.role == id_ for lesson in c.lessons)]
    items = [item for group in derived.items_for(casebook, id_).values() for item in group]
    return _pack(f"role-{id_}", "role", id_, cases, items)


def principle(casebook: Casebook, id_: str) -> Pack:
    """The items of the principle, and the decisions on which it or one of them rests. Raises UnknownPack."""
    _known(said("kind.principle"), id_, casebook.records["principle"])
    items = [item for item in casebook.all("item") if item.principle == id_]
    grounds = [*casebook.get("principle", id_).rests_on, *(g for item in items for g in item.rests_on)]
    named = {Reference.parse(ground.ref).id for ground in grounds}
    cases = [case for case in derived.newest_first(casebook) if case.id in named]
    return _pack(f"principle-{id_}", "principle", id_, cases, items)


def topic(casebook: Casebook, id_: str) -> Pack:
    """The decisions on the questions of a topic, and the items they bear on. Raises UnknownPack."""
    _known(said("kind.topic"), id_, casebook.records["topic"])
    questions = set(casebook.get("topic", id_).questions)
    cases = [case for case in derived.newest_first(casebook) if questions & set(case.questions)]
    return _pack(f"topic-{id_}", "topic", id_, cases, _items(casebook, cases))


def whole(casebook: Casebook) -> Pack:
    return _pack("book", "book", "", derived.newest_first(casebook), casebook.all("item"))


def selection(casebook: Casebook, ids: Iterable[str]) -> Pack:
    """Decisions in the order they were asked for, each once; one alone is its own print. Raises UnknownPack."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise UnknownPack(said("unknown-pack.nothing"))
    for id_ in wanted:
        _known(said("kind.case"), id_, casebook.records["case"])
    cases = [casebook.get("case", id_) for id_ in wanted]
    if len(cases) == 1:
        return decision(cases[0])
    return _pack("selection", "selection", "", cases, _items(casebook, cases))


def title(casebook: Casebook, pack: Pack) -> dict[str, str]:
    """What a standard pack is about, in every language."""
    if pack.kind == "book":
        return casebook.book.title
    if pack.kind == "role":
        return casebook.word("roles", pack.subject).name
    found: dict[str, str] = casebook.get(pack.kind, pack.subject).name
    return found


def first_items(casebook: Casebook, pack: Pack) -> list[Item]:
    """What to do first: as many items of each principle of the pack, those that most of its decisions teach and that rest on
    the strongest authority before others; core items of a role before supporting ones."""
    drawn = dict.fromkeys(pack.items, 0)
    for case in pack.cases:
        for id_ in {id_ for lesson in casebook.get("case", case).lessons for id_ in lesson.items}:
            if id_ in drawn:
                drawn[id_] += 1

    def order(item: Item) -> tuple[int, int, int]:
        weights = [r.weight for r in item.roles if pack.kind == "role" and r.role == pack.subject]
        rank = min((casebook.word("weights", weight).rank or 0 for weight in weights), default=0)
        strongest = min((one.kind.rank or 0 for one in derived.authorities(casebook, item)), default=99)
        return rank, -drawn[item.id], strongest

    items = [casebook.get("item", id_) for id_ in pack.items]
    groups = [[i for i in items if i.principle == p] for p in casebook.records["principle"]]
    groups = [group for group in groups if group]
    each = FIRST // len(groups) if groups else 0
    return [item for group in groups for item in sorted(group, key=order)[:each]]


def _items(casebook: Casebook, cases: list[Case]) -> list[Item]:
    """The items that the lessons of decisions name, or that rest on one of them, in book order."""
    named = {item for case in cases for lesson in case.lessons for item in lesson.items}
    ids = {case.id for case in cases}
    return [
        item
        for item in casebook.all("item")
        if item.id in named or any(Reference.parse(ground.ref).id in ids for ground in item.rests_on)
    ]


def _pack(id_: str, kind: str, subject: str, cases: list[Case], items: list[Item]) -> Pack:
    return Pack(id_, kind, subject, tuple(case.id for case in cases), tuple(item.id for item in items))


def _known(what: Said, id_: str, known: Iterable[str]) -> None:
    if id_ not in known:
        raise UnknownPack(_no(what, id_, known))


def _no(what: Said, asked: str, known: Iterable[str]) -> Said:
    return said("unknown-pack.name", what=what, id=asked, instead=instead(asked, known))
