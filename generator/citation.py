"""What is cited of a dispute: each decision of a court in it, and this book's page about it; what is not known stays unknown."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import address, derived, docket
from generator.edition import Edition
from generator.records import Case, DatedEvent, Instance
from generator.tongue import Tongue
from generator.values import PartialDate


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a court, or an instance that has seen none.

    ``docket`` and ``date`` are None where no source that counts gives them. ``neutral``: the docket number is a neutral
    citation, which names court and year itself. ``pending``: no decision was seen. ``note`` says the status of the dispute, what
    is only reported, and where the decision is told; ``reported`` the middle one alone, “” where nothing is.
    """

    key: str
    name: str
    label: str
    court: str
    jurisdiction: str
    docket: str | None
    neutral: bool
    date: PartialDate | None
    pending: bool
    reported: str
    note: str
    language: str


@dataclass(frozen=True, slots=True)
class Told:
    """The page of this book about the dispute; ``changed`` is the day its record last changed, None where that is not known."""

    key: str
    name: str
    book: str
    url: str
    changed: datetime.date | None
    language: str
    licence: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A dispute as it is cited in one language."""

    case: Case
    decisions: tuple[Decision, ...]
    page: Told


def of(edition: Edition, tongue: Tongue, case: Case) -> Citation:
    """What can be cited of a dispute: the instances that are more than a lead, lowest first; all of them where none is more."""
    code, language = tongue.code, tongue.voice.language
    changed = edition.history.changed.get(PurePosixPath("cases", f"{case.id}.yml"))
    page = Told(
        key=case.id,
        name=line(case.name[code]),
        book=line(tongue.casebook.book.title[code]),
        url=f"{edition.site_url}{code}/{address.url(address.page('case', case.id))}",
        changed=changed.day if changed else None,
        language=language.html,
        licence=tongue.voice.say("cite.licence"),
    )
    every = derived.instances(tongue.casebook, case)
    instances = [one for one in every if not one.lead] or every
    return Citation(case, tuple(one for i in instances for one in _decisions(tongue, case, i, page)), page)


def _decisions(tongue: Tongue, case: Case, instance: Instance, page: Told) -> list[Decision]:
    """The decisions of one instance: one for each judgment whose date is known, else one without a date."""
    book, voice, code = tongue.casebook, tongue.voice, tongue.code
    deciding = [event for event in instance.dates if book.word("events", event.event).decides]
    known = [event for event in deciding if not (event.lead or instance.lead)]
    court = book.get("court", instance.court)
    number_counts = bool(instance.docket) and not (instance.docket_lead or instance.lead)
    number = line(instance.docket or "") if number_counts else None
    grammars = [one for one in book.all("grammar") if one.jurisdiction == court.jurisdiction]
    parsed = docket.read(instance.docket or "", grammars) if number else None
    reported = _reported(tongue, instance, deciding)
    status = voice.say("cite.status", status=book.word("statuses", case.status).name[code], date=voice.date(case.as_of))
    notes = [status, reported, voice.say("cite.told", book=page.book, url=page.url)]
    found = []
    for index, event in enumerate(known or [None], 1):
        label = voice.say(
            "site.label", label=book.word("instance_levels", instance.level).name[code], value=court.name[code]
        )
        found.append(
            Decision(
                key=f"{case.id}:{instance.id}" + (f":{index}" if len(known) > 1 else ""),
                name=page.name,
                label=voice.say("site.label", label=label, value=voice.date(event.date))
                if event and len(known) > 1
                else label,
                court=line(court.name[code]),
                jurisdiction=line(book.word("jurisdictions", court.jurisdiction).name[code]),
                docket=number,
                neutral=parsed is not None and parsed[1].year_of == "decides",
                date=event.date if event else None,
                pending=instance.outcome is None and not deciding,
                reported=reported,
                note=line(" ".join(note for note in notes if note)),
                language=page.language,
            )
        )
    return found


def _reported(tongue: Tongue, instance: Instance, deciding: list[DatedEvent]) -> str:
    """What only one weak source says of an instance, and a citation therefore leaves out."""
    voice, said = tongue.voice, []
    if instance.docket and (instance.docket_lead or instance.lead):
        said.append(instance.docket)
    for event in deciding:
        if event.lead or instance.lead:
            name = tongue.casebook.word("events", event.event).name[tongue.code]
            said.append(voice.say("site.label", label=name, value=voice.date(event.date)))
    parts = [voice.say("cite.lead")] if instance.lead else []
    parts += [voice.say("cite.reported", what=voice.join(said))] if said else []
    return line(" ".join(parts))


def line(value: str) -> str:
    """``value`` on one line, without characters that are no text; what every format can hold."""
    return " ".join("".join(c for c in " ".join(value.split()) if unicodedata.category(c) != "Cc").split())
