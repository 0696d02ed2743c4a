"""The find page: every decision in one table, what its filters offer, and the text in which its script searches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from generator import address, derived
from generator.edition import Edition, tongue
from generator.nodes import Mapping, Node, Scalar
from generator.page import Page, plain
from generator.reading import leaves
from generator.records import Case
from generator.tongue import Tongue
from generator.values import Inline, Money, Words

PATH = PurePosixPath("cases/index.md")
NONE = "-"
"""The value of a filter for decisions that have none; no id can look like it."""
VOCABULARY_OF = {
    "jurisdiction": "jurisdictions",
    "status": "statuses",
    "question": "questions",
    "stage": "stages",
    "technology": "technologies",
    "right": "rights",
    "outcome": "outcomes",
    "verified": "verification_levels",
}
FILTERS = {
    "jurisdiction": "find.jurisdiction",
    "court": "find.court",
    "year": "find.year",
    "status": "find.status",
    "question": "find.question",
    "stage": "find.stage",
    "technology": "find.technology",
    "right": "find.right",
    "outcome": "find.outcome",
    "claimed": "find.claimed",
    "awarded": "find.awarded",
    "verified": "find.verified",
}
WITHOUT = {
    "year": "find.no_date",
    "outcome": "cases.no_decision",
    "claimed": "find.no_amount",
    "awarded": "find.no_amount",
}
SAID = (
    "find.all",
    "find.some",
    "find.one",
    "find.nothing",
    "find.loading",
    "find.failed",
    "find.stale",
    "find.remove",
    "find.choose",
    "find.chosen",
    "find.chosen_one",
    "find.compare",
    "find.full",
    "find.sort",
    "site.list_separator",
)
"""The words that the page's script says."""


@dataclass(frozen=True, slots=True)
class Band:
    """Amounts of one currency above a tenth of a power of ten, up to that power."""

    currency: str
    power: int

    @classmethod
    def of(cls, money: Money) -> Band:
        """The band an amount falls into; its name stays the same whatever other amounts the book holds."""
        power = 0
        while money.value > 10**power:
            power += 1
        return cls(money.currency or "", power)

    @property
    def id(self) -> str:
        return f"{self.currency}-{self.power}"


def page(speaking: Tongue) -> Page:
    """The table of all decisions, newest first, with what the script needs to narrow it down and sort it."""
    cases = derived.newest_first(speaking.casebook)
    values = {
        "cases": cases,
        "instances_of": lambda case: derived.instances(speaking.casebook, case),
        "sums_of": lambda case: list(sums(speaking, case)),
        "is_dated": lambda case: derived.decided(speaking.casebook, case) is not None,
        "text_file": address.file(text_path(speaking.code), speaking.code, PATH),
        "find_data": Markup(_json(data(speaking, cases)).replace("<", "\\u003c")),
    }
    made = plain(speaking, "cases", str(PATH), values, scripts=("find",), count=len(cases))
    return replace(made, contents=False)


def text_path(code: str) -> PurePosixPath:
    return PurePosixPath("data", f"find.{code}.js")


def files(edition: Edition) -> dict[PurePosixPath, bytes]:
    """For each language one script that holds the text of every decision, a line for each piece of text."""
    found = {}
    for code in edition.casebook.languages:
        speaking = tongue(edition, code)
        texts = {case.id: "\n".join(text(speaking, case)) for case in derived.newest_first(edition.casebook)}
        found[text_path(code)] = f"globalThis.casebookTexts = {_json(texts)};\n".encode()
    return found


def text(speaking: Tongue, case: Case) -> list[str]:
    """Everything a decision says in the language, each piece once: its record's texts, its names in every language, its
    docket numbers and titles of sources, and what its row in the table says."""
    book = speaking.casebook
    pieces = [*case.name.values(), *(name for other in case.also_known_as for name in other.values())]
    pieces += [name for party in case.parties for name in party.name.values()]
    pieces += [instance.docket for instance in case.instances if instance.docket]
    located = book.records["case"][case.id]
    node = located.source.node(located.path)
    if node is not None:
        pieces += _texts(speaking, node)
    pieces += [source.title for source in case.sources if source.title]
    pieces += [speaking.voice.date(event.date) for instance in case.instances for event in instance.dates]
    pieces += [line for line, _ in sums(speaking, case)]
    pieces += [_label(speaking, key, id_) for key, ids in _words(speaking, case).items() for id_ in ids]
    return list(dict.fromkeys(" ".join(piece.split()) for piece in pieces))


def _texts(speaking: Tongue, node: Node) -> Iterator[str]:
    """Every text of the record in the language, as a reader sees it."""
    for leaf in leaves(node, Case):
        if isinstance(leaf.mark, Inline | Words) and isinstance(leaf.node, Mapping):
            said = {key.value: value.value for key, value in leaf.node.entries if isinstance(value, Scalar)}
            if speaking.code in said:
                yield speaking.plain(said) if isinstance(leaf.mark, Inline) else said[speaking.code]


def sums(speaking: Tongue, case: Case) -> Iterator[tuple[str, bool]]:
    """What was claimed and what came of it, a line each, and whether a line is only reported."""
    book, say = speaking.casebook, speaking.voice.say
    for one in derived.sums(case):
        yield speaking.sum(one, case), one.is_lead
    levels = {i.id: book.word("instance_levels", i.level).name[speaking.code] for i in case.instances}
    for claim in case.claims:
        for result in claim.results:
            if claim.amount is None and result.amount is not None:
                outcome = book.word("claim_results", result.result).name[speaking.code]
                line = say("find.result", amount=speaking.voice.money(result.amount), result=outcome)
                yield say("site.label", label=levels[result.instance], value=line), result.amount.lead


