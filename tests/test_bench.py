"""The benchmark itself: what it runs is timed and remembered, and whatever fails ends it without a figure."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath

import pytest

from generator import source, trees
from generator.benchmark import STACKS, Benchmark, Output, Size, Stack, Stacks, Task
from generator.reading import plain
from tests.bench import __main__ as bench
from tests.bench import books, editing, process, rounds, stacks
from tests.conftest import MARKS, ROOT, copy_book, edition_of

HOLDS = "held = b'x' * 60_000_000; import time; time.sleep(0.4)"


def test_a_process_that_fails_is_never_a_figure() -> None:
    with pytest.raises(process.Failed, match=r"(?s)ended with 3:\nsaid before") as failed:
        process.run([sys.executable, "-c", "print('said before'); raise SystemExit(3)"], ROOT)
    assert sys.executable in str(failed.value)


def test_a_failing_command_ends_the_benchmark_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(folder: Path, *_: object) -> None:
        (folder / "cases").mkdir(parents=True)
        (folder / "docs").mkdir()
        for file in MARKS.rglob("*.yml"):
            target = folder / file.relative_to(MARKS)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
        next((folder / "cases").glob("*.yml")).write_text("id: [", encoding="utf-8")

    monkeypatch.setattr(books, "book", broken)
    monkeypatch.setattr(bench, "versions", lambda programs: {})
    output = tmp_path / "benchmark.json"
    asked = ["--sizes", "50", "--date", "2026-11-20", "--books", str(tmp_path / "books"), "-o", str(output)]
    with pytest.raises(SystemExit, match=r"(?s)ended at 50 decisions.*check\nended with 1:.*error\[syntax\]"):
        bench.main(asked)
    assert not output.exists()


@pytest.fixture
def committed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nothing had been changed since the newest commit."""
    monkeypatch.setattr(bench, "_commit", lambda: "0123456789")


def test_the_commit_is_named_with_whether_anything_but_the_report_was_changed_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "site.py").write_text("1\n")
    author = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    for command in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    (tmp_path / "docs/benchmark.json").write_text("{}")
    commit = bench._commit()
    assert len(commit) == 10
    (tmp_path / "site.py").write_text("2\n")
    assert bench._commit() == f"{commit}-dirty"


def known_report() -> Benchmark:
    return Benchmark.model_validate_json((ROOT / "tests/bench/figures/benchmark.json").read_text(encoding="utf-8"))


def asked_of(output: Path, sizes: str, *more: str) -> list[str]:
    return ["--sizes", sizes, "--stacks", "", "--date", "2026-11-20", "-o", str(output), *more]


@pytest.mark.usefixtures("committed")
def test_each_size_is_written_when_it_is_measured_and_stays_when_another_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, output = known_report(), tmp_path / "benchmark.json"

    def measured(folder: Path, decisions: int, *_: object) -> Size:
        if decisions == 4000:
            raise process.Failed("no room")
        return known.sizes[0].model_copy(update={"decisions": decisions})

    monkeypatch.setattr(bench, "measure", measured)
    with pytest.raises(SystemExit, match=r"ended at 4000 decisions.\nno room"):
        bench.main(asked_of(output, "4000,50"))
    assert [size.decisions for size in Benchmark.model_validate_json(output.read_text()).sizes] == [50]
    bench.main(asked_of(output, "1000"))
    assert [size.decisions for size in Benchmark.model_validate_json(output.read_text()).sizes] == [50, 1000]


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--seed", "2"], "seed"),
        (["--trial", "--date", "2026-11-21"], "date, trial"),
        (["--stacks", "usual"], "versions"),
    ],
)
def test_what_was_measured_otherwise_does_not_stay_and_the_difference_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: list[str], told: str
) -> None:
    known, output = known_report(), tmp_path / "benchmark.json"
    monkeypatch.setattr(
        bench, "measure", lambda folder, decisions, *_: known.sizes[0].model_copy(update={"decisions": decisions})
    )
    monkeypatch.setattr(bench, "versions", lambda programs: {"beside": "1"} if programs else {"beside": "none"})
    bench.main(asked_of(output, "50", "--runs", "1"))
    assert capsys.readouterr().err == f"written   {output}\n"
    bench.main(asked_of(output, "1000", "--runs", "1", *more))
    anew = f"anew      {output} has figures of another {told}; none of them stays\n"
    assert capsys.readouterr().err == f"{anew}written   {output}\n"
    assert [size.decisions for size in Benchmark.model_validate_json(output.read_text()).sizes] == [1000]


