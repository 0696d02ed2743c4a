"""Problems in each form: for people, for programs, for GitHub."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

from generator.problems import Location, Problem, said
from generator.reports import report
from tests.conftest import ENGLISH

ONE = Problem(
    Location(PurePosixPath("cases/a,b.yml"), 3, 7),
    said("unknown-word", word="100%: x\nis not\ra word", vocabulary="rights", known=("a", "b"), close=""),
    source_line="如果x: 1",
)
TWO = Problem(Location(PurePosixPath("docs/x.yml")), said("tag", tag="::error::no"), severity="warning")


def test_text_shows_the_line_with_a_caret_under_the_column() -> None:
    assert report([ONE], "text", ENGLISH).endswith("3 | 如果x: 1\n  | 　　    ^")
    assert report([TWO], "text", ENGLISH) == (
        "docs/x.yml:1:1: warning[tag]: “::error::no” is a YAML tag; remove it; every value is read as text"
    )


def test_json_holds_every_problem_and_is_an_array_even_of_none() -> None:
    assert json.loads(report([], "json", ENGLISH)) == []
    first, second = json.loads(report([ONE, TWO], "json", ENGLISH))
    assert first == {
        "path": "cases/a,b.yml",
        "line": 3,
        "column": 7,
        "severity": "error",
        "code": "unknown-word",
        "message": "“100%: x\nis not\ra word” is not among the rights",
        "expected": "one of a, b",
        "hint": "",
    }
    assert (second["severity"], second["hint"]) == ("warning", "")


def test_for_github_a_text_can_be_no_command_of_its_own() -> None:
    assert report([ONE, TWO], "github", ENGLISH).splitlines() == [
        "::error file=cases/a%2Cb.yml,line=3,col=7,title=unknown-word::"
        "“100%25: x%0Ais not%0Da word” is not among the rights%0Aone of a, b",
        "::warning file=docs/x.yml,line=1,col=1,title=tag::"
        "“::error::no” is a YAML tag%0Aremove it; every value is read as text",
    ]
