"""A decision on paper: what is printed of it, in the order of its page on the site, as values for the typesetter."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import segno

from generator import derived
from generator.ink import Ink, Pieces, Words
from generator.records import Case, Claim, Instance, Source, Statement
from generator.tongue import Tongue
from generator.values import Money, Text

Values = dict[str, Any]


class Decision:
    """One decision being written out; it knows the numbers of its sources, holdings and instances."""

    def __init__(self, ink: Ink, case: Case) -> None:
        self._ink = ink
        self._case = case
        self._numbers = {source.id: number for number, source in enumerate(case.sources, 1)}
        self._levels = {i.id: ink.word("instance_levels", i.level) for i in case.instances}

    def values(self) -> Values:
        """Everything a print of the decision shows."""
        ink, case, book = self._ink, self._case, self._ink.casebook
        status = book.word("statuses", case.status)
        note = self._statement(case.status_note) | {"mark": ink.mark("statuses", case.status)}
        return {
            "id": case.id,
            "name": ink.names(case.name),
            "verdict": ink.text(case.verdict),
            "warning": note if status.warns else None,
            "status_note": None if status.warns else note,
            "glance": self._glance(),
            "summary": ink.text(case.summary),
            "parties": self._parties(),
            "facts": [
                self._statement(step) | {"mark": ink.mark("stages", step.stage) if step.stage else None}
                for step in case.facts
            ],
            "claims": [self._claim(claim) for claim in case.claims],
            "instances": [self._instance(instance) for instance in derived.instances(book, case)],
            "holdings": self._holdings(),
            "factors": [
                self._said(one.text, one.sources)
                | {
                    "name": ink.names(book.get("factor", one.factor).name),
                    "mark": ink.mark("findings", one.finding),
                    "level": self._levels[one.instance],
                }
                for one in case.factor_findings
            ],
            "not_decided": [self._statement(one) for one in case.not_decided],
            "significance": ink.text(case.significance),
            "lessons": self._lessons(),
            "related": [
                {
                    "kind": ink.word("relations", one.kind),
                    "case": ink.reference(one.case),
                    "text": ink.text(one.text),
                }
                for one in case.related
            ],
            "disagreements": [self._statement(one) for one in case.disagreements],
            "gaps": [ink.text(gap) for gap in case.gaps],
            "sources": [self._source(source) for source in case.sources],
            "record": self._record(),
            "comparison": self._comparison(),
            "page": ink.page("case", case.id),
            "qr": {code: qr(address) for code, address in ink.page("case", case.id).items()},
        }

    def _holdings(self) -> list[Values]:
        """What the courts held, stage by stage."""
        ink, case, book = self._ink, self._case, self._ink.casebook
        numbers = derived.holding_numbers(book, case)
        return [
            {
                "name": ink.word("stages", stage) if stage else ink.say("case.whole_case"),
                "points": [
                    self._said(holding.text, holding.sources)
                    | {"number": numbers[holding.id], "level": self._levels[holding.instance]}
                    for holding in holdings
                ],
            }
            for stage, holdings in derived.holdings_by_stage(book, case)
        ]

    def _lessons(self) -> list[Values]:
        """What follows for each role, with the items of the checklist."""
        ink = self._ink
        return [
            {
                "role": ink.word("roles", role),
                "lessons": [
                    {"text": ink.text(lesson.text), "items": [ink.reference(item) for item in lesson.items]}
                    for lesson in lessons
                ],
            }
            for role, lessons in derived.lessons_by_role(ink.casebook, self._case)
        ]

    def _said(self, text: Text, sources: Iterable[str], lead: bool = False) -> Values:
        return {"text": self._ink.text(text), "cites": [self._numbers[id_] for id_ in sources], "lead": lead}

    def _statement(self, one: Statement) -> Values:
        return self._said(one.text, one.sources, one.lead)

    def _glance(self) -> list[Values]:
        """The at-a-glance table: rows of a label and its lines, each line in every language."""
        ink, case, book = self._ink, self._case, self._ink.casebook
        rows: list[Values] = []
        for instance in derived.instances(book, case):
            label = self._marked(self._levels[instance.id], instance.lead)
            rows.append({"label": label, "lines": list(self._instance_lines(instance))})
        if amounts := self._amounts():
            rows.append({"label": ink.say("case.amounts"), "lines": amounts})
        rows.append(
            {
                "label": ink.say("case.status"),
                "lines": [
                    self._sign("statuses", case.status),
                    ink.each(lambda t: t.voice.say("site.as_of", date=t.voice.date(case.as_of))),
                ],
            }
        )
        stages = ink.each(lambda t: t.voice.join(book.word("stages", one).name[t.code] for one in case.stages))
        rows.append({"label": ink.say("case.stage"), "lines": [stages]})
        verified = self._sign("verification_levels", case.verification.level)
        rows.append({"label": ink.say("case.verified"), "lines": [verified]})
        return [{"label": row["label"], "lines": [ink.plain(line) for line in row["lines"]]} for row in rows]

    def _instance_lines(self, instance: Instance) -> Iterable[Words]:
        ink, book = self._ink, self._ink.casebook
        yield ink.names(book.get("court", instance.court).name)
        if instance.docket:
            yield self._marked(dict.fromkeys((t.code for t in ink.tongues), instance.docket), instance.docket_lead)
            yield ink.each(lambda t: t.voice.say("case.docket_aloud", aloud=t.aloud(instance)))
        for event in instance.dates:
            yield self._marked(ink.each(partial(Tongue.event, event=event)), event.lead and not instance.lead)
        if instance.outcome:
            yield self._sign("outcomes", instance.outcome)
        else:
            yield ink.say("case.not_known" if derived.is_judged(self._case) else "cases.no_decision")

    def _amounts(self) -> list[Words]:
        """Claimed and awarded, a line a sum."""
        ink, case = self._ink, self._case
        return [
            self._marked(ink.each(partial(Tongue.sum, one=one, case=case)), one.is_lead) for one in derived.sums(case)
        ]

    def _labelled(self, label: Words, value: Words) -> Words:
        return self._ink.each(lambda t: t.voice.say("site.label", label=label[t.code], value=value[t.code]))

    def _sign(self, vocabulary: str, id_: str, before: str = "") -> Words:
        entry = self._ink.casebook.word(vocabulary, id_)
        sign = f"{before}{entry.sign} " if entry.sign else before
        return self._ink.each(lambda t: f"{sign}{entry.name[t.code]}")

    def _marked(self, words: Words, lead: bool) -> Words:
        """The words, and the mark of a lead behind them where one weak source alone says so."""
        if not lead:
            return words
        return self._ink.each(lambda t: f"{words[t.code]} △ {t.voice.say('case.lead')}")

    def _parties(self) -> list[Values]:
        ink, book = self._ink, self._ink.casebook
        return [
            {
                "role": ink.names(book.word("party_roles", party.role).name),
                "name": ink.names(party.name),
                "note": ink.text(party.note) if party.note else None,
                "cites": [self._numbers[id_] for id_ in party.sources],
            }
            for party in self._case.parties
        ]

    def _amount(self, money: Money | None) -> Words | None:
        return self._marked(self._ink.each(lambda t: t.voice.money(money)), money.lead) if money else None

    def _claim(self, claim: Claim) -> Values:
        ink = self._ink

        return self._said(claim.text, claim.sources) | {
            "level": self._levels[claim.raised],
            "amount": self._amount(claim.amount),
            "results": [
                {
                    "level": self._levels[one.instance],
                    "mark": ink.mark("claim_results", one.result),
                    "amount": self._amount(one.amount),
                    "text": ink.text(one.text) if one.text else None,
                    "cites": [self._numbers[id_] for id_ in one.sources],
                }
                for one in claim.results
            ],
        }

    def _instance(self, instance: Instance) -> Values:
        ink, book = self._ink, self._ink.casebook
        court = ink.names(book.get("court", instance.court).name)
        return self._said(instance.result, instance.sources, instance.lead) | {
            "name": self._labelled(self._levels[instance.id], court),
            "orders": [self._statement(order) for order in instance.orders],
        }

    def _source(self, source: Source) -> Values:
        ink, book = self._ink, self._ink.casebook

        def about(t: Tongue) -> str:
            read = t.voice.say(
                "case.source_read",
                kind=book.word("source_kinds", source.kind).name[t.code],
                read=book.word("reading_levels", source.read).name[t.code],
            )
            day = [t.voice.date(source.date)] if source.date else []
            return " · ".join([source.publisher[t.code], *day, t.voice.language_name(source.language), read])

        def short(t: Tongue) -> str:
            return " ".join([source.publisher[t.code], *([t.voice.date(source.date)] if source.date else [])])

        return {
            "number": self._numbers[source.id],
            "title": source.title,
            "language": source.language,
            "about": ink.names(source.about) if source.about else None,
            "meta": ink.each(about),
            "short": ink.each(short),
            "note": ink.text(source.note) if source.note else None,
            "urls": ([source.url] if source.url else []) + source.also,
        }

    def _record(self) -> list[Pieces]:
        """How far the record was verified, and who or what wrote each language."""
        ink, case, book = self._ink, self._case, self._ink.casebook
        level = book.word("verification_levels", case.verification.level).name

        def verified(t: Tongue) -> str:
            by, date = case.verification.by[t.code], t.voice.date(case.verification.on)
            return t.voice.say("case.verification_by", level=level[t.code], by=by, date=date)

        written = {t.code: book.word("translation_states", case.translation[t.code]).text or {} for t in ink.tongues}
        return [
            ink.plain(ink.each(verified)),
            ink.text(case.verification.note),
            {t.code: ink.text(written[t.code])[t.code] for t in ink.tongues},
        ]

    def _courts(self) -> list[Words]:
        """The court of the latest judgment that is known and its date; then the court before which the dispute went on."""
        ink, case, book = self._ink, self._case, self._ink.casebook
        decided = derived.decided(book, case)
        ordered = derived.instances(book, case)
        by = next((i for i in reversed(ordered) if decided in i.dates), ordered[-1])
        lines = [ink.names(book.get("court", by.court).name), ink.each(lambda t: t.decided_on(case))]
        if by is not ordered[-1]:
            lines.append(
                self._labelled(self._levels[ordered[-1].id], ink.names(book.get("court", ordered[-1].court).name))
            )
        return lines

    def _comparison(self) -> list[list[Words]]:
        """The decision's cells in a comparison: court and date, question, outcome and status, amounts, factors."""
        ink, case, book = self._ink, self._case, self._ink.casebook
        outcomes = [
            self._labelled(self._levels[one.id], self._sign("outcomes", one.outcome))
            for one in derived.instances(book, case)
            if one.outcome
        ]
        factors = [self._sign("findings", one.finding, f"{one.factor} ") for one in case.factor_findings]
        return [
            self._courts(),
            [ink.word("questions", one) for one in case.questions],
            [*outcomes, self._sign("statuses", case.status)],
            self._amounts(),
            factors,
        ]


def qr(address: str) -> str:
    """The address as a QR code (ISO/IEC 18004), a drawing in SVG without a border: the page keeps the quiet zone."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None))
