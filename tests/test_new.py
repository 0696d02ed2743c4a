"""``casebook new``: what it writes from options, from answers and from an issue form, and what it refuses."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path, PurePosixPath
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from generator import checks, cli, door, draft, drafting, issue, words
from generator.loading import load
from generator.proposal import Unfit, propose
from generator.values import UNFINISHED
from tests.conftest import CHARACTERS, ROOT, TODAY, Expect, change, real_edition

HERE = Path(__file__).parent
NEW = sorted(path for path in (HERE / "new").iterdir() if path.is_dir())
ISSUES = sorted(path for path in (HERE / "issues").iterdir() if path.is_dir())
FORMS = ROOT / ".github/ISSUE_TEMPLATE"


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def casebook(root: Path, *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli.main, ["--root", str(root), *arguments], input=typed)


def files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def told(result: Result, root: Path, before: dict[Path, bytes]) -> str:
    """How the command left, what it printed, and every file it wrote."""
    after = files(root)
    assert {path: after.get(path) for path in before} == before, "a file that was there has changed"
    written = "".join(
        f"=== {path.relative_to(root)}\n{data.decode()}" for path, data in sorted(after.items()) if path not in before
    )
    return f"exit {result.exit_code}\n--- printed\n{result.stdout}--- told\n{result.stderr}{written}"


def codes(root: Path) -> set[str]:
    """What is wrong with the book: in a draft, nothing but that something is still to be written."""
    return {problem.code for problem in checks.run(load(root), TODAY, CHARACTERS)}


@pytest.mark.parametrize("fixture", NEW, ids=lambda path: path.name)
def test_the_command_leaves_writes_and_says_exactly_this(fixture: Path, marks: Path, expect: Expect) -> None:
    if (fixture / "edits.yml").is_file():
        change(marks, fixture / "edits.yml")
    typed = (fixture / "typed.txt").read_text() if (fixture / "typed.txt").is_file() else None
    before = files(marks)
    arguments = shlex.split((fixture / "options.txt").read_text())
    result = casebook(marks, "new", *arguments, typed=typed)
    expect(fixture / "expected.txt", told(result, marks, before))
    if files(marks) != before:
        assert codes(marks) == {"unfinished"}


@pytest.mark.parametrize("fixture", ISSUES, ids=lambda path: path.name)
def test_an_issue_becomes_a_draft_or_problems_with_their_place(fixture: Path, marks: Path, expect: Expect) -> None:
    body = marks / "issue.md"
    body.write_bytes((fixture / "issue.md").read_bytes())
    before = files(marks)
    expect(fixture / "expected.txt", told(casebook(marks, "new", "--from-issue", str(body)), marks, before))
    if files(marks) != before:
        assert codes(marks) == {"unfinished"} | ({"html"} if "html" in fixture.name else set())


def test_an_issue_that_is_too_long_or_not_there_is_refused(marks: Path) -> None:
    (marks / "issue.md").write_text("x" * 100_001)
    result = casebook(marks, "new", "--from-issue", str(marks / "issue.md"))
    assert (result.exit_code, result.stdout) == (
        1,
        "issue.md:1:1: error[issue]: this has 100001 bytes; at most 100000\n",
    )
    result = casebook(marks, "new", "--from-issue", "nowhere.md")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: “nowhere.md” cannot be read: there is no such file or folder\n",
    )


def test_there_are_fixtures_of_every_kind() -> None:
    assert len(NEW) >= 10
    assert len(ISSUES) >= 8
    for folder in (NEW, ISSUES):
        left = {(path / "expected.txt").read_text().split("\n")[0] for path in folder}
        assert {"exit 0", "exit 1"} <= left


@pytest.mark.parametrize(
    "option",
    [
        ("--name", "Hare\u202e"),
        ("--docket", "EX 8 \u202e"),
        ("--decided", "2020\u202e"),
        ("--short", "h\u202e"),
        ("--party", "plaintiff=Hare\u202e"),
        ("--source", "https://example.org/\u202e"),
    ],
)
def test_an_invisible_character_is_refused_wherever_it_is_given(marks: Path, option: tuple[str, str]) -> None:
    before = files(marks)
    result = casebook(marks, "new", "--name", "de=Hase", *option)
    shown = option[1].rpartition("=")[2].replace("\u202e", "\ufffd")
    said = f"an invisible character (RIGHT-TO-LEFT OVERRIDE) stands in “{shown}”; remove it, it is not text"
    assert told(result, marks, before) == f"exit 2\n--- printed\n--- told\nError: {said}\n"


def test_a_file_is_never_written_over(marks: Path) -> None:
    target = marks / "cases/xx-hare.yml"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        draft.save(target, "other")
    assert [path.name for path in target.parent.iterdir() if path.name.startswith(".")] == []
    assert target.read_text() == "mine"


def test_leaving_in_the_middle_leaves_nothing(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(marks)

    def leave(*_: Any, **__: Any) -> str:
        raise click.Abort

    assert casebook(marks, "new", typed="EX 7 N 2022\n").exit_code == 1
    monkeypatch.setattr(click, "prompt", leave)
    assert casebook(marks, "new").exit_code == 1
    assert files(marks) == before


def test_a_file_system_without_second_names_will_do(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(*_: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", without)
    draft.save(marks / "cases/hare.yml", "a: b\n")
    assert (marks / "cases/hare.yml").read_text() == "a: b\n"
    with pytest.raises(FileExistsError):
        draft.save(marks / "cases/hare.yml", "c: d\n")
    assert [path.name for path in (marks / "cases").iterdir() if path.name.startswith(".")] == []


def test_a_disk_that_is_full_leaves_nothing(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(marks)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    result = casebook(marks, "new", "--name", "Hare v Tortoise", "--docket", "EX 8 N 2020")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: “cases/xx-hare-v-tortoise.yml” cannot be written: the disk is full\n",
    )
    assert files(marks) == before


@pytest.mark.parametrize(
    ("docket", "told"),
    [
        (
            "（2023）浙0192民初 77号",
            ("(2023)浙0192民初77号", "cn", "hangzhou-internet-court", "first", "docketed", "2023"),
        ),
        ("〔2025〕京73民终1号", ("(2025)京73民终1号", "cn", "beijing-ip-court", "second", "docketed", "2025")),
        (
            "[2024]鄂0192知民初9号",
            ("(2024)鄂0192知民初9号", "cn", "wuhan-east-lake-court", "first", "docketed", "2024"),
        ),
        ("1 zr 2/26", None),
        ("i zr 2/26", ("I ZR 2/26", "de", "bgh", "third", "docketed", "2026")),
        ("42o1/25", ("42 O 1/25", "de", "", "first", "docketed", "2025")),
        ("【2026】 ewhc 5 (CH)", ("[2026] EWHC 5 (Ch)", "uk", "high-court-ew", "", "judgment", "2026")),
        ("Ｃ－1/26", ("C-1/26", "eu", "cjeu", "", "docketed", "2026")),
    ],
)
def test_court_level_and_year_follow_from_the_docket_number(docket: str, told: tuple[str, ...] | None) -> None:
    book = real_edition()[0].casebook
    if told is None:
        with pytest.raises(Unfit):
            propose(book, docket)
        return
    found = propose(book, docket)
    assert (found.docket, found.jurisdiction, found.court, found.level, found.event, found.year) == told


def test_a_real_draft_has_nothing_wrong_but_its_blanks(tmp_path: Path) -> None:
    edition = real_edition()[0]
    book = edition.casebook
    said, _ = words.load(door.TEMPLATES, ROOT, book.languages, CHARACTERS)
    asked = draft.Told({"zh": "某某案"}, docket="（2026）沪0116民初5号", parties=(("plaintiff", {"zh": "甲"}),))
    loaded = load(ROOT)
    drafted = drafting.prepare(loaded, book, asked, "", lambda language, key: said[language][key], [])
    assert str(drafted.path) == "cases/sh-2026-0116-5.yml"
    assert drafted.alike == []
    assert drafted.blanks == drafted.text.replace("# ", "").count(UNFINISHED) - sum(
        line.count(UNFINISHED) for line in drafted.text.split("\n") if line.lstrip().startswith("#")
    )


# The issue forms.


def form(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FORMS / name).read_text(encoding="utf-8"))
    return loaded


def questions(name: str) -> dict[str, dict[str, Any]]:
    return {part["id"]: part for part in form(name)["body"] if "id" in part}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_form_asks_exactly_what_the_reader_expects(language: str) -> None:
    said = real_edition()[0].words[language]
    asked = questions(f"decision.{language}.yml")
    assert {id_: part["attributes"]["label"] for id_, part in asked.items()} == {
        id_: said[f"issue.{id_}"] for id_ in issue.FIELDS
    }
    needed = {id_ for id_, part in asked.items() if part.get("validations", {}).get("required")}
    needed |= {id_ for id_, part in asked.items() if part["type"] == "checkboxes"}
    assert needed == {id_ for id_, must in issue.FIELDS.items() if must}
    places = [word.name[language] for word in real_edition()[0].casebook.vocabulary["jurisdictions"].values()]
    assert asked["jurisdiction"]["attributes"]["options"] == [*places, said["issue.elsewhere"]]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_answered_form_is_read_as_it_was_answered(language: str) -> None:
    """The body is made from the form as GitHub makes it, so a form that GitHub would render otherwise fails here."""
    edition = real_edition()[0]
    answers = {
        "name": "GEMA v Nobody",
        "jurisdiction": edition.casebook.word("jurisdictions", "de").name[language],
        "docket": "42 O 1/25",
        "verdict": "GEMA won.",
        "sources": "https://www.example.org/a",
        "confirm": "- [X] yes",
    }
    asked = questions(f"decision.{language}.yml")
    body = "\n\n".join(
        f"### {part['attributes']['label']}\n\n{answers.get(id_, issue.NOTHING)}" for id_, part in asked.items()
    )
    told, notes, found = issue.read(
        PurePosixPath("issue.md"),
        body.encode(),
        edition.casebook,
        lambda code, key: edition.words[code].get(key, ""),
    )
    assert (notes, found) == ((), [])
    assert told == draft.Told(
        names={language: "GEMA v Nobody"},
        docket="42 O 1/25",
        jurisdiction="de",
        verdict={language: "GEMA won."},
        sources=(("", "https://www.example.org/a"),),
    )


@pytest.mark.parametrize("kind", ["decision", "correction"])
def test_both_languages_ask_the_same(kind: str) -> None:
    shapes = [
        [(part["type"], part.get("id"), part.get("validations")) for part in form(f"{kind}.{language}.yml")["body"]]
        for language in ("en", "zh")
    ]
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) >= 4
    for language in ("en", "zh"):
        found = form(f"{kind}.{language}.yml")
        assert set(found) == {"name", "description", "title", "labels", "body"}
        for part in found["body"]:
            assert part["type"] in {"markdown", "input", "textarea", "dropdown", "checkboxes"}
            assert re.fullmatch(r"[a-z_-]+", part.get("id", "markdown"))
            assert isinstance(part["attributes"].get("label", ""), str)


def test_questions_on_an_own_case_are_led_away_from_the_forms() -> None:
    found = form("config.yml")
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["site_url"]
    assert found["blank_issues_enabled"] is False
    (link,) = found["contact_links"]
    assert link["url"] == site
    assert "not legal advice" in link["about"]
    assert "不构成法律意见" in link["about"]
