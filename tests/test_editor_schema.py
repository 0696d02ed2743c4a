"""The schemas for editors: current, as strict as they can be, and never stricter than the checks."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from generator import cli, editor_help, editor_schema, fields, words
from generator.casebook import Casebook
from generator.fields import KINDS
from generator.loading import Loaded, load
from generator.words import Words
from tests.conftest import CHARACTERS, MARKS, ROOT, TEMPLATES, change, read

BOOKS = {"marks": MARKS, "real": ROOT}
PASSES = sorted((ROOT / "tests/checks").glob("*/passes*"))
FAILS = [
    fixture
    for code in ("missing-key", "unknown-key", "unknown-word", "wrong-date", "wrong-id", "empty-list", "text-missing")
    for fixture in sorted((ROOT / "tests/checks" / code).glob("fails*"))
    if fixture.parent.name + "/" + fixture.name
    != "wrong-date/fails"  # 31 November: how long a month is, no pattern says
]


class Editor(yaml.CSafeLoader):
    """YAML as editors read it: the core schema (https://yaml.org/spec/1.2.2/#103-core-schema), where dates are texts."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for tag, pattern, first in (
    ("null", r"^(?:~|null|Null|NULL|)$", [*"~nN", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", [*"tTfF"]),
    ("int", r"^[-+]?[0-9]+$", [*"-+0123456789"]),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", [*"-+.0123456789"]),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


@cache
def loaded(root: Path) -> Loaded:
    """One of the two books as it stands, read once for all tests."""
    return load(root)


@cache
def said(root: Path) -> dict[str, Words]:
    book = loaded(root).casebook
    assert book is not None
    return words.load(TEMPLATES, root, book.languages, CHARACTERS)[0]


def made_of(book: Casebook | None, spoken: dict[str, Words]) -> dict[str, Any]:
    assert book is not None
    return {name: editor_schema.of(book, spoken, kind) for name, kind in KINDS.items()}


@cache
def schemas(root: Path) -> dict[str, Any]:
    """The schemas of one of the two books as it stands."""
    return made_of(loaded(root).casebook, said(root))


def refusals(read: Loaded, root: Path, made: dict[str, Any]) -> list[str]:
    """What an editor marks, in every record file of a book."""
    found, seen = [], 0
    for source in read.sources:
        kind = fields.kind_of(source.path)
        if kind is not None:
            seen += 1
            validator = jsonschema.Draft202012Validator(made[kind.name])
            value = yaml.load((root / source.path).read_text(encoding="utf-8"), Editor)
            found += [f"{source.path}: {error.message[:90]}" for error in validator.iter_errors(value)]
    assert seen > 10
    return found


@pytest.mark.parametrize("root", BOOKS.values(), ids=BOOKS)
def test_schemas_are_valid_and_refuse_no_record_of_the_book(root: Path) -> None:
    made = schemas(root)
    for one in made.values():
        jsonschema.Draft202012Validator.check_schema(one)
    assert refusals(loaded(root), root, made) == []


@pytest.mark.parametrize("fixture", PASSES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_the_checks_let_pass_no_schema_refuses(fixture: Path, marks: Path) -> None:
    change(marks, fixture / "edits.yml")
    found = load(marks)
    assert refusals(found, marks, made_of(found.casebook, said(MARKS))) == []


@pytest.mark.parametrize("fixture", FAILS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_the_schemas_can_say_they_refuse_as_the_checks_do(fixture: Path, marks: Path) -> None:
    change(marks, fixture / "edits.yml")
    assert len(refusals(load(marks), marks, schemas(MARKS))) >= 1


FOX = "cases/fox-v-wolf.yml"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("as_of: 2022-01-31", "as_of: 2022"),
        ("as_of: 2022-01-31", 'as_of: "2022-01"'),
        ("de: Fuchs}", "de: 1992}"),
        ("de: Fuchs}", "de: true}"),
        ("{value: 100, currency: EUR}", '{value: "100.50", currency: EUR, at_least: yes}'),
        ("{value: 100, currency: EUR}", "{value: 100.50, currency: EUR, lead: False}"),
        ("{value: 100, currency: EUR}", "{value: 100, currency: EUR, lead: 1}"),
        ("{value: 100, currency: EUR}", '{value: 100, currency: EUR, lead: "on"}'),
        ("factors: [F1]", 'factors: ["F1"]'),
        ("docket: EX 7 M 2021", "bench: {text: {en: 1, de: 2.0}, sources: [J]}"),
    ],
)
def test_a_value_may_be_typed_in_every_way_that_the_checks_accept(old: str, new: str, marks: Path) -> None:
    text = (marks / FOX).read_text(encoding="utf-8")
    assert old in text
    (marks / FOX).write_text(text.replace(old, new), encoding="utf-8")
    assert [str(one) for one in read(marks)[2]] == []
    found = load(marks)
    assert refusals(found, marks, made_of(found.casebook, said(MARKS))) == []


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        ("jurisdiction: xx\n", "", "'jurisdiction' is a required property"),
        (
            "jurisdiction: xx",
            "jurisdictoin: xx",
            "Additional properties are not allowed ('jurisdictoin' was unexpected)",
        ),
        ("status: final", "status: finall", "'finall' is not one of ['final', 'open']"),
        ("as_of: 2022-01-31", "as_of: 2022-13-01", "'2022-13-01' does not match"),
        ("as_of: 2022-01-31", "as_of: 20220131", "20220131 is greater than the maximum of 9998"),
        ("as_of: 2022-01-31", "as_of:", "None is not of type 'string', 'integer'"),
        (", de: Fuchs}", "}", "'de' is a required property"),
        ("de: Fuchs}", "de: }", "None is not of type"),
        ("de: Fuchs}", "de: Fuchs, fr: Renard}", "Additional properties are not allowed ('fr' was unexpected)"),
        ("factors: [F1]", "factors: [F9]", "'F9' is not one of ['F1'"),
        ("laws: [marks-act#5]", "laws: [the marks act]", "'the marks act' does not match"),
        ("value: 100,", "value: 100 euros,", "'100 euros' does not match"),
        ("questions: [confusion]", "questions: confusion", "'confusion' is not of type 'array'"),
        ("questions: [confusion]", "questions: []", "[] should be non-empty"),
    ],
)
def test_a_slip_is_marked_while_it_is_typed(old: str, new: str, refused: str, marks: Path) -> None:
    text = (marks / FOX).read_text(encoding="utf-8")
    assert old in text
    (marks / FOX).write_text(text.replace(old, new, 1), encoding="utf-8")
    marked = refusals(load(marks), marks, schemas(MARKS))
    assert any(one.startswith(f"{FOX}: {refused}"[:100]) for one in marked), marked
    assert read(marks)[2] != [], "the checks refuse it too"


def test_words_are_offered_with_their_labels_and_keys_are_told_in_every_language() -> None:
    made = schemas(ROOT)["case"]
    statuses = made["$defs"]["statuses"]
    assert dict(zip(statuses["enum"], statuses["enumDescriptions"], strict=True))["final"] == "Final · 已生效"
    assert "P1" in schemas(ROOT)["item"]["$defs"]["principle"]["enum"]
    for code in ("en", "zh"):
        assert said(ROOT)[code]["field.Case.id"] in made["$defs"]["Case"]["properties"]["id"]["description"]


def test_a_word_that_looks_like_a_number_may_be_typed_as_one(marks: Path) -> None:
    for path in ("docs/vocabulary.yml", FOX, "cases/owl-v-fox.yml"):
        text = (marks / path).read_text(encoding="utf-8")
        text = text.replace("technologies: [label]", "technologies: [7]").replace("{id: label,", "{id: 7,")
        (marks / path).write_text(text, encoding="utf-8")
    assert [str(one) for one in read(marks)[2]] == []
    found = load(marks)
    assert refusals(found, marks, made_of(found.casebook, said(MARKS))) == []


EVERY = {field.key for kind in KINDS.values() for one in fields.models(kind.model) for field in fields.fields(one)}
NAMES = {one.__name__ for kind in KINDS.values() for one in fields.models(kind.model)} | {"vocabulary"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_key_of_every_record_is_described_and_nothing_else(language: str) -> None:
    told = words.words_of(TEMPLATES / "fields" / f"{language}.yml")
    expected = EVERY | {f"{group}.{name}" for group in ("title", "about") for name in NAMES} | {"language"}
    assert set(told) == expected
    assert told["language"] == language
    assert [key for key, text in told.items() if text.lower() in (key.lower(), key.rpartition(".")[2].lower())] == []
    assert [key for key, text in told.items() if len(text) < 2] == []
    ends = "." if language == "en" else "。"
    whole = [key for key in told if not key.startswith(("title.", "language"))]
    assert [key for key in whole if told[key][-1] not in ends + "…" and "https://…" not in told[key]] == []


def test_a_language_without_descriptions_has_them_in_english_and_says_so() -> None:
    found = said(MARKS)["de"]
    assert (found["field.language"], found["field.Case.id"]) == ("en", said(MARKS)["en"]["field.Case.id"])


def test_a_book_may_describe_a_key_in_its_own_words(marks: Path) -> None:
    for code in ("en", "de"):
        path = marks / f"docs/words/{code}.yml"
        path.write_text(
            path.read_text(encoding="utf-8") + f"field:\n  Court:\n    id: Own ({code}).\n", encoding="utf-8"
        )
    spoken, _ = words.load(TEMPLATES, marks, ["en", "de"], CHARACTERS)
    described = made_of(load(marks).casebook, spoken)["court"]["$defs"]["Court"]["properties"]["id"]["description"]
    assert described == "Own (en).\n\nOwn (de)."


@pytest.mark.parametrize("root", BOOKS.values(), ids=BOOKS)
def test_the_schemas_and_the_lines_that_lead_to_them_are_current(root: Path) -> None:
    found = loaded(root)
    assert found.casebook is not None
    wanted = editor_help.wanted(found.casebook, found.sources, said(root))
    assert len(wanted) > len(KINDS) + 10
    assert [str(one) for one in editor_help.outdated(root, wanted)] == []


OUTDATED = """\
.vscode/schemas/case.json:1:1: error[schema-outdated]
.vscode/schemas/law.json:1:1: error[schema-outdated]
.vscode/schemas/stray.json:1:1: error[schema-outdated]
cases/fox-v-wolf.yml:1:1: error[schema-line]
"""


def test_what_is_outdated_is_reported_and_then_put_right(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schema is gone, one is changed, one belongs to nothing, and a record's first line leads nowhere."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    def casebook(*arguments: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(cli.main, ["--root", str(marks), "schema", *arguments])
        return result.exit_code, result.stdout, result.stderr

    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in marks.rglob("*") if path.is_file()}

    right, record = files(), marks / "cases/fox-v-wolf.yml"
    record.write_bytes(record.read_bytes().replace(b"case.json", b"law.json", 1))
    schemas = marks / editor_schema.FOLDER
    (schemas / "case.json").unlink()
    (schemas / "law.json").write_text("{}\n")
    (schemas / "stray.json").write_text("{}\n")
    wrong = files()
    code, shown, summary = casebook("--check")
    assert (code, summary) == (1, "\n4 problems in 4 files\n")
    assert "".join(f"{line.partition(']')[0]}]\n" for line in shown.splitlines() if "error[" in line) == OUTDATED
    assert files() == wrong
    code, shown, summary = casebook()
    assert (code, sorted(shown.split()), summary) == (
        0,
        [line.partition(":")[0] for line in OUTDATED.splitlines()],
        "4 files written\n",
    )
    assert files() == right
    assert casebook("--check") == (0, "", "the schemas are up to date\n")


@pytest.mark.parametrize("root", BOOKS.values(), ids=BOOKS)
def test_every_record_file_leads_to_a_schema_that_is_there(root: Path) -> None:
    for source in loaded(root).sources:
        if source.path.suffix == ".yml":
            first = (root / source.path).read_text(encoding="utf-8").splitlines()[0]
            schema = (root / source.path).parent / first.removeprefix("# yaml-language-server: $schema=")
            assert json.loads(schema.read_text(encoding="utf-8"))["title"], source.path


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("cases/a.yml", "../.vscode/schemas/case.json"),
        ("docs/laws/a.yml", "../../.vscode/schemas/law.json"),
        ("docs/factors.yml", "../.vscode/schemas/factor.json"),
        ("docs/words/en.yml", None),
        ("docs/en/about.md", None),
        ("mkdocs.yml", None),
        ("other/cases/a.yml", None),
    ],
)
def test_the_line_is_found_from_where_the_file_lies(path: str, schema: str | None) -> None:
    assert editor_help.line(PurePosixPath(path)) == (schema and f"# yaml-language-server: $schema={schema}")


LINE = "# yaml-language-server: $schema=../.vscode/schemas/case.json"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: a\n", f"{LINE}\nid: a\n"),
        ("# why\nid: a\n", f"{LINE}\n# why\nid: a\n"),
        ("# why\n# yaml-language-server: $schema=old.json\nid: a\n", f"{LINE}\n# why\nid: a\n"),
        ("id: a\r\nname: b\r\n", f"{LINE}\r\nid: a\r\nname: b\r\n"),
        (f"{LINE}\nid: a\n", f"{LINE}\nid: a\n"),
        ("text: |\n  # yaml-language-server: no\n", f"{LINE}\ntext: |\n  # yaml-language-server: no\n"),
    ],
)
def test_the_line_is_put_at_the_top_and_all_else_stays(before: str, after: str) -> None:
    assert editor_help.lined(PurePosixPath("cases/a.yml"), before) == after
