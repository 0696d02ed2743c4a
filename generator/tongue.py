"""The book in one language: how its records are called, and what they say in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import Any
from unicodedata import east_asian_width

from generator import derived, docket, markup
from generator.casebook import Casebook
from generator.records import Case, DatedEvent, Instance
from generator.terms import Terms
from generator.values import Reference
from generator.voice import Voice

DESCRIPTION_LENGTH = 160
TIP_COLUMNS = 64
"""What fits on one line: a Chinese character is as wide as two Latin letters."""
SENTENCE_END = re.compile(r"[。！？]|(?<=[^\W_][^\W_][^\W_])[.!?](?= )")
LAG = "⇄"
"""The sign of a text that may lag behind another language."""
TIPS = {
    "case": "verdict",
    "law": "asks",
    "item": "text",
    "factor": "text",
    "principle": "text",
    "term": "definition",
    "topic": "agree",
}


@dataclass(frozen=True)
class Tongue:
    """The book in one language: what every page of that language's tree is written with.

    ``twins`` is the book in its other languages, in their order, for pages that show several at once.
    """

    casebook: Casebook
    voice: Voice
    terms: Terms
    term_users: dict[str, list[tuple[str, str]]]
    twins: tuple[Tongue, ...] = ()

    @property
    def code(self) -> str:
        return self.voice.language.code

    def language_of(self, code: str) -> str:
        """The name of one of the book's languages in this one: without its script or region where that is clear enough."""
        tags = {one.code: one.html for one in self.casebook.book.languages}
        short = {other: tag.split("-")[0] for other, tag in tags.items()}
        alone = list(short.values()).count(short[code]) == 1
        return self.voice.language_name(short[code] if alone else tags[code])

    def found(self, reference: Reference) -> tuple[str, Any]:
        """The kind and record of a reference. Raises KeyError for one that the checks would have refused."""
        found = self.casebook.find(reference)
        if found is None:
            raise KeyError(str(reference))
        return found

    def name(self, reference: Reference) -> str:
        """How a record or its part is called in running text."""
        kind, record = self.found(reference)
        if kind == "item":
            return str(record.id)
        if kind == "law":
            short = self.voice.say("ref.law", law=record.short[self.code])
            if not reference.part:
                return short
            article = self.casebook.part(kind, record, reference.part)
            return self.voice.say("ref.article", law=short, article=article.label[self.code])
        if kind == "case" and reference.part:
            number = derived.holding_numbers(self.casebook, record)[reference.part]
            return self.voice.say("ref.holding", case=record.name[self.code], number=number)
        return str(record.name[self.code])

    def tip(self, reference: Reference) -> str:
        """One line about a record, shown where a link to it is pointed at."""
        kind, record = self.found(reference)
        part = self.casebook.part(kind, record, reference.part)
        if part is not None:
            text = part.text
        elif kind == "court":
            text = self.casebook.word("court_levels", record.level).name
        else:
            text = getattr(record, TIPS[kind])
        return line(self.plain(text))

    def plain(self, text: dict[str, str]) -> str:
        """A text without marks, references under their names."""
        words = []
        for token in markup.parse(text[self.code]):
            if isinstance(token, markup.Link):
                words.append(token.label or self.name(token.target))
            else:
                words.append(token.text)
        return "".join(words)

    def named(self, id_: str) -> list[tuple[str, list[str]]]:
        """What names a record, by kind, so that every link can be followed back."""
        kinds = ("case", "topic", "item", "factor", "principle", "law", "court", "term")
        found = [
            (kind, [one for one in self.casebook.ids_naming(id_, kind) if self.shows(kind, one)]) for kind in kinds
        ]
        return [(kind, ids) for kind, ids in found if ids]

    def shows(self, kind: str, id_: str) -> bool:
        """Whether the record has a place on the site: a term that no text uses has none, nor a court that nothing names."""
        if kind == "court":
            return bool(self.casebook.mentioned_by(id_))
        return kind != "term" or id_ in self.term_users

    def aloud(self, instance: Instance) -> str:
        """A docket number in words; as typed where its jurisdiction has no grammar."""
        court = self.casebook.get("court", instance.court)
        grammars = [g for g in self.casebook.all("grammar") if g.jurisdiction == court.jurisdiction]
        parsed = docket.read(instance.docket or "", grammars)
        return docket.aloud(*parsed, court.name[self.code], self.code) if parsed else instance.docket or ""

    def sum(self, one: derived.Sum, case: Case) -> str:
        """What was claimed in one instance and what came of it, in one line."""
        say, money = self.voice.say, self.voice.money
        levels = {i.id: self.casebook.word("instance_levels", i.level).name[self.code] for i in case.instances}
        claimed = money(one.claimed)
        if one.awarded:
            paid = self.voice.join(
                money(m) if i == one.raised else say("case.awarded_in", text=money(m), instance=levels[i])
                for i, m in one.awarded
            )
            text = say("case.claimed_awarded", claimed=claimed, awarded=paid)
        elif one.results:
            results = [self.casebook.word("claim_results", id_) for id_ in dict.fromkeys(one.results)]
            if all(result.denies for result in results):
                text = say("case.claimed_nothing", claimed=claimed)
            else:
                named = self.voice.join(result.name[self.code] for result in results)
                text = say("case.claimed_result", claimed=claimed, result=named)
        else:
            text = say("case.claimed_only", claimed=claimed)
        return say("site.label", label=levels[one.raised], value=text)

    def event(self, event: DatedEvent) -> str:
        """What happened and when; of an announced event also that it is not seen to have happened."""
        name = self.casebook.word("events", event.event).name[self.code]
        said = self.voice.say("site.label", label=name, value=self.voice.date(event.date))
        return self.voice.say("due.planned", text=said) if derived.is_ahead(self.casebook, event) else said

    def decided_on(self, case: Case) -> str:
        """The date of a dispute's latest judgment; in words where there is none, or none is known."""
        event = derived.decided(self.casebook, case)
        if event is not None:
            return self.voice.date(event.date)
        return self.voice.say("cases.not_decided_date" if derived.is_judged(case) else "cases.no_decision")


def shorten(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """The text up to ``length`` characters, cut between words and marked as cut."""
    if len(text) <= length:
        return text
    cut = text[:length]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:，；、") + "…"


def line(text: str) -> str:
    """The sentences of a text that fit on one line; where the first does not, as much of it as does."""
    widths = accumulate(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    end = sum(1 for _ in takewhile(lambda width: width <= TIP_COLUMNS, widths))
    if end == len(text):
        return text
    ends = [found.end() for found in SENTENCE_END.finditer(text, 0, end + 1) if found.end() <= end]
    return text[: ends[-1]] if ends and ends[-1] > end // 3 else shorten(text, end)
