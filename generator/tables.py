"""The book's tables in one language: headed columns and rows of text and numbers, as a spreadsheet takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator import data, derived
from generator.casebook import Casebook
from generator.records import Case
from generator.reference import Court, GroundOf, Item, Law, Term
from generator.tongue import Tongue
from generator.values import Reference

Cell = str | int
Row = list[tuple[str, Cell]]
"""A row as pairs of a column's word and a value."""

BETWEEN = "; "
"""Between several values in one cell, in every language, so that a program can take them apart again."""


@dataclass(frozen=True)
class Table:
    """One table in one language. ``name`` and ``keys`` are the same in every language; the rest is what a reader sees."""

    name: str
    keys: list[str]
    title: str
    columns: list[str]
    rows: list[list[Cell]]


KINDS = {"decisions": "case", "checklist": "item", "rules": "law", "courts": "court", "glossary": "term"}


def names(book: Casebook) -> list[str]:
    """The tables that have a row in this book, in the order of its own pages."""
    there = {name for name, kind in KINDS.items() if book.all(kind)}
    if any(case.factor_findings for case in book.all("case")):
        there.add("findings")
    return [name for name in ("decisions", "checklist", "findings", "rules", "courts", "glossary") if name in there]


def tables(tongue: Tongue, site_url: str) -> Iterator[Table]:
    """Every table that has a row, in the order of the book's own pages."""
    say, writers = tongue.voice.say, _Writer(tongue, site_url).all()
    for name in names(tongue.casebook):
        rows = [[(column, _one_line(cell)) for column, cell in row] for row in writers[name]()]
        keys = [key for key, _ in rows[0]]
        columns = [say(f"tables.{key}") for key in keys]
        yield Table(name, keys, say(f"tables.{name}"), columns, [[cell for _, cell in row] for row in rows])


def _one_line(cell: Cell) -> Cell:
    return " ".join(cell.split()) if isinstance(cell, str) else cell


