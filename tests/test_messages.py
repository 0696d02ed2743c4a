"""Messages: data in every language, the same keys and blanks everywhere, each of them said by the code, none left unfilled."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath
from string import Formatter

import pytest
from click.testing import CliRunner

from generator import cli, door, messages, problems, reports
from generator.problems import Location, Problem, said
from generator.reports import report
from generator.source import read
from tests.conftest import CHINESE, ENGLISH, ROOT, TEMPLATES, TODAY

PARTS = ("message", "expected", "hint")
OTHERS = [messages.load(TEMPLATES, code) for code in messages.languages(TEMPLATES)[1:]]
SEPARATE = {"form.separator", "form.comma", "form.or"}


def blanks(sentence: str) -> set[tuple[str, str]]:
    """Each blank of a sentence with the form it asks for."""
    return {(name, form or "") for _, name, form, _ in Formatter().parse(sentence) if name is not None}


def whole(key: str) -> str:
    """The key as the code says it: a problem's message, expectation and hint are said together."""
    head, _, last = key.rpartition(".")
    return head if last in PARTS else key


def asked(language: messages.Messages, key: str) -> set[str]:
    """The blanks that a saying of this key has to fill."""
    return {name for one, text in language.sentences.items() if whole(one) == key for name, _ in blanks(text)}


