"""The days of change come from git, and from nothing else."""

from __future__ import annotations

import datetime
import os
import subprocess
from pathlib import Path, PurePosixPath

from generator import history


def git(root: Path, *arguments: str, when: str = "2024-03-01T12:00:00Z") -> None:
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run(
        ["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True, env={**os.environ, **dates}
    )


def test_each_file_has_the_day_of_its_own_last_commit(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases/a.yml").write_text("1")
    (tmp_path / "cases/案.yml").write_text("1")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    (tmp_path / "cases/a.yml").write_text("2")
    git(tmp_path, "commit", "-qam", "second", when="2024-05-02T23:30:00Z")
    found = history.read(tmp_path)
    assert {path: change.day for path, change in found.changed.items()} == {
        PurePosixPath("cases/a.yml"): datetime.date(2024, 5, 2),
        PurePosixPath("cases/案.yml"): datetime.date(2024, 3, 1),
    }
    assert found.timestamp == 1714692600
    assert found.newest(found.changed) == found.head == found.changed[PurePosixPath("cases/a.yml")]
    assert found.newest([PurePosixPath("cases/案.yml"), PurePosixPath("new.yml")]) != found.head
    assert found.newest([PurePosixPath("new.yml")]) is None


def test_what_no_commit_holds_yet_is_known(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    for name in ("book/a.yml", "book/b.yml"):
        (tmp_path / name).write_text("1")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    assert history.read(tmp_path / "book").uncommitted == frozenset()
    (tmp_path / "book/a.yml").write_text("2")
    (tmp_path / "book/案.yml").write_text("1")
    (tmp_path / "elsewhere.yml").write_text("1")
    assert history.read(tmp_path / "book").uncommitted == {PurePosixPath("a.yml"), PurePosixPath("案.yml")}


def test_a_shallow_copy_knows_its_newest_commit_and_no_other(tmp_path: Path) -> None:
    for text in ("1", "2"):
        (tmp_path / "whole").mkdir(exist_ok=True)
        (tmp_path / "whole/a.yml").write_text(text)
        if text == "1":
            git(tmp_path / "whole", "init", "-q")
        git(tmp_path / "whole", "add", ".")
        git(tmp_path / "whole", "commit", "-qm", text)
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path}/whole", "shallow")
    found = history.read(tmp_path / "shallow")
    assert found.shallow and found.changed == {} and found.head == history.read(tmp_path / "whole").head
    assert found.newest([PurePosixPath("a.yml")]) == found.head


def test_paths_are_relative_to_a_book_inside_a_repository(tmp_path: Path) -> None:
    (tmp_path / "books/one").mkdir(parents=True)
    (tmp_path / "books/one/a.yml").write_text("1")
    (tmp_path / "other.txt").write_text("1")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    assert list(history.read(tmp_path / "books/one").changed) == [PurePosixPath("a.yml")]


def test_outside_a_repository_nothing_is_known(tmp_path: Path) -> None:
    assert history.read(tmp_path) == history.History(None, {})


def test_a_line_for_editors_is_no_change_of_what_a_record_says(tmp_path: Path) -> None:
    record = tmp_path / "cases/a.yml"
    record.parent.mkdir()
    record.write_text("id: a\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "the record")
    changed = history.read(tmp_path).changed
    for day, text in (("2024-05-02", "# one\nid: a\n"), ("2024-05-03", "# one\n# two\nid: a\n")):
        record.write_text(text)
        git(tmp_path, "commit", "-qam", "comments", when=f"{day}T12:00:00Z")
    found = history.read(tmp_path)
    assert found.changed == changed
    assert found.head is not None and found.head.day == datetime.date(2024, 5, 3)
    record.write_text("# one\nid: a\nstatus: final\n")
    git(tmp_path, "commit", "-qam", "both", when="2024-05-04T12:00:00Z")
    assert history.read(tmp_path).changed[PurePosixPath("cases/a.yml")].day == datetime.date(2024, 5, 4)


def test_a_comment_inside_a_record_or_outside_the_records_counts_as_a_change(tmp_path: Path) -> None:
    for name in ("cases/a.yml", "mkdocs.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("id: a\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    (tmp_path / "cases/a.yml").write_text("id: a\n# why\n")
    (tmp_path / "mkdocs.yml").write_text("# why\nid: a\n")
    git(tmp_path, "commit", "-qam", "second", when="2024-05-02T12:00:00Z")
    assert {change.day for change in history.read(tmp_path).changed.values()} == {datetime.date(2024, 5, 2)}
