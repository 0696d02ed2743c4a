"""Whatever happens to a build, the last good site stays whole, a sentence says what to do, and the next build succeeds."""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import child, cli, door, fonts, lock, pages, publishing, search_index, site, state, troubles, writing
from generator.casebook import Casebook
from generator.edition import Edition
from generator.problems import Said, said
from tests import faulty
from tests.conftest import ENGLISH, ROOT, TEMPLATES, TODAY, copy_book, edition_of
from tests.faulty import Known, casebook, digest, edit, end, left, run, started, until

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """The tiny book with its site and packs, then changed."""
    folder = tmp_path_factory.mktemp("known")
    book = copy_book(folder / "marks")
    assert run(casebook(book, "build"))[0] == 0
    later = folder / "later"
    shutil.copytree(book, later)
    edit(later)
    assert run(casebook(later, "build"))[0] == 0
    edit(book)
    return Known(book, digest(book), digest(later))


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """What is entered here is left at the end of the test."""
    with ExitStack() as entered:
        yield entered


@pytest.fixture
def book(known: Known, tmp_path: Path) -> Path:
    return known.copied(tmp_path / "marks")


def builds(book: Path, known: Known) -> None:
    """The next build succeeds without anybody tidying up, makes the site that had to come, and leaves nothing else."""
    code, told = run(casebook(book, "build"))
    assert code == 0, told
    assert digest(book) == known.new
    assert left(book) == []


def refused(book: Path, known: Known, message: str) -> None:
    """`casebook build` says just this, and the good site stays."""
    code, told = run(casebook(book, "build"))
    assert "Traceback" not in told
    assert told.rpartition("Error: ")[2] == f"{message}\n\nsite/ is unchanged.\n"
    assert code == 1
    assert digest(book) == known.old
    assert left(book) == []


# Killed.

STAGES = ("check", "packs", "pages", "html", "search", "offline", "publish")


def test_a_build_killed_at_any_moment_leaves_a_whole_site_and_the_next_one_succeeds(known: Known, book: Path) -> None:
    for stage in STAGES:
        with started(casebook(book, "build")) as build:
            until(build, stage)
            time.sleep(0.3 if stage in ("html", "packs") else 0)
            end(build)
        assert digest(book) in ((known.old, known.new) if stage == "publish" else (known.old,)), stage
    builds(book, known)


def test_a_build_of_fifty_decisions_is_killed_as_safely(known: Known, tmp_path: Path) -> None:
    """Without packs, as `casebook serve` builds; the last good site is another book's, of which not a byte may change."""
    book = faulty.fifty(tmp_path / "fifty")
    shutil.copytree(known.book / "site", book / "site")
    command = [sys.executable, "-c", faulty.BUILD.format(str(book))]
    for stage in ("pages", "html", "search", "publish"):
        with started(command) as build:
            until(build, stage)
            time.sleep(1 if stage == "html" else 0)
            end(build)
        if stage != "publish":
            assert digest(book) == known.old, stage
    made = len(list((book / "site/en/cases").iterdir()))
    assert made == faulty.DECISIONS + 1 or digest(book) == known.old
    code, told = run(command)
    assert code == 0, told
    assert len(list((book / "site/de/cases").glob("*/index.html"))) == faulty.DECISIONS
    assert left(book) == []


@pytest.mark.parametrize("exchange", [True, False])
def test_at_no_step_of_putting_a_site_in_place_is_it_neither_the_old_nor_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    """Also where the system cannot exchange two folders at once: there the next build puts the old one back first."""
    if not exchange:
        monkeypatch.setattr(publishing, "exchange", lambda one, other: False)
    target, fresh, stamp = tmp_path / "site", tmp_path / "build/site.new.1", tmp_path / "build/site.stamp.json"
    seen, number, killed = set(), 0, True
    while killed:
        number += 1
        for folder, text in ((target, "old"), (fresh, "new")):
            shutil.rmtree(folder, ignore_errors=True)
            for name in ("one", "two"):
                (folder / name).mkdir(parents=True)
                (folder / name / "page").write_text(text)
        killed = faulty.killed_at(number, lambda: publishing.publish(fresh, target, stamp, b"{}"))
        if exchange:
            assert target.is_dir()
        publishing.recover(tmp_path, target)
        found = {path.read_text() for path in target.rglob("page")}
        assert len(list(target.rglob("page"))) == 2
        assert len(found) == 1
        seen |= found
        assert {path.name for path in (tmp_path / "build").iterdir()} <= {stamp.name}
    assert seen == {"old", "new"}
    assert number > 20


