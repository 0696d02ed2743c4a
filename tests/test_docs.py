"""What exists is documented: commands, options, keys, chores."""

from __future__ import annotations

import re
import subprocess

import pytest

from generator.cli import main
from generator.questions import Answer, Question
from generator.records import (
    Case,
    Claim,
    ClaimResult,
    DatedEvent,
    FactorFinding,
    Holding,
    Instance,
    Lesson,
    Party,
    Relation,
    Source,
    Step,
    Verification,
)
from generator.reference import GroundOf, Item, ItemRole
from generator.values import Money, Record
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("CONTRIBUTING.md", "CONTRIBUTING.zh.md")}
RECORDS = (
    Case,
    Party,
    Instance,
    DatedEvent,
    Claim,
    ClaimResult,
    Money,
    Step,
    Holding,
    FactorFinding,
    Lesson,
    Relation,
    Source,
    Verification,
    Question,
    Answer,
    Item,
    ItemRole,
    GroundOf,
)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", main.commands)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`casebook {command}" in README


@pytest.mark.parametrize(
    "option",
    [
        option
        for command in (main, *main.commands.values())
        for p in command.params
        for option in p.opts
        if option[:2] == "--"
    ],
)
def test_every_option_is_in_the_readme_and_has_a_help_text(option: str) -> None:
    assert option in README
    for command in (main, *main.commands.values()):
        for parameter in command.params:
            if option in parameter.opts:
                assert getattr(parameter, "help", None)


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_of_a_record_is_in_both_guides(record: type[Record], guide: str) -> None:
    assert [key for key in record.model_fields if f"`{key}`" not in GUIDES[guide]] == []


def test_every_chore_has_a_line_in_the_help() -> None:
    targets = re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)
    shown = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.split()[0] for line in shown.splitlines()] == targets
    assert len(targets) >= 10


def test_the_readme_names_the_two_commands_that_ci_runs() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8").strip().splitlines()
    assert script[-2:] == ["make test", "make site"]
    assert re.findall(r"^(make \w+) ", README, re.MULTILINE) == ["make site", "make test"]


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needs = re.findall(r'^    "[\w.-]+(?:\[\w+\])?[<>=][^"]*",(.*)$', text, re.MULTILINE)
    assert len(needs) > 15
    assert [line for line in needs if not re.match(r"\s+# \w.{10,}", line)] == []
