"""What all tests share: the two books, how to copy and change one, and how expected output is compared or written anew."""

from __future__ import annotations

import datetime
import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import pytest
import yaml

from generator import checks, editions, fonts, messages, pages, problems, reports, settings, source
from generator.edition import Edition

ROOT = Path(__file__).resolve().parent.parent
MARKS = ROOT / "tests" / "books" / "marks"
TEMPLATES = ROOT / "templates"
TODAY = datetime.date(2026, 11, 24)
PAGES = 26 + len(checks.CODES)
"""How many pages the tiny book has in each language: one a check, and these others."""
CHARACTERS = fonts.held(TEMPLATES / "fonts")
ENGLISH = messages.load(TEMPLATES, "en")
CHINESE = messages.load(TEMPLATES, "zh")

Expect = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-expected", action="store_true", help="write expected output anew instead of comparing")


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One more than there are cores: tests wait for browsers, servers and files, and a core has nothing to do meanwhile."""
    return (yield) + 1


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end; it is not looked through again for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """The same bytes under the same name are parsed once, and the fonts of the packs looked at once: most tests read the tiny
    book with one change. Each reading gets a source and a list of its own over the same nodes, which nobody can change."""
    parse, held = lru_cache(512)(source.read), fonts.held

    def read(path: PurePosixPath, data: bytes) -> tuple[source.Source, list[problems.Problem]]:
        parsed, found = parse(path, data)
        return source.Source(parsed.path, parsed.text, parsed.root), list(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "read", read)
        patch.setattr(fonts, "held", lambda folder: CHARACTERS if folder == TEMPLATES / "fonts" else held(folder))
        yield


@pytest.fixture
def expect(request: pytest.FixtureRequest) -> Expect:
    """Compare text with an expected file beside its input, or write that file with --update-expected."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-expected"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """A copy of the tiny book that a test may change."""
    return copy_book(tmp_path / "marks")


def copy_book(target: Path) -> Path:
    shutil.copytree(MARKS, target, ignore=shutil.ignore_patterns("build", "site"))
    return target


def change(book: Path, edits: Path) -> None:
    """Apply the edits of a fixture. An edit whose text is not there is an error: the fixture would test nothing.

    What is too large to be kept is described: ``bytes`` is the size of a file of zeros, ``pieces`` are texts and how often
    each is repeated.
    """
    for edit in yaml.safe_load(edits.read_text(encoding="utf-8")):
        path = book / edit["file"]
        if edit.keys() & {"write", "latin-1", "link", "pipe", "bytes", "pieces"}:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
        if "link" in edit:
            path.symlink_to(edit["link"])
        elif "pipe" in edit:
            os.mkfifo(path)
        elif "bytes" in edit:
            with path.open("wb") as file:
                file.truncate(edit["bytes"])
        elif "pieces" in edit:
            path.write_text("".join(text * times for text, times in edit["pieces"]), encoding="utf-8")
        elif "write" in edit:
            path.write_text(edit["write"], encoding="utf-8")
        elif "latin-1" in edit:
            path.write_bytes(edit["latin-1"].encode("latin-1"))
        elif "delete" in edit:
            path.unlink()
        else:
            text = path.read_text(encoding="utf-8")
            assert edit["replace"] in text, f"{edits}: {edit['replace']!r} is not in {edit['file']}"
            path.write_text(text.replace(edit["replace"], edit["with"], -1 if edit.get("all") else 1), encoding="utf-8")


def read(root: Path) -> tuple[Edition | None, settings.Settings, list[problems.Problem]]:
    """A book, its settings and all its problems, as the command reads them, on a fixed day; its files may change afterwards."""
    found = editions.read(root, TEMPLATES, TODAY, CHARACTERS)
    edition = replace(found.edition, state=None) if found.edition else None
    return edition, found.where, found.problems


def edition_of(root: Path) -> tuple[Edition, settings.Settings]:
    """A book that must be without problems."""
    edition, where, found = read(root)
    assert not found, reports.text(found, ENGLISH)
    assert edition is not None
    return edition, where


@cache
def real_edition() -> tuple[Edition, settings.Settings]:
    """The book of this project, read once for all tests; none may change a list or mapping in its records."""
    return edition_of(ROOT)


@cache
def tiny_edition() -> tuple[Edition, settings.Settings]:
    """The tiny book as it is, read once."""
    return edition_of(MARKS)


@cache
def real_tree(language: str) -> Mapping[PurePosixPath, str]:
    """The pages of this project's book, made once."""
    return MappingProxyType(pages.tree(real_edition()[0], language))


@cache
def tiny_tree(language: str) -> Mapping[PurePosixPath, str]:
    """The pages of the tiny book as it is, made once."""
    return MappingProxyType(pages.tree(tiny_edition()[0], language))


def needed(what: str, there: bool) -> None:
    """Skip where a tool is not installed, but fail in CI, where its absence would hide what it judges."""
    if not there:
        if os.environ.get("CI"):
            pytest.fail(f"{what} is missing, and CI needs it")
        pytest.skip(f"{what} is not installed here")