def test_what_a_killed_build_started_ends_with_it(known: Known, book: Path) -> None:
    """Neither the engine nor the typesetter works on for nobody, or waits for ever."""
    with started(casebook(book, "build")) as build:
        until(build, "html")
        faulty.wait_for(lambda: len(faulty.started_by(build.pid, "generator.engine")) == 2)
        for engine in faulty.started_by(build.pid, "generator.engine"):
            os.kill(engine, signal.SIGSTOP)  # so that it cannot come to its end by itself
        os.kill(build.pid, signal.SIGKILL)
        faulty.wait_for(lambda: not faulty.members(build.pid), seconds=10)
    shutil.rmtree(book / "build/packs")
    with started(casebook(book, "build")) as build:
        until(build, "packs")
        faulty.wait_for(lambda: len(faulty.members(build.pid)) > 2)
        os.kill(build.pid, signal.SIGKILL)
        faulty.wait_for(lambda: not faulty.members(build.pid), seconds=10)
    assert digest(book) == known.old
    builds(book, known)


def test_an_engine_that_the_system_ends_is_told_with_what_to_do(known: Known, book: Path) -> None:
    with started(casebook(book, "build")) as build:
        until(build, "html")
        faulty.wait_for(lambda: faulty.started_by(build.pid, "generator.engine"))
        os.kill(faulty.started_by(build.pid, "generator.engine")[0], signal.SIGKILL)
        assert build.stderr
        told = build.stderr.read()
        assert build.wait() == 1
    assert re.fullmatch(
        "Error: the pages in “(en|de)” could not be built:\n"
        r"the system ended the program \(SIGKILL\), most often because memory ran out; "
        "close other programs, then run the command again\n\nsite/ is unchanged.\n",
        told,
    )
    assert digest(book) == known.old
    builds(book, known)