class _Writer:
    def __init__(self, tongue: Tongue, site_url: str) -> None:
        self._tongue = tongue
        self._book = tongue.casebook
        self._site_url = site_url

    def all(self) -> dict[str, Callable[[], Iterator[Row]]]:
        return {
            "decisions": self._decisions,
            "checklist": self._checklist,
            "findings": self._findings,
            "rules": self._rules,
            "courts": self._courts,
            "glossary": self._glossary,
        }

    def _word(self, vocabulary: str, id_: str) -> str:
        return str(self._book.word(vocabulary, id_).name[self._tongue.code])

    def _words(self, vocabulary: str, ids: list[str]) -> str:
        return BETWEEN.join(self._word(vocabulary, id_) for id_ in ids)

    def _name(self, ref: str) -> str:
        return self._tongue.name(Reference.parse(ref))

    def _grounds(self, grounds: list[GroundOf]) -> str:
        return BETWEEN.join(self._name(ground.ref) for ground in grounds)

    def _text(self, text: dict[str, str] | None) -> str:
        return self._tongue.plain(text) if text else ""

    def _address(self, kind: str, id_: str) -> tuple[str, Cell]:
        return "address", data.permanent(self._site_url, self._tongue.code, kind, id_)

    def _decisions(self) -> Iterator[Row]:
        """A row a decision, newest first; what its instances have of their own stands lowest instance first."""
        code = self._tongue.code
        for case in derived.newest_first(self._book):
            instances = derived.instances(self._book, case)
            judged = derived.decided(self._book, case)
            yield [
                ("id", case.id),
                ("name", case.name[code]),
                ("jurisdiction", self._word("jurisdictions", case.jurisdiction)),
                ("court", BETWEEN.join(self._book.get("court", i.court).name[code] for i in instances)),
                ("docket", BETWEEN.join(self._reported(i.docket, i.docket_lead) for i in instances if i.docket)),
                ("judgment", self._reported(str(judged.date), judged.lead) if judged else ""),
                ("outcome", self._words("outcomes", [i.outcome for i in instances if i.outcome])),
                ("status", self._word("statuses", case.status)),
                ("as_of", str(case.as_of)),
                ("amounts", BETWEEN.join(self._sum(case, one) for one in derived.sums(case))),
                ("questions", self._words("questions", case.questions)),
                ("stages", self._words("stages", case.stages)),
                ("technologies", self._words("technologies", case.technologies)),
                ("rights", self._words("rights", case.rights)),
                ("verdict", self._text(case.verdict)),
                ("verified", self._word("verification_levels", case.verification.level)),
                ("sources", len(case.sources)),
                self._address("case", case.id),
            ]

    def _sum(self, case: Case, one: derived.Sum) -> str:
        """A claim and what came of it."""
        return self._reported(self._tongue.sum(one, case), one.is_lead)

    def _reported(self, text: str, is_lead: bool) -> str:
        """A lead is called one, here as on the page."""
        say = self._tongue.voice.say
        return say("tables.reported", text=text, lead=say("case.lead")) if is_lead else text

    def _checklist(self) -> Iterator[Row]:
        items: list[Item] = self._book.all("item")
        for item in items:
            kinds = [authority.kind.id for authority in derived.authorities(self._book, item)]
            roles = [f"{self._word('roles', r.role)} ({self._word('weights', r.weight)})" for r in item.roles]
            unsettled = derived.unsettled(self._book, [ground.ref for ground in item.rests_on])
            yield [
                ("id", item.id),
                ("principle", self._name(item.principle)),
                ("to_do", self._text(item.text)),
                ("roles", BETWEEN.join(roles)),
                ("reason", self._text(item.reason)),
                ("evidence", self._text(item.evidence)),
                ("authority", self._words("authorities", kinds)),
                ("rests_on", self._grounds(item.rests_on)),
                ("unsettled", BETWEEN.join(case.name[self._tongue.code] for case in unsettled)),
                ("practice", self._text(item.practice)),
                ("factors", BETWEEN.join(map(self._name, item.factors))),
                ("decisions", BETWEEN.join(self._name(c.id) for c in derived.lessons_for(self._book, item.id))),
                self._address("item", item.id),
            ]

    def _findings(self) -> Iterator[Row]:
        """A row a finding: factor by factor, newest decision first."""
        for factor in self._book.all("factor"):
            for case, finding in derived.findings(self._book, factor.id):
                level = next(i.level for i in case.instances if i.id == finding.instance)
                publishers = {source.id: source.publisher[self._tongue.code] for source in case.sources}
                yield [
                    ("factor_id", factor.id),
                    ("factor", factor.name[self._tongue.code]),
                    ("id", case.id),
                    ("name", case.name[self._tongue.code]),
                    ("instance", self._word("instance_levels", level)),
                    ("finding", self._word("findings", finding.finding)),
                    ("text", self._text(finding.text)),
                    ("status", self._word("statuses", case.status)),
                    ("publishers", BETWEEN.join(dict.fromkeys(publishers[id_] for id_ in finding.sources))),
                    self._address("case", case.id),
                ]

    def _rules(self) -> Iterator[Row]:
        code = self._tongue.code
        laws: list[Law] = self._book.all("law")
        for law in laws:
            yield [
                ("id", law.id),
                ("name", law.name[code]),
                ("short", law.short[code]),
                ("kind", self._word("rule_kinds", law.kind)),
                ("jurisdiction", self._word("jurisdictions", law.jurisdiction)),
                ("number", law.number or ""),
                ("issuer", law.issuer[code]),
                ("in_force", str(law.in_force) if law.in_force else ""),
                ("asks", self._text(law.asks)),
                ("articles", BETWEEN.join(article.label[code] for article in law.articles)),
                ("decisions", BETWEEN.join(map(self._name, self._book.ids_naming(law.id, "case")))),
                self._address("law", law.id),
            ]

    def _courts(self) -> Iterator[Row]:
        """Every court of the book; those that the site does not show have no address."""
        code = self._tongue.code
        courts: list[Court] = self._book.all("court")
        for court in courts:
            shown = self._tongue.shows("court", court.id)
            decided = [c for c in self._book.all("case") if any(i.court == court.id for i in c.instances)]
            yield [
                ("id", court.id),
                ("name", court.name[code]),
                ("jurisdiction", self._word("jurisdictions", court.jurisdiction)),
                ("level", self._word("court_levels", court.level)),
                ("seat", court.seat[code]),
                ("code", court.code or ""),
                ("count", len(decided)),
                self._address("court", court.id) if shown else ("address", ""),
            ]

    def _glossary(self) -> Iterator[Row]:
        """Every term of the book with its name in each language."""
        terms: list[Term] = self._book.all("term")
        for term in terms:
            shown = self._tongue.shows("term", term.id)
            yield [
                ("id", term.id),
                ("group", self._word("term_groups", term.group)),
                ("term", term.name[self._tongue.code]),
                ("twins", BETWEEN.join(n for code, n in term.name.items() if code != self._tongue.code)),
                ("definition", self._text(term.definition)),
                ("usage", self._text(term.usage)),
                ("rests_on", self._grounds(term.rests_on)),
                self._address("term", term.id) if shown else ("address", ""),
            ]
