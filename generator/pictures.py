"""The page of pictures: decisions and rules in time, sums claimed and awarded, and the road through the stages."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from markupsafe import Markup

from generator import address, derived, plot
from generator.casebook import Casebook
from generator.page import Page, plain
from generator.plot import Frame, Placed, Slot, Span, Stop, Track
from generator.records import Case, Instance
from generator.reference import Entry, Item, Law
from generator.tongue import Tongue
from generator.values import Money, PartialDate

PATH = PurePosixPath("pictures.md")
WIDE, NARROW = "wide", "narrow"
TIME_FRAMES = (Frame(WIDE, 900, 330), Frame(NARROW, 340, 0))
SUM_FRAMES = (Frame(WIDE, 900, 400), Frame(NARROW, 340, 0))
ROAD_FRAMES = (Frame(WIDE, 900, 1), Frame(NARROW, 340, 0))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the timeline: its place, its link, and a dispute's track or a rule's tick."""

    slot: Slot
    href: str
    track: Track
    words: Placed | None
    before: bool = False


@dataclass(frozen=True, slots=True)
class SumRow:
    """A sum as drawn: where it was claimed, where each award stands, and the word beside it where nothing was awarded."""

    slot: Slot
    href: str
    claimed: float
    lead: bool
    awarded: list[tuple[float, bool]]
    words: Placed | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """One layout of one picture: everything a template needs to draw it."""

    frame: Frame
    height: float
    foot: float | None
    ticks: list[tuple[float, str]]
    rows: list[Row] | list[SumRow] | list[Stop]
    rest: Stop | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """The disputes of a jurisdiction, or its rules, in every layout."""

    key: str
    name: str
    count: int
    drawings: list[Drawing]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with the items that serve it and the decisions in which a court spoke about it."""

    entry: Entry
    items: list[Item]
    cases: list[Case]


def page(tongue: Tongue) -> Page:
    """The page, and the data of its pictures once more as tables."""
    book = tongue.casebook
    years = reach(book)
    disputes, rules = _by_jurisdiction(book)
    dated = [law for law in book.all("law") if law.in_force]
    road = stages(book)
    loose = [item for item in book.all("item") if not item.stages]
    values = {
        "groups": [
            (j, _disputes(tongue, j, disputes[j], years), _rules(tongue, j, rules[j], years))
            for j in book.vocabulary["jurisdictions"]
            if disputes[j] or rules[j]
        ],
        "years": years,
        "has_planned": any(
            derived.is_ahead(book, event) for case in book.all("case") for i in case.instances for event in i.dates
        ),
        "disputes": [(case, derived.instances(book, case)) for cases in disputes.values() for case in cases],
        "rules": sorted(dated, key=_in_force) + [law for law in book.all("law") if not law.in_force],
        "undated": len(book.all("law")) - len(dated),
        "sums": [(currency, _sums(tongue, currency, pairs)) for currency, pairs in by_currency(book).items()],
        "sum_rows": [pair for pairs in by_currency(book).values() for pair in pairs],
        "sum_text": tongue.sum,
        "road": _road(tongue, road, loose),
        "stages": road,
        "loose": loose,
        "link_to": _link,
        "at": lambda number: Markup(f"{round(number, 1):g}"),
    }
    return plain(tongue, "pictures", str(PATH), values)


def _link(kind: str, id_: str) -> str:
    """The address of a record as the browser follows it, because a drawing is not Markdown."""
    return address.link(address.page(kind, id_), PATH, address.anchor(kind, id_))


def known_dates(case: Case) -> list[PartialDate]:
    return [event.date for instance in case.instances for event in instance.dates]


def reach(book: Casebook) -> tuple[int, int]:
    """The first and the last year the timeline shows: from the first date of a dispute to the last date of all."""
    cases: list[Case] = book.all("case")
    told = [date.year for case in cases for date in [*known_dates(case), case.as_of]]
    ruled = [law.in_force.year for law in book.all("law") if law.in_force]
    return min(told or ruled or [2000]), max([*told, *ruled] or [2000])


def _in_force(law: Law) -> tuple[datetime.date, str]:
    return (law.in_force.first if law.in_force else datetime.date.max, law.id)


def _by_jurisdiction(book: Casebook) -> tuple[dict[str, list[Case]], dict[str, list[Law]]]:
    """Disputes in the order of their first date, those without any last; rules in the order in which they took effect."""

    def start(case: Case) -> tuple[datetime.date, str]:
        return (min((date.first for date in known_dates(case)), default=datetime.date.max), case.id)

    cases: dict[str, list[Case]] = {j: [] for j in book.vocabulary["jurisdictions"]}
    for case in sorted(book.all("case"), key=start):
        cases[case.jurisdiction].append(case)
    laws: dict[str, list[Law]] = {j: [] for j in book.vocabulary["jurisdictions"]}
    for law in sorted((law for law in book.all("law") if law.in_force), key=_in_force):
        laws[law.jurisdiction].append(law)
    return cases, laws


def spans(tongue: Tongue, instance: Instance) -> list[Span]:
    """The dated events of an instance, each with the words that are shown when it is pointed at."""
    book, voice = tongue.casebook, tongue.voice
    level = book.word("instance_levels", instance.level).name[tongue.code]
    found = []
    for event in instance.dates:
        entry = book.word("events", event.event)
        tip = voice.say("site.label", label=level, value=tongue.event(event))
        kind = plot.PLANNED if entry.ahead else "judgment" if entry.decides else "event"
        hollow = event.lead or instance.lead
        tip = f"{tip} △ {voice.say('case.lead')}" if hollow else tip
        found.append(Span(kind, event.date.first, event.date.last, hollow, tip))
    return found


def _drawing(
    frame: Frame, slots: list[Slot], ticks: list[tuple[float, str]], rows: list[Row] | list[SumRow]
) -> Drawing:
    end = slots[-1].bottom
    foot = end + 14 if len(slots) > plot.LONG else None
    return Drawing(frame, (foot or end) + plot.PAD, foot, ticks, rows)


def _disputes(tongue: Tongue, jurisdiction: str, cases: list[Case], years: tuple[int, int]) -> Band | None:
    if not cases:
        return None
    book, code = tongue.casebook, tongue.code
    drawings = []
    for frame in TIME_FRAMES:
        scale = plot.years(*years, frame)
        slots = plot.stack(frame, [[("name", case.name[code])] for case in cases])
        rows = []
        for case, slot in zip(cases, slots, strict=True):
            instances = [spans(tongue, i) for i in derived.instances(book, case)]
            until = case.as_of.last if book.word("statuses", case.status).goes_on else None
            track = plot.track(scale, instances, until)
            words = (
                None if track.marks else Placed(frame.left, slot.lane + 4, tongue.voice.say("pictures.no_date"), "note")
            )
            rows.append(Row(slot, _link("case", case.id), track, words))
        drawings.append(_drawing(frame, slots, plot.year_ticks(*years, scale), rows))
    return Band(f"disputes-{jurisdiction}", book.word("jurisdictions", jurisdiction).name[code], len(cases), drawings)


def _rules(tongue: Tongue, jurisdiction: str, laws: list[Law], years: tuple[int, int]) -> Band | None:
    """The dated rules of a jurisdiction; one older than the scale stands at its start, with an arrow back and its date."""
    if not laws:
        return None
    code = tongue.code
    drawings = []
    for frame in TIME_FRAMES:
        scale = plot.years(*years, frame)
        slots = plot.stack(frame, [[("name", law.short[code])] for law in laws])
        rows = []
        for law, slot in zip(laws, slots, strict=True):
            date = law.in_force or PartialDate(years[0])
            before = date.year < years[0]
            coming = derived.is_coming(law)
            tip = tongue.voice.date(date)
            tip = tongue.voice.say("due.planned", text=tip) if coming else tip
            span = Span("coming" if coming else "rule", date.first, date.last, False, tip)
            track = plot.track(scale, [[] if before else [span]], None)
            x = frame.left if before else track.marks[0].x + track.marks[0].width - 5
            words = plot.beside(frame, x, slot.lane, tip)
            rows.append(Row(slot, _link("law", law.id), track, words, before))
        drawings.append(_drawing(frame, slots, plot.year_ticks(*years, scale), rows))
    name = tongue.casebook.word("jurisdictions", jurisdiction).name[code]
    return Band(f"rules-{jurisdiction}", name, len(laws), drawings)


def by_currency(book: Casebook) -> dict[str, list[tuple[Case, derived.Sum]]]:
    """Claims above nothing, by currency, the largest first."""
    found: dict[str, list[tuple[Case, derived.Sum]]] = {}
    for case in book.all("case"):
        for one in derived.sums(case):
            if one.claimed.value > 0:
                found.setdefault(one.claimed.currency or "", []).append((case, one))
    for pairs in found.values():
        pairs.sort(key=lambda pair: (-pair[1].claimed.value, pair[0].id, pair[1].raised))
    return dict(sorted(found.items()))


def _sums(tongue: Tongue, currency: str, pairs: list[tuple[Case, derived.Sum]]) -> list[Drawing]:
    code, voice = tongue.code, tongue.voice
    drawings = []
    values = [float(one.claimed.value) for _, one in pairs]
    values += [float(m.value) for _, one in pairs for _, m in _paid(one, currency)]
    for frame in SUM_FRAMES:
        scale, exponents = plot.decades(values, frame)
        full = [voice.number(10.0**e) for e in exponents]
        labels = plot.choose_labels(scale, full, [voice.compact(10.0**e) for e in exponents])
        texts = [[("name", case.name[code]), ("note", _sum_line(tongue, case, one))] for case, one in pairs]
        slots = plot.stack(frame, texts)
        rows = []
        for (case, one), slot in zip(pairs, slots, strict=True):
            x = plot.on_decades(scale, float(one.claimed.value))
            awarded = [(plot.on_decades(scale, float(m.value)), m.lead) for _, m in _paid(one, currency)]
            word = "" if one.awarded else _result(tongue, one)
            words = plot.beside(frame, x, slot.lane, word) if word else None
            rows.append(SumRow(slot, _link("case", case.id), x, one.claimed.lead, awarded, words))
        ticks = [(scale.at(e), label) for e, label in zip(exponents, labels, strict=True)]
        drawings.append(_drawing(frame, slots, ticks, rows))
    return drawings


def _paid(one: derived.Sum, currency: str) -> list[tuple[str, Money]]:
    """Awards above nothing in the currency of the claim; others are told in words."""
    return [(i, m) for i, m in one.awarded if m.value > 0 and (m.currency or "") == currency]


def _sum_line(tongue: Tongue, case: Case, one: derived.Sum) -> str:
    line = tongue.sum(one, case)
    return f"{line} △ {tongue.voice.say('case.lead')}" if one.is_lead else line


def _result(tongue: Tongue, one: derived.Sum) -> str:
    """What came of a claim for which nothing was awarded, by its sign and word."""
    entries: Iterable[Entry] = [tongue.casebook.word("claim_results", id_) for id_ in dict.fromkeys(one.results)]
    return tongue.voice.join(f"{entry.sign or ''} {entry.name[tongue.code]}".strip() for entry in entries)


def stages(book: Casebook) -> list[Stage]:
    """The stages in order; a decision belongs to a stage if one of its holdings does."""
    newest = derived.newest_first(book)
    return [
        Stage(
            entry,
            [item for item in book.all("item") if entry.id in item.stages],
            [case for case in newest if any(entry.id in holding.stages for holding in case.holdings)],
        )
        for entry in book.vocabulary["stages"].values()
    ]


def _road(tongue: Tongue, road: list[Stage], loose: list[Item]) -> list[Drawing]:
    code, say = tongue.code, tongue.voice.say
    stops = [
        (s.entry.name[code], say("pictures.decisions", count=len(s.cases)), [item.id for item in s.items]) for s in road
    ]
    rest = (say("pictures.loose"), [item.id for item in loose])
    drawings = []
    for frame in ROAD_FRAMES:
        made, apart = plot.road(frame, stops, rest)
        height = plot.bottom_of([*made, *([apart] if apart else [])])
        drawings.append(Drawing(frame, height, None, [], made, apart))
    return drawings
