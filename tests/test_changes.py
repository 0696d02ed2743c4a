"""What changed, told from repositories made here with fixed dates: exactly which record, which field, in which language."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import feedparser
import pytest
from click.testing import CliRunner

from generator import changes, changes_feed, changes_page, cli, differences, exports, pages, revisions, site, state
from tests.conftest import TEMPLATES, copy_book, edition_of

LANGUAGES = ("en", "de")
CASE = """\
id: fox
name: {en: Fox, de: Fuchs}
status: final
questions: [scope, use]
summary: {en: One., de: Eins.}
facts:
- {text: {en: First., de: Erstens.}}
- {text: {en: Second., de: Zweitens.}}
holdings:
- {id: duty, text: {en: Duty., de: Pflicht.}}
- {id: harm, text: {en: Harm., de: Schaden.}}
translation: {en: machine, de: machine}
"""
TERMS = """\
- {id: mark, name: {en: mark, de: Marke}}
- {id: use, name: {en: use, de: Benutzung}}
"""


class Repository:
    """A folder under git in which each commit is a day later than the one before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.day = 0
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        when = f"2024-03-{self.day:02d}T12:00:00Z" if self.day else "2024-02-29T12:00:00Z"
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        command = ["git", "-C", str(self.root), *identity, *arguments]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, **dates}
        ).stdout.strip()

    def commit(self, reason: str, **files: str | bytes | None) -> str:
        """Write, or remove where there is None, and commit. ``cases__fox`` is ``cases/fox.yml``."""
        self.day += 1
        for name, text in files.items():
            path = self.root / f"{name.replace('__', '/')}.yml"
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-m", reason)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "book")


def told(root: Path) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """The log as reasons with (action, kind, id, fields)."""
    return [
        (entry.reason, [(one.action, one.kind, one.id, one.fields) for one in entry.changes])
        for entry in changes.read(root, LANGUAGES).entries
    ]


def test_a_record_is_added_changed_in_one_language_and_removed(repository: Repository) -> None:
    repository.commit("Fox comes", cases__fox=CASE)
    repository.commit("Duty put better in German", cases__fox=CASE.replace("Pflicht.", "Die Pflicht."))
    repository.commit("Fox goes", cases__fox=None)
    assert told(repository.root) == [
        ("Fox goes", [("removed", "case", "fox", {})]),
        ("Duty put better in German", [("changed", "case", "fox", {"holdings[duty].text": ["de"]})]),
        ("Fox comes", [("added", "case", "fox", {})]),
    ]
    assert changes.read(repository.root, LANGUAGES).entries[0].changes[0].name == {"en": "Fox", "de": "Fuchs"}


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        ("status: final", "status: open", {"status": []}),
        ("questions: [scope, use]", "questions: [use, scope]", {"questions": []}),
        ("{en: One., de: Eins.}", "{en: Two., de: Zwei.}", {"summary": ["en", "de"]}),
        ("status: final\n", "", {"status": []}),
        ("summary:", "verdict: {en: So.}\nsummary:", {"verdict": ["en"]}),
        ("{id: harm, text", "{id: loss, text", {"holdings[harm]": [], "holdings[loss]": []}),
        ("- {text: {en: First.", "- {text: {en: Zeroth.}}\n- {text: {en: First.", {"facts[1]": []}),
        ("- {text: {en: First., de: Erstens.}}\n", "", {"facts[1]": []}),
        ("Zweitens.", "Zum zweiten.", {"facts[2].text": ["de"]}),
        ("de: machine", "de: reviewed", {"translation": ["de"]}),
    ],
)
def test_a_change_is_told_by_its_field(
    repository: Repository, old: str, new: str, fields: dict[str, list[str]]
) -> None:
    assert old in CASE
    repository.commit("first", cases__fox=CASE)
    repository.commit("second", cases__fox=CASE.replace(old, new))
    assert told(repository.root)[0] == ("second", [("changed", "case", "fox", fields)])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: final", "status:   'final'  # looked up twice"),
        ("{en: One., de: Eins.}", "\n  de: >\n    Eins.\n  en: One."),
        (
            "- {id: duty, text: {en: Duty., de: Pflicht.}}\n- {id: harm, text: {en: Harm., de: Schaden.}}",
            "- {id: harm, text: {en: Harm., de: Schaden.}}\n- {id: duty, text: {en: Duty., de: Pflicht.}}",
        ),
    ],
    ids=["comment", "layout", "order of entries with ids"],
)
def test_what_says_the_same_is_no_change(repository: Repository, old: str, new: str) -> None:
    assert old in CASE
    repository.commit("first", cases__fox=CASE)
    repository.commit("second", cases__fox=CASE.replace(old, new))
    assert [reason for reason, _ in told(repository.root)] == ["first"]


