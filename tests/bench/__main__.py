"""``python -m tests.bench``: measure the book at several sizes, and other ways to build the same pages beside it.

Everything is run as whole processes, one at a time, on books made by `tests.bench.books`: each thing once at every size, then
all of it again, see `tests.bench.rounds`. A process that fails ends the benchmark with what it printed. The figures are written
as `generator.benchmark.Benchmark` after each size; the site shows them. They are added to those that a report has already, if
these were measured on the same day, as a trial or not, with the same commit, versions, seed and machine.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.metadata
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from generator import loading, twins, weight
from generator.benchmark import STACKS, Benchmark, Machine, Output, Size, Stack, Stacks, Task, Tasks, Weights
from generator.casebook import Casebook
from generator.values import PartialDate
from generator.writing import replace
from tests.bench import books, editing, process, rounds, stacks
from tests.bench.process import PROC, Failed, Run, TooLong

ROOT = books.ROOT
OWN = ("mkdocs", "mkdocs-material", "pagefind", "typst", "pydantic", "Jinja2")
OTHERS = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "jieba", "properdocs", "zensical")
PACK = 30
"""How many decisions the pack has that is printed."""
Beside = Callable[[Path, int, list[str], Output], Stacks]
"""Measures other ways with a book: its folder, how many decisions it has, its languages, what its own build made."""
CHANGED = "-dirty"
"""Stands behind the commit where files were changed since, as in git describe(1)."""
LIMIT = 3600.0
"""After so many seconds another way is ended: that it takes longer is what is known then."""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", default="50,250,1000,4000", help="how many decisions each book has (%(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="in how many rounds each thing is done once (%(default)s)")
    parser.add_argument(
        "--edits", type=int, default=5, help="how often a sentence is changed in a round; 0: not at all (%(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the books (%(default)s)")
    parser.add_argument("--stacks", default=",".join(STACKS), help="what to measure beside (%(default)s)")
    parser.add_argument("--programs", type=Path, default=ROOT / "build/bench/venv/bin", help="where their commands are")
    parser.add_argument(
        "--date", type=PartialDate.parse, required=True, help="the day of the measurement, for the report"
    )
    parser.add_argument(
        "--limit", type=float, default=LIMIT, help="after how many seconds another way is ended (%(default)s)"
    )
    parser.add_argument(
        "--anew", action="store_true", help="begin a new report instead of adding to the one that is there"
    )
    parser.add_argument("--trial", action="store_true", help="say in the report that this was a trial")
    parser.add_argument("--books", type=Path, default=ROOT / "build/bench/books", help="where the books are made")
    parser.add_argument(
        "-o", "--output", type=Path, default=ROOT / "docs/benchmark.json", help="the report (%(default)s)"
    )
    asked = parser.parse_args(arguments)
    programs = asked.programs.resolve()
    wanted = [name for name in asked.stacks.split(",") if name]
    if unknown := set(wanted) - set(STACKS):
        parser.error(f"{', '.join(sorted(unknown))}: not one of {', '.join(STACKS)}")
    if asked.runs < 1:
        parser.error("--runs: at least 1")
    known = {
        "date": str(asked.date),
        "trial": asked.trial,
        "commit": _commit(),
        "seed": asked.seed,
        "machine": machine(),
        "versions": versions(programs if wanted else None),
    }
    sizes = {} if asked.anew else before(asked.output, known)
    for decisions in sorted({int(one) for one in asked.sizes.split(",")}) * asked.runs:
        folder, known_of_it = asked.books.resolve() / str(decisions), sizes.get(decisions)
        due = [name for name in wanted if rounds.is_due(name, decisions, known_of_it, asked.limit)]
        edits = asked.edits if rounds.is_due("change", decisions, known_of_it) else 0
        beside = partial(others, wanted=due, programs=programs, limit=asked.limit)
        try:
            sizes[decisions] = rounds.added(known_of_it, measure(folder, decisions, asked.seed, edits, beside))
        except (Failed, books.TooSmall) as error:
            raise SystemExit(f"The benchmark was ended at {decisions} decisions.\n{error}") from None
        report = Benchmark.model_validate({**known, "sizes": [size for _, size in sorted(sizes.items())]})
        replace(asked.output, written(report).encode())
        tell(f"written   {asked.output}")


def before(path: Path, known: dict[str, object]) -> dict[int, Size]:
    """The sizes that a report has already, if all that is ``known`` of it is the same; what is not is told. None where there is
    no such report, or where the generator has changes that no commit names."""
    try:
        report = Benchmark.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
    if str(known["commit"]).endswith(CHANGED):
        tell(f"anew      {path} has figures of another state; no commit names the changes since, so none of them stays")
        return {}
    asked = Benchmark.model_validate({**known, "sizes": report.sizes})
    if other := [name for name in known if getattr(asked, name) != getattr(report, name)]:
        tell(f"anew      {path} has figures of another {', '.join(other)}; none of them stays")
        return {}
    return {size.decisions: size for size in report.sizes}


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def written(report: Benchmark) -> str:
    """The report as JSON, its times to the millisecond."""
    data = {"date": str(report.date), **report.model_dump(exclude={"date"}, exclude_none=True)}

    def rounded(value: object) -> object:
        if isinstance(value, dict):
            return {key: rounded(one) for key, one in value.items()}
        if isinstance(value, list):
            return [rounded(one) for one in value]
        return round(value, 3) if isinstance(value, float) else value

    return json.dumps(rounded(data), ensure_ascii=False, indent=1) + "\n"


def measure(folder: Path, decisions: int, seed: int, edits: int, beside: Beside) -> Size:
    """Everything measured once with one size. Raises Failed."""
    shutil.rmtree(folder, ignore_errors=True)
    tell(f"{decisions:<9} a book is made")
    books.book(folder, decisions, seed)
    books.commit(folder)
    book = loading.load(folder).casebook
    assert book is not None
    casebook = [sys.executable, "-m", "generator", "--root", str(folder)]
    fresh = ("build", "site")

    def once(name: str, command: list[str], remove: tuple[str, ...] = ()) -> Task:
        for made in remove:
            shutil.rmtree(folder / made, ignore_errors=True)
        return task(f"{decisions:<9} {name}", [process.run(command, ROOT)])

    ids = list(book.records["case"])
    pack = ids[:: max(len(ids) // PACK, 1)][:PACK]
    check = once("check", [*casebook, "check"])
    render = once("render", [*casebook, "render"], fresh)
    printed = once("pack", [*casebook, "pack", *pack, "-o", str(folder / "build" / "pack.pdf")])
    build = once("build", [sys.executable, "-m", "tests.bench.without_packs", str(folder)], fresh)
    site = folder / "site"
    output = _output(site, book.languages)
    heaviest = weighed(site, book)
    measured = beside(folder, decisions, book.languages, output)
    change = changed(folder, book, edits) if edits else None
    if change is not None:
        tell(f"{decisions:<9} change    {_shown(change)}")
    tasks = Tasks(check=check, render=render, build=build, change=change, pack=printed)
    shutil.rmtree(folder)
    return Size(decisions=decisions, tasks=tasks, output=output, weights=heaviest, stacks=measured)


def task(name: str, done: list[Run]) -> Task:
    """What was done by several processes, one after the other, whose times are added."""
    found = Task(
        seconds=[sum(run.seconds for run in done)],
        peak=max((run.peak for run in done if run.peak is not None), default=None),
        largest=max(run.largest for run in done),
    )
    tell(f"{name:<19} {_shown(found)}")
    return found


def _shown(found: Task) -> str:
    memory = f", {(found.peak or 0) / 1e6:.0f} MB" if found.peak else ""
    return f"{found.median:.2f} s ({', '.join(f'{one:.2f}' for one in found.seconds)}){memory}"


def others(
    folder: Path,
    decisions: int,
    languages: list[str],
    own: Output,
    *,
    wanted: list[str],
    programs: Path,
    limit: float,
) -> Stacks:
    """Every other way that is wanted. Raises Failed."""
    found = {}
    for name, one in stacks.builds(folder, languages, programs).items():
        if name in wanted:
            found[name] = other(f"{decisions:<9} {name}", one, folder, own, limit)
            shutil.rmtree(one.site, ignore_errors=True)
    return Stacks.model_validate(found)


def other(name: str, one: stacks.Build, folder: Path, own: Output, limit: float) -> Stack:
    """Another way to build the same pages, or after how many seconds it was ended.

    Raises Failed where it does not build them, or does not come to as many pages.
    """
    try:
        built = task(name, stacks.build(one, folder, limit))
        output = _output(one.site, [""])
        if output.pages != own.pages:
            raise Failed(f"{name} made {output.pages} pages, and the book {own.pages}")
    except Failed as error:
        if not one.may_fail:
            raise
        tell(str(error))
        return Stack(failed=str(error).splitlines()[-1])
    except TooLong as error:
        tell(f"{name:<19} {error}")
        return Stack(ended=error.seconds)
    return Stack(build=built, output=output, index=stacks.index(one.site))


def _output(site: Path, languages: list[str]) -> Output:
    """What lies in a site; its pages are those below the folders of its languages."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(1 for code in languages for _ in (site / code).rglob("index.html"))
    return Output(pages=pages, files=len(files), bytes=sum(path.stat().st_size for path in files))


