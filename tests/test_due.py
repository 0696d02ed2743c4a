"""What is due: which day each thing falls due, that the calendar says the same, how the list reads, how the command ends."""

from __future__ import annotations

import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from generator import agenda, cli, deadlines, derived, door, find, pages, pictures, reminders
from generator.deadlines import Change, Coming, Planned, Review
from generator.edition import Edition, tongue
from generator.values import PartialDate
from tests.conftest import TODAY, Expect, edition_of, real_edition
from tests.hostile import hostile_edition

DUE = Path(__file__).parent / "due"
HEARING = (
    "    dates:\n      - {event: judgment-set, date: 2026-12-17, sources: [K]}\n    result: {en: Nothing is known yet."
)


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)


def put(book: Path, file: str, old: str, new: str) -> None:
    path = book / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def busy(marks: Path) -> Path:
    """The tiny book with one of each: a review overdue, one far away, an announced judgment, a rule to come."""
    put(marks, "cases/owl-v-fox.yml", "    result: {en: Nothing is known yet.", HEARING)
    put(marks, "cases/fox-v-wolf.yml", "as_of: 2022-01-31", "as_of: 2026-11-24")
    put(marks, "docs/laws/marks-act.yml", "in_force: 2001-05\n", "in_force: 2026-12-01\nas_of: 2026-11-01\n")
    return marks