def test_a_renamed_file_is_the_same_record_under_another_id(repository: Repository) -> None:
    repository.commit("first", cases__fox=CASE)
    moved = CASE.replace("id: fox", "id: vixen").replace("status: final", "status: open")
    repository.commit("second", cases__fox=None, cases__vixen=moved)
    (change,) = changes.read(repository.root, LANGUAGES).entries[0].changes
    assert change == changes.Change("renamed", "case", "vixen", "fox", {}, {"status": []})


def test_an_entry_that_moves_to_another_file_of_its_kind_has_not_changed(repository: Repository) -> None:
    first, second = TERMS.splitlines(keepends=True)
    repository.commit("first", docs__checklist__p1=TERMS)
    repository.commit("second", docs__checklist__p1=first, docs__checklist__p2=second.replace("Benutzung", "Gebrauch"))
    assert told(repository.root)[0] == ("second", [("changed", "item", "use", {"name": ["de"]})])


def test_every_kind_of_file_is_told_as_what_it_holds(repository: Repository) -> None:
    repository.commit(
        "all",
        cases__fox=CASE,
        docs__glossary=TERMS,
        docs__laws__act="id: act\n",
        docs__vocabulary="statuses:\n- {id: final, name: {en: Final}}\n",
        docs__book="title: {en: Book}\n",
        docs__translations="- {file: docs/glossary.yml, translation: {en: machine}}\n",
        docs__words__en="nav: {home: Home}\n",
        docs__other="a: b\n",
    )
    repository.commit("word", docs__words__en="nav: {home: Start}\n")
    assert told(repository.root) == [
        ("word", [("changed", "words", "en", {"nav.home": ["en"]})]),
        (
            "all",
            [
                ("added", "case", "fox", {}),
                ("added", "law", "act", {}),
                ("added", "term", "mark", {}),
                ("added", "term", "use", {}),
                ("added", "state", "docs/glossary.yml", {}),
                ("added", "vocabulary", "statuses/final", {}),
                ("added", "book", "book", {}),
                ("added", "words", "en", {}),
                ("added", "file", "docs/other.yml", {}),
            ],
        ),
    ]


@pytest.mark.parametrize("broken", ["a: [", b"\xff\xfe\x00", "\x07", "[" * 100], ids=["yaml", "bytes", "bell", "deep"])
def test_a_version_that_cannot_be_read_is_told_without_fields(repository: Repository, broken: str | bytes) -> None:
    repository.commit("first", cases__fox=CASE, docs__glossary=TERMS)
    repository.commit("second", cases__fox=broken, docs__glossary=broken)
    repository.commit("third", cases__fox=CASE, docs__glossary=TERMS)
    unread = [("changed", "case", "fox", None), ("changed", "file", "docs/glossary.yml", None)]
    assert told(repository.root)[:2] == [("third", unread), ("second", unread)]


def test_other_files_are_not_told(repository: Repository) -> None:
    repository.commit("first", cases__fox=CASE)
    (repository.root / "README.md").write_text("words")
    repository.commit("second", generator__words="a: b\n")
    assert [reason for reason, _ in told(repository.root)] == ["first"]


def test_a_merge_tells_only_what_neither_side_said(repository: Repository) -> None:
    repository.commit("first", cases__fox=CASE, docs__glossary=TERMS)
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("side", docs__glossary=TERMS.replace("Marke", "Zeichen"), cases__fox=CASE.replace("One", "Uno"))
    repository.git("checkout", "-q", "main")
    repository.commit(
        "main", docs__glossary=TERMS.replace("Benutzung", "Gebrauch"), cases__fox=CASE.replace("One", "Un")
    )
    repository.git("merge", "-q", "--no-commit", "-s", "ours", "side")
    both = TERMS.replace("Marke", "Zeichen").replace("Benutzung", "Gebrauch")
    repository.commit(
        "Merge side", docs__glossary=both, cases__fox=CASE.replace("One", "Both").replace("Harm.", "Loss.")
    )
    assert len(repository.git("log", "-1", "--format=%P").split()) == 2
    assert told(repository.root) == [
        ("Merge side", [("changed", "case", "fox", {"summary": ["en"], "holdings[harm].text": ["en"]})]),
        ("main", [("changed", "case", "fox", {"summary": ["en"]}), ("changed", "term", "use", {"name": ["de"]})]),
        ("side", [("changed", "case", "fox", {"summary": ["en"]}), ("changed", "term", "mark", {"name": ["de"]})]),
        ("first", [("added", kind, id_, {}) for kind, id_ in (("case", "fox"), ("term", "mark"), ("term", "use"))]),
    ]


