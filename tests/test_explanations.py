"""Explanations: every code has one in every language, its examples are true, and it can be read on the command line."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from generator import cli, explanations, messages, words
from generator.checks import CODES
from generator.explanations import Excerpt
from generator.problems import Problem
from generator.reports import text
from tests.conftest import ENGLISH, MARKS, TEMPLATES, Expect, change, copy_book, read, real_tree, tiny_tree

LANGUAGES = messages.languages(TEMPLATES)
WAYS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "explanations.yml").read_text(encoding="utf-8")
)
CHINESE = {
    "de: Wenig.}": "de: 影响不大。}",
    "de: Wolf verkaufte Gläser. Das Gericht sah eine Verwechslungsgefahr.": "de: 狼卖罐子。法院认为存在混淆可能性。",
    "de: Verwechslungsgefahr}": "de: 混淆可能性}",
    "de: Wolf muss zahlen.}": "de: 狼应当付款。}",
    "de: Wolf verkaufte *rote* Gläser.}": "de: 狼卖*红色*罐子。}",
    "de: Was blaue Gläser bedeuten.}": "de: 蓝色罐子的含义。}",
    "    name: {en: Fox, de: Fuchs}": "    name: {en: Fox, de: 狐狸}",
    "de: Es ist alt.}": "de: 它年代久远。}",
    "de: Eine Notiz zum Fall": "de: 案件短评",
    "publisher: {en: Night Paper, de: Nachtblatt}": "publisher: {en: Night Paper, de: 夜报}",
    "de: Eine datierte Suche.}": "de: 注明日期的查询记录。}",
    "de: Angekündigtes Urteil": "de: 预告宣判",
    'de: "{court}, {register}, Nr. {serial} aus {year}"': 'de: "{court}，{register}，{year}年第{serial}号"',
}
"""What the examples quote, in the language in which they quote it."""


def english_and_chinese(target: Path) -> Path:
    """The tiny book with Chinese in the place of its German, as far as the examples quote it."""
    book = copy_book(target)
    unsaid = set(CHINESE)
    for path in sorted(book.glob("**/*.yml")):
        said = path.read_text(encoding="utf-8")
        for german, chinese in CHINESE.items():
            if german in said:
                unsaid.discard(german)
                said = said.replace(german, chinese)
        said = re.sub(r"\bde: ", "zh: ", re.sub(r"\bde:\n", "zh:\n", said)).replace("code: de,", "code: zh,")
        path.write_text(said, encoding="utf-8")
    assert not unsaid
    shutil.rmtree(book / "docs/confirmed")  # it confirms what was there before
    (book / "docs/de").rename(book / "docs/zh")
    (book / "docs/words/de.yml").rename(book / "docs/words/zh.yml")
    return book


def lines(excerpt: Excerpt) -> set[str]:
    return set(excerpt.text.splitlines())


def put(book: Path, code: str, wanted: str) -> list[Problem]:
    """The problems of the book in which an example stands, in the place of its passing form or as its `WAYS` say."""
    example, way = explanations.load(TEMPLATES, code), WAYS.get(code, {})
    excerpt = getattr(example, wanted)
    for number, edit in enumerate(way.get("before", ())):
        edits = book.parent / f"edits-{number}.yml"
        edits.write_text(yaml.safe_dump([edit]), encoding="utf-8")
        change(book, edits)
    path = book / excerpt.file
    if "link" in way and wanted == "fails":
        path.symlink_to(way["link"])
    elif excerpt.file.endswith("/"):
        _list(path, example, excerpt)
    elif way.get("new"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(way.get("within", "@").replace("@", excerpt.text, 1).encode(excerpt.saved or "utf-8"))
    else:
        here = path.read_text(encoding="utf-8")
        instead = way.get("instead", example.passes.text)
        assert here.count(instead) >= 1, f"{code}: {instead!r} is not in {excerpt.file}"
        times = way.get("times", 1) if wanted == "fails" else 1
        path.write_text(here.replace(instead, excerpt.text * times, 1), encoding="utf-8")
    return read(book)[2]


def _list(folder: Path, example: explanations.Explanation, excerpt: Excerpt) -> None:
    """A list of files: those that only the other example names are removed, those that are not there are made."""
    other = example.passes if excerpt is example.fails else example.fails
    for name in lines(other) - lines(excerpt) if other.file == excerpt.file else ():
        (folder / name).unlink(missing_ok=True)
    for name in lines(excerpt):
        if not (folder / name).exists():
            (folder / name).write_text("", encoding="utf-8")


def test_the_book_of_the_examples_is_without_a_problem(tmp_path: Path) -> None:
    assert text(read(english_and_chinese(tmp_path / "marks"))[2], ENGLISH) == ""


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    """The problems of each book in which what fails stands, by code."""
    folder = tmp_path_factory.mktemp("failed")
    return {code: put(english_and_chinese(folder / code), code, "fails") for code in CODES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_every_example_is_that_of_the_check(
    language: str, failed: dict[str, list[Problem]], expect: Expect
) -> None:
    speak = messages.load(TEMPLATES, language)
    reports = {code: text(found, speak) for code, found in failed.items()}
    expect(explanations.reports_path(TEMPLATES, language), json.dumps(reports, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("code", CODES)
def test_what_fails_fails_by_this_check_alone(code: str, failed: dict[str, list[Problem]]) -> None:
    assert {problem.code for problem in failed[code]} == {code}, text(failed[code], ENGLISH)


@pytest.mark.parametrize("code", CODES)
def test_what_passes_passes(code: str, tmp_path: Path) -> None:
    assert text(put(english_and_chinese(tmp_path / "marks"), code, "passes"), ENGLISH) == ""


@pytest.mark.parametrize("code", CODES)
def test_every_code_says_why_in_every_language(code: str) -> None:
    why = explanations.load(TEMPLATES, code).why
    assert list(why) == LANGUAGES
    assert all(re.search(r"[.?]$", why["en"]) and why["zh"].endswith("。") for _ in why)
    assert 1 <= len(re.findall(r"[.?](?= |$)", why["en"])) <= 3


def test_every_explanation_and_every_way_belongs_to_a_code() -> None:
    assert {path.stem for path in (TEMPLATES / "explanations").glob("*.yml")} == set(CODES)
    assert set(WAYS) <= set(CODES)


def casebook(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


TOLD = """\
unknown-word: A controlled word is in its vocabulary.