def casebook(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


def told(edition: Edition) -> list[tuple[str, str, str]]:
    found = deadlines.deadlines(edition.casebook)
    return [(type(one).__name__, deadlines.record(one).id, str(one.date)) for one in found]


def test_all_that_falls_due_in_the_order_of_its_days(busy: Path) -> None:
    assert told(edition_of(busy)[0]) == [
        ("Review", "owl-v-fox", "2022-08-01"),
        ("Coming", "marks-act", "2026-12-01"),
        ("Planned", "owl-v-fox", "2026-12-17"),
        ("Review", "fox-v-wolf", "2027-11-24"),
    ]


def test_a_status_without_a_limit_is_never_due(busy: Path) -> None:
    put(busy, "docs/vocabulary.yml", "review_after: 6, ", "")
    assert ("Review", "owl-v-fox", "2022-08-01") not in told(edition_of(busy)[0])


def test_what_was_looked_up_after_its_day_is_no_longer_due(busy: Path) -> None:
    put(busy, "cases/owl-v-fox.yml", "date: 2026-12-17", "date: 2021-12-17")
    put(busy, "docs/laws/marks-act.yml", "in_force: 2026-12-01", "in_force: 2026-10-31")
    assert [kind for kind, _, _ in told(edition_of(busy)[0])] == ["Review", "Review"]


def test_a_month_is_over_with_its_last_day(busy: Path) -> None:
    put(busy, "docs/laws/marks-act.yml", "in_force: 2026-12-01", "in_force: 2026-12")
    [rule] = [one for one in deadlines.deadlines(edition_of(busy)[0].casebook) if isinstance(one, Coming)]
    assert not deadlines.is_overdue(rule, datetime.date(2026, 12, 31))
    assert deadlines.is_overdue(rule, datetime.date(2027, 1, 1))


CHANGES = """\
dates:
  - {date: 2020-01-01, text: {en: Jars., de: Gläser.}, sources: [ACT]}
  - {date: 2026-12-05, text: {en: Bottles., de: Flaschen.}, sources: [ACT]}
  - {date: 2026-12-05, text: {en: Corks., de: Korken.}, lead: true, sources: [ACT]}
  - {date: 2027-03, text: {en: Labels., de: Etiketten.}, sources: [ACT]}
"""


def test_a_date_in_a_rule_is_due_and_shown_as_long_as_it_was_to_come_at_the_last_look(busy: Path) -> None:
    put(busy, "docs/laws/marks-act.yml", "asks:", f"{CHANGES}asks:")
    edition, where = edition_of(busy)
    due = [one for one in deadlines.deadlines(edition.casebook) if isinstance(one, Change)]
    speaking = tongue(edition, "en")
    assert [(str(one.date), reminders.what(speaking, one)) for one in due] == [
        ("2026-12-05", "5 December 2026: Bottles"),
        ("2026-12-05", "5 December 2026: Corks"),
        ("2027-03", "March 2027: Labels"),
    ]
    entries = {uid: one for uid, one in calendar(edition, where.site_url).items() if uid.startswith("marks-act/20")}
    assert {uid: one.get("status") for uid, one in entries.items()} == {
        "marks-act/2020-01-01/en": None,
        "marks-act/2026-12-05/en": "TENTATIVE",
    }
    assert entries["marks-act/2026-12-05/en"]["description"].startswith("Bottles.\nCorks.\nreported, not verified")
    page = pages.tree(edition, "en")[PurePosixPath("laws/marks-act.md")]
    assert page.count("Still to come on 1 November 2026.") == 3


@pytest.mark.parametrize(
    ("as_of", "months", "due"),
    [
        ("2026-11-24", 6, "2027-05-24"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-02", 6, "2026-08-28"),
        ("2026", 6, "2027-06-30"),
        ("2026-11-24", 12, "2027-11-24"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-24", None, "None"),
    ],
)
def test_a_review_is_due_so_many_months_later_on_a_day_that_exists(as_of: str, months: int | None, due: str) -> None:
    assert str(deadlines.review(PartialDate.parse(as_of), months)) == due


def test_a_number_of_months_that_is_none_is_refused(marks: Path) -> None:
    put(marks, "docs/vocabulary.yml", "review_after: 6", "review_after: 0")
    result = casebook("--root", str(marks), "check")
    assert result.stdout.splitlines()[0] == (
        "docs/vocabulary.yml:19:54: error[wrong-type]: this value is of the wrong kind; a number of months from 1 to 120"
    )


# The calendar and the list


def calendar(edition: Edition, site_url: str) -> dict[str, Any]:
    data = dict(agenda.files(edition, site_url))[agenda.file("en")]
    return {str(one["uid"]).split("@")[0]: one for one in Calendar.from_ical(data.decode("utf-8")).subcomponents}


def day(entry: Any) -> datetime.date:
    found = (entry.get("dtstart") or entry["due"]).dt
    assert isinstance(found, datetime.date)
    return found


@pytest.mark.parametrize("which", ["busy", "real"])
def test_the_calendar_and_the_list_say_the_same(which: str, busy: Path) -> None:
    edition, where = edition_of(busy) if which == "busy" else real_edition()
    book = edition.casebook
    entries = calendar(edition, where.site_url)
    open_ones = {(uid, day(one)) for uid, one in entries.items() if one.name == "VTODO" or "status" in one}
    listed = set()
    for one in deadlines.deadlines(book):
        match one:
            case Review(case=case, date=date):
                listed.add((f"{case.id}/review/en", date.first))
            case Planned(case=case, instance=instance, event=event, date=date) if date.day:
                becomes = book.word("events", event.event).ahead
                number = 1 + sum(
                    (book.word("events", other.event).ahead or other.event) == becomes
                    for other in instance.dates[: instance.dates.index(event)]
                )
                end = f"/{number}" if number > 1 else ""
                listed.add((f"{case.id}/{instance.id}/{becomes}{end}/en", date.first))
            case Coming(law=law, date=date) if date.day:
                listed.add((f"{law.id}/in-force/en", date.first))
            case Change(law=law, date=date) if date.day:
                listed.add((f"{law.id}/{date}/en", date.first))
    assert open_ones == listed
    assert len(listed) >= 2


def test_an_announced_judgment_is_tentative_and_says_so_in_the_calendar(busy: Path) -> None:
    edition, where = edition_of(busy)
    entry = calendar(edition, where.site_url)["owl-v-fox/second/judgment/en"]
    assert (str(entry["status"]), str(entry["summary"])) == ("TENTATIVE", "Owl & Fox “Jars”: Announced judgment")
    assert "announced, not seen to have happened" in entry["description"]


def test_the_entry_keeps_its_name_when_the_judgment_has_come(busy: Path) -> None:
    put(busy, "cases/owl-v-fox.yml", "judgment-set, date: 2026-12-17", "judgment, date: 2026-11-20")
    put(busy, "cases/owl-v-fox.yml", "as_of: 2022-02-01", "as_of: 2026-11-24")
    edition, where = edition_of(busy)
    assert "status" not in calendar(edition, where.site_url)["owl-v-fox/second/judgment/en"]


# A planned event on the pages


def test_a_planned_event_is_shown_as_planned_and_decides_nothing(busy: Path) -> None:
    edition, _ = edition_of(busy)
    book, case = edition.casebook, edition.casebook.get("case", "owl-v-fox")
    made = {str(path): text for path, text in pages.tree(edition, "en").items()}
    said = "Announced judgment: 17 December 2026 (announced, not seen to have happened)"
    assert said in made["cases/owl-v-fox.md"]
    assert said in made["side-by-side/owl-v-fox.md"]
    assert said in made["pictures.md"]
    assert "Comes into force" in made["laws/marks-act.md"]
    assert "In force since" not in made["laws/marks-act.md"]
    decided = derived.decided(book, case)
    assert decided is not None
    assert str(decided.date) == "2021-12-01"
    assert [one.id for one in derived.newest_first(book)] == ["owl-v-fox", "fox-v-wolf"]


def test_a_planned_event_alone_does_not_make_a_decision_the_newest(busy: Path) -> None:
    put(busy, "cases/owl-v-fox.yml", "event: judgment, date: 2021-12-01", "event: judgment-set, date: 2026-12-01")
    book = edition_of(busy)[0].casebook
    assert [one.id for one in derived.newest_first(book)] == ["fox-v-wolf", "owl-v-fox"]
    assert derived.decided(book, book.get("case", "owl-v-fox")) is None


@pytest.mark.parametrize("date", ["2031-12-17", "2022-05-01", "2022-02-02"])
def test_on_the_timeline_no_bar_joint_or_arrow_reaches_it(busy: Path, date: str) -> None:
    put(busy, "cases/owl-v-fox.yml", "date: 2026-12-17", f"date: {date}")
    edition, _ = edition_of(busy)
    page = pictures.page(tongue(edition, "en"))
    assert page.values["years"] == (2021, max(2026, int(date[:4])))
    [(_, disputes, rules)] = page.values["groups"]
    for drawing in disputes.drawings:
        [row] = [row for row in drawing.rows if "owl" in row.href]
        [planned] = [mark for mark in row.track.marks if mark.kind == "planned"]
        reached = [end for line in (*row.track.bars, *row.track.joints, row.track.arrow or (0, 0)) for end in line]
        assert max(reached) < planned.x
    assert {mark.kind for row in rules.drawings[0].rows for mark in row.track.marks} == {"coming"}


def test_the_find_page_finds_it_by_its_date(busy: Path) -> None:
    edition, _ = edition_of(busy)
    made = b"".join(find.files(edition).values())
    assert b"17 December 2026" in made


# The list


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("text.txt", []),
        ("text.de.txt", ["--lang", "de"]),
        ("strict.txt", ["--strict"]),
        ("github.txt", ["--format", "github"]),
        ("list.json", ["--format", "json"]),
        ("list.md", ["--format", "markdown"]),
        ("list.de.md", ["--format", "markdown", "--lang", "de"]),
        ("soon.md", ["--format", "markdown", "--within", "10"]),
    ],
)
def test_the_list_reads_like_this(name: str, arguments: list[str], busy: Path, expect: Expect) -> None:
    result = casebook("--root", str(busy), "due", *arguments)
    assert result.exit_code == ("--strict" in arguments)
    expect(DUE / name, result.stdout)


NOTHING = "Nothing is due by 24 November 2026.\n"


@pytest.mark.parametrize(
    ("form", "shown", "told"), [("text", "", NOTHING), ("markdown", "", NOTHING), ("json", "[]\n", "")]
)
def test_nothing_due_is_one_sentence_and_no_fault(marks: Path, form: str, shown: str, told: str) -> None:
    for case in ("fox-v-wolf", "owl-v-fox"):
        path = marks / f"cases/{case}.yml"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(
            "".join("as_of: 2026-11-24\n" if line[:5] == "as_of" else line for line in lines), encoding="utf-8"
        )
    result = casebook("--root", str(marks), "due", "--within", "0", "--strict", "--format", form)
    assert (result.exit_code, result.stdout, result.stderr) == (0, shown, told)


def test_what_is_near_is_not_overdue(busy: Path) -> None:
    put(busy, "cases/owl-v-fox.yml", "as_of: 2022-02-01", "as_of: 2026-11-24")
    result = casebook("--root", str(busy), "due", "--strict")
    assert (result.exit_code, result.stderr) == (0, "\n2 things due, 0 overdue\n")


@pytest.mark.parametrize(("within", "kinds"), [(22, ["Coming"]), (23, ["Coming", "Planned"])])
def test_the_last_day_that_is_looked_ahead_to_belongs_to_the_list(busy: Path, within: int, kinds: list[str]) -> None:
    put(busy, "cases/owl-v-fox.yml", "as_of: 2022-02-01", "as_of: 2026-11-24")
    found = deadlines.due(edition_of(busy)[0].casebook, TODAY, within)
    assert [type(one).__name__ for one in found] == kinds


def test_a_language_that_the_book_has_not_is_refused(marks: Path) -> None:
    result = casebook("--root", str(marks), "due", "--lang", "fr")
    assert (result.exit_code, result.stderr) == (2, "Error: “fr” is not a language of this book; one of en, de\n")


def test_a_name_that_tries_to_be_more_stays_text_in_an_issue(marks: Path) -> None:
    edition, _ = hostile_edition(marks)
    speaking = tongue(edition, "en")
    found = deadlines.due(edition.casebook, TODAY, 30)
    text = reminders.markdown(speaking, found, TODAY, 30, edition.edit_url)
    assert "<script" not in text
    assert "[a](b)" not in text
    assert len([line for line in text.splitlines() if line.startswith("- [ ]")]) == 2


def test_an_issue_names_nobody_and_links_no_number(marks: Path) -> None:
    put(marks, "cases/owl-v-fox.yml", 'en: "Owl & Fox “Jars”"', "en: 'Owl @octocat #12'")
    edition, _ = edition_of(marks)
    text = reminders.markdown(tongue(edition, "en"), deadlines.due(edition.casebook, TODAY, 30), TODAY, 30, "")
    assert "@octocat" not in text
    assert "#12" not in text
    assert "octocat" in text


def test_every_status_of_the_real_book_has_its_limit_and_what_goes_on_is_looked_up_sooner() -> None:
    statuses = real_edition()[0].casebook.vocabulary["statuses"].values()
    limits = {word.goes_on: word.review_after for word in statuses}
    assert all(word.review_after for word in statuses)
    assert (limits[True] or 0) < (limits[False] or 0)
