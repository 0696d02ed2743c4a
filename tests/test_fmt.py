"""``casebook fmt``: the standard form of record files, in which no value, no comment and no long line is lost."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from generator import cli, layout, tidying
from generator.loading import Loaded, load
from generator.nodes import Node
from generator.reading import plain
from generator.records import Case
from generator.source import Source, read
from tests.conftest import ENGLISH, MARKS, ROOT, Expect

FIXTURES = sorted(path for path in (Path(__file__).parent / "fmt").iterdir() if path.is_dir())
CASES = sorted((ROOT / "cases").glob("*.yml"))


def source(text: str) -> Source:
    parsed, problems = read(PurePosixPath("cases/x.yml"), text.encode())
    assert problems == []
    return parsed


def form(text: str) -> str:
    return layout.formatted(source(text), Case, ["en", "de", "zh"])


def same(one: Node | None, other: Node | None) -> bool:
    """Whether two files hold the same values, and any at all."""
    return one is not None and other is not None and plain(one) == plain(other)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
def test_a_file_is_laid_out_exactly_so(fixture: Path, expect: Expect) -> None:
    before = (fixture / "before.yml").read_bytes().decode()
    parsed, _ = read(PurePosixPath("cases/x.yml"), before.encode())
    try:
        after = layout.formatted(parsed, Case, ["en", "de"])
    except layout.Unformattable as error:
        expect(fixture / "refused.txt", f"line {error.line}: {ENGLISH.say(error.said)}\n")
        assert "refused" in fixture.name
        return
    assert "refused" not in fixture.name
    expect(fixture / "after.yml", after)
    assert form(after) == after, "a second time changes something"
    assert same(source(after).root, parsed.root)


def test_there_are_fixtures() -> None:
    assert len(FIXTURES) >= 10


@cache
def loaded(root: Path) -> Loaded:
    return load(root)


@pytest.mark.parametrize("root", [ROOT, MARKS], ids=["this book", "marks"])
def test_every_file_of_a_book_is_in_the_form(root: Path) -> None:
    book = loaded(root).casebook
    assert book is not None
    laid = list(tidying.files(loaded(root), book.languages))
    assert [one.source.path for one in laid if one.text != one.source.text] == []
    assert len(laid) >= (90 if root == ROOT else 12)


# The shuffle knows lines and indentation only, nothing of the code it tests.


def chunks(lines: list[str], indent: int) -> list[list[str]]:
    """The lines of a block as its entries, each with the comments and blank lines above it."""
    found: list[list[str]] = [[]]
    above = True
    for line in lines:
        starts = bool(line.strip()) and len(line) - len(line.lstrip()) == indent
        comment = line.lstrip().startswith("#") and starts
        if (starts and not above) or (not line.strip() and not above and "\0" not in line):
            found.append([])
            above = True
        found[-1].append(line)
        if starts and not comment:
            above = False
    return found


def shuffled(lines: list[str], indent: int, chance: random.Random) -> list[str]:
    """A mapping's entries in another order, and so within them."""
    entries = []
    for chunk in chunks(lines, indent):
        at = next(n for n, line in enumerate(chunk) if line.strip() and not line.lstrip().startswith("#"))
        head, body = chunk[: at + 1], chunk[at + 1 :]
        if body and not re.search(r"[>|]-?$", head[-1]):
            first = next(line for line in body if line.strip() and not line.lstrip().startswith("#"))
            body = (
                items(body, indent + 2, chance)
                if first.lstrip().startswith("- ")
                else shuffled(body, indent + 2, chance)
            )
        entries.append(head + body)
    while True:
        chance.shuffle(entries)
        if indent == 0 or not entries[0][0].lstrip().startswith("#"):
            return [line for entry in entries for line in entry]
        if all(entry[0].lstrip().startswith("#") for entry in entries):
            return lines


def items(lines: list[str], indent: int, chance: random.Random) -> list[str]:
    """The entries of a list, in their order, each of them shuffled."""
    found = []
    for chunk in chunks(lines, indent):
        at = next(n for n, line in enumerate(chunk) if line.lstrip().startswith("- "))
        if re.match(r" *- ([{\[\"']|[^:]*$)", chunk[at]):
            found += chunk
            continue
        inner = [chunk[at].replace("- ", "  ", 1), *chunk[at + 1 :]]
        inner = shuffled(inner, indent + 2, chance)
        found += [*chunk[:at], inner[0][:indent] + "- " + inner[0][indent + 2 :], *inner[1:]]
    return found


