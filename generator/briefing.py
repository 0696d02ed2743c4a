"""What a pack holds: cover, one page, checklist as a form, comparison, decisions, terms; as values for the typesetter."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from babel.core import Locale

from generator import derived, packs
from generator.decision import Decision, Values, qr
from generator.edition import Edition, tongue
from generator.history import Change
from generator.ink import Ink, Pieces, Words
from generator.packs import Pack
from generator.reference import Item, Language, Topic

PAGES = {"role": "checklist", "principle": "checklist", "book": "cases", "selection": "cases"}
SHOWN = ("packs", "case", "checklist", "site")


class Paper:
    """The book as it is printed in one form: what every pack in the same languages shares is written once."""

    def __init__(self, edition: Edition, site_url: str, form: str) -> None:
        codes = packs.codes_of(edition.casebook, form)
        self._edition = edition
        self._ink = Ink([tongue(edition, code) for code in codes], site_url)
        self._shared = {
            "languages": [_language(one) for one in edition.casebook.book.languages if one.code in codes],
            "words": {key: self._ink.say(key) for key in edition.words[codes[0]] if key.split(".")[0] in SHOWN},
            "book": self._ink.names(edition.casebook.book.title),
            "notice": self._ink.names(edition.casebook.book.notice),
            "cautions": [self._ink.text(one.text) for one in edition.casebook.all("caution")],
            "factors": [{"id": one.id, "name": self._ink.names(one.name)} for one in edition.casebook.all("factor")],
        }
        self._decisions: dict[str, Values] = {}

    def decision(self, id_: str) -> Values:
        if id_ not in self._decisions:
            self._decisions[id_] = Decision(self._ink, self._edition.casebook.get("case", id_)).values()
        return self._decisions[id_]

    def values(self, pack: Pack) -> Values:
        """Everything that is printed in a pack; ``placed`` are the records that have a place in it."""
        ink = self._ink
        change, committed = _state(self._edition, pack)
        title, whom = _title(ink, pack)
        page = _page(ink, pack)
        alone = pack.kind == "case"
        return self._shared | {
            "kind": "decision" if alone else "pack",
            "title": title,
            "whom": whom,
            "whom_is": ink.say("packs.whom_role" if pack.kind == "role" else "packs.whom_other"),
            "stamp": _stamp(ink, change, committed),
            "edition": f"{change.day.isoformat()} · {change.commit[:10]}{'' if committed else ' +'}" if change else "",
            "date": [change.day.year, change.day.month, change.day.day] if change else None,
            "time": change.timestamp if change else 0,
            "page": page,
            "qr": {code: qr(address) for code, address in page.items()},
            "placed": [*pack.cases, *pack.items],
            "decisions": [self.decision(id_) for id_ in pack.cases],
            "counts": ink.say("packs.counts", cases=len(pack.cases), items=len(pack.items)),
            "matters": [] if alone else _matters(ink, pack),
            "first": [_point(ink, pack, item) for item in packs.first_items(ink.casebook, pack)],
            "form": _form(ink, pack),
            "terms": [] if alone else _terms(ink, pack),
        }


def _state(edition: Edition, pack: Pack) -> tuple[Change | None, bool]:
    """The last change of what the pack is written from, its decisions and the shared records, and whether that is all."""
    history = edition.history

    def own(path: PurePosixPath) -> bool:
        return (path.parent.name == "cases" and path.stem in pack.cases) or (
            path.parts[0] == "docs" and path.suffix == ".yml"
        )

    return history.newest(filter(own, history.changed)), not any(map(own, history.uncommitted))


def _language(language: Language) -> Values:
    """The language as the typesetter names it: ISO 639 code and ISO 3166 region."""
    return {
        "code": language.code,
        "lang": language.html.split("-")[0],
        "region": Locale.parse(language.locale).territory,
        "name": language.name,
    }


def _title(ink: Ink, pack: Pack) -> tuple[Words, Pieces]:
    """What the pack is called, and for whom it is."""
    book = ink.casebook
    if pack.kind == "selection":
        return ink.say("packs.selection"), ink.plain(ink.say("packs.for_selection"))
    title = ink.names(packs.title(book, pack))
    if pack.kind == "case":
        return title, ink.text(book.get("case", pack.subject).verdict)
    if pack.kind == "role":
        role = book.word("roles", pack.subject)
        return title, ink.text(role.text or role.name)
    if pack.kind == "book":
        return title, ink.text(book.book.tagline)
    return title, ink.plain(ink.say(f"packs.for_{pack.kind}"))


def _page(ink: Ink, pack: Pack) -> Words:
    """Where the same stands on the site, up to date."""
    if pack.kind in ("case", "topic"):
        return ink.page(pack.kind, pack.subject)
    path = f"checklist/{pack.subject}/" if pack.kind == "role" else f"{PAGES[pack.kind]}/"
    anchor = f"#{pack.subject}" if pack.kind == "principle" else ""
    return ink.each(lambda t: f"{ink.site_url}{t.code}/{path}{anchor}")


def _stamp(ink: Ink, change: Change | None, committed: bool) -> Words:
    """The date and commit of the text; that there is none yet, or that more has changed since."""
    if change is None:
        return ink.say("packs.undated")
    key = "packs.stamp" if committed else "packs.stamp_changed"
    return ink.each(lambda t: t.voice.say(key, date=t.voice.day(change.day), commit=change.commit[:10]))


def _matters(ink: Ink, pack: Pack) -> list[Values]:
    """What matters: the text of a principle, the answers of a topic, else the principles that the items serve."""
    book = ink.casebook
    if pack.kind == "topic":
        return _answers(ink, book.get("topic", pack.subject))
    items = [book.get("item", id_) for id_ in pack.items]
    wanted = [pack.subject] if pack.kind == "principle" else list(dict.fromkeys(item.principle for item in items))
    found = [book.get("principle", id_) for id_ in wanted]
    matters = [{"name": ink.names(one.name), "text": ink.text(one.text)} for one in found]
    if pack.kind == "principle" and found[0].caution:
        matters.append({"name": ink.say("packs.limit"), "text": ink.text(found[0].caution)})
    return matters


def _answers(ink: Ink, topic: Topic) -> list[Values]:
    answers: list[Values] = [{"name": ink.say("topics.agree"), "text": ink.text(topic.agree)}]
    for split in topic.splits:
        names: list[Words | None] = [ink.names(split.name), *[None] * (len(split.positions) - 1)]
        answers += [
            {"name": name, "text": ink.text(position.text), "cases": [ink.reference(case) for case in position.cases]}
            for name, position in zip(names, split.positions, strict=True)
        ]
    return [*answers, {"name": ink.say("topics.open"), "text": ink.text(topic.open)}]


def _point(ink: Ink, pack: Pack, item: Item) -> Values:
    """What to do; and for whom, in a pack that is not for one role."""
    roles = [] if pack.kind == "role" else [ink.word("roles", r.role) for r in item.roles]
    return {"id": item.id, "text": ink.text(item.text), "roles": roles}


def _form(ink: Ink, pack: Pack) -> list[Values]:
    """The checklist of the pack by principle, as rows of a form."""
    book = ink.casebook
    items = [book.get("item", id_) for id_ in pack.items]
    groups = []
    for principle in book.all("principle"):
        own = [item for item in items if item.principle == principle.id]
        if own:
            groups.append({"name": ink.names(principle.name), "items": [_row(ink, pack, item) for item in own]})
    return groups


def _row(ink: Ink, pack: Pack, item: Item) -> Values:
    """One item: what to do, why, what proves it, on what authority; for one role its weight and its own reading."""
    book = ink.casebook
    strongest = derived.authorities(book, item)[0].kind
    mine = [r for r in item.roles if pack.kind == "role" and r.role == pack.subject]
    return _point(ink, pack, item) | {
        "why": ink.text(item.reason),
        "evidence": ink.text(item.evidence),
        "authority": ink.mark("authorities", strongest.id),
        "weight": ink.mark("weights", mine[0].weight) if mine else None,
        "notes": [ink.text(r.note) for r in mine if r.note],
    }


def _terms(ink: Ink, pack: Pack) -> list[Values]:
    """The terms that the pack's decisions and items use, sorted by name in its first language."""
    book, users = ink.casebook, ink.tongues[0].term_users
    printed = {("case", id_) for id_ in pack.cases} | {("item", id_) for id_ in pack.items}
    used = [term for term in book.all("term") if printed & set(users.get(term.id, []))]
    first = ink.tongues[0].code
    found: list[dict[str, Any]] = [
        {"name": ink.names(term.name), "text": ink.text(term.definition)}
        for term in sorted(used, key=lambda term: str(term.name[first]).casefold())
    ]
    return found