def data(speaking: Tongue, cases: list[Case]) -> dict[str, Any]:
    """What the script knows of the rows: for each filter its values and the rows that have them; what rows are sorted by."""
    words = [_words(speaking, case) for case in cases]
    bands: dict[str, set[Band]] = {
        key: {Band.of(money) for case in cases for money in _amounts(case)[key]} for key in ("claimed", "awarded")
    }
    filters = []
    for key, heading in FILTERS.items():
        rows: dict[str, list[int]] = {}
        for number, of_case in enumerate(words):
            for value in of_case[key]:
                rows.setdefault(value, []).append(number)
        named = [(id_, _label(speaking, key, id_, bands.get(key, set()))) for id_ in _order(speaking, key, rows)]
        filters.append([key, speaking.voice.say(heading), [[id_, label, rows[id_]] for id_, label in named]])
    return {
        "filters": filters,
        "dates": [_date(speaking, case) for case in cases],
        "claimed": [_highest(case) for case in cases],
        "words": {key.partition(".")[2]: speaking.voice.words[key] for key in SAID},
    }


def _words(speaking: Tongue, case: Case) -> dict[str, list[str]]:
    """The values a decision has in each filter."""
    judged = derived.decided(speaking.casebook, case)
    amounts = _amounts(case)
    found = {
        "jurisdiction": [case.jurisdiction],
        "court": [i.court for i in derived.instances(speaking.casebook, case)],
        "year": [str(judged.date.year)] if judged else [],
        "status": [case.status],
        "question": case.questions,
        "stage": case.stages,
        "technology": case.technologies,
        "right": case.rights,
        "outcome": [i.outcome for i in case.instances if i.outcome],
        "claimed": [Band.of(money).id for money in amounts["claimed"]],
        "awarded": [Band.of(money).id for money in amounts["awarded"]],
        "verified": [case.verification.level],
    }
    return {key: list(dict.fromkeys(ids)) or ([NONE] if key in WITHOUT else []) for key, ids in found.items()}


def _order(speaking: Tongue, key: str, found: dict[str, list[int]]) -> list[str]:
    """The values of a filter in the order in which they are offered; none comes last."""
    book = speaking.casebook
    if key in VOCABULARY_OF:
        known = list(book.vocabulary[VOCABULARY_OF[key]])
    elif key == "court":
        known = [court.id for court in book.all("court")]
    elif key == "year":
        known = sorted(found, reverse=True)
    else:
        known = sorted(found, key=lambda id_: (id_.partition("-")[0], int(id_.partition("-")[2] or 0)))
    return [id_ for id_ in known if id_ in found and id_ != NONE] + [NONE] * (NONE in found)


def _label(speaking: Tongue, key: str, id_: str, bands: set[Band] | None = None) -> str:
    """How a value of a filter reads; a band of amounts needs the others, for it is open where it has no neighbour."""
    book, code = speaking.casebook, speaking.code
    if id_ == NONE:
        return speaking.voice.say(WITHOUT[key])
    if key in VOCABULARY_OF:
        return book.word(VOCABULARY_OF[key], id_).name[code]
    if key == "court":
        return str(book.get("court", id_).name[code])
    if key == "year" or bands is None:
        return id_ if key == "year" else ""
    return _band_label(speaking, next(band for band in bands if band.id == id_), bands)


def _band_label(speaking: Tongue, band: Band, bands: set[Band]) -> str:
    powers = [other.power for other in bands if other.currency == band.currency]

    def limit(power: int) -> str:
        return speaking.voice.money(Money(value=Decimal(10) ** power, currency=band.currency))

    if band.power == min(powers):
        return speaking.voice.say("find.up_to", high=limit(band.power))
    if band.power == max(powers):
        return speaking.voice.say("find.over", low=limit(band.power - 1))
    return speaking.voice.say("find.between", low=limit(band.power - 1), high=limit(band.power))


def _amounts(case: Case) -> dict[str, list[Money]]:
    """The highest amount claimed and the highest one awarded, for each currency."""
    claimed = [claim.amount for claim in case.claims if claim.amount is not None]
    awarded = [r.amount for claim in case.claims for r in claim.results if r.amount is not None]
    return {"claimed": _per_currency(claimed), "awarded": _per_currency(awarded)}


def _per_currency(amounts: list[Money]) -> list[Money]:
    highest: dict[str, Money] = {}
    for money in amounts:
        known = highest.get(money.currency or "")
        if known is None or money.value > known.value:
            highest[money.currency or ""] = money
    return [highest[currency] for currency in sorted(highest)]


def _date(speaking: Tongue, case: Case) -> str:
    """The last day the latest judgment can have been given on; empty where none is known."""
    judged = derived.decided(speaking.casebook, case)
    return judged.date.last.isoformat() if judged else ""


def _highest(case: Case) -> list[Any]:
    """Currency and number of the highest amount claimed, in the first currency where there are several."""
    claimed = _amounts(case)["claimed"]
    return [claimed[0].currency or "", float(claimed[0].value)] if claimed else []


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