# A full disk, and one that cannot be written to.


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes; skipped where nobody may mount one. `/dev/full` stands in for it below, everywhere."""
    folder = tmp_path / "disk"
    folder.mkdir()
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    mount = [*as_root, "mount", "-t", "tmpfs", "-o", "size=40m,mode=1777", "none", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False).returncode
    except FileNotFoundError:
        done = 1
    if done != 0:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run([*as_root, "umount", "--lazy", str(folder)], check=True)


def leave(disk: Path, free: int) -> None:
    """Fill a disk until so many bytes are free."""
    (disk / "ballast").unlink(missing_ok=True)
    with (disk / "ballast").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - free)


@pytest.mark.parametrize("free", [0, 3_000_000])
def test_a_disk_that_fills_up_during_a_build_is_told(known: Known, disk: Path, free: int) -> None:
    book = known.copied(disk / "marks")
    leave(disk, free)
    code, told = run(casebook(book, "build"))
    assert code == 1
    assert "the disk is full" in told
    assert told.endswith(
        "free some space, then run the command again: nothing has to be tidied up before\n\nsite/ is unchanged.\n"
    )
    assert "Traceback" not in told
    assert digest(book) == known.old
    assert left(book) == []
    (disk / "ballast").unlink()
    builds(book, known)


def test_a_full_disk_is_told_with_the_file_that_found_it_full(known: Known, book: Path) -> None:
    page = book / "build/en/index.md"
    page.unlink()
    page.symlink_to("/dev/full")
    refused(
        book,
        known,
        "the disk is full; free some space, then run the command again: nothing has to be tidied up before",
    )
    page.unlink()
    builds(book, known)


def test_a_disk_that_can_only_be_read_is_told(known: Known, disk: Path) -> None:
    book = known.copied(disk / "marks")
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    subprocess.run([*as_root, "mount", "-o", "remount,ro", str(disk)], check=True)
    refused(
        book,
        known,
        f"the folder {book.resolve()} cannot be written to, so the site in it cannot be replaced; "
        "change its permissions, or move the book to another place",
    )
    subprocess.run([*as_root, "mount", "-o", "remount,rw", str(disk)], check=True)
    builds(book, known)


def test_a_site_that_is_no_folder_or_a_disk_of_its_own_is_refused_before_anything_is_made(disk: Path) -> None:
    assert publishing.why_not(disk / "site") is None
    assert publishing.why_not(disk) == said("publishing.disk", path=str(disk))
    (disk / "site").write_text("mine")
    assert publishing.why_not(disk / "site") == said("publishing.no-folder", path=str(disk / "site"))


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (
            errno.EDQUOT,
            "the disk is full (while writing “a”); free some space, then run the command again: "
            "nothing has to be tidied up before",
        ),
        (errno.EROFS, "“a” lies on a disk that can only be read; move the book to one that can be written to"),
        (errno.EACCES, "you are not allowed to open or change “a”; change its permissions, or ask whoever owns it"),
        (
            errno.EXDEV,
            "“a” lies on another disk than build/; both have to lie on one, for the site is replaced in one step",
        ),
        (errno.EIO, "“a”: Input/output error"),
    ],
)
def test_each_error_of_the_system_is_a_sentence(number: int, told: str) -> None:
    assert ENGLISH.say(troubles.trouble(OSError(number, os.strerror(number), "a"))) == told


# Two at once.


def test_a_second_build_waits_for_the_first_says_for_which_and_finds_nothing_left_to_do(
    known: Known, book: Path
) -> None:
    with started(casebook(book, "build")) as first:
        until(first, "html")
        code, told = run(casebook(book, "build"))
        assert first.wait() == 0
    assert code == 0
    assert re.sub(r"[0-9.]+ s$", "0 s", told.rstrip()) == (
        f"check\nwaiting   another command is writing below build/: casebook --root {book} build (process {first.pid}); "
        "press Ctrl-C to stop waiting\ndone      nothing has changed; site/ is up to date, 0 s"
    )
    assert digest(book) == known.new
    assert left(book) == []


@pytest.mark.parametrize("command", [("pack", "--all"), ("render",)])
def test_whatever_else_writes_below_build_waits_as_well(
    book: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], stack: ExitStack
) -> None:
    monkeypatch.setattr("sys.argv", ["casebook", "serve"])
    with lock.held(book / "build", print):
        process = stack.enter_context(started(casebook(book, *command)))
        said = until(process, "waiting")[-1]
        assert f": casebook serve (process {os.getpid()});" in said
    assert process.wait() == 0


def test_the_system_gives_back_the_lock_of_a_killed_process(known: Known, book: Path) -> None:
    with started(casebook(book, "build")) as first:
        until(first, "html")
        os.kill(first.pid, signal.SIGSTOP)
        with started(casebook(book, "build")) as second:
            until(second, "waiting")
            end(first)
            until(second, "done")
            assert second.wait() == 0
    assert digest(book) == known.new
    assert left(book) == []


def test_who_waits_too_long_is_told_whose_process_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.3)
    monkeypatch.setattr("sys.argv", ["casebook", "serve"])
    told: list[Said] = []
    with lock.held(tmp_path / "build", told.append):
        with pytest.raises(troubles.BuildError) as refusal, lock.held(tmp_path / "build", told.append):
            pass
        who = f"casebook serve (process {os.getpid()})"
        assert [*map(ENGLISH.say, told)] == [
            f"waiting   another command is writing below build/: {who}; press Ctrl-C to stop waiting"
        ]
        assert ENGLISH.say(refusal.value.said) == (
            f"waited 0 minutes for another command that writes below build/: {who}\n"
            "let it finish or end it (Ctrl-C in its window), then run the command again"
        )
    with lock.held(tmp_path / "build", told.append):
        assert len(told) == 1


def test_a_lock_whose_folder_was_removed_meanwhile_is_taken_anew(tmp_path: Path) -> None:
    with lock.held(tmp_path / "build", print):
        shutil.rmtree(tmp_path / "build")
        with lock.held(tmp_path / "build", print):
            assert (tmp_path / "build/.lock").read_text()


# A book that changes.


def test_a_file_that_changes_during_a_build_makes_it_begin_again(known: Known, tmp_path: Path) -> None:
    book = known.copied(tmp_path / "marks")
    index = book / "docs/en/index.md"
    now = index.read_bytes()
    index.write_bytes(now + b"\nNot this.\n")
    with started(casebook(book, "build")) as build:
        told = until(build, "html")
        index.write_bytes(now)
        told += until(build, "done")
        assert build.wait() == 0
    assert [line for line in told if line.startswith("again")] == [
        "again     changed while the site was being built: docs/en/index.md"
    ]
    assert digest(book) == known.new
    assert "nothing has changed" in run(casebook(book, "build"))[1]


def test_a_site_is_never_taken_for_what_changed_between_reading_and_building(book: Path, known: Known) -> None:
    read, _ = door.read(book)
    assert read
    index = book / "docs/en/index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\nLater.\n", encoding="utf-8")
    with pytest.raises(site.Changed) as changed:
        site.build(*read, book / "site", lambda _: None)
    assert ENGLISH.say(changed.value.said) == "changed while the site was being built: docs/en/index.md"
    assert digest(book) == known.old


def test_a_failure_because_of_a_change_is_told_as_a_change(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a save can make the engine fail; what counts is that the file changed."""

    def fail(*_: object) -> None:
        (book / "mkdocs.yml").write_text("half")
        raise site.BuildError(said("build.no-pages", language="en"))

    monkeypatch.setattr(child, "run", fail)
    with pytest.raises(site.Changed) as changed:
        site.build(*edition_of(book), book / "site", lambda _: None)
    assert ENGLISH.say(changed.value.said) == "changed while the site was being built: mkdocs.yml"


