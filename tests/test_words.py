"""Interface words: the same in every language, each of them used, each blank filled."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from generator import benchmark_page, data, differences, draft, fields, issue, tables, words
from generator.benchmark import STACKS, Benchmark, targets
from generator.checks import CODES
from generator.contents import FILTERS
from generator.edition import tongue
from generator.packs import KINDS
from generator.reports import line
from tests.conftest import CHARACTERS, ENGLISH, MARKS, ROOT, TEMPLATES, tiny_edition

BENCHMARK = Benchmark.model_validate(
    json.loads((ROOT / "tests/bench/figures/benchmark.json").read_text(encoding="utf-8"))
)
BLANK = re.compile(r"\{(\w+)\}")
REAL, PROBLEMS = words.load(TEMPLATES, ROOT, ["en", "zh"], CHARACTERS)
OTHER, OTHER_PROBLEMS = words.load(TEMPLATES, MARKS, ["en", "de"], CHARACTERS)
KEYS = sorted(key for key in REAL["en"] if not key.startswith("field."))
"""The words under ``field`` describe the keys of records; tests/test_editor_schema.py holds them."""
TARGETS = {
    field.shape.target
    for kind in fields.KINDS.values()
    for model in fields.models(kind.model)
    for field in fields.fields(model)
    if field.shape.form == "record"
}
SAID = "".join(
    path.read_text(encoding="utf-8")
    for folder, pattern in (
        (TEMPLATES, "**/*.j2"),
        (TEMPLATES, "**/*.html"),
        (TEMPLATES, "**/*.typ"),
        (ROOT / "generator", "**/*.py"),
    )
    for path in sorted(folder.glob(pattern))
)
MADE = (
    {f"rule.{code}" for code in CODES}
    | {f"search.{key}" for key in (*FILTERS, "none", "some", "one", "browse", "start", "more", "reset", "failed")}
    | {f"kind.{key}" for key in ("case", "item", "factor", "law", "court", "term", "topic", "principle", "page")}
    | {f"site.theme_{key}" for key in ("auto", "light", "dark")}
    | {
        f"{page}.{key}"
        for page in (
            "cases",
            "checklist",
            "factors",
            "laws",
            "courts",
            "topics",
            "translations",
            "glossary",
            "checks",
            "about",
            "search",
            "packs",
            "changes",
            "data",
            "compare",
            "self_check",
            "pictures",
            "fields",
            "editorial",
            "benchmark",
        )
        for key in ("title", "description")
    }
    | {f"packs.{kind}" for kind in KINDS}
    | {f"changes.kinds.{kind}" for kind in differences.KINDS}
    | {f"changes.{group}.{action}" for group in ("actions", "counts") for action in differences.ACTIONS}
    | {f"packs.for_{kind}" for kind in ("principle", "topic")}
    | {f"data.{plural}" for plural in data.KINDS.values()}
    | {
        f"tables.{key}"
        for table in tables.tables(tongue(tiny_edition()[0], "en"), "")
        for key in (table.name, *table.keys)
    }
    | {f"draft.{key}" for key in draft.WORDS}
    | {f"issue.{key}" for key in issue.FIELDS}
    | {f"fields.form.{form}" for form in get_args(fields.Form)}
    | {f"fields.of.{kind}" for kind in TARGETS}
    | {f"benchmark.{key}" for key in (benchmark_page.OWN, *benchmark_page.TASKS, *benchmark_page.WEIGHTS)}
    | {f"benchmark.method_{key}" for key in benchmark_page.METHOD}
    | {f"benchmark.{stack}{more}" for stack in STACKS for more in ("", "_text")}
    | {f"benchmark.target_{target.key}" for target in targets(BENCHMARK)}
    | {f"money.{code}" for code in ("CNY", "EUR", "USD")}
)


def test_no_word_is_missing_in_any_language() -> None:
    assert PROBLEMS == []
    assert OTHER_PROBLEMS == []


@pytest.mark.parametrize("key", KEYS)
def test_blanks_are_the_same_in_every_language(key: str) -> None:
    blanks = set(BLANK.findall(REAL["en"][key]))
    assert set(BLANK.findall(REAL["zh"][key])) == blanks
    if "{code}" not in REAL["en"][key] and key in OTHER["de"]:
        assert set(BLANK.findall(OTHER["de"][key])) == blanks


@pytest.mark.parametrize("key", KEYS)
def test_every_word_is_said_somewhere(key: str) -> None:
    assert key in MADE or f'"{key}"' in SAID


def test_every_check_code_has_its_rule() -> None:
    assert {key.removeprefix("rule.") for key in REAL["en"] if key.startswith("rule.")} == set(CODES)


def test_a_missing_word_is_named_with_its_file(tmp_path: Path) -> None:
    for language, text in (("en", "a:\n  b: B\n  c: C\n"), ("zh", "a:\n  b: 乙\n")):
        (tmp_path / "words").mkdir(exist_ok=True)
        (tmp_path / "words" / f"{language}.yml").write_text(text, encoding="utf-8")
    said, problems = words.load(tmp_path, tmp_path / "book", ["en", "zh"], CHARACTERS)
    assert said["en"] == {"a.b": "B", "a.c": "C"}
    assert [line(problem, ENGLISH) for problem in problems] == [
        "docs/words/zh.yml:1:1: error[word-missing]: the word “a.c” is missing in “zh”; the same keys in every language"
    ]
