"""What stands ready for editors and before a commit: it names what is there, and its commands pass, and fail on a fault."""

from __future__ import annotations

import configparser
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from generator import cli, editor_schema, fields
from tests.conftest import ROOT, change

HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][
    0
]["hooks"]


def run(hook: dict[str, Any], folder: Path) -> int:
    """A hook's own command with this Python, as pre-commit starts it: in the folder, without a shell."""
    command = shlex.split(hook["entry"])
    assert command[0] == ".venv/bin/python"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GITHUB_ACTIONS": ""}
    return subprocess.run(
        [sys.executable, *command[1:]], cwd=folder, env=environment, capture_output=True, check=False
    ).returncode


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_every_hook_passes_here_and_fetches_nothing(hook: dict[str, Any]) -> None:
    assert hook["language"] == "system" and hook["pass_filenames"] is False
    assert run(hook, ROOT) == 0


@pytest.mark.parametrize(
    ("id_", "edit"),
    [
        ("casebook-check", {"file": "cases/fox-v-wolf.yml", "replace": "status: final", "with": "status: finall"}),
        ("casebook-schema", {"file": ".vscode/schemas/case.json", "replace": '"final"', "with": '"finall"'}),
        ("ruff-check", {"file": "slip.py", "write": "import os\n"}),
        ("ruff-format", {"file": "slip.py", "write": "a  = 1\n"}),
    ],
)
def test_every_hook_fails_on_a_fault(id_: str, edit: dict[str, str], marks: Path, tmp_path: Path) -> None:
    assert {hook["id"] for hook in HOOKS} == {"casebook-check", "casebook-schema", "ruff-check", "ruff-format"}
    (tmp_path / "edits.yml").write_text(json.dumps([edit]), encoding="utf-8")
    change(marks, tmp_path / "edits.yml")
    hook = next(hook for hook in HOOKS if hook["id"] == id_)
    assert run(hook, marks) == 1


def test_a_new_file_without_its_line_finds_its_schema_by_its_place() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"] == {
        f"./{editor_schema.file(kind.name)}": kind.pattern for kind in fields.KINDS.values()
    }
    advised = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))
    assert "redhat.vscode-yaml" in advised["recommendations"]


def test_files_are_as_editors_are_told_to_write_them() -> None:
    told = configparser.ConfigParser()
    told.read_string("[head]\n" + (ROOT / ".editorconfig").read_text(encoding="utf-8"))
    assert dict(told["*"])["end_of_line"] == "lf"
    listed = subprocess.run(
        ["git", "ls-files", "*.yml", "generator/*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [
        ROOT / name
        for name in listed.stdout.splitlines()
        if not name.startswith("tests/") or name.startswith("tests/books/")
    ]
    assert len(files) > 150
    for path in files:
        data = path.read_bytes()
        assert b"\r" not in data and b"\t" not in data and data.endswith(b"\n"), path


def schema(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


def test_the_command_writes_only_what_is_not_as_it_should_be(marks: Path) -> None:
    result = schema("--root", str(marks), "schema")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "the schemas are up to date\n")
    text = (marks / "cases/fox-v-wolf.yml").read_text(encoding="utf-8")
    (marks / "cases/fox-v-wolf.yml").write_text(text.partition("\n")[2], encoding="utf-8")
    (marks / ".vscode/schemas/case.json").unlink()
    (marks / ".vscode/schemas/old.json").write_text("{}")
    result = schema("--root", str(marks), "schema")
    assert sorted(result.stdout.splitlines()) == [
        ".vscode/schemas/case.json",
        ".vscode/schemas/old.json",
        "cases/fox-v-wolf.yml",
    ]
    assert result.stderr == "3 files written\n"
    assert (marks / "cases/fox-v-wolf.yml").read_text(encoding="utf-8") == text
    assert not (marks / ".vscode/schemas/old.json").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "docs/vocabulary.yml",
            "name: {en: Final,",
            "name: {en: Over,",
            ".vscode/schemas/case.json:1:1: error[schema-outdated]: this schema is not what the types",
        ),
        (
            "docs/words/en.yml",
            "\n",
            "\nfield:\n  Court:\n    id: Its name.\n",
            ".vscode/schemas/court.json:1:1: error[schema-outdated]: this schema is not what the types",
        ),
        (
            "cases/fox-v-wolf.yml",
            "case.json",
            "law.json",
            "cases/fox-v-wolf.yml:1:1: error[schema-line]: the first line does not lead editors to the schema of this file",
        ),
    ],
)
def test_check_says_what_is_out_of_date_and_writes_nothing(
    file: str, old: str, new: str, said: str, marks: Path
) -> None:
    text = (marks / file).read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new) if old != "\n" else text.rstrip("\n") + new
    (marks / file).write_text(text, encoding="utf-8")
    result = schema("--root", str(marks), "schema", "--check", "--format", "text")
    assert result.exit_code == 1
    assert result.stdout.startswith(said)
    assert "run “casebook schema”" in result.stdout
    assert schema("--root", str(marks), "schema", "--check").exit_code == 1


def test_a_book_whose_words_cannot_be_read_is_refused_with_the_reason(marks: Path) -> None:
    (marks / "docs/vocabulary.yml").write_text("statuses: [\n", encoding="utf-8")
    result = schema("--root", str(marks), "schema", "--format", "text")
    assert result.exit_code == 1
    assert "docs/vocabulary.yml:" in result.stdout and "error[syntax]" in result.stdout


def test_a_record_with_problems_does_not_keep_the_help_from_being_written(marks: Path) -> None:
    path = marks / "cases/fox-v-wolf.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("status: final", "status: finall"), encoding="utf-8")
    assert schema("--root", str(marks), "schema").exit_code == 0
