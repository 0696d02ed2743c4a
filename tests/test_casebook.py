"""The book links its records both ways, and what follows from them is derived."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import derived
from generator.casebook import Casebook
from generator.edition import tongue
from generator.loading import load
from generator.values import Reference
from tests.conftest import MARKS, read, tiny_edition


def book(root: Path = MARKS) -> Casebook:
    loaded = load(root)
    assert loaded.casebook is not None
    return loaded.casebook


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_typed_fields_and_inline_text_both_make_mentions() -> None:
    assert book().ids_naming("marks-act", "case") == ["fox-v-wolf"]
    wheres = [m.where for m in book().mentioned_by("marks-act", "case")]
    assert ("holdings", 0, "laws", 0) in wheres
    assert ("holdings", 0, "text") in wheres


def test_a_mention_keeps_the_part_it_names() -> None:
    assert {m.target for m in book().mentioned_by("fox-v-wolf", "item")} == {Reference("fox-v-wolf", "too-near")}


def test_a_reference_to_a_part_that_is_not_there_finds_nothing() -> None:
    assert book().find(Reference("marks-act", "5")) is not None
    assert book().find(Reference("marks-act", "7")) is None
    assert book().find(Reference("nobody", "")) is None


def test_authority_is_derived_strongest_first() -> None:
    item = book().get("item", "P1-01")
    assert [(a.kind.id, [g.ref for g in a.grounds]) for a in derived.authorities(book(), item)] == [
        ("rule", ["marks-act#5"]),
        ("decision", ["fox-v-wolf#too-near"]),
    ]


def test_a_ground_that_is_only_served_is_a_practice_suggestion(marks: Path) -> None:
    edit(marks / "docs/checklist/p1.yml", "{ref: marks-act#5}", "{ref: marks-act#5, serves: true}")
    item = book(marks).get("item", "P1-01")
    assert [a.kind.id for a in derived.authorities(book(marks), item)] == ["decision", "practice"]


def test_a_warning_travels_to_what_rests_on_the_decision(marks: Path) -> None:
    refs = ["marks-act#5", "fox-v-wolf#too-near"]
    assert derived.unsettled(book(marks), refs) == []
    edit(marks / "cases/fox-v-wolf.yml", "status: final", "status: open")
    assert [case.id for case in derived.unsettled(book(marks), refs)] == ["fox-v-wolf"]


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ("[{instance: first, result: refused, sources: [J]}]", "EUR 100 claimed, nothing awarded"),
        ("[{instance: first, result: waiting, sources: [J]}]", "EUR 100 claimed (Waiting)"),
        ("[]", "EUR 100 claimed"),
    ],
)
def test_nothing_awarded_is_said_of_a_refused_claim_only(marks: Path, results: str, said: str) -> None:
    edit(
        marks / "docs/vocabulary.yml",
        "claim_results:\n",
        """claim_results:
  - {id: refused, denies: true, name: {en: Refused, de: Abgewiesen}}
  - {id: waiting, name: {en: Waiting, de: Offen}}
""",
    )
    case = marks / "cases/fox-v-wolf.yml"
    text = case.read_text(encoding="utf-8")
    head, _, rest = text.partition("    results:\n")
    tail = rest[rest.index("facts:") :]
    case.write_text(f"{head}    results: {results}\n{tail}", encoding="utf-8")
    edition, _, _ = read(marks)
    assert edition is not None
    speaking = tongue(edition, "en")
    record = speaking.casebook.get("case", "fox-v-wolf")
    [one] = derived.sums(record)
    assert speaking.sum(one, record) == f"First instance: {said}"


def test_a_judgment_that_is_only_a_lead_does_not_date_the_decision(marks: Path) -> None:
    path = marks / "cases/fox-v-wolf.yml"
    edit(
        path,
        "date: 2021-11-30, sources: [J]}",
        "date: 2021-11-30, sources: [J]}\n      - {event: judgment, date: 2021-12-24, sources: [J], lead: true}",
    )
    event = derived.decided(book(marks), book(marks).get("case", "fox-v-wolf"))
    assert event is not None
    assert str(event.date) == "2021-11-30"


def test_a_term_knows_who_uses_it() -> None:
    edition, _ = tiny_edition()
    assert edition.usage.by_term == {"likelihood-of-confusion": [("case", "fox-v-wolf")]}


def test_a_faulty_record_breaks_no_other(marks: Path) -> None:
    (marks / "cases/bad.yml").write_text("id: bad\nname: [\n", encoding="utf-8")
    loaded = load(marks)
    assert loaded.casebook is not None
    assert list(loaded.casebook.records["case"]) == ["fox-v-wolf", "owl-v-fox"]
    assert [problem.code for problem in loaded.problems] == ["syntax"]