def test_a_commit_belongs_to_the_first_release_that_holds_it(repository: Repository) -> None:
    repository.commit("first", cases__fox=CASE)
    repository.git("tag", "v1")
    repository.commit("second", cases__fox=CASE.replace("One", "Uno"))
    repository.git("tag", "-a", "v2", "-m", "second release")
    repository.git("tag", "other")
    repository.commit("third", cases__fox=CASE)
    found = changes.read(repository.root, LANGUAGES)
    assert [(entry.reason, entry.release) for entry in found.entries] == [
        ("third", ""),
        ("second", "v2"),
        ("first", "v1"),
    ]
    assert found.releases == {"v1": datetime.date(2024, 3, 1), "v2": datetime.date(2024, 3, 2)}


def test_a_book_inside_a_repository_has_paths_of_its_own(repository: Repository) -> None:
    repository.commit("first", books__one__cases__fox=CASE, cases__owl="id: owl\n")
    assert told(repository.root / "books/one") == [("first", [("added", "case", "fox", {})])]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"sum": ""}', None, "other"], ids=str)
def test_what_is_kept_may_be_deleted_or_damaged(repository: Repository, damage: bytes | str | None) -> None:
    repository.commit("first", cases__fox=CASE)
    repository.commit("second", cases__fox=CASE.replace("One", "Uno"))
    (repository.root / "build").mkdir()
    cache = repository.root / changes.CACHE
    before = told(repository.root)
    whole = cache.read_text()
    if damage is None:
        cache.unlink()
    else:
        cache.write_bytes(damage if isinstance(damage, bytes) else whole.replace('"summary"', '"verdict"').encode())
    assert told(repository.root) == before
    assert cache.read_text() == whole