def test_a_book_that_never_rests_is_told_after_three_builds(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise site.Changed(["cases/a.yml", "cases/b.yml", "cases/c.yml", "cases/d.yml"])

    monkeypatch.setattr(site, "build", never)
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)
    result = CliRunner().invoke(cli.main, ["--root", str(marks), "build"])
    changed = "changed while the site was being built: cases/a.yml, cases/b.yml, cases/c.yml and 1 more"
    assert result.stderr == (
        f"check\nagain     {changed}\ncheck\nagain     {changed}\ncheck\nError: {changed}\n"
        "wait until nothing changes these files any more, then run casebook build again\n\nsite/ is unchanged.\n"
    )
    assert result.exit_code == 1


def test_a_book_that_is_read_again_needs_no_room_beside_the_one_before(
    marks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books: list[weakref.ref[Casebook]] = []
    held: list[list[bool]] = []

    def never(edition: Edition, *_: object) -> None:
        pages.tree(edition, "en")
        held.append([one() is not None for one in books])
        books.append(weakref.ref(edition.casebook))
        raise site.Changed(["cases/a.yml"])

    monkeypatch.setattr(site, "build", never)
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)
    assert CliRunner().invoke(cli.main, ["--root", str(marks), "build"]).exit_code == 1
    assert held == [[], [False], [False, False]]


def test_a_state_names_everything_a_site_is_made_of(marks: Path) -> None:
    before = state.of(marks, TEMPLATES)
    (marks / "cases/.fox-v-wolf.yml.1.part").write_text("being written")
    assert state.of(marks, TEMPLATES) == before
    (marks / "cases/owl-v-fox.yml").unlink()
    (marks / "docs/en/more.md").write_text("more")
    (marks / "mkdocs.yml").write_text("site_url: x")
    assert state.changed(before, state.of(marks, TEMPLATES)) == ["cases/owl-v-fox.yml", "docs/en/more.md", "mkdocs.yml"]
    assert {"templates/pages/case.md.j2", "templates/fonts/NotoSans-Bold.ttf", "generator/site.py"} <= before.keys()


