"""``casebook translations`` lists what lags behind; ``casebook confirm`` records that it does not any more."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from generator import cli, confirmed, data, door, packs, pages, printing
from generator.briefing import Paper
from tests.conftest import ROOT, TODAY, change, edition_of

ENGLISH = ROOT / "tests/freshness/one-language-changed/edits.yml"
GERMAN = ROOT / "tests/freshness/checklist-changed/edits.yml"
LAG = """\
cases/owl-v-fox.yml:23:7: warning[translation-stale]: changed in en since it was confirmed to say the same in “de”: \
“Fox sold jars at noon.”; the same statement in “de” at cases/owl-v-fox.yml:24:7, which reads “Fuchs verkaufte nachts \
Gläser.”; once all languages agree, run: casebook confirm cases/owl-v-fox.yml
23 |   en: Fox sold jars at noon.
   |       ^
"""


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def casebook(book: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["--root", str(book), *arguments])


def counts(stale: int, new: int = 0) -> str:
    texts = f"{stale} text{'' if stale == 1 else 's'} may lag behind, 0 terms not as in the glossary"
    return f"{texts}, {new} text{'' if new == 1 else 's'} not confirmed yet, 17 files not reviewed by a person\n"


def confirmations(book: Path) -> dict[str, str]:
    folder = book / confirmed.FOLDER
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_change_in_one_language_is_listed_for_the_other_until_it_is_confirmed(marks: Path) -> None:
    before = confirmations(marks)
    change(marks, ENGLISH)
    for arguments, out, err in (
        ([], LAG, f"en: {counts(0)}de: {counts(1)}"),
        (["--lang", "de"], LAG, f"de: {counts(1)}"),
        (["--lang", "en"], "", f"en: {counts(0)}"),
    ):
        result = casebook(marks, "translations", *arguments)
        assert (result.exit_code, result.stdout, result.stderr) == (0, out, err)
    result = casebook(marks, "confirm", "owl-v-fox")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "28 texts confirmed in 1 file, 1 of them new or changed\n"
    assert casebook(marks, "translations", "--strict").exit_code == 0
    after = confirmations(marks)
    old, new = (set(one["cases/owl-v-fox.txt"].splitlines()) for one in (before, after))
    assert (len(old - new), len(new - old)) == (1, 1), "the line that nothing uses any more is gone"
    assert {name for name in after if after[name] != before[name]} == {"cases/owl-v-fox.txt"}


def test_a_sentence_put_back_is_confirmed_as_it_was(marks: Path) -> None:
    case = marks / "cases/owl-v-fox.yml"
    text = case.read_text(encoding="utf-8")
    change(marks, ENGLISH)
    assert casebook(marks, "translations", "--strict").exit_code == 1
    case.write_text(text, encoding="utf-8")
    assert casebook(marks, "translations", "--strict").exit_code == 0


def test_on_github_a_change_is_a_warning_on_its_line(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(marks, ENGLISH)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    result = casebook(marks, "translations")
    assert result.stdout.startswith(
        "::warning file=cases/owl-v-fox.yml,line=23,col=7,title=translation-stale::changed in en"
    )
    assert result.stdout.count("\n") == 1


def test_as_json_there_is_always_a_list(marks: Path) -> None:
    assert json.loads(casebook(marks, "translations", "--format", "json").stdout) == []


@pytest.mark.parametrize(
    ("paths", "listed"),
    [
        (["cases"], ["cases/owl-v-fox.yml"]),
        (["docs"], ["docs/checklist/p1.yml", "docs/en/about.md"]),
        (["docs/de"], ["docs/en/about.md"]),
        (["docs/checklist/p1.yml", "cases/owl-v-fox.yml"], ["cases/owl-v-fox.yml", "docs/checklist/p1.yml"]),
        (["cases/fox-v-wolf.yml"], []),
    ],
)
def test_the_list_can_be_limited_to_files_and_folders_of_either_twin(
    marks: Path, paths: list[str], listed: list[str]
) -> None:
    for edits in (ENGLISH, GERMAN, ROOT / "tests/freshness/page-of-prose-changed/edits.yml"):
        change(marks, edits)
    result = casebook(marks, "translations", "--format", "json", *(str(marks / path) for path in paths))
    assert [one["path"] for one in json.loads(result.stdout)] == listed


def test_all_lists_what_nobody_confirmed_and_nobody_reviewed(marks: Path) -> None:
    change(marks, ROOT / "tests/freshness/both-changed/edits.yml")
    assert casebook(marks, "translations", "--strict").exit_code == 0
    found = json.loads(casebook(marks, "translations", "--all", "--lang", "de", "--format", "json").stdout)
    codes = [one["code"] for one in found]
    assert {code: codes.count(code) for code in codes} == {"translation-unconfirmed": 1, "translation-unreviewed": 17}
    assert {one["severity"] for one in found} == {"warning"}
    unreviewed = [one for one in found if one["path"] == "cases/fox-v-wolf.yml"]
    assert [(one["line"], one["column"], one["message"]) for one in unreviewed] == [
        (76, 32, "no person has reviewed “de” of this file")
    ]


def test_a_state_that_says_reviewed_is_not_listed(marks: Path) -> None:
    path = marks / "docs/vocabulary.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(" unreviewed: true,", ""), encoding="utf-8")
    assert json.loads(casebook(marks, "translations", "--all", "--format", "json").stdout) == []


def test_a_term_said_otherwise_is_listed_in_the_language_that_says_it(marks: Path) -> None:
    change(marks, ROOT / "tests/checks/term-differs/fails/edits.yml")
    listed = {
        code: json.loads(casebook(marks, "translations", "--lang", code, "--format", "json").stdout)
        for code in ("en", "de")
    }
    terms = {code: [one for one in found if one["code"] == "term-differs"] for code, found in listed.items()}
    assert [len(found) for found in terms.values()].count(0) == 1
    assert {one["severity"] for found in terms.values() for one in found} == {"warning"}


def test_the_notice_appears_in_the_language_that_lags_until_it_is_confirmed(marks: Path) -> None:
    here, notice = PurePosixPath("cases/owl-v-fox.md"), 'class="notice notice-warning" role="note" data-pagefind'

    def shown() -> list[bool]:
        edition, _ = edition_of(marks)
        return [notice in pages.tree(edition, code)[here] for code in ("en", "de")]

    assert shown() == [False, False]
    change(marks, ENGLISH)
    assert shown() == [False, True]
    casebook(marks, "confirm", "owl-v-fox")
    assert shown() == [False, False]


def test_the_page_of_translations_lists_each_text_below_the_language_that_lags(marks: Path) -> None:
    change(marks, ENGLISH)
    change(marks, GERMAN)
    page = pages.tree(edition_of(marks)[0], "en")[PurePosixPath("translations.md")]
    head, english, german = page.split("\n### ")
    assert "lag behind {: #lag }" in head
    assert english.startswith("In English: may lag behind {: #lag-en }")
    assert "Search the register." in english and "[P1-01](checklist/index.md#P1-01)" in english
    assert german.startswith("In German: may lag behind {: #lag-de }")
    assert '<span lang="en">Fox sold jars at noon.</span>' in german and "(cases/owl-v-fox.md)" in german
    casebook(marks, "confirm", "--all", "everything")
    assert "lag" not in pages.tree(edition_of(marks)[0], "en")[PurePosixPath("translations.md")].split("---", 2)[2]


def test_the_data_name_the_place_of_each_stale_text(marks: Path) -> None:
    def stale() -> dict[str, object]:
        edition, where = edition_of(marks)
        made = data.files(edition, where.site_url)
        lists = {kind: json.loads(made[data.file(kind)]) for kind in data.KINDS}
        return {kind: one["stale"] for kind, one in lists.items() if "stale" in one}

    assert stale() == {}
    change(marks, ENGLISH)
    assert stale() == {"case": [{"record": "owl-v-fox", "text": "/summary", "languages": ["de"], "behind": ["en"]}]}


@pytest.mark.parametrize(("form", "printed"), [("en", 0), ("de", 1), ("both", 1)])
def test_a_pack_marks_the_text_in_the_language_that_lags(marks: Path, form: str, printed: int) -> None:
    change(marks, ENGLISH)
    edition, where = edition_of(marks)
    values = Paper(edition, where.site_url, form).values(packs.decision(edition.casebook.get("case", "owl-v-fox")))
    mark = '"lag", "⇄\N{NO-BREAK SPACE}Text auf Englisch seither geändert"'
    assert json.dumps(values, ensure_ascii=False).count(mark) == printed
    assert json.dumps(values).count('"lag"') == printed
    assert printing.pdf(values, edition.templates).pages > 0


@pytest.mark.parametrize(
    ("names", "count", "files"),
    [
        (["owl-v-fox"], 28, 1),
        (["P1-01"], 4, 1),
        (["{}/docs/checklist"], 9, 1),
        (["{}/docs/de/about.md"], 1, 1),
        (["{}/docs/de"], 2, 2),
        (["{}/cases", "owl-v-fox"], 44, 2),
        (["--all", "everything"], 152, 17),
    ],
)
def test_what_a_name_confirms(marks: Path, names: list[str], count: int, files: int) -> None:
    shutil.rmtree(marks / confirmed.FOLDER)
    result = casebook(marks, "confirm", *(name.format(marks) for name in names))
    assert result.exit_code == 0
    said = f"{count} text{'' if count == 1 else 's'} confirmed in {files} file{'' if files == 1 else 's'}"
    assert result.stderr == f"{said}, {count} of them new or changed\n"
    assert len(confirmations(marks)) == files
    assert len(edition_of(marks)[0].casebook.freshness.unconfirmed) == 152 - count


def test_confirming_one_record_of_a_list_leaves_the_others_as_they_are(marks: Path) -> None:
    change(marks, GERMAN)
    casebook(marks, "confirm", "P1-02")
    assert casebook(marks, "translations", "--strict", "--lang", "en").exit_code == 1
    casebook(marks, "confirm", "P1-01")
    assert casebook(marks, "translations", "--strict", "--lang", "en").exit_code == 0


def test_confirming_twice_changes_nothing(marks: Path) -> None:
    before = confirmations(marks)
    assert casebook(marks, "confirm", "--all", "everything").exit_code == 0
    assert confirmations(marks) == before


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([], "name the records or files that you read, or write --all everything"),
        (["owl-v-fox", "--all", "everything"], "name the records or files that you read, or write --all everything"),
        (["--all", "yes"], "“--all yes” confirms nothing; write --all everything if you read the whole book"),
        (["owl-v-foks"], "there is no record, file or folder “owl-v-foks”; did you mean “owl-v-fox”?"),
        (["nothing-like-it"], "there is no record, file or folder “nothing-like-it”\n"),
        (["/"], "“/” is not in the book at"),
        (["{}/mkdocs.yml"], "holds no text that stands in every language"),
        (["{}/docs/confirmed"], "holds no text that stands in every language"),
    ],
)
def test_a_slip_confirms_nothing(marks: Path, names: list[str], message: str) -> None:
    change(marks, ENGLISH)
    before = confirmations(marks)
    result = casebook(marks, "confirm", *(name.format(marks) for name in names))
    assert result.exit_code == 2
    assert message in result.stderr
    assert confirmations(marks) == before


def test_an_unknown_language_is_a_slip_too(marks: Path) -> None:
    result = casebook(marks, "translations", "--lang", "fr")
    assert (result.exit_code, result.stderr) == (2, "Error: “fr” is not a language of this book; one of en, de\n")


def test_a_file_with_errors_is_not_confirmed_but_its_neighbours_are(marks: Path) -> None:
    change(marks, ENGLISH)
    case = marks / "cases/fox-v-wolf.yml"
    case.write_text(case.read_text(encoding="utf-8").replace("status: final", "status: finall"), encoding="utf-8")
    before = confirmations(marks)
    for names in (["fox-v-wolf"], [str(marks / "cases")], ["--all", "everything"]):
        result = casebook(marks, "confirm", *names)
        assert result.exit_code == 1
        assert result.stderr.startswith("nothing was confirmed; these files have errors:\n")
        assert result.stdout.startswith("cases/fox-v-wolf.yml:5:9: error[unknown-word]")
        assert confirmations(marks) == before
    assert casebook(marks, "confirm", "owl-v-fox").exit_code == 0
    assert confirmations(marks) != before


def test_confirming_mends_a_broken_file_of_confirmations(marks: Path) -> None:
    before = confirmations(marks)
    change(marks, ROOT / "tests/checks/wrong-confirmation/fails/edits.yml")
    assert casebook(marks, "check").exit_code == 1
    assert casebook(marks, "confirm", "owl-v-fox").exit_code == 0
    assert confirmations(marks) == before


def test_confirming_everything_removes_what_belongs_to_no_file(marks: Path) -> None:
    before = confirmations(marks)
    stray = marks / confirmed.FOLDER / "cases/gone.txt"
    stray.write_text("en=2191712f8afa de=89bd870b2dc8\n")
    assert casebook(marks, "confirm", "owl-v-fox").exit_code == 0
    assert stray.exists()
    assert casebook(marks, "confirm", "--all", "everything").exit_code == 0
    assert confirmations(marks) == before


def test_a_place_that_cannot_be_written_to_is_one_line(marks: Path) -> None:
    change(marks, ENGLISH)
    target = marks / confirmed.FOLDER / "cases/owl-v-fox.txt"
    target.unlink()
    target.mkdir()
    (target / "in the way").write_text("")
    result = casebook(marks, "confirm", "owl-v-fox")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: the confirmation cannot be written: ")
    assert [path.name for path in target.parent.iterdir() if path.name.startswith(".")] == []


def test_a_confirmation_is_no_change_of_a_record(marks: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=N", "-c", "user.email=n@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=marks, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    change(marks, ENGLISH)
    git("commit", "-qam", "two")
    assert casebook(marks, "confirm", "owl-v-fox").exit_code == 0
    git("commit", "-qam", "three")
    assert json.loads(casebook(marks, "diff", "HEAD~1", "HEAD").stdout)["changed"] == []
    assert len(json.loads(casebook(marks, "diff", "HEAD~2", "HEAD").stdout)["changed"]) == 1
    edition, _ = edition_of(marks)
    history = edition.history.changed
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=marks, check=True, capture_output=True, text=True).stdout
    assert history[PurePosixPath("cases/owl-v-fox.yml")].commit != head.strip()


def test_two_people_who_confirm_different_texts_meet_without_conflict(marks: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=N", "-c", "user.email=n@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=marks, check=True, capture_output=True)

    shutil.copy(ROOT / ".gitattributes", marks / ".gitattributes")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "one")
    case = marks / "cases/owl-v-fox.yml"
    text = case.read_text(encoding="utf-8")
    for branch, old, new in (("noon", "at night.", "at noon."), ("hour", "en: The hour.", "en: The exact hour.")):
        git("checkout", "-q", "-b", branch, "main")
        case.write_text(text.replace(old, new), encoding="utf-8")
        assert casebook(marks, "confirm", "owl-v-fox").exit_code == 0
        git("commit", "-qam", branch)
    git("merge", "-q", "noon")
    assert casebook(marks, "translations", "--strict").exit_code == 0
    assert casebook(marks, "check").exit_code == 0