@pytest.mark.usefixtures("committed")
def test_every_size_is_measured_before_any_is_measured_again_and_the_times_are_added_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, output, asked = known_report(), tmp_path / "benchmark.json", []

    def measured(folder: Path, decisions: int, seed: int, edits: int, *_: object) -> Size:
        asked.append((decisions, edits))
        task = Task(seconds=[len(asked)], peak=len(asked), largest=None)
        tasks = known.sizes[0].tasks.model_copy(update={"build": task, "change": task if edits else None})
        return known.sizes[0].model_copy(update={"decisions": decisions, "tasks": tasks})

    monkeypatch.setattr(bench, "measure", measured)
    bench.main(asked_of(output, "1000,50", "--runs", "2"))
    bench.main(asked_of(output, "50", "--runs", "1"))
    assert asked == [(50, 5), (1000, 5), (50, 5), (1000, 0), (50, 5)]
    small, large = Benchmark.model_validate_json(output.read_text()).sizes
    assert (small.tasks.build.seconds, small.tasks.build.peak) == ([1, 3, 5], 5)
    assert (large.tasks.build.seconds, large.tasks.build.peak) == ([2, 4], 4)
    assert (small.tasks.change, large.tasks.change) == (small.tasks.build, Task(seconds=[2], peak=2))


def test_a_report_can_be_begun_anew_and_changes_that_no_commit_names_are_never_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known, output = known_report(), tmp_path / "benchmark.json"
    monkeypatch.setattr(bench, "measure", lambda *_: known.sizes[0])
    monkeypatch.setattr(bench, "_commit", lambda: "0123456789")

    def runs(*more: str) -> int:
        bench.main(asked_of(output, "1000", "--runs", "1", *more))
        (size,) = Benchmark.model_validate_json(output.read_text()).sizes
        return len(size.tasks.build.seconds) // len(known.sizes[0].tasks.build.seconds)

    assert [runs(), runs(), runs("--anew")] == [1, 2, 1]
    written = f"written   {output}\n"
    assert capsys.readouterr().err == written * 3
    monkeypatch.setattr(bench, "_commit", lambda: "0123456789-dirty")
    assert [runs(), runs()] == [1, 1]
    anew = (
        f"anew      {output} has figures of another state; no commit names the changes since, so none of them stays\n"
    )
    assert capsys.readouterr().err == (anew + written) * 2


def test_no_round_is_no_benchmark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(asked_of(tmp_path / "benchmark.json", "50", "--runs", "0"))
    assert capsys.readouterr().err.endswith("error: --runs: at least 1\n")


def test_of_another_way_the_times_are_added_up_and_what_is_no_time_is_the_newest() -> None:
    size = known_report().sizes[0]
    usual = size.stacks.usual
    assert usual is not None and usual.build is not None

    def of(**stacks: Stack | None) -> Size:
        return size.model_copy(update={"stacks": Stacks(**stacks)})

    built = rounds.added(of(usual=usual, mkdocs=usual), of(usual=usual)).stacks
    assert built.usual is not None and built.usual.build is not None
    assert built.usual.build.seconds == usual.build.seconds * 2
    assert (built.usual.output, built.mkdocs, built.zensical) == (usual.output, usual, None)
    assert rounds.added(of(zensical=Stack(failed="no")), of(zensical=usual)).stacks.zensical == usual
    assert rounds.added(of(zensical=usual), of(zensical=Stack(ended=9))).stacks.zensical == Stack(ended=9)


