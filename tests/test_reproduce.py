"""Same commit, same bytes, whoever builds it where."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests import reproduce, serving
from tests.conftest import copy_book, needed


@pytest.mark.site
def test_the_real_site_is_the_same_when_another_user_builds_a_clone_elsewhere() -> None:
    """In another folder, time zone and language, with another seed, home and umask, on another disk where there is one."""
    needed("a book without uncommitted changes", reproduce.uncommitted() == [])
    with reproduce.built(reproduce.WAYS[1], lambda _: None) as site:
        found = reproduce.differences(serving.built(), site)
        assert len(list(site.rglob("*.html"))) > 300
    assert found == []


def test_a_difference_is_told_with_its_first_bytes(tmp_path: Path) -> None:
    for name, files in {
        "one": {"a/same": b"1", "b": b"left right", "c": b"1", "e": b"12"},
        "two": {"a/same": b"1", "b": b"left wrong", "d": b"1", "e": b"1"},
    }.items():
        for path, data in files.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_bytes(data)
    assert reproduce.differences(tmp_path / "one", tmp_path / "two") == [
        "b: byte 5: b'right' and b'wrong'",
        "c: only in the first",
        "d: only in the second",
        "e: byte 1: b'2' and b''",
    ]
    assert reproduce.differences(tmp_path / "one", tmp_path / "one") == []


def test_a_commit_that_cannot_be_built_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    book = copy_book(tmp_path / "marks")
    (book / "mkdocs.yml").unlink()
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *command], cwd=book, check=True)
    said: list[str] = []
    with (
        pytest.raises(reproduce.Unbuilt, match=r"mkdocs\.yml:1:1: error"),
        reproduce.built(reproduce.WAYS[0], said.append, book),
    ):
        pass
    place = Path(said[0].split("“")[1].split("”")[0]).parent
    assert place.name.startswith("reproduce-")
    assert not place.exists()


def test_the_two_ways_have_nothing_in_common() -> None:
    one, two = reproduce.WAYS
    assert one.folder != two.folder
    assert one.umask != two.umask
    assert all(one.environment[key] != two.environment[key] for key in one.environment)
    assert " " in two.folder
    assert not two.folder.isascii()
