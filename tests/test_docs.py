"""What exists is documented: commands, options, keys, chores."""

from __future__ import annotations

import re
import subprocess

import pytest

from generator.cli import main
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = {"en": README, "zh": (ROOT / "CONTRIBUTING.zh.md").read_text(encoding="utf-8")}
"""Where each language lists the commands. Keys of records and codes of checks are tested beside their words."""
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", GUIDES)
@pytest.mark.parametrize("command", main.commands)
def test_every_command_is_documented_in_both_languages(command: str, language: str) -> None:
    assert f"`casebook {command}" in GUIDES[language]


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
def test_every_option_is_documented_in_both_languages_and_has_a_help_text(option: str) -> None:
    assert [language for language, guide in GUIDES.items() if option not in guide] == []
    for command in (main, *main.commands.values()):
        for parameter in command.params:
            if option in parameter.opts:
                assert getattr(parameter, "help", None)


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
