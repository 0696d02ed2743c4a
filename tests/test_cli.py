"""The command line: what it prints, where, and how it leaves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import cli, door
from generator.checks import CODES
from tests.conftest import PAGES, ROOT, TEMPLATES, TODAY


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("LC_ALL", "C")


def casebook(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


def break_case(marks: Path) -> Path:
    path = marks / "cases/fox-v-wolf.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("status: final", "status: finall"), encoding="utf-8")
    return path


REPORT = """\
cases/fox-v-wolf.yml:5:9: error[unknown-word]: “finall” is not among the statuses; one of final, open; did you mean “final”?
5 | status: finall
  |         ^
"""

SUMMARY = """
1 problem in 1 file

unknown-word: A controlled word is in its vocabulary. More: casebook explain unknown-word
"""


def test_a_good_book_has_no_problems(marks: Path) -> None:
    result = casebook("--root", str(marks), "check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no problems\n")


def test_problems_are_printed_and_the_exit_code_is_one(marks: Path) -> None:
    break_case(marks)
    result = casebook("--root", str(marks), "check")
    assert (result.exit_code, result.stdout, result.stderr) == (1, REPORT, SUMMARY)


@pytest.mark.parametrize("command", ["render", "build"])
def test_nothing_is_made_of_a_book_with_problems(marks: Path, command: str) -> None:
    break_case(marks)
    result = casebook("--root", str(marks), command)
    assert (result.exit_code, result.stdout) == (1, REPORT)
    assert not (marks / "build").exists()
    assert not (marks / "site").exists()


@pytest.mark.parametrize("command", ["render", "build"])
def test_a_fault_in_a_template_is_told_with_its_place(
    marks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    (templates / "pages/about.md.j2").write_text("# About\n{% if %}\n", encoding="utf-8")
    monkeypatch.setattr(door, "TEMPLATES", templates)
    result = casebook("--root", str(marks), command)
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    assert f"{templates}/pages/about.md.j2:2: error[template]: " in result.stderr


def test_a_check_can_be_limited_to_files_and_folders(marks: Path) -> None:
    path = break_case(marks)
    assert casebook("--root", str(marks), "check", str(marks / "docs")).exit_code == 0
    assert casebook("--root", str(marks), "check", str(path)).stdout == REPORT
    assert casebook("--root", str(marks), "check", str(marks / "docs"), str(marks / "cases")).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nowhere.yml"], "there is no file or folder “nowhere.yml”"),
        (["check", "/"], "“/” is not in the book at"),
        (["chekc"], "No such command 'chekc'."),
        (["check", "--formt"], "No such option '--formt'. Did you mean '--format'?"),
        (["explain", "unknown-wrd"], "there is no check “unknown-wrd”; did you mean “unknown-word”?"),
        (["explain", "x"], "there is no check “x”; casebook explain without a code lists all of them"),
        (["--lang", "zh", "explain", "unknown-wrd"], "没有“unknown-wrd”这一校验代码；是否应为“unknown-word”？"),
    ],
)
def test_a_slip_in_the_command_is_a_usage_error(marks: Path, arguments: list[str], message: str) -> None:
    result = casebook("--root", str(marks), *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_root_that_is_not_there_is_a_usage_error() -> None:
    result = casebook("--root", "nowhere", "check")
    assert result.exit_code == 2
    assert "Directory 'nowhere' does not exist." in result.stderr


def test_a_folder_without_a_book_says_what_is_missing(tmp_path: Path) -> None:
    result = casebook("--root", str(tmp_path), "check")
    assert result.exit_code == 1
    assert (
        result.stdout
        == "\n\n".join(
            f"{name}:1:1: error[missing-file]: this file is missing; every book has one; is the root right?"
            for name in ("docs/book.yml", "docs/vocabulary.yml", "mkdocs.yml")
        )
        + "\n"
    )


def test_every_code_is_listed_with_its_rule() -> None:
    lines = casebook("explain").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(CODES)
    assert lines[0] == "encoding                 A file is UTF-8 text."


def test_render_says_what_it_did(marks: Path) -> None:
    result = casebook("--root", str(marks), "render")
    assert result.exit_code == 0
    assert result.stderr == f"build/en ({PAGES}), build/de ({PAGES}): {2 * PAGES + 4} files written, 0 removed\n"
    assert (
        casebook("--root", str(marks), "render").stderr
        == f"build/en ({PAGES}), build/de ({PAGES}): 0 files written, 0 removed\n"
    )


@pytest.mark.site
def test_a_fault_stops_the_build_and_the_good_site_stays(marks: Path) -> None:
    assert casebook("--root", str(marks), "build").exit_code == 0
    site = {path: path.read_bytes() for path in (marks / "site").rglob("*") if path.is_file()}
    break_case(marks)
    assert casebook("--root", str(marks), "build").exit_code == 1
    assert {path: path.read_bytes() for path in (marks / "site").rglob("*") if path.is_file()} == site


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "generator", "--help"], capture_output=True, text=True, check=True)
    for command in cli.main.commands:
        assert f"\n  {command} " in done.stdout


@pytest.mark.parametrize(
    ("github", "start"), [("true", "::error file=cases/"), ("", "cases/fox-v-wolf.yml:5:9: error")]
)
def test_problems_are_annotations_in_a_workflow_of_github_and_text_elsewhere(
    marks: Path, monkeypatch: pytest.MonkeyPatch, github: str, start: str
) -> None:
    break_case(marks)
    monkeypatch.setenv("GITHUB_ACTIONS", github)
    assert casebook("--root", str(marks), "check").stdout.startswith(start)


def test_every_module_of_a_command_is_a_command() -> None:
    modules = {path.stem for path in (ROOT / "generator/commands").glob("*.py")} - {"__init__"}
    assert modules == set(cli.NAMES)
    assert [command.name for command in cli.main.commands.values()] == list(cli.NAMES)


def test_a_check_imports_nothing_that_only_makes_pages() -> None:
    heavy = "{'mkdocs', 'typst', 'pikepdf', 'xlsxwriter', 'icalendar', 'lxml'}"
    program = f"import sys; from generator import cli; cli.main.commands['check']; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