def test_nothing_is_parsed_a_second_time(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("first", cases__fox=CASE)
    (repository.root / "build").mkdir()
    told(repository.root)
    parsed: list[str] = []
    parse = differences.parse

    def heard(path: str, data: bytes | None) -> Any:
        parsed.append(path)
        return parse(path, data)

    monkeypatch.setattr(differences, "parse", heard)
    told(repository.root)
    assert parsed == []
    repository.commit("second", docs__glossary=TERMS)
    assert [reason for reason, _ in told(repository.root)] == ["second", "first"]
    assert parsed == ["docs/glossary.yml"]


def test_what_is_kept_is_not_trusted_for_other_languages(repository: Repository) -> None:
    repository.commit("first", cases__fox=CASE)
    repository.commit("second", cases__fox=CASE.replace("One", "Uno"))
    (repository.root / "build").mkdir()
    assert changes.read(repository.root, ["en", "de"]).entries[0].changes[0].fields == {"summary": ["en"]}
    assert changes.read(repository.root, ["en"]).entries[0].changes[0].fields == {"summary.en": []}


def test_a_reader_leaves_nothing_behind_where_nothing_is_made(repository: Repository) -> None:
    repository.commit("first", cases__fox=CASE)
    told(repository.root)
    assert not (repository.root / "build").exists()


HOSTILE = "<script>alert(1)</script> ]]> &amp; *a* [b](javascript:c) {{ d }} \x1b[31m\u202e"


def book_of(repository: Repository) -> Path:
    """The tiny book in a repository, with one decision changed for a hostile reason, released in between."""
    copy_book(repository.root / "new")
    for path in (repository.root / "new").iterdir():
        path.rename(repository.root / path.name)
    (repository.root / "new").rmdir()
    repository.commit("The book")
    repository.git("tag", "v1.0")
    path = repository.root / "cases/fox-v-wolf.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("de: Was blaue Gläser bedeuten.", "de: Was grüne Gläser bedeuten."), encoding="utf-8")
    repository.commit(f"{HOSTILE}\nsecond line\n\nmore <b>")
    return repository.root


def test_the_page_tells_the_log_and_a_reason_is_never_markup(repository: Repository) -> None:
    edition, _ = edition_of(book_of(repository))
    page = pages.tree(edition, "en")[PurePosixPath("changes.md")]
    commit = repository.git("rev-parse", "--short=10", "HEAD")
    assert page.split("## Not yet in a release")[1].split("## v1.0, 1 March 2024")[0] == (
        f""" {{: #unreleased }}

### 2 March 2024 {{: #unreleased-2024-03-02 }}

<div class="change" id="c-{commit}" markdown="1">
<p class="change-reason" lang="en">&#60;script&#62;alert(1)&#60;/script&#62; &#93;&#93;&#62; &#38;amp; &#42;a&#42; &#91;b&#93;"""
        f"""(javascript:c) &#123;&#123; d &#125;&#125; &#91;31m second line</p>
<p class="note"><code>{commit}</code></p>
<p class="change-kind">Decisions</p>
<ul class="change-records" markdown="1">
<li markdown="1"><span class="mark mark-change is-changed"><span class="sign" aria-hidden="true">≠</span>changed</span>"""
        """ [Fox v Wolf](cases/fox-v-wolf.md) <code>fox-v-wolf</code><span class="change-fields"><span class="change-field">"""
        """<code>not&#95;decided&#91;1&#93;.text</code><span class="note">(German)</span></span></span>
</li>
</ul>

</div>

"""
    )
    assert "<summary>Decisions: 2 added; Rules: 1 added; Principles: 1 added;" in page


def test_the_page_of_each_language_says_the_same(repository: Repository) -> None:
    edition, _ = edition_of(book_of(repository))
    english, german = (pages.tree(edition, code)[PurePosixPath("changes.md")] for code in ("en", "de"))
    assert "### &#50;. März 2024 {: #unreleased-2024-03-02 }" in german
    assert '<span class="note">(Deutsch)</span>' in german
    for mark in ("<code>", 'lang="en"', "<li markdown", "{: #"):
        assert english.count(mark) == german.count(mark) > 0


def test_a_copy_without_history_says_so(marks: Path, tmp_path: Path) -> None:
    assert changes.read(marks, LANGUAGES).none
    edition, where = edition_of(marks)
    page = pages.tree(edition, "en")[PurePosixPath("changes.md")]
    assert (
        '<p class="notice">This copy of the book was made without its history, so it cannot tell what changed.</p>'
        in page
    )
    assert "##" not in page and "feeds/" not in page
    feed = feedparser.parse(changes_feed.files(edition, where)[PurePosixPath("feeds/changes.en.xml")])
    assert (feed.bozo, feed.entries, feed.feed.updated) == (False, [], "1970-01-01T00:00:00Z")


def test_a_shallow_copy_says_so(repository: Repository, tmp_path: Path) -> None:
    whole = book_of(repository)
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{whole}", str(tmp_path / "shallow")], check=True)
    edition, _ = edition_of(tmp_path / "shallow")
    assert changes.read(tmp_path / "shallow", LANGUAGES) == changes.Changes([], {}, shallow=True)
    page = pages.tree(edition, "de")[PurePosixPath("changes.md")]
    assert "entstand ohne dessen ganze Geschichte" in page
    result = CliRunner().invoke(cli.main, ["--root", str(tmp_path / "shallow"), "diff", "v1.0"])
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: there is no release or commit “v1.0” here; this copy is shallow: run git fetch --unshallow --tags\n",
    )


def test_the_feed_is_read_by_another_program_and_a_reason_is_text_in_it(repository: Repository) -> None:
    edition, where = edition_of(book_of(repository))
    files = exports.files(edition, where)
    data = files[PurePosixPath("feeds/changes.de.xml")]
    feed = feedparser.parse(data)
    assert not feed.bozo
    assert feed.feed.id == feed.feed.links[0].href == "https://marks.example/book/feeds/changes.de.xml"
    assert feed.feed.updated == "2024-03-02T12:00:00Z"
    assert feed.feed.language == "de"
    first = feed.entries[0]
    assert first.title == "geändert: Fuchs gegen Wolf"
    assert first.link == "https://marks.example/book/de/cases/fox-v-wolf/"
    assert first.updated == "2024-03-02T12:00:00Z"
    assert first.tags[0].term == "case"
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;amp; *a*" in first.content[0].value
    assert "<script" not in data.decode() and "\x1b" not in data.decode() and "\u202e" not in data.decode()
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids) > 10
    assert feedparser.parse(files[PurePosixPath("feeds/changes.en.xml")]).entries[0].id not in ids


def test_ids_of_the_feed_stay_when_more_is_committed(repository: Repository) -> None:
    root = book_of(repository)
    place = PurePosixPath("feeds/changes.en.xml")
    before = [entry.id for entry in feedparser.parse(exports.files(*edition_of(root))[place]).entries]
    (root / "cases/owl-v-fox.yml").unlink()
    repository.commit("Owl goes")
    entry, *_ = changes.read(root, LANGUAGES).entries
    assert entry.changes[0].name
    edition, where = edition_of(copy_book(root.parent / "whole"))
    edition = replace(edition, casebook=replace(edition.casebook, root=root))
    after = [entry.id for entry in feedparser.parse(exports.files(edition, where)[place]).entries]
    assert after[1:] == before