def test_what_takes_long_is_measured_once() -> None:
    size = known_report().sizes[0]
    assert size.stack("usual") is not None
    due = {
        (name, decisions): rounds.is_due(name, decisions, size)
        for name in ("usual", "mkdocs")
        for decisions in (250, 1000, 4000)
    }
    assert due == {
        ("usual", 250): True,
        ("usual", 1000): True,
        ("usual", 4000): False,
        ("mkdocs", 250): True,
        ("mkdocs", 1000): False,
        ("mkdocs", 4000): False,
    }
    assert rounds.is_due("usual", 4000, None)
    ended = size.model_copy(update={"stacks": Stacks(usual=Stack(ended=9), zensical=Stack())})
    assert [rounds.is_due("usual", 4000, ended, limit) for limit in (8, 9, 10)] == [False, False, True]
    assert rounds.is_due("zensical", 4000, ended)
    assert size.tasks.change is not None
    unchanged = size.model_copy(update={"tasks": size.tasks.model_copy(update={"change": None})})
    assert [rounds.is_due("change", 1000, one) for one in (size, unchanged)] == [False, True]


def test_a_report_that_cannot_be_read_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, output = known_report(), tmp_path / "benchmark.json"
    output.write_text("{", encoding="utf-8")
    monkeypatch.setattr(bench, "measure", lambda *_: known.sizes[0])
    bench.main(asked_of(output, "1000", "--runs", "1"))
    assert Benchmark.model_validate_json(output.read_text()).sizes == known.sizes[:1]


def test_a_book_that_is_too_small_ends_the_benchmark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "versions", lambda programs: {})
    output = tmp_path / "benchmark.json"
    asked = ["--sizes", "3", "--date", "2026-11-20", "--books", str(tmp_path / "books"), "-o", str(output)]
    with pytest.raises(SystemExit, match="not 3"):
        bench.main(asked)
    assert not output.exists()


def test_fewer_pages_than_the_book_has_are_no_comparison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    (site / "en").mkdir(parents=True)
    (site / "en" / "index.html").write_text("<p>One page.</p>", encoding="utf-8")
    monkeypatch.setattr(stacks, "build", lambda one, folder, limit: [process.Run(1.0, None, 1, "")])
    one = stacks.Build((), site)
    assert bench.other("usual", one, tmp_path, Output(pages=1, files=1, bytes=1), 60).output is not None
    with pytest.raises(process.Failed, match="usual made 1 pages, and the book 2"):
        bench.other("usual", one, tmp_path, Output(pages=2, files=2, bytes=2), 60)


def test_only_a_young_program_may_fail_and_then_its_message_is_the_result(tmp_path: Path) -> None:
    own = Output(pages=1, files=1, bytes=1)
    command = (sys.executable, "-c", "raise SystemExit('Error: no such page')")
    for may_fail in (False, True):
        one = stacks.Build((command,), tmp_path / "site", may_fail)
        if may_fail:
            assert bench.other("zensical", one, tmp_path, own, 60) == Stack(failed="Error: no such page")
        else:
            with pytest.raises(process.Failed, match="Error: no such page"):
                bench.other("usual", one, tmp_path, own, 60)


def test_a_way_that_takes_too_long_is_ended_with_all_it_started_and_that_is_the_result(tmp_path: Path) -> None:
    """What it started writes on as long as it lives."""
    file = tmp_path / "written"
    writing = f"import time\nwhile True: open({str(file)!r}, 'a').write('a'); time.sleep(0.01)"
    starting = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {writing!r}])"
    one = stacks.Build(((sys.executable, "-c", starting),), tmp_path / "site")
    own = Output(pages=1, files=1, bytes=1)
    assert bench.other("usual", one, tmp_path, own, 1.5) == Stack(ended=1.5)
    written = file.stat().st_size
    time.sleep(0.2)
    assert file.stat().st_size == written