# Tools and fonts.


def vanish(font: Path) -> None:
    font.unlink()


def spoil(font: Path) -> None:
    font.write_bytes(b"rubbish")


def cut(font: Path) -> None:
    font.write_bytes(font.read_bytes()[:40_000])


@pytest.mark.parametrize(
    ("fault", "why"), [(vanish, "is not there"), (spoil, "cannot be read"), (cut, "cannot be read")]
)
@pytest.mark.parametrize("command", [("build",), ("check",), ("schema",), ("pack", "--all")])
def test_a_font_that_cannot_be_used_is_told_before_anything_is_made(
    marks: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    fault: Callable[[Path], None],
    why: str,
) -> None:
    templates = shutil.copytree(TEMPLATES, tmp_path / "templates")
    font = templates / "fonts/NotoSansSC-Bold.ttf"
    fault(font)
    monkeypatch.setattr(door, "TEMPLATES", templates)
    result = CliRunner().invoke(cli.main, ["--root", str(marks), *command])
    assert result.stderr.removeprefix("check\n") == (
        f"Error: the font “NotoSansSC-Bold.ttf” {why}, and packs would be printed without its characters; "
        f"get it back with: git checkout -- {font}\n"
    )
    assert result.exit_code == 1
    assert not (marks / "build").exists()


def test_every_font_that_the_packs_are_set_in_is_asked_for() -> None:
    assert {path.name for path in (TEMPLATES / "fonts").glob("*.ttf")} == set(fonts.CUT.values())


INDEXED = "the search index could not be made:\n"
UNSETTLED = "the search index could not be put in order: "
PROGRAMS = {
    "fails": ("import sys; print('no words'); sys.exit('no index')", f"{INDEXED}no words\nno index"),
    "fails with a traceback": ("{}['a']", f"{INDEXED}KeyError: 'a'"),
    "finds the disk full": (
        "import os; os.write(os.open('/dev/full', os.O_WRONLY), b'a')",
        f"{INDEXED}{ENGLISH.say(troubles.full())}",
    ),
    "crashes": (
        "import os; os.abort()",
        f"{INDEXED}the program crashed (SIGABRT); run the command again, and report it if it happens twice",
    ),
    "hangs": (
        "import time; time.sleep(600)",
        f"{INDEXED}the program was not done after 1 seconds and was ended; "
        "run the command again, and report it if it happens twice",
    ),
    "writes nothing": ("", f"{UNSETTLED}Pagefind did not write what it should (FileNotFoundError: "),
}


