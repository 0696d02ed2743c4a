"""One fault never hides another."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from pydantic import ValidationError

from generator.reading import WRONG_TYPES, leaves, read_record
from generator.records import Case
from generator.reference import Court
from generator.source import Source, read
from generator.values import Inline, To, Words
from tests.conftest import MARKS

PATH = PurePosixPath("docs/courts.yml")


def source(text: str) -> Source:
    parsed, problems = read(PATH, text.encode())
    assert problems == []
    return parsed


def test_every_fault_is_reported_and_the_rest_is_kept() -> None:
    text = "id: a b\njurisdiction: xx\nlevel: [x]\nname: {en: A, de: A}\nseat: Town\nnotee: x\n"
    located, problems = read_record(source(text), (), Court)
    assert [(p.location.line, p.code) for p in sorted(problems)] == [
        (1, "wrong-id"),
        (3, "wrong-type"),
        (5, "wrong-type"),
        (6, "unknown-key"),
    ]
    assert located is not None
    assert not located.whole
    assert located.record.jurisdiction == "xx"
    assert located.record.level is None


def test_a_faulty_entry_is_left_out_and_its_neighbours_keep_their_places() -> None:
    text = (MARKS / "cases/fox-v-wolf.yml").read_text(encoding="utf-8")
    text = text.replace("- {event: docketed, date: 2021-02-01, sources: [J]}", "- {event: docketed, sources: [J]}")
    located, problems = read_record(source(text), (), Case)
    assert [p.code for p in problems] == ["missing-key"]
    assert located is not None
    assert located.whole
    [event] = located.record.instances[0].dates
    assert event.event == "judgment"
    assert located.location("instances", 0, "dates", 0).line == 31


def test_a_record_is_frozen() -> None:
    located, _ = read_record(source("id: a\njurisdiction: x\nlevel: y\nname: {en: A}\nseat: {en: B}\n"), (), Court)
    assert located is not None
    with pytest.raises(ValidationError):
        located.record.id = "b"


def test_every_marked_part_is_found_with_its_path() -> None:
    text = (MARKS / "cases/fox-v-wolf.yml").read_text(encoding="utf-8")
    parsed = source(text)
    assert parsed.root is not None
    found = {leaf.path: leaf.mark for leaf in leaves(parsed.root, Case)}
    assert found[("name",)] == Words()
    assert found[("holdings", 0, "text")] == Inline()
    assert found[("holdings", 0, "laws", 0)] == To("law")
    assert found[("claims", 0, "results", 0, "instance")] == To("instance")


def test_messages_do_not_come_from_the_library() -> None:
    assert {what.key.partition(".")[0] for what in WRONG_TYPES.values()} == {"wrong-type"}