Why: Statuses, roles and the like are shown and filtered in each language. They have to be chosen from the book's own lists.

Refused, in cases/fox-v-wolf.yml:

    status: finished

    cases/fox-v-wolf.yml:5:9: error[unknown-word]: “finished” is not among the statuses; one of final, open
    5 | status: finished
      |         ^

Accepted, in cases/fox-v-wolf.yml:

    status: final
"""


def test_a_check_is_explained_without_a_book(tmp_path: Path) -> None:
    done = casebook("--root", str(tmp_path), "--lang", "en", "explain", "unknown-word")
    assert (done.exit_code, done.stdout, done.stderr) == (0, TOLD, "")


@pytest.mark.parametrize(("language", "folder"), [("en", "en"), ("zh", "en")])
def test_a_check_is_explained_with_its_page_in_a_language_of_the_book(language: str, folder: str) -> None:
    done = casebook("--root", str(MARKS), "explain", "unknown-word", "--lang", language)
    assert done.stdout.endswith(f"https://marks.example/book/{folder}/checks/unknown-word/\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_check_is_explained_with_its_rule_in_every_language(code: str, language: str) -> None:
    said = casebook("--root", str(MARKS), "--lang", language, "explain", code).stdout
    rule = words.words_of(TEMPLATES / f"words/{language}.yml")[f"rule.{code}"]
    assert said.startswith(f"{code}: {rule}\n\n")
    assert explanations.report(TEMPLATES, code, language).splitlines()[0] in said


@cache
def trees() -> dict[str, dict[str, str]]:
    """The pages of the tiny book in English and German, and of this project's in both its languages, by name of the tree."""
    made = {
        "other": tiny_tree("de"),
        "marks": tiny_tree("en"),
        **{language: real_tree(language) for language in LANGUAGES},
    }
    return {name: {str(path): page for path, page in tree.items()} for name, tree in made.items()}


@pytest.mark.parametrize("name", ["en", "zh", "marks", "other"])
def test_every_check_has_its_page_in_every_language_linked_from_the_list(name: str) -> None:
    pages = trees()[name]
    assert re.findall(r"\]\(checks/(.+)\.md\)", pages["checks.md"]) == list(CODES)
    assert [path for path in pages if path.startswith("checks/")] == [f"checks/{code}.md" for code in CODES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_page_shows_the_examples_and_the_report_as_they_are(code: str, language: str) -> None:
    shown = unescape(trees()[language][f"checks/{code}.md"])
    found = explanations.load(TEMPLATES, code)
    for excerpt in (found.fails, found.passes):
        assert f"<code>{excerpt.name}</code>" in shown
        assert f"<code>{excerpt.text.rstrip()}</code>" in shown
    for block in explanations.report(TEMPLATES, code, language).split("\n\n"):
        message, _, place = block.partition("\n")
        assert f"<p><code>{message}</code></p>" in shown
        assert not place or f"<code>{place}</code>" in shown
    assert found.why[language] in shown
    assert "lang=" not in shown


def test_a_language_without_explanations_tells_them_in_english_and_says_so() -> None:
    page = trees()["other"]["checks/syntax.md"]
    assert f'<p lang="en">{explanations.load(TEMPLATES, "syntax").why["en"]}</p>' in page
    assert '<p lang="en"><code>cases/fox-v-wolf.yml:65:13: error' in page
    assert "## Was besteht" in page


def test_the_pages_of_checks_are_light_and_narrow_no_search() -> None:
    for name in ("en", "zh"):
        for path, page in trees()[name].items():
            if path.startswith("checks/"):
                assert "unsearched: true" in page
                assert "filters:" not in page
                assert len(page.encode()) < 3000, path


def test_markup_in_an_example_is_shown_and_never_run() -> None:
    page = trees()["en"]["checks/html.md"]
    assert "&lt;b&gt;Little&lt;/b&gt;" in page
    assert "<b>" not in page
