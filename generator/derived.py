"""What follows from the records and is never typed: authority, warnings, dates of decision, strength for a role."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from generator.casebook import Casebook
from generator.records import Case, DatedEvent, FactorFinding, Holding, Instance, Lesson
from generator.reference import Entry, GroundOf, Item, Law
from generator.values import Money, PartialDate, Reference


def instances(casebook: Casebook, case: Case) -> list[Instance]:
    """The instances of a dispute, lowest first."""
    return sorted(case.instances, key=lambda i: casebook.word("instance_levels", i.level).rank or 0)


def judgment(casebook: Casebook, instance: Instance) -> DatedEvent | None:
    """The event that ended an instance, if its date is known."""
    return next((d for d in instance.dates if casebook.word("events", d.event).decides), None)


def is_ahead(casebook: Casebook, event: DatedEvent) -> bool:
    """Whether an event was only announced: it is told as planned, and never as something that happened."""
    return casebook.word("events", event.event).ahead is not None


def is_coming(law: Law) -> bool:
    """Whether a rule was not yet in force on the day on which it was last looked up."""
    return law.in_force is not None and is_to_come(law, law.in_force)


def is_to_come(law: Law, date: PartialDate) -> bool:
    """Whether a date of a rule lies after the day on which the rule was last looked up."""
    return law.as_of is not None and date.first > law.as_of.last


def decided(casebook: Casebook, case: Case) -> DatedEvent | None:
    """The latest judgment of a dispute that is more than a lead, else the latest known at all."""
    events = [e for e in (judgment(casebook, i) for i in instances(casebook, case)) if e is not None]
    known = [e for e in events if not e.lead] or events
    return known[-1] if known else None


def is_judged(case: Case) -> bool:
    """Whether any instance of the dispute has come to an outcome."""
    return any(instance.outcome is not None for instance in case.instances)


def newest_first(casebook: Casebook) -> list[Case]:
    """Decisions by the last date in them that is known, newest first, equal dates by id; those without any date last."""
    if casebook not in _ORDERED:
        _ORDERED[casebook] = _newest_first(casebook)
    return list(_ORDERED[casebook])


_ORDERED: WeakKeyDictionary[Casebook, tuple[Case, ...]] = WeakKeyDictionary()
"""The order of each book as long as there is one: every page of a decision asks for it."""


def _newest_first(casebook: Casebook) -> tuple[Case, ...]:
    def when(case: Case) -> datetime.date:
        judged = decided(casebook, case)
        known = [d.date for i in case.instances for d in i.dates if not d.lead and not is_ahead(casebook, d)]
        return (judged.date if judged else max(known, key=lambda d: d.last, default=PartialDate(1))).last

    by_id = sorted(casebook.all("case"), key=lambda case: str(case.id))
    return tuple(sorted(by_id, key=when, reverse=True))


def holdings_by_stage(casebook: Casebook, case: Case) -> list[tuple[str, list[Holding]]]:
    """Holdings under the first stage they name, in the order of the stages; those on no stage come first, under “”."""
    order = ["", *casebook.vocabulary["stages"]]
    groups = [(stage, [h for h in case.holdings if (h.stages or [""])[0] == stage]) for stage in order]
    return [(stage, holdings) for stage, holdings in groups if holdings]


def holding_numbers(casebook: Casebook, case: Case) -> dict[str, int]:
    """Holdings numbered in the order in which the page shows them."""
    shown = (holding.id for _, holdings in holdings_by_stage(casebook, case) for holding in holdings)
    return {id_: number for number, id_ in enumerate(shown, 1)}


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount asked in one instance, the amounts awarded for it, by instance, and what became of it where none was."""

    raised: str
    claimed: Money
    awarded: list[tuple[str, Money]]
    results: list[str]

    @property
    def is_lead(self) -> bool:
        return self.claimed.lead or any(money.lead for _, money in self.awarded)


def sums(case: Case) -> list[Sum]:
    """Claims that name an amount, or won one."""
    found = []
    for claim in case.claims:
        if claim.amount is not None:
            awarded = [(r.instance, r.amount) for r in claim.results if r.amount is not None]
            found.append(Sum(claim.raised, claim.amount, awarded, [result.result for result in claim.results]))
    return found


@dataclass(frozen=True, slots=True)
class Authority:
    """One kind of authority an item rests on, and the grounds of that kind."""

    kind: Entry
    grounds: list[GroundOf]


def authorities(casebook: Casebook, item: Item) -> list[Authority]:
    """On what an item rests, strongest kind first; a practice suggestion comes last, with the grounds it merely serves."""
    grouped: dict[str, list[GroundOf]] = {}
    for ground in item.rests_on:
        grouped.setdefault("practice" if ground.serves else authority_kind(casebook, ground), []).append(ground)
    if item.practice is not None:
        grouped.setdefault("practice", [])
    kinds = sorted((casebook.word("authorities", kind) for kind in grouped), key=lambda entry: entry.rank or 0)
    return [Authority(kind, grouped[kind.id]) for kind in kinds]


def authority_kind(casebook: Casebook, ground: GroundOf) -> str:
    """The kind of authority of a ground: a decision, or what its kind of rule counts as."""
    found = casebook.find(Reference.parse(ground.ref))
    if found is None:
        raise KeyError(ground.ref)
    kind, record = found
    if kind == "law" and isinstance(record, Law):
        authority = casebook.word("rule_kinds", record.kind).authority
        if authority is not None:
            return authority
    return "decision"


def unsettled(casebook: Casebook, refs: Iterable[str]) -> list[Case]:
    """The decisions among ``refs`` whose status carries a warning; it travels to whatever rests on them."""
    found = {}
    for ref in refs:
        target = casebook.find(Reference.parse(ref))
        if target is not None and isinstance(target[1], Case) and casebook.word("statuses", target[1].status).warns:
            found[target[1].id] = target[1]
    return list(found.values())


def findings(casebook: Casebook, factor: str) -> Iterator[tuple[Case, FactorFinding]]:
    """What each decision made of a factor, newest decision first."""
    for case in newest_first(casebook):
        for finding in case.factor_findings:
            if finding.factor == factor:
                yield case, finding


def items_for(casebook: Casebook, role: str) -> dict[str, list[Item]]:
    """The items of a role by weight, in the order of the weights' ranks."""
    weights = sorted(casebook.vocabulary["weights"].values(), key=lambda entry: entry.rank or 0)
    return {
        weight.id: [i for i in casebook.all("item") if any(r.role == role and r.weight == weight.id for r in i.roles)]
        for weight in weights
    }


def lessons_by_role(casebook: Casebook, case: Case) -> list[tuple[str, list[Lesson]]]:
    """The lessons of a decision under the roles they are for, in the order of the roles."""
    groups = [(role, [one for one in case.lessons if one.role == role]) for role in casebook.vocabulary["roles"]]
    return [(role, lessons) for role, lessons in groups if lessons]


def lessons_for(casebook: Casebook, item: str) -> list[Case]:
    """The decisions one of whose lessons names the item, newest first."""
    return [case for case in newest_first(casebook) if any(item in lesson.items for lesson in case.lessons)]


def is_lead(casebook: Casebook, reference: Reference) -> bool:
    """Whether what a reference names is itself only reported, not verified."""
    found = casebook.find(reference)
    part = casebook.part(*found, reference.part) if found else None
    return bool(getattr(part, "lead", False))
