"""Rendering writes plain trees and configurations; only what changed is touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from generator import settings, trees
from generator.reports import line
from tests.conftest import ENGLISH, PAGES, edition_of


def render(root: Path) -> dict[str, trees.Tree]:
    return dict(trees.render(*edition_of(root)))


def written(root: Path) -> int:
    return sum(tree.written for tree in render(root).values())


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_language_gets_a_tree_and_a_configuration(marks: Path) -> None:
    done = render(marks)
    assert {code: len(tree.pages) for code, tree in done.items()} == {"en": PAGES, "de": PAGES}
    assert {code: tree.changed for code, tree in done.items()} == {code: tree.pages for code, tree in done.items()}
    assert [tree.written for tree in done.values()] == [PAGES + 2, PAGES + 2], (
        "with the configuration and the plan of twins"
    )
    made = {path.relative_to(marks / "build").as_posix() for path in (marks / "build").rglob("*") if path.is_file()}
    assert {"en.yml", "de.yml", "en/index.md", "de/cases/fox-v-wolf.md"} <= made


def test_a_second_render_writes_nothing(marks: Path) -> None:
    render(marks)
    before = {path: path.stat().st_mtime_ns for path in (marks / "build").rglob("*")}
    assert written(marks) == 0
    assert {path: path.stat().st_mtime_ns for path in (marks / "build").rglob("*")} == before


def test_only_pages_that_say_something_else_are_written(marks: Path) -> None:
    render(marks)
    edit(marks / "cases/fox-v-wolf.yml", "de: Was blaue Gläser bedeuten.", "de: Was grüne Gläser bedeuten.")
    assert written(marks) == 6, "the decision, its mark in English, side by side and the translations in both"


def test_a_page_no_longer_made_is_removed_with_its_folder(marks: Path) -> None:
    render(marks)
    stray = marks / "build/en/old/page.md"
    stray.parent.mkdir()
    stray.write_text("old")
    assert [tree.removed for tree in render(marks).values()] == [(PurePosixPath("old/page.md"),), ()]
    assert not stray.parent.exists()


def test_languages_inherit_the_one_hand_edited_configuration(marks: Path) -> None:
    render(marks)
    text = (marks / "build/de.yml").read_text(encoding="utf-8")
    assert text.startswith('{\n "INHERIT": "../mkdocs.yml",\n')
    assert '"site_url": "https://marks.example/book/de/"' in text


@pytest.mark.parametrize("key", ["site_url", "repo_url", "edit_uri"])
def test_a_missing_setting_is_a_problem(marks: Path, key: str) -> None:
    text = (marks / "mkdocs.yml").read_text(encoding="utf-8")
    (marks / "mkdocs.yml").write_text("".join(f"{line}\n" for line in text.split("\n") if not line.startswith(key)))
    _, problems = settings.read(marks)
    assert [line(p, ENGLISH) for p in problems] == [
        f"mkdocs.yml:2:1: error[missing-key]: the key “{key}” is missing; “{key}:” with its value"
    ]


@pytest.mark.parametrize(
    ("url", "prefix"),
    [("https://a.example/", "/"), ("https://a.example/book/", "/book/"), ("https://a.example/a/b/", "/a/b/")],
)
def test_the_prefix_is_the_path_of_the_site(url: str, prefix: str) -> None:
    assert settings.Settings(url, "").prefix == prefix


@pytest.mark.site
def test_the_root_configuration_builds_the_first_language_after_a_render(marks: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(marks / "mkdocs.yml"), "-d", str(marks / "out")]
    before = subprocess.run(command, capture_output=True, text=True, check=False)
    assert before.returncode == 1
    assert "build/en' isn't an existing directory" in before.stderr
    render(marks)
    after = subprocess.run(command, capture_output=True, text=True, check=False)
    assert after.returncode == 0, after.stderr
    assert (marks / "out/cases/fox-v-wolf/index.html").is_file()
