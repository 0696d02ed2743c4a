"""Which pages a change reaches: told from the rendered pages of a small repository of the tiny book, in each language."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from generator import cli, door, reach, snapshot
from generator.revisions import resolve
from tests.conftest import ENGLISH, PAGES, TODAY, Expect
from tests.hostile import hostile_edition
from tests.test_changes import Repository

EXPECTED = Path(__file__).parent / "reach"
HOSTILE = "[x](javascript:1) <img src=x> @everyone #1 www.x.example `y` ::error::z"


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)


@pytest.fixture
def kept(marks: Path) -> Repository:
    """The tiny book under git, all committed."""
    repository = Repository(marks)
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "The book")
    return repository


def changed(book: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["--root", str(book), "changed", *arguments])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def counts(book: Path, base: str = "HEAD") -> dict[str, list[int]]:
    """Added, changed, removed and unchanged pages of each language."""
    done = changed(book, base, "--format", "json")
    assert done.exit_code == 0, done.output
    languages = json.loads(done.stdout)["languages"]
    return {
        code: [*(len(pages[kind]) for kind in ("added", "changed", "removed")), pages["unchanged"]]
        for code, pages in languages.items()
    }


def several_changes(kept: Repository) -> None:
    """One decision goes, another gets a new name in one language, and a rule is added."""
    book = kept.root
    edit(book / "cases/fox-v-wolf.yml", "name: {en: Fox v Wolf, de:", "name: {en: Fox v Bear, de:")
    law = (book / "docs/laws/marks-act.yml").read_text(encoding="utf-8")
    (book / "docs/laws/new-act.yml").write_text(law.replace("marks-act", "new-act"), encoding="utf-8")


def test_a_comment_in_a_record_changes_no_page(kept: Repository) -> None:
    edit(kept.root / "cases/fox-v-wolf.yml", "status: final", "status: final  # looked up")
    assert counts(kept.root) == {"en": [0, 0, 0, PAGES], "de": [0, 0, 0, PAGES]}


def test_a_text_in_one_language_changes_that_language_and_the_pages_that_show_both(kept: Repository) -> None:
    edit(kept.root / "cases/fox-v-wolf.yml", "{en: Little., ", "{en: Much., ")
    told = json.loads(changed(kept.root, "HEAD", "--format", "json").stdout)["languages"]
    assert (told["en"]["changed"], told["de"]["changed"]) == (
        ["cases/fox-v-wolf.md", "fields.md", "side-by-side/fox-v-wolf.md", "translations.md"],
        ["cases/fox-v-wolf.md", "side-by-side/fox-v-wolf.md", "translations.md"],
    )


def test_what_is_committed_since_the_base_counts_and_so_does_what_is_not(kept: Repository) -> None:
    edit(kept.root / "cases/fox-v-wolf.yml", "{en: Little., ", "{en: Much., ")
    kept.git("commit", "-aqm", "More")
    edit(kept.root / "cases/fox-v-wolf.yml", "{en: Much., de: Wenig.}", "{en: Much., de: Viel.}")
    assert counts(kept.root, "HEAD^") == {"en": [0, 4, 0, PAGES - 4], "de": [0, 4, 0, PAGES - 4]}


FORMS: tuple[tuple[reach.Form, str, str], ...] = (
    ("text", "", "text.txt"),
    ("json", "", "data.json"),
    ("markdown", "", "plain.md"),
    ("markdown", "https://marks.example/preview", "linked.md"),
)


def test_the_list_in_each_form(kept: Repository, tmp_path: Path, expect: Expect) -> None:
    several_changes(kept)
    snapshot.of_commit(kept.root, resolve(kept.root, "HEAD"), tmp_path / "before")
    snapshot.of_folder(kept.root, tmp_path / "after")
    before, after = (door.edition(tmp_path / name)[0] for name in ("before", "after"))
    report = reach.Report("BASE", reach.compare(before, after))
    for form, site, name in FORMS:
        expect(EXPECTED / name, reach.told(report, form, ENGLISH, site) + "\n")


def test_the_command_prints_the_list(kept: Repository) -> None:
    several_changes(kept)
    done = changed(kept.root, "HEAD")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (EXPECTED / "text.txt").read_text(encoding="utf-8")


def test_a_page_that_goes_is_listed_with_its_old_title_and_never_linked(kept: Repository) -> None:
    several_changes(kept)
    kept.git("add", "-A")
    kept.git("commit", "-qm", "A rule")
    (kept.root / "docs/laws/new-act.yml").unlink()
    told = changed(kept.root, "HEAD", "--format", "markdown", "--site", "https://marks.example").stdout
    assert f"0 added, 5 changed, 1 removed, {PAGES - 5} as before" in told
    assert "<code>Marks Act</code> <code>laws&#47;new&#45;act&#46;md</code>" in told


def test_a_foreign_base_stays_text(kept: Repository) -> None:
    """A name made of markup, a mention, a command of a workflow: in Markdown every mark of it is an entity."""
    edition, _ = hostile_edition(kept.root)
    page = reach.Touched("removed", PurePosixPath("cases/x.md"), HOSTILE)
    voice = reach._voices(edition)["en"]
    told = reach.told(reach.Report("0" * 40, {"en": reach.Reach(voice, (page,), 0)}), "markdown", ENGLISH)
    line = next(line for line in told.splitlines() if "everyone" in line)
    shown = line.removeprefix("- <code>").removesuffix("</code> <code>cases&#47;x&#46;md</code>")
    assert shown != line
    assert not set(shown.replace("&#", "").replace(";", "")) & set("[]()<>@#`:./!&_*~|\\")
    assert all(
        not line.startswith("::") for line in reach.told(reach.Report("0" * 40, {}), "text", ENGLISH).splitlines()
    )


def test_a_title_is_one_line_that_can_be_seen() -> None:
    assert reach._title('---\ntitle: "Fox &amp;\\n::error::x\\u202e"\nhide: []\n') == "Fox & ::error::x"


def test_links_and_paths_of_a_base_lead_nowhere_else(kept: Repository, tmp_path: Path) -> None:
    """A symbolic link is not followed, a folder above not reached, and what is no part of a book not taken."""
    secret = tmp_path / "secret.yml"
    secret.write_text("secret", encoding="utf-8")
    (kept.root / "cases/link.yml").symlink_to(secret)
    (kept.root / "docs/elsewhere").symlink_to(tmp_path)
    (kept.root / "run.sh").write_text("touch ran", encoding="utf-8")
    kept.git("add", "-A")
    kept.git("commit", "-qm", "Links")
    target = tmp_path / "taken"
    snapshot.of_commit(kept.root, resolve(kept.root, "HEAD"), target)
    taken = {path.relative_to(target).as_posix() for path in target.rglob("*")}
    assert "cases/fox-v-wolf.yml" in taken
    assert not taken & {"cases/link.yml", "docs/elsewhere", "run.sh"}
    again = tmp_path / "again"
    snapshot.of_folder(kept.root, again)
    assert {path.relative_to(again).as_posix() for path in again.rglob("*")} == taken


@pytest.mark.parametrize(
    "path", ["../x.yml", "cases/../../x.yml", "/etc/x", "docs/.git/config", "docs/.GIT/config", "a"]
)
def test_a_path_that_is_not_the_book_s_is_not_written(path: str) -> None:
    assert not snapshot._is_inside(PurePosixPath(path))
    assert snapshot._is_inside(PurePosixPath("cases/x.yml"))


def test_attributes_of_a_base_have_no_say(kept: Repository, tmp_path: Path) -> None:
    (kept.root / ".gitattributes").write_text("cases/* export-ignore\n", encoding="utf-8")
    kept.git("add", "-A")
    kept.git("commit", "-qm", "Attributes")
    snapshot.of_commit(kept.root, resolve(kept.root, "HEAD"), tmp_path / "taken")
    assert (tmp_path / "taken/cases/fox-v-wolf.yml").is_file()


def test_a_base_with_problems_is_said_in_every_language(kept: Repository) -> None:
    edit(kept.root / "cases/fox-v-wolf.yml", "status: final", "status: finall")
    kept.git("commit", "-aqm", "A slip")
    edit(kept.root / "cases/fox-v-wolf.yml", "status: finall", "status: final")
    done = changed(kept.root, "HEAD", "--format", "markdown")
    commit = kept.git("rev-parse", "HEAD")[:10]
    assert (done.exit_code, done.stdout) == (
        0,
        f"### English\n\nPages cannot be compared: the book at {commit} has problems for the checks as they are now (1).\n\n"
        "### Deutsch\n\nDie Seiten lassen sich nicht vergleichen: Das Buch hat bei "
        f"{commit} nach den heutigen Prüfungen Fehler (1).\n",
    )
    told = json.loads(changed(kept.root, "HEAD", "--format", "json").stdout)
    assert (told["problems"], told["languages"]) == (1, {})


def test_a_book_with_problems_is_reported_and_not_compared(kept: Repository) -> None:
    edit(kept.root / "cases/fox-v-wolf.yml", "status: final", "status: finall")
    done = changed(kept.root, "HEAD")
    assert done.exit_code == 1
    assert done.stdout.startswith("cases/fox-v-wolf.yml:5:9: error[unknown-word]")


def test_a_base_without_a_book_cannot_be_compared(tmp_path: Path, marks: Path) -> None:
    repository = Repository(marks)
    repository.git("commit", "-q", "--allow-empty", "-m", "Nothing yet")
    told = json.loads(changed(marks, "HEAD", "--format", "json").stdout)
    assert (told["problems"], told["languages"]) == (3, {})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "there is no release or commit “nowhere” here"),
        (["--", "--upload-pack=touch ran"], "there is no release or commit “--upload-pack=touch ran” here"),
        (["HEAD", "--site", "javascript:1"], "is not an address that starts with https:// or http://"),
        (["HEAD", "--site", "marks.example"], "is not an address that starts with https:// or http://"),
    ],
)
def test_a_slip_is_one_line_and_exit_2(kept: Repository, arguments: list[str], message: str) -> None:
    done = changed(kept.root, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (kept.root / "ran").exists()


def test_a_book_outside_git_has_nothing_to_compare(marks: Path) -> None:
    done = changed(marks, "HEAD")
    assert (done.exit_code, done.stderr) == (
        2,
        "Error: this book is not in a git repository, so there is nothing to compare\n",
    )


def test_a_long_list_is_cut_and_counted(kept: Repository) -> None:
    edition, _ = door.edition(kept.root)
    pages = tuple(
        reach.Touched("added", PurePosixPath(f"cases/{number:03}.md"), "T") for number in range(reach.MOST + 7)
    )
    found = reach.Reach(reach._voices(edition)["en"], pages, 0)
    told = reach.told(reach.Report("0" * 40, {"en": found}), "markdown", ENGLISH)
    assert told.count("\n- <code>") == reach.MOST
    assert "\n- and 7 more\n" in told