def test_a_feed_holds_the_newest_changes_alone(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes_feed, "LENGTH", 3)
    edition, where = edition_of(book_of(repository))
    assert len(feedparser.parse(changes_feed.files(edition, where)[PurePosixPath("feeds/changes.en.xml")]).entries) == 3


def test_fields_beyond_the_shown_are_counted(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    root = book_of(repository)
    monkeypatch.setattr(changes_page, "SHOWN", 0)
    assert '<span class="note">and 1 more</span>' in pages.tree(edition_of(root)[0], "en")[PurePosixPath("changes.md")]


def test_commits_beyond_the_shown_are_counted(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    root = book_of(repository)
    monkeypatch.setattr(changes_page, "LENGTH", 1)
    page = pages.tree(edition_of(root)[0], "en")[PurePosixPath("changes.md")]
    assert "Older commits, not shown here: 1." in page
    assert "v1.0" not in page


def test_a_commit_that_touched_a_record_makes_the_site_anew_and_another_does_not(repository: Repository) -> None:
    def fingerprint_now() -> str:
        return site._fingerprint(edition_of(root)[0], False, state.of(root, TEMPLATES))

    root = book_of(repository)
    fingerprint = fingerprint_now()
    (root / "README.md").write_text("words")
    repository.commit("unrelated")
    assert fingerprint_now() == fingerprint
    repository.git("tag", "v1.1")
    assert fingerprint_now() != fingerprint
    before = changes.state(root)
    repository.commit("a comment", docs__courts=(root / "docs/courts.yml").read_text(encoding="utf-8") + "# \n")
    assert changes.state(root) != before


def diff(root: Path, *arguments: str) -> Any:
    result = CliRunner().invoke(cli.main, ["--root", str(root), "diff", *arguments])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_two_releases_are_compared_with_their_texts(repository: Repository) -> None:
    book = "languages:\n- {code: en}\n- {code: de}\n"
    first = repository.commit("first", cases__fox=CASE, docs__glossary=TERMS, docs__book=book, docs__courts="a: [")
    repository.git("tag", "v1")
    repository.commit("between", cases__fox=CASE.replace("One", "Uno"), docs__courts="[]\n")
    second = repository.commit(
        "second",
        cases__fox=CASE.replace("Eins", "Eine").replace("status: final\n", ""),
        cases__owl="id: owl\n",
        docs__glossary=TERMS.splitlines()[0],
    )
    assert diff(repository.root, "v1") == {
        "from": {"revision": "v1", "commit": first},
        "to": {"revision": "HEAD", "commit": second},
        "added": [{"kind": "case", "id": "owl", "file": "cases/owl.yml"}],
        "changed": [
            {
                "kind": "case",
                "id": "fox",
                "file": "cases/fox.yml",
                "fields": [
                    {"field": "summary", "language": "de", "before": "Eins.", "after": "Eine."},
                    {"field": "status", "language": None, "before": "final", "after": None},
                ],
            },
            {"kind": "file", "id": "docs/courts.yml", "file": "docs/courts.yml", "fields": None},
        ],
        "renamed": [],
        "removed": [{"kind": "term", "id": "use", "file": "docs/glossary.yml"}],
    }
    assert diff(repository.root, second[:8], "v1")["added"] == [
        {"kind": "term", "id": "use", "file": "docs/glossary.yml"}
    ]
    assert diff(repository.root, "v1", "v1")["changed"] == []


@pytest.mark.parametrize("revision", ["v9", "", "HEAD:cases", "a b", "--output=x"])
def test_an_unknown_revision_is_one_line_with_a_hint_and_exit_code_two(repository: Repository, revision: str) -> None:
    repository.commit("first", cases__fox=CASE)
    repository.git("tag", "v1")
    result = CliRunner().invoke(cli.main, ["--root", str(repository.root), "diff", "--", revision])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"Error: there is no release or commit “{revision}” here; releases are v1, and git log lists the commits\n"
    )


def test_outside_a_repository_there_is_nothing_to_compare(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, ["--root", str(tmp_path), "diff", "v1"])
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: this book is not in a git repository, so there is nothing to compare\n",
    )


def test_no_word_of_a_reason_reaches_the_log_that_cannot_be_seen() -> None:
    assert revisions.clean("a\x00b\nc\u202ed\ufeff  e\x85") == "a b c d e"