def weighed(site: Path, book: Casebook) -> Weights:
    """The heaviest of each kind in any language."""
    found: dict[str, int] = {}
    for one in weight.weigh(site, book):
        found[one.what] = max(found.get(one.what, 0), one.size)
    pages = [page for code in book.languages for page in (site / code / "cases").glob("*/index.html")]
    return Weights.model_validate({**found, "frame": max(frame(page.read_text(encoding="utf-8")) for page in pages)})


def frame(page: str) -> int:
    """The bytes of what stands round a page's article, compressed. Raises ValueError where it has none."""
    rest, articles = twins.ARTICLE.subn("", page)
    if not articles:
        raise ValueError("a page without an article")
    return len(gzip.compress(rest.encode(), 6, mtime=0))


def changed(folder: Path, book: Casebook, edits: int) -> Task:
    """The time of a changed sentence, in the shortest record, whose page has room for one more."""
    shortest = min((folder / "cases").glob("*.yml"), key=lambda path: (path.stat().st_size, path.name)).stem
    seconds, peak = editing.changes(folder, shortest, book.languages[0], edits)
    return Task(seconds=seconds, peak=peak)


def machine() -> Machine:
    """What the measurement ran on, as the system tells it."""
    processor = re.search(r"^model name\s*:\s*(.+)$", _text(PROC / "cpuinfo"), re.MULTILINE)
    return Machine(
        processor=processor[1] if processor else platform.processor() or platform.machine(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def versions(programs: Path | None) -> dict[str, str]:
    """The versions of what builds the book, and of what is measured beside it where that is another."""
    found = {name: importlib.metadata.version(name) for name in OWN}
    if programs is not None:
        script = "import importlib.metadata as m, json, sys; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"
        told = process.run([str(programs / "python"), "-c", script, *OTHERS], ROOT)
        for name, version in json.loads(told.output).items():
            key = name if found.get(name, version) == version else f"{name} (beside)"
            found[key] = version
    return found


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short=10", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    command = ["git", "status", "--porcelain", "--", ".", ":!docs/benchmark.json"]
    waiting = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return done.stdout.strip() + (CHANGED if waiting else "")


if __name__ == "__main__":
    main()
