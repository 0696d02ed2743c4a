"""The calendars, read with icalendar and line by line: what is in them, what they are called, how they are written."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from generator import agenda
from generator.history import Change, History
from tests.conftest import real_edition, tiny_edition
from tests.hostile import SHOWN, hostile_edition


def entries(data: bytes) -> dict[str, Any]:
    found = Calendar.from_ical(data.decode("utf-8")).subcomponents
    named: dict[str, Any] = {str(one["uid"]): one for one in found}
    assert len(named) == len(found)
    return named


def made(language: str) -> bytes:
    edition, where = real_edition()
    return dict(agenda.files(edition, where.site_url))[agenda.file(language)]


def test_the_calendar_of_the_tiny_book_holds_its_judgments_and_its_reviews() -> None:
    edition, where = tiny_edition()
    found = entries(dict(agenda.files(edition, where.site_url))[agenda.file("en")])
    told = {uid: (one.name, str(one["summary"]), (one.get("dtstart") or one["due"]).dt) for uid, one in found.items()}
    day, name = datetime.date, "Owl & Fox “Jars”"
    assert told == {
        "fox-v-wolf/first/judgment/en@marks.example": ("VEVENT", "Fox v Wolf: Judgment", day(2021, 11, 30)),
        "fox-v-wolf/review/en@marks.example": ("VTODO", "Fox v Wolf: look up the status again", day(2023, 1, 31)),
        "owl-v-fox/first/judgment/en@marks.example": ("VEVENT", f"{name}: Judgment", day(2021, 12, 1)),
        "owl-v-fox/review/en@marks.example": ("VTODO", f"{name}: look up the status again", day(2022, 8, 1)),
    }


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_known_day_of_a_hearing_or_judgment_is_in_it_and_every_review(language: str) -> None:
    book = real_edition()[0].casebook
    known = [
        event
        for case in book.all("case")
        for instance in case.instances
        for event in instance.dates
        if event.date.day and event.event in ("heard", "judgment", "fairness-hearing", "judgment-set")
    ]
    rules = [law for law in book.all("law") if law.in_force and law.in_force.day]
    changes = {(law.id, str(entry.date)) for law in book.all("law") for entry in law.dates if entry.date.day}
    found = entries(made(language))
    assert sum(one.name == "VEVENT" for one in found.values()) == len(known) + len(rules) + len(changes)
    assert sum(one.name == "VTODO" for one in found.values()) == len(book.all("case"))


def test_a_month_is_no_day_and_is_left_out() -> None:
    book = real_edition()[0].casebook
    months = {
        f"{case.id}/{instance.id}/{event.event}/en@aigc-casebook.example"
        for case in book.all("case")
        for instance in case.instances
        for event in instance.dates
        if event.event == "judgment" and not event.date.day
    }
    assert months
    assert months & entries(made("en")).keys() == set()


def test_a_rule_is_in_it_on_the_day_it_comes_into_force() -> None:
    found = entries(made("zh"))["prc-genai-interim-measures/in-force/zh@aigc-casebook.example"]
    assert (str(found["summary"]), found["dtstart"].dt) == ("生成式人工智能暂行办法：施行", datetime.date(2023, 8, 15))
    assert str(found["url"]) == "https://aigc-casebook.example/zh/laws/prc-genai-interim-measures/"


def test_what_only_one_weak_source_says_is_called_reported() -> None:
    edition, where = tiny_edition()
    found = entries(dict(agenda.files(edition, where.site_url))[agenda.file("en")])
    assert "reported, not verified" in found["owl-v-fox/first/judgment/en@marks.example"]["description"]
    assert "reported, not verified" not in found["fox-v-wolf/first/judgment/en@marks.example"]["description"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_lines_are_folded_at_75_octets_and_end_as_they_must(language: str) -> None:
    data = made(language)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    for line in data.split(b"\r\n"):
        line.decode("utf-8")


def test_the_stamp_is_the_record_s_last_change_and_no_clock() -> None:
    edition, where = tiny_edition()
    change = Change("a" * 40, 1_600_000_000)
    edition = replace(edition, history=History(change, {}, shallow=True))
    for one in entries(dict(agenda.files(edition, where.site_url))[agenda.file("en")]).values():
        assert one["dtstamp"].dt == datetime.datetime(2020, 9, 13, 12, 26, 40, tzinfo=datetime.UTC)


def test_a_text_that_tries_to_be_more_stays_text(marks: Path) -> None:
    edition, where = hostile_edition(marks)
    data = dict(agenda.files(edition, where.site_url))[agenda.file("en")]
    found = entries(data)
    assert len(found) == 4
    assert found["owl-v-fox/review/en@marks.example"]["summary"] == f"{SHOWN}: look up the status again"
    assert data.count(b"\r\nBEGIN:VEVENT") == 2