@pytest.mark.parametrize("name", STACKS)
def test_every_stack_reads_the_trees_of_the_book_and_searches(tmp_path: Path, name: str) -> None:
    edition, where = edition_of(copy_book(tmp_path / "marks"))
    dict(trees.render(edition, where))
    book = tmp_path / "marks"
    one = stacks.builds(book, ["en", "de"], Path("bin"))[name]
    files = [Path(command[command.index("-f") + 1]) for command in one.commands]
    settings = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    assert len(files) == (1 if name == "usual" else 2)
    for file, found, code in zip(files, settings, ("en", "de"), strict=False):
        docs = file.parent / found["docs_dir"]
        trees_read = [docs / "en", docs / "de"] if name == "usual" else [docs]
        for tree in trees_read:
            own = book / "build" / (tree.name if name == "usual" else code)
            assert {p.relative_to(tree) for p in tree.rglob("*.md")} == {p.relative_to(own) for p in own.rglob("*.md")}
        assert "search" in json.dumps(found["plugins"])
        assert (found["theme"]["custom_dir"] == str(ROOT / "templates" / "theme")) is (name != "zensical")


@pytest.mark.skipif(not process.PROC.is_dir(), reason="this system does not tell the memory of other processes")
def test_the_memory_of_everything_that_was_started_is_counted() -> None:
    twice = f"import subprocess, sys; c = [sys.executable, '-c', {HOLDS!r}]; p = subprocess.Popen(c); exec({HOLDS!r}); p.wait()"
    alone, both = (process.run([sys.executable, "-c", script], ROOT) for script in (HOLDS, twice))
    assert alone.peak is not None and both.peak is not None
    assert 55e6 < alone.peak < 110e6
    assert 115e6 < both.peak < 200e6
    assert both.largest < 110e6
    assert alone.seconds >= 0.4


@pytest.mark.parametrize("file", sorted((ROOT / "cases").glob("*.yml"))[::9], ids=lambda file: file.stem)
def test_an_edit_adds_one_sentence_and_changes_nothing_else(file: Path) -> None:
    path = PurePosixPath("cases", file.name)
    before = file.read_text(encoding="utf-8")
    texts = (before, editing.edited(before, path, "Edit 1."))
    roots = [source.read(path, text.encode())[0].root for text in texts]
    one, other = (plain(root) for root in roots if root is not None)
    assert other["significance"]["en"] == f"{' '.join(one['significance']['en'].split())} Edit 1."
    other["significance"]["en"] = one["significance"]["en"]
    assert one == other


def test_the_report_holds_what_was_measured_the_day_and_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = known_report()
    monkeypatch.setattr(bench, "measure", lambda folder, decisions, *_: known.at(decisions))
    output = tmp_path / "benchmark.json"
    asked = [
        "--sizes",
        "4000,1000",
        "--runs",
        "1",
        "--stacks",
        "",
        "--date",
        "2026-11-20",
        "--trial",
        "--seed",
        "7",
        "-o",
        str(output),
    ]
    bench.main(asked)
    found = Benchmark.model_validate(json.loads(output.read_text(encoding="utf-8")))
    assert found.sizes == known.sizes
    assert (found.date, found.trial, found.seed) == (known.date, True, 7)
    assert found.machine.cores >= 1 and found.machine.memory > 10**8
    assert set(found.versions) == set(bench.OWN)


def test_what_stands_round_a_page_is_weighed_without_its_article() -> None:
    around = '<nav>a</nav><article class="md-content__inner md-typeset">{}</article><footer>b</footer>'
    weights = {bench.frame(around.format("c" * count)) for count in (0, 1, 1000)}
    assert weights == {len(gzip.compress(b"<nav>a</nav><footer>b</footer>", 6, mtime=0))}
    with pytest.raises(ValueError, match="a page without an article"):
        bench.frame("<nav>a</nav>")


def test_a_report_is_read_back_as_it_was_written() -> None:
    known = known_report()
    assert Benchmark.model_validate(json.loads(bench.written(known))) == known


def test_a_time_is_written_to_the_millisecond() -> None:
    known = known_report()
    size = known.sizes[0]
    tasks = size.tasks.model_copy(update={"check": Task(seconds=[1.23456])})
    report = known.model_copy(update={"sizes": [size.model_copy(update={"tasks": tasks})]})
    assert json.loads(bench.written(report))["sizes"][0]["tasks"]["check"]["seconds"] == [1.235]
