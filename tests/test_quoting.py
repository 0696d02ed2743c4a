"""Values written as YAML are read back as they were, whatever they hold, by this reader and by others."""

from __future__ import annotations

import random
from pathlib import PurePosixPath

import pytest
import yaml

from generator import quoting, source
from generator.reading import plain

AWKWARD = [
    "",
    " ",
    "a: b",
    "a #b",
    "- a",
    "---",
    "...",
    "%YAML 1.2",
    "{{ x }}",
    "[[case#part|label]]",
    "*em*",
    "&anchor",
    "!tag",
    "!!python/object/apply:os.system [id]",
    "| block",
    "> folded",
    "'single'",
    '"double" \\ back',
    "a, b] }",
    "? key",
    "@at `tick`",
    "line\nbreak",
    "cr\r\nlf",
    "tab\tin",
    "nbsp\u00a0in",
    "nel\x85ls\u2028ps\u2029",
    "bom\ufeff",
    "del\x7f",
    "《书名》：“引号”、全角。",
    "emoji 😀",
    "= 1+1",
    "<script>alert(1)</script>",
    "____",
    "../../etc/passwd",
    "x" * 5000,
    ":",
    "a:",
    "key:value",
    "# comment",
]


@pytest.mark.parametrize("value", AWKWARD)
def test_a_value_is_read_back_as_it_was(value: str) -> None:
    data = {"k": value, "list": [value, "x", value], "deep": [{"a": value, "b": {"c": [{"d": value}]}}]}
    text = quoting.document(data, {})
    parsed, problems = source.read(PurePosixPath("x.yml"), text.encode())
    assert problems == []
    assert parsed.root is not None
    assert plain(parsed.root) == data
    assert yaml.load(text, Loader=yaml.BaseLoader) == data  # the same parser, written in Python


def test_any_mixture_of_awkward_signs_is_read_back() -> None:
    chance = random.Random(20261125)
    signs = [*" :#-?[]{},&*!|>'\"%@`\n\t\\~=<x中：　．_0", "\x85", "\u2028", "\ufeff", "\x07", "\x1b"]
    for _ in range(1500):
        value = "".join(chance.choices(signs, k=chance.randint(0, 12)))
        written = f"a: {quoting.scalar(value)}\nb: [{quoting.scalar(value, flow=True)}]\n"
        parsed, problems = source.read(PurePosixPath("x.yml"), written.encode())
        assert problems == [], written
        assert parsed.root is not None
        assert plain(parsed.root) == {"a": value, "b": [value]}


@pytest.mark.parametrize("value", ["plain words", "2024-09-25", "(2024)浙0192民初1587号", "____", "it’s", "a, b"])
def test_there_are_quotes_only_where_they_are_needed(value: str) -> None:
    assert quoting.scalar(value) == value


def test_comments_stand_above_their_keys() -> None:
    data = {"a": "1", "b": [{"c": "2", "d": "3"}, {"c": "4", "d": "5"}]}
    comments = {("b",): ["on b"], ("b", "c"): ["on c"], ("b", "d"): ["on d"]}
    assert quoting.document(data, comments) == (
        "a: 1\n\n# on b\nb:\n  # on c\n  - c: 2\n    # on d\n    d: 3\n  - c: 4\n    d: 5\n"
    )