def commented(lines: list[str], chance: random.Random) -> list[str]:
    """Comments above some keys and entries and behind some values, each unlike any other."""
    found: list[str] = []
    inside = -1
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if inside >= 0 and line.strip() and indent <= inside:
            inside = -1
        if inside < 0 and line.strip() and chance.random() < 0.2:
            found.append(f"{' ' * indent}# above {len(found)}")
        if inside < 0 and re.search(r": [>|]-?$", line):
            inside = indent
        elif inside < 0 and line.strip() and chance.random() < 0.1:
            line = f"{line}  # behind {len(found)}"
        found.append(line)
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_shuffled_record_is_put_back_with_every_comment_where_it_was(path: Path) -> None:
    chance = random.Random(path.stem)
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    whole = commented([line for line in lines if line.strip()], chance)
    if whole[0].startswith("#"):
        whole = whole[1:]  # above the first key is the head of the file
    text = "\n".join(whole) + "\n"
    mixed = "\n".join(shuffled(whole, 0, chance)) + "\n"
    assert mixed != text
    assert same(source(mixed).root, source(text).root)
    assert form(mixed) == text


# The command.


def casebook(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["--root", str(root), *arguments])


def untidy(marks: Path) -> Path:
    path = marks / "cases/fox-v-wolf.yml"
    text = path.read_text()
    path.write_text(text.replace("status: final\n", "").replace("rights: [mark]", "rights: ['mark']\nstatus: final"))
    assert path.read_text() != text
    return path


CHECKED = """\
cases/fox-v-wolf.yml:5:1: error[format]: this file is not in the standard form from here on; “status: final”; \
casebook fmt writes it so
5 | status_note:
  | ^
"""


def test_fmt_puts_back_what_check_reports(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    before = (marks / "cases/fox-v-wolf.yml").read_bytes()
    path = untidy(marks)
    there = {one: one.read_bytes() for one in marks.rglob("*") if one.is_file()}
    result = casebook(marks, "fmt", "--check")
    assert (result.exit_code, result.stdout, result.stderr) == (1, CHECKED, "\n1 problem in 1 file\n")
    assert casebook(marks, "fmt", "--check", str(marks / "docs")).exit_code == 0
    assert casebook(marks, "fmt", str(marks / "docs")).exit_code == 0
    assert {one: one.read_bytes() for one in marks.rglob("*") if one.is_file()} == there
    result = casebook(marks, "fmt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "cases/fox-v-wolf.yml\n", "1 file changed\n")
    assert path.read_bytes() == before
    result = casebook(marks, "fmt", "--check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "every file is in the standard form\n")


def test_who_may_read_a_file_stays_as_it_was(marks: Path) -> None:
    path = untidy(marks)
    path.chmod(0o640)
    assert casebook(marks, "fmt").stdout == "cases/fox-v-wolf.yml\n"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("wrong", ["a: &b c", "a: b: c", "colour: red", "name: {en: twice}"])
def test_a_file_that_is_refused_stays_as_it_is(marks: Path, wrong: str) -> None:
    path = untidy(marks)
    path.write_text(f"{path.read_text()}{wrong}\n")
    before = path.read_bytes()
    result = casebook(marks, "fmt", "--format", "text")
    assert result.exit_code == 1
    assert result.stdout.startswith("cases/fox-v-wolf.yml:")
    assert path.read_bytes() == before


def test_a_draft_can_be_put_into_the_form(marks: Path) -> None:
    assert casebook(marks, "new", "--name", "Hare v Tortoise", "--docket", "EX 8 N 2020").exit_code == 0
    path = marks / "cases/xx-hare-v-tortoise.yml"
    assert casebook(marks, "fmt").exit_code == 0
    text = path.read_text()
    assert text.count("____") > 60
    assert casebook(marks, "fmt", "--check").exit_code == 0


def test_a_path_that_is_not_there_is_a_slip(marks: Path) -> None:
    assert casebook(marks, "fmt", "nowhere").exit_code == 2
