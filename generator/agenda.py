"""A calendar a language (RFC 5545): hearings, judgments, rules coming into force, and statuses to be looked up again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from icalendar import Calendar, Component, Event, Todo

from generator import data, deadlines, derived, feeds
from generator.deadlines import Review
from generator.edition import Edition, tongue
from generator.records import Case, DatedEvent, Instance
from generator.reference import Law
from generator.tongue import Tongue


def file(language: str) -> PurePosixPath:
    return data.FOLDER / f"dates.{language}.ics"


def files(edition: Edition, site_url: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    for language in edition.casebook.languages:
        yield file(language), _calendar(edition, tongue(edition, language), site_url)


def _calendar(edition: Edition, tongue: Tongue, site_url: str) -> bytes:
    """The calendar; entries in the order of their dates, those of one day by their name."""
    title = tongue.casebook.book.title[tongue.code]
    made = Calendar()
    made.add("prodid", f"-//{title}//{tongue.voice.language.html}//")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", tongue.voice.say("site.label", label=title, value=tongue.voice.say("data.dates")))
    writer = _Writer(edition, tongue, site_url)
    for _, uid, entry in sorted(writer.entries(), key=lambda one: one[:2]):
        entry.add("uid", uid)
        made.add_component(entry)
    text: bytes = made.to_ical()
    return text


class _Writer:
    def __init__(self, edition: Edition, tongue: Tongue, site_url: str) -> None:
        self._edition = edition
        self._tongue = tongue
        self._site_url = site_url
        self._host = urlsplit(site_url).hostname or "localhost"

    def entries(self) -> Iterator[tuple[datetime.date, str, Component]]:
        """Each date with its lasting name: what it is about and which part of it, never what it says."""
        book = self._tongue.casebook
        for case in book.all("case"):
            for instance in case.instances:
                seen: dict[str, int] = {}
                for event in instance.dates:
                    word = book.word("events", event.event)
                    lasting = word.ahead or word.id
                    seen[lasting] = number = seen.get(lasting, 0) + 1
                    if event.date.day and (word.calendar or word.ahead):
                        uid = self._uid(case.id, instance.id, lasting, *([str(number)] if number > 1 else []))
                        yield event.date.first, uid, self._event(case, instance, event)
        for law in book.all("law"):
            if law.in_force and law.in_force.day:
                yield law.in_force.first, self._uid(law.id, "in-force"), self._rule(law)
            for day in sorted({entry.date.first for entry in law.dates if entry.date.day}):
                yield day, self._uid(law.id, day.isoformat()), self._changes(law, day)
        for one in deadlines.deadlines(book):
            if isinstance(one, Review):
                yield one.date.first, self._uid(one.case.id, "review"), self._todo(one)

    def _uid(self, *parts: str) -> str:
        return f"{'/'.join(parts)}/{self._tongue.code}@{self._host}"

    def _event(self, case: Case, instance: Instance, event: DatedEvent) -> Event:
        code, say, book = self._tongue.code, self._tongue.voice.say, self._tongue.casebook
        word = book.word("events", event.event).name[code]
        name = say("site.label", label=case.name[code], value=word)
        lines = [book.get("court", instance.court).name[code]]
        if instance.docket:
            lines.append(instance.docket)
        if event.lead:
            lines.append(say("site.label", label=say("case.lead"), value=say("case.lead_text")))
        if event.note:
            lines.append(self._tongue.plain(event.note))
        lines.append(self._tongue.plain(case.verdict))
        made = Event()
        if derived.is_ahead(book, event):
            lines.append(self._tongue.event(event))
            made.add("status", "TENTATIVE")
        made.add("dtstart", event.date.first)
        self._about(made, "case", case.id, name, lines, word, case.as_of.last)
        made.add("transp", "TRANSPARENT")
        return made

    def _rule(self, law: Law) -> Event:
        say, word = self._tongue.voice.say, self._tongue.voice.say("data.in_force")
        name = say("site.label", label=law.short[self._tongue.code], value=word)
        made = Event()
        assert law.in_force is not None
        if derived.is_coming(law):
            made.add("status", "TENTATIVE")
        made.add("dtstart", law.in_force.first)
        self._about(made, "law", law.id, name, [self._tongue.plain(law.asks)], word, law.in_force.first)
        made.add("transp", "TRANSPARENT")
        return made

    def _changes(self, law: Law, day: datetime.date) -> Event:
        """All that changes in a rule on a day."""
        say, word = self._tongue.voice.say, self._tongue.voice.say("due.change")
        found = [entry for entry in law.dates if entry.date.day and entry.date.first == day]
        lines = [self._tongue.plain(entry.text) for entry in found]
        if any(entry.lead for entry in found):
            lines.append(say("site.label", label=say("case.lead"), value=say("case.lead_text")))
        made = Event()
        if any(derived.is_to_come(law, entry.date) for entry in found):
            made.add("status", "TENTATIVE")
        made.add("dtstart", day)
        name = say("site.label", label=law.short[self._tongue.code], value=word)
        self._about(made, "law", law.id, name, lines, word, day)
        made.add("transp", "TRANSPARENT")
        return made

    def _todo(self, review: Review) -> Todo:
        case = review.case
        code, say, voice = self._tongue.code, self._tongue.voice.say, self._tongue.voice
        word = say("data.review")
        status = self._tongue.casebook.word("statuses", case.status).name[code]
        lines = [
            say("site.label", label=say("case.status"), value=status),
            say("site.as_of", date=voice.date(case.as_of)),
            self._tongue.plain(case.status_note.text),
        ]
        made = Todo()
        made.add("due", review.date.first)
        name = say("site.label", label=case.name[code], value=word)
        self._about(made, "case", case.id, name, lines, word, case.as_of.last)
        made.add("status", "NEEDS-ACTION")
        return made

    def _about(
        self, made: Component, kind: str, id_: str, name: str, lines: list[str], word: str, otherwise: datetime.date
    ) -> None:
        """What every entry says: when its record last changed, what it is, where the book tells of it."""
        folder = {"case": "cases", "law": "docs/laws"}[kind]
        stamp = feeds.changed(self._edition, f"{folder}/{id_}.yml", otherwise)
        made.add("dtstamp", stamp)
        made.add("last-modified", stamp)
        made.add("summary", " ".join(name.split()))
        made.add("description", "\n".join(" ".join(line.split()) for line in lines))
        made.add("categories", [word])
        made.add("url", data.permanent(self._site_url, self._tongue.code, kind, id_))