def sayings() -> list[tuple[str, set[str], str]]:
    """Every call of ``said`` in the generator: its key, the names of the blanks it fills, and where it stands."""
    found = []
    for path in sorted((ROOT / "generator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("said", "sentence"):
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                assert [type(argument) for argument in node.args] == [ast.Constant], (
                    f"{where}: the key is not written out"
                )
                assert all(keyword.arg for keyword in node.keywords), f"{where}: the blanks are not written out"
                key = ast.literal_eval(node.args[0])
                found.append((key, {str(keyword.arg) for keyword in node.keywords}, where))
    assert len(found) > 80
    return found


SAYINGS = sayings()


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: other.language)
def test_every_language_has_the_same_keys_and_blanks(other: messages.Messages) -> None:
    assert list(other.sentences) == list(ENGLISH.sentences)
    for key in ENGLISH.sentences:
        assert asked(other, whole(key)) == asked(ENGLISH, whole(key)), key
        if key.endswith(".hint"):
            assert blanks(other.sentences[key]) == blanks(ENGLISH.sentences[key]), key


@pytest.mark.parametrize("language", [ENGLISH, *OTHERS], ids=lambda one: one.language)
def test_the_files_are_without_a_fault(language: messages.Messages) -> None:
    path = TEMPLATES / f"messages/{language.language}.yml"
    assert read(PurePosixPath(path.name), path.read_bytes())[1] == []
    assert [key for key, sentence in language.sentences.items() if not sentence.strip() and key not in SEPARATE] == []


def test_every_key_is_said_and_every_said_key_exists() -> None:
    filled_in_code = {"form.or", "form.comma", "form.more"}
    assert {key for key, _, _ in SAYINGS} | filled_in_code == {whole(key) for key in ENGLISH.sentences}


@pytest.mark.parametrize(("key", "names", "where"), SAYINGS, ids=[where for _, _, where in SAYINGS])
def test_what_is_said_fills_exactly_the_blanks(key: str, names: set[str], where: str) -> None:
    assert names == asked(ENGLISH, key), where


def test_a_text_of_a_record_with_braces_is_no_blank() -> None:
    typed = "{close} {0} {known!r} {"
    unknown = said("unknown-word", word=typed, vocabulary="roles", known=("{x}",), close="")
    problem = Problem(Location(PurePosixPath("cases/a.yml")), unknown)
    for language in (ENGLISH, CHINESE):
        for form in ("text", "github"):
            assert typed in report([problem], form, language)
        assert "{x}" in report([problem], "json", language)


def test_a_long_list_is_cut_and_counted_unless_it_is_wanted_whole() -> None:
    many = tuple("abcdefghijklmno")
    at = Location(PurePosixPath("x.md"))
    unknown = Problem(at, said("unknown-language.book", language="z", known=many, close=""))
    assert ENGLISH.parts(unknown)[1] == "one of a, b, c, d, e, f, g, h, i, j, k, l and 3 more"
    assert CHINESE.parts(unknown)[1] == "本书的语言：a、b、c、d、e、f、g、h、i、j、k、l，另有3项"
    differs = Problem(at, said("prose-heading.differs", language="en", wanted=many))
    assert ENGLISH.parts(differs)[1] == "in this order: a, b, c, d, e, f, g, h, i, j, k, l, m, n, o"
    form = Problem(at, said("docket-form", number="1", jurisdiction="xx", examples=("a", "b")))
    assert (ENGLISH.parts(form)[1], CHINESE.parts(form)[1]) == ("the form of a or b", "形式应如a或b")


def test_a_hint_with_nothing_to_hint_at_is_left_out() -> None:
    at = Location(PurePosixPath("x.yml"))
    for close, hint in (("final", "did you mean “final”?"), ("", "")):
        problem = Problem(at, said("unknown-word", word="x", vocabulary="statuses", known=("final",), close=close))
        assert ENGLISH.parts(problem)[2] == hint


def test_problems_of_one_place_have_one_order_whatever_fills_them() -> None:
    at = Location(PurePosixPath("x.yml"))
    values: list[problems.Value] = [1, "a", ("a",), said("kind.court")]
    found = [Problem(at, problems.Said("alias", (("anchor", value),))) for value in values]
    backwards = found[::-1]
    assert sorted(found) == sorted(backwards)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "ZH-Hans"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_environment_says_which_language(environment: dict[str, str], language: str) -> None:
    assert messages.preferred(environment, ["en", "zh"]) == language


@pytest.mark.parametrize(
    ("locale", "before", "after", "chinese"),
    [
        ("C", [], [], False),
        ("zh_CN.UTF-8", [], [], True),
        ("C", ["--lang", "zh"], [], True),
        ("C", [], ["--lang", "zh"], True),
        ("zh_CN.UTF-8", ["--lang", "zh"], ["--lang", "en"], False),
    ],
)
def test_the_command_speaks_the_language_asked_for(
    marks: Path, monkeypatch: pytest.MonkeyPatch, locale: str, before: list[str], after: list[str], chinese: bool
) -> None:
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)
    monkeypatch.setenv("LC_ALL", locale)
    path = marks / "cases/fox-v-wolf.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("status: final", "status: finall"), encoding="utf-8")
    done = CliRunner().invoke(cli.main, ["--root", str(marks), *before, "check", "--format", "text", *after])
    first = done.stdout.splitlines()[0]
    if chinese:
        assert first == (
            "cases/fox-v-wolf.yml:5:9: 错误[unknown-word]：“finall”不在词表statuses之中；可用的词：final、open；是否应为“final”？"
        )
        assert (
            done.stderr
            == "\n1个文件中有1处问题\n\nunknown-word：受控词在其词表之内。详见：casebook explain unknown-word\n"
        )
    else:
        assert first.startswith("cases/fox-v-wolf.yml:5:9: error[unknown-word]: “finall” is not among the statuses; ")
        assert done.stderr.startswith("\n1 problem in 1 file\n")


def test_a_language_without_messages_is_a_usage_error() -> None:
    done = CliRunner().invoke(cli.main, ["--lang", "fr", "check"])
    assert done.exit_code == 2
    assert "'fr' is not one of 'en', 'zh'" in done.stderr


def test_a_warning_shows_its_rule_too_and_ends_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    at = Location(PurePosixPath("x.yml"))
    door.report([Problem(at, said("tag", tag=tag), severity="warning") for tag in ("!a", "!b")])
    shown = capsys.readouterr()
    assert shown.out.startswith("x.yml:1:1: warning[tag]: ")
    assert shown.err == "\ntag: Records use no YAML tags. More: casebook explain tag\n"


@pytest.mark.parametrize("form", ["json", "github"])
def test_a_program_is_shown_no_rules(form: reports.Form, capsys: pytest.CaptureFixture[str]) -> None:
    door.report([Problem(Location(PurePosixPath("x.yml")), said("tag", tag="!a"), severity="warning")], form)
    assert capsys.readouterr().err == ""
