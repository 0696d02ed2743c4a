"""What is given away as JSON: every field, nothing null or empty, valid against schemas that another library reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema
import pytest
import yaml

from generator import data, exports, schema
from tests.conftest import MARKS, ROOT, edition_of, real_edition, tiny_edition
from tests.hostile import NAME, hostile_edition

BOOKS = {"marks": MARKS, "real": ROOT}


@pytest.fixture(scope="module", params=BOOKS)
def made(request: pytest.FixtureRequest) -> dict[str, Any]:
    edition, where = real_edition() if request.param == "real" else tiny_edition()
    files = data.files(edition, where.site_url)
    return {"edition": edition, "where": where, "json": {str(path): json.loads(text) for path, text in files.items()}}


def inside(value: Any) -> Iterator[Any]:
    yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inside(one)


def test_each_list_says_what_it_is_and_holds_every_record(made: dict[str, Any]) -> None:
    book = made["edition"].casebook
    for kind, plural in data.KINDS.items():
        found = made["json"][f"data/{plural}.json"]
        assert found["count"] == len(found[plural]) == len(book.all(kind)), kind
        assert [one["id"] for one in found[plural]] == list(book.records[kind])
        assert found["title"] == book.book.title
        assert found["licence"] == {
            "name": "CC BY 4.0",
            "url": "https://creativecommons.org/licenses/by/4.0/",
        }
        assert [one["code"] for one in found["languages"]] == book.languages
        assert found["schema"] == f"{made['where'].site_url}data/schema/{kind}.json"


def test_a_record_is_what_its_file_says_and_each_has_a_file_of_its_own(made: dict[str, Any]) -> None:
    book = made["edition"].casebook
    for record in made["json"]["data/cases.json"]["cases"]:
        typed = yaml.load((book.root / f"cases/{record['id']}.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
        assert without_defaults(record) == without_defaults(folded(typed))
        assert made["json"][f"data/cases/{record['id']}.json"] == record


def folded(value: Any) -> Any:
    """Truth values as JSON has them; all else is text in the file and text in the data."""
    if isinstance(value, dict):
        return {key: folded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [folded(one) for one in value]
    return {"true": True, "false": False}.get(value, value)


def without_defaults(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_defaults(one) for key, one in value.items() if one is not False}
    return [without_defaults(one) for one in value] if isinstance(value, list) else value


def test_nothing_is_null_or_empty(made: dict[str, Any]) -> None:
    for path, value in made["json"].items():
        if "/schema/" not in path:
            assert [one for one in inside(value) if one is None or one in ("", [], {})] == [], path


@pytest.mark.parametrize("kind", data.KINDS)
def test_schemas_are_valid_and_so_is_every_record(made: dict[str, Any], kind: str) -> None:
    found = made["json"][str(schema.file(kind))]
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["$id"] == f"{made['where'].site_url}data/schema/{kind}.json"
    assert found["title"]
    validator = jsonschema.Draft202012Validator(found)
    for record in made["json"][f"data/{data.KINDS[kind]}.json"][data.KINDS[kind]]:
        assert [error.message for error in validator.iter_errors(record)] == [], record["id"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "nowhere"}, "'nowhere' is not one of ['final', 'open']"),
        ({"as_of": "yesterday"}, "'yesterday' does not match"),
        ({"name": {"en": "One language"}}, "'de' is a required property"),
        ({"name": {"en": "", "de": "x"}}, "'' should be non-empty"),
        ({"listings": []}, "[] should be non-empty"),
        ({"cause_of_action": None}, "None is not of type 'object'"),
        ({"mood": "good"}, "Additional properties are not allowed ('mood' was unexpected)"),
    ],
)
def test_the_schema_refuses_what_no_record_may_be(change: dict[str, Any], said: str) -> None:
    edition, where = tiny_edition()
    record = data.plain(edition.casebook.get("case", "owl-v-fox")) | change
    validator = jsonschema.Draft202012Validator(schema.of(edition.casebook, "case", where.site_url))
    assert [error.message[: len(said)] for error in validator.iter_errors(record)] == [said]


def test_a_text_that_tries_to_be_more_arrives_as_it_was_typed(marks: Path) -> None:
    edition, where = hostile_edition(marks)
    record = json.loads(data.files(edition, where.site_url)[PurePosixPath("data/cases/owl-v-fox.json")])
    assert record["name"]["en"] == NAME


def test_the_version_is_the_last_change_of_the_book_and_is_not_there_outside_git(marks: Path) -> None:
    edition, _ = real_edition()
    changes = [c for path, c in edition.history.changed.items() if path.parts[0] in ("cases", "docs")]
    assert data.version(edition)["version"] in {change.commit for change in changes}
    assert data.version(edition_of(marks)[0]) == {}


def test_everything_exported_is_the_same_bytes_each_time() -> None:
    edition, where = tiny_edition()
    assert exports.files(edition, where) == exports.files(edition, where)
