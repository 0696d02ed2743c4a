"""The preview's site is, after any change, what a build from nothing makes; a decision that changed is shown before all else."""

from __future__ import annotations

import re
import shutil
import threading
import time
import urllib.request
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest
from mkdocs.exceptions import MkDocsException

from generator import editions, loading, site, terms
from generator.editions import Read
from generator.workshop import Stopped, Workshop
from tests import faulty
from tests.conftest import CHARACTERS, ENGLISH, TEMPLATES, TODAY, copy_book

FOX = "cases/fox-v-wolf.yml"
LITTLE = "significance: {en: Little., de: Wenig.}"
SAVES, BROKEN_EACH = 1000, 7
MEGABYTES = 50


def edit(book: Path, file: str, old: str, new: str) -> None:
    text = (book / file).read_text(encoding="utf-8")
    assert old in text
    (book / file).write_text(text.replace(old, new), encoding="utf-8")


def read(book: Path, before: Read | None = None) -> Read:
    found = editions.read(book, TEMPLATES, TODAY, CHARACTERS, before.loaded if before else None)
    assert found.problems == []
    return found


def glance(book: Path, last: Read) -> list[str] | None:
    found = editions.glance(book, TODAY, CHARACTERS, last, last.loaded)
    return found[1] if found else None


CHANGES: dict[str, tuple[str, str, str, list[str] | None]] = {
    "nothing": (FOX, LITTLE, LITTLE, None),
    "a sentence of a decision": (FOX, "en: Little.", "en: Much.", ["fox-v-wolf"]),
    "a comment in a decision": (FOX, LITTLE, f"{LITTLE}  # so far", ["fox-v-wolf"]),
    "the name of a part": (FOX, "- id: too-near", "- id: too-far", None),
    "a sentence that refers to nothing": (FOX, "en: Little.", 'en: "See [[owls]]."', None),
    "a decision that cannot be parsed": (FOX, LITTLE, "significance: {", None),
    "a sentence of a rule": ("docs/glossary.yml", "That buyers", "That people", None),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_glance_is_enough_where_decisions_changed_that_nothing_else_depends_on(marks: Path, what: str) -> None:
    file, old, new, ids = CHANGES[what]
    last = read(marks)
    edit(marks, file, old, new)
    assert glance(marks, last) == ids


@pytest.mark.parametrize("file", ["cases/owl-v-fox.yml", "cases/more.yml"])
def test_a_file_that_came_or_went_needs_a_whole_reading(marks: Path, file: str) -> None:
    last = read(marks)
    if (marks / file).exists():
        (marks / file).unlink()
    else:
        (marks / file).write_text("id: more\n", encoding="utf-8")
    assert glance(marks, last) is None


def test_a_glance_at_a_book_with_problems_shows_nothing(marks: Path) -> None:
    edit(marks, FOX, "en: Little.", 'en: "See [[owls]]."')
    last = editions.read(marks, TEMPLATES, TODAY, CHARACTERS)
    assert [one.code for one in last.problems] == ["unknown-reference"]
    edit(marks, FOX, 'en: "See [[owls]]."', "en: Much.")
    assert glance(marks, last) is None


def test_a_glance_sees_what_a_whole_reading_sees(marks: Path) -> None:
    last = read(marks)
    edit(marks, FOX, LITTLE, "significance: {en: A likelihood of confusion., de: Eine Verwechslungsgefahr.}")
    edit(marks, FOX, "de: Was blaue Gläser bedeuten.", "de: Was grüne Gläser bedeuten.")
    found = editions.glance(marks, TODAY, CHARACTERS, last, last.loaded)
    assert found
    one, other = found[0].edition, read(marks).edition
    assert one
    assert other
    assert one.usage.by_term == other.usage.by_term
    assert one.casebook.mentions == other.casebook.mentions
    assert {
        kind: [located.record for located in records.values()] for kind, records in one.casebook.records.items()
    } == {kind: [located.record for located in records.values()] for kind, records in other.casebook.records.items()}
    for told in ("stale", "unconfirmed"):
        first, second = getattr(one.casebook.freshness, told), getattr(other.casebook.freshness, told)
        assert len(first) == len(second) == 1


def test_a_changed_glossary_is_looked_for_anew(marks: Path) -> None:
    before = read(marks)
    for name in ("likelihood of confusion", "Verwechslungsgefahr"):
        edit(marks, "docs/glossary.yml", name, "Fox" if name.islower() else "Fuchs")
    loaded = loading.load(marks, before.loaded)
    assert before.edition
    assert loaded.casebook
    anew = terms.Usage(loaded.casebook)
    assert terms.Usage(loaded.casebook, before.edition.usage).by_term == anew.by_term != before.edition.usage.by_term


def test_a_reading_gives_way_to_something_newer(marks: Path) -> None:
    asked = iter([None] * 3)

    def pause() -> None:
        if next(asked, "newer") == "newer":
            raise Stopped

    with pytest.raises(Stopped):
        editions.read(marks, TEMPLATES, TODAY, CHARACTERS, pause=pause)
    assert editions.read(marks, TEMPLATES, TODAY, CHARACTERS, pause=lambda: None).problems == []


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def from_nothing(book: Path, target: Path) -> dict[str, bytes]:
    """What a build makes of a copy of the book that nothing was made of before."""
    copied = copy_book_of(book, target)
    found = read(copied)
    assert found.edition
    site.build(found.edition, found.where, copied / "site", lambda _: None, with_packs=False, with_copy=False)
    return contents(copied / "site")


def copy_book_of(book: Path, target: Path) -> Path:
    return Path(shutil.copytree(book, target, ignore=shutil.ignore_patterns("build", "site", "preview")))


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def add_decision(book: Path) -> None:
    text = (book / FOX).read_text(encoding="utf-8")
    text = text.replace("id: fox-v-wolf", "id: fox-v-bear").replace("EX 7 M 2021", "EX 77 M 2021")
    (book / "cases/fox-v-bear.yml").write_text(text.replace("{en: Fox v Wolf", "{en: Fox v Bear"), encoding="utf-8")
    (book / "docs/confirmed/cases/fox-v-bear.txt").write_bytes(
        (book / "docs/confirmed/cases/fox-v-wolf.txt").read_bytes()
    )


def remove_decision(book: Path) -> None:
    (book / "cases/fox-v-bear.yml").unlink()
    (book / "docs/confirmed/cases/fox-v-bear.txt").unlink()


def say_otherwise(book: Path) -> None:
    edit(book, FOX, "en: Little.", "en: Much.")
    edit(book, FOX, "{en: Fox v Wolf, de: Fuchs gegen Wolf}", "{en: Fox v Dog, de: Fuchs gegen Hund}")


def explain_otherwise(book: Path) -> None:
    edit(book, "docs/glossary.yml", "That buyers take", "That people take")


def word_otherwise(book: Path) -> None:
    edit(book, "docs/words/de.yml", "\n  home: ", "\n  home: Zum ")


STEPS = {
    "a sentence and the name of a decision": say_otherwise,
    "a term": explain_otherwise,
    "a new decision": add_decision,
    "a decision less": remove_decision,
    "a word of every page": word_otherwise,
}


@pytest.mark.site
def test_a_site_kept_page_by_page_is_the_one_made_from_nothing(tmp_path: Path) -> None:
    book = copy_book(tmp_path / "marks")
    workshop = Workshop(book, book / "preview", lambda _: None)
    last = read(book)
    pages, warnings = workshop.keep(last, lambda: False)
    assert warnings == []
    first = contents(book / "preview")
    assert differing(first, from_nothing(book, tmp_path / "first")) == []
    for number, (step, make) in enumerate(STEPS.items()):
        make(book)
        glanced = editions.glance(book, TODAY, CHARACTERS, last, last.loaded)
        if glanced and glanced[0].edition:
            workshop.cases(glanced[0].edition, glanced[1])
        last = read(book, last)
        if glanced:
            answers = iter([False] * 5)
            with pytest.raises(Stopped):
                workshop.keep(last, partial(next, answers, True))
        made, warnings = workshop.keep(last, lambda: False)
        assert warnings == []
        assert made < pages or step in ("a new decision", "a decision less", "a word of every page")
        assert differing(contents(book / "preview"), from_nothing(book, tmp_path / str(number))) == [], step


def test_a_glance_makes_nothing_while_the_whole_is_being_made(marks: Path) -> None:
    found = read(marks)
    assert found.edition
    Workshop(marks, marks / "preview", lambda _: None).cases(found.edition, ["fox-v-wolf"])
    assert not (marks / "build").exists()
    assert not (marks / "preview").exists()


@pytest.mark.site
def test_a_page_that_could_not_be_made_is_made_the_next_time(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = Workshop(marks, marks / "preview", lambda _: None)
    workshop.keep(read(marks), lambda: False)
    edit(marks, FOX, "en: Little.", "en: Much.")
    with monkeypatch.context() as patch:
        again = Mock(side_effect=[OSError("full"), MkDocsException("bad")])
        patch.setattr("generator.engine.Engine.again", again)
        with pytest.raises(OSError, match="full"):
            workshop.keep(read(marks), lambda: False)
        with pytest.raises(site.BuildError) as failure:
            workshop.keep(read(marks), lambda: False)
        assert ENGLISH.say(failure.value.said) == "the pages in “en” could not be built:\nbad"
    workshop.keep(read(marks), lambda: False)
    assert "Much." in (marks / "preview/en/cases/fox-v-wolf/index.html").read_text(encoding="utf-8")


def memory(process: int) -> float:
    """What a process holds, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return float(re.findall(r"VmRSS:\s*(\d+) kB", status)[0]) / 1000


@pytest.mark.site
def test_a_thousand_saves_leave_no_stale_page_and_no_memory_held(tmp_path: Path) -> None:
    book = copy_book(tmp_path / "marks")
    good = (book / FOX).read_text(encoding="utf-8")

    def save(number: int) -> None:
        text = good.replace("en: Little.", f"en: Save {number} of many.")
        (book / FOX).write_text(text.replace("holdings:", "holdings: [") if number % BROKEN_EACH == 0 else text)

    with faulty.started([*faulty.casebook(book, "serve"), "--port", "0"]) as serving:
        address = faulty.until(serving, "serving")[-1].split()[1]
        assert serving.stderr
        threading.Thread(target=serving.stderr.read, daemon=True).start()

        def shown() -> str:
            with urllib.request.urlopen(f"{address}en/cases/fox-v-wolf/", timeout=10) as answer:
                page: str = answer.read().decode()
                return page

        for number in range(SAVES // 10):
            save(number)
            time.sleep(0.03)
        faulty.wait_for(lambda: f"Save {SAVES // 10 - 1} of many." in shown(), seconds=30)
        before = memory(serving.pid)
        for number in range(SAVES // 10, SAVES):
            save(number)
            time.sleep(0.03)
        faulty.wait_for(lambda: f"Save {SAVES - 1} of many." in shown(), seconds=30)
        assert memory(serving.pid) - before < MEGABYTES
        (book / FOX).write_text(good, encoding="utf-8")
        faulty.wait_for(lambda: "Little." in shown(), seconds=30)
        made = from_nothing(book, tmp_path / "fresh")
        faulty.wait_for(lambda: differing(contents(book / "build/preview"), made) == [], seconds=60)