@pytest.mark.parametrize("what", PROGRAMS)
def test_a_search_program_that_goes_wrong_changes_nothing(
    known: Known, book: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    program, wanted = PROGRAMS[what]
    monkeypatch.setattr(site, "_html", lambda root, code, target, epoch: target.mkdir())
    monkeypatch.setattr(search_index, "command", lambda site, code, folder: ["-c", program])
    if what == "hangs":
        monkeypatch.setattr(child, "LIMIT", 1)
    with pytest.raises(site.BuildError) as failure:
        site.build(*edition_of(book), book / "site", lambda _: None)
    told = ENGLISH.say(failure.value.said)
    assert told.startswith(wanted) if what == "writes nothing" else told == wanted
    assert digest(book) == known.old
    assert left(book) == []


def entry(folder: Path) -> None:
    (folder / "pagefind-entry.json").write_text("{")


def listed(folder: Path) -> None:
    (folder / "pagefind-entry.json").write_text("[]")


def lost(folder: Path) -> None:
    path = folder / "pagefind-entry.json"
    path.write_text(path.read_text().replace('"page_count":18', '"page_count":0', 1))


def of_each(pattern: str, data: bytes) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        paths = list(folder.rglob(pattern))
        assert paths
        for path in paths:
            path.write_bytes(data)

    return act


RUBBISH = {
    "half an entry": entry,
    "an entry of another form": listed,
    "no page in a language": lost,
    "no description": of_each("*.pf_meta", b""),
    "a description without a mark": of_each("*.pf_meta", b"rubbish"),
    "a description of another form": of_each("*.pf_meta", search_index.MARK + b"\x80"),
    "half a filter": of_each("*.pf_filter", search_index.MARK + b"\x82\x61"),
    "a filter of another form": of_each("*.pf_filter", search_index.MARK + b"\x01"),
    "a filter that claims to be packed": of_each("*.pf_filter", b"\x1f\x8b\x08\x00\x00"),
}


@pytest.mark.parametrize("what", RUBBISH)
def test_an_index_that_is_rubbish_is_noticed(known: Known, tmp_path: Path, what: str) -> None:
    shutil.copytree(known.book / "site/pagefind", tmp_path / "pagefind")
    search_index.settle(tmp_path / "pagefind", ["en", "de"])
    RUBBISH[what](tmp_path / "pagefind")
    with pytest.raises(search_index.Unsettled):
        search_index.settle(tmp_path / "pagefind", ["en", "de"])


@pytest.mark.parametrize("seed", [1, 2])
def test_an_index_does_not_depend_on_the_order_in_which_the_disk_lists_the_pages(
    known: Known, tmp_path: Path, seed: int
) -> None:
    """The same index with its pages numbered at random, as on a disk that lists them so, is settled to the same bytes."""
    folder = tmp_path / "pagefind"
    shutil.copytree(known.book / "site/pagefind", folder)
    before = {path.name: path.read_bytes() for path in folder.rglob("*.pf_*")}
    assert faulty.renumber(folder, random.Random(seed)) > 100
    assert {path.name: path.read_bytes() for path in folder.rglob("*.pf_*")} != before
    search_index.settle(tmp_path / "pagefind", ["en", "de"])
    assert {path.name: path.read_bytes() for path in folder.rglob("*.pf_*")} == before


# Single files.


@pytest.mark.parametrize("write", [writing.replace, writing.create])
def test_a_file_is_whole_whenever_its_writing_is_interrupted(
    tmp_path: Path, write: Callable[[Path, bytes], None]
) -> None:
    """The old one or the new one; where there was none, none or the new one."""
    path = tmp_path / "case.yml"
    seen, number, killed = set(), 0, True
    while killed:
        number += 1
        path.unlink(missing_ok=True)
        if write is writing.replace:
            path.write_bytes(b"old")
        killed = faulty.killed_at(number, lambda: write(path, b"new"))
        seen.add(path.read_bytes() if path.exists() else None)
        writing.sweep(tmp_path.iterdir())
        assert [one for one in tmp_path.iterdir() if one != path] == []
    assert seen == {b"old" if write is writing.replace else None, b"new"}
    assert number > 10


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "case.yml"
    path.write_text("old")
    path.chmod(0o640)
    writing.replace(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_another_process_is_writing_is_left_to_it(tmp_path: Path) -> None:
    mine, theirs = tmp_path / f".a.{os.getpid()}.part", tmp_path / f".a.{os.getppid()}.part"
    for path in (mine, theirs, tmp_path / "a.part", tmp_path / ".a.part"):
        path.write_text("")
    writing.sweep(tmp_path.iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([theirs.name, "a.part", ".a.part"])


def test_whatever_is_not_made_in_a_folder_of_its_own_is_written_in_one_step() -> None:
    """Only what is compared before it is used, or is part of a site not yet in place, may be written piece by piece."""
    writes = re.compile(r"\.write_(?:text|bytes)\(|\.open\(\"[wax]|os\.replace|mkstemp")
    found = {
        path.relative_to(ROOT / "generator").as_posix()
        for path in (ROOT / "generator").rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    }
    unfinished = {"site.py", "engine.py", "offline.py", "search_index.py"}
    assert found == {"writing.py", "lock.py", "trees.py", "snapshot.py"} | unfinished
