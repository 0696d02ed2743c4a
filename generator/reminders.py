"""What is due, as an editor reads it in a terminal or in an issue, in a language of the book, and as a program reads it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from generator import deadlines, escape
from generator.deadlines import Change, Coming, Deadline, Planned, Review
from generator.problems import Problem, Said, said
from generator.reference import Law
from generator.tongue import Tongue

CODES = {Review: "due-review", Planned: "due-planned", Coming: "due-coming", Change: "due-change"}


def what(tongue: Tongue, deadline: Deadline) -> str:
    """What is the matter, in one sentence without a full stop."""
    code, voice, book = tongue.code, tongue.voice, tongue.casebook
    match deadline:
        case Review(case=case):
            status = book.word("statuses", case.status).name[code]
            return voice.say("due.review", status=status, date=voice.date(case.as_of))
        case Planned(instance=instance, event=event):
            return voice.say("due.event", event=tongue.event(event), court=book.get("court", instance.court).name[code])
        case Coming(law=law):
            assert law.as_of is not None
            return voice.say("due.rule", date=voice.date(deadline.date), looked=voice.date(law.as_of))
        case Change(entry=entry):
            told = voice.say("site.label", label=voice.date(entry.date), value=tongue.plain(entry.text))
            return told.rstrip(".。")


def todo(tongue: Tongue, deadline: Deadline) -> str:
    """What an editor does about it, in one sentence without a full stop."""
    say = tongue.voice.say
    match deadline:
        case Review():
            return say("due.review_do")
        case Planned(event=event):
            becomes = tongue.casebook.word("events", event.event).ahead
            return say("due.event_do", word=event.event, becomes=becomes)
        case Coming() | Change():
            return say("due.rule_do")


def problems(tongue: Tongue, found: Iterable[Deadline], today: datetime.date, strict: bool) -> list[Problem]:
    """The list as warnings at the dates they follow from, in its order; what is overdue is an error if ``strict``."""
    sources = {
        located.source.path: located.source for kind in tongue.casebook.records.values() for located in kind.values()
    }
    say, voice = tongue.voice.say, tongue.voice
    return [
        Problem(
            one.at,
            _said(
                one,
                say("site.label", label=_name(tongue, one), value=what(tongue, one)),
                todo(tongue, one),
                say("due.on", date=voice.date(one.date)),
            ),
            sources[one.at.path].line(one.at.line),
            "error" if strict and deadlines.is_overdue(one, today) else "warning",
        )
        for one in found
    ]


def _said(deadline: Deadline, matter: str, task: str, day: str) -> Said:
    """The three parts of a problem, in the book's words."""
    match deadline:
        case Review():
            return said("due-review", matter=matter, task=task, day=day)
        case Planned():
            return said("due-planned", matter=matter, task=task, day=day)
        case Coming():
            return said("due-coming", matter=matter, task=task, day=day)
        case Change():
            return said("due-change", matter=matter, task=task, day=day)


def as_json(tongue: Tongue, found: Iterable[Deadline], today: datetime.date) -> str:
    """One JSON array; ``date`` is as precise as it is known, ``days`` are left until its last day, below nought when overdue."""
    return json.dumps(
        [
            {
                "code": CODES[type(one)],
                "record": deadlines.record(one).id,
                "path": str(one.at.path),
                "line": one.at.line,
                "column": one.at.column,
                "date": str(one.date),
                "days": (one.date.last - today).days,
                "overdue": deadlines.is_overdue(one, today),
                "message": what(tongue, one),
                "expected": todo(tongue, one),
            }
            for one in found
        ],
        ensure_ascii=False,
        indent=1,
    )


def nothing(tongue: Tongue, today: datetime.date, within: int) -> str:
    """That nothing falls due until then."""
    return tongue.voice.say("due.none", date=tongue.voice.day(today + datetime.timedelta(days=within)))


def markdown(tongue: Tongue, found: Sequence[Deadline], today: datetime.date, within: int, edit_url: str) -> str:
    """A text for an issue: what is overdue, then what falls due, each entry a box to tick with a link to its file."""
    say, voice = tongue.voice.say, tongue.voice
    until = voice.day(today + datetime.timedelta(days=within))
    late = [one for one in found if deadlines.is_overdue(one, today)]
    soon = [one for one in found if not deadlines.is_overdue(one, today)]
    title = say("due.title", date=until)
    parts = [f"# {_plain(title)}"]
    for heading, group in ((say("due.overdue"), late), (say("due.soon", date=until), soon)):
        if group:
            parts.append(f"## {_plain(heading)}")
            parts.append("\n".join(_entry(tongue, one, edit_url) for one in group))
    return "\n\n".join(parts)


def _entry(tongue: Tongue, one: Deadline, edit_url: str) -> str:
    say = tongue.voice.say
    sentence = say("due.item", what=what(tongue, one), do=todo(tongue, one))
    name, day = _plain(_name(tongue, one)), say("due.on", date=tongue.voice.date(one.date))
    place = f"{one.at.path}:{one.at.line}"
    linked = f"[{name}](<{edit_url}{quote(str(one.at.path))}>)" if edit_url else f"{name} ({_plain(place)})"
    return f"- [ ] **{_plain(day)}** {linked}  \n  {_plain(sentence)}"


def _name(tongue: Tongue, one: Deadline) -> str:
    found = deadlines.record(one)
    return (found.short if isinstance(found, Law) else found.name)[tongue.code]


def _plain(text: str) -> str:
    """Text that stays text in an issue: no mark of Markdown or HTML, and nobody named and no number linked by it."""
    broken = text.replace("@", "@\u200b").replace("#", "#\u200b")
    return str(escape.text(broken))
