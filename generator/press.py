"""The standard packs, printed into a folder; only those whose content changed are printed anew."""

from __future__ import annotations

import datetime
import hashlib
import json
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import child, packs, printing, writing
from generator.briefing import Paper
from generator.edition import Edition
from generator.packs import Printed
from generator.problems import Said, said

RECORD = "printed.json"
BATCH = 200
"""So many decisions at most are set by one process: the typesetter keeps some 2 MB of each in memory until it ends."""


@dataclass(frozen=True, slots=True)
class _Job:
    name: str
    values: dict[str, Any]
    key: str
    weight: int


def standard(edition: Edition, site_url: str, folder: Path) -> tuple[dict[str, Printed], int]:
    """Print every standard pack in every form into ``folder``; what is there by file name, and how many were printed anew.

    A print is kept while its key and its bytes are those on record. Raises PrintError, OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    jobs = list(_jobs(edition, site_url))
    before = _record(folder)
    kept = {job.name: before[job.name] for job in jobs if _is_kept(folder / job.name, before.get(job.name), job.key)}
    todo = [job for job in jobs if job.name not in kept]
    for batch in _batches(todo):
        kept |= _print(batch, edition.templates, folder)
        writing.replace(folder / RECORD, json.dumps(kept, indent=1).encode())
    for stale in sorted(path for path in folder.iterdir() if path.name not in kept and path.name != RECORD):
        stale.unlink()
    writing.replace(folder / RECORD, json.dumps(kept, indent=1).encode())
    return {job.name: _printed(job, kept[job.name]) for job in jobs}, len(todo)


def _printed(job: _Job, entry: dict[str, Any]) -> Printed:
    day = job.values["date"]
    return Printed(entry["pages"], entry["size"], datetime.date(*day) if day else None)


def why_not(target: Path) -> Said | None:
    """Why a file cannot be written to a place, found out before anything is printed; None where it can."""
    folder = target.resolve().parent
    if target.is_dir():
        return said("press.folder", path=str(target), example=str(target / "pack.pdf"))
    if not folder.is_dir():
        return said("press.no-folder", folder=str(folder))
    if not os.access(folder, os.W_OK):
        return said("press.forbidden", folder=str(folder))
    return None


def _jobs(edition: Edition, site_url: str) -> Iterator[_Job]:
    for form in packs.forms(edition.casebook):
        paper = Paper(edition, site_url, form)
        for pack in packs.standard(edition.casebook):
            values = paper.values(pack)
            weight = len(pack.cases) * len(values["languages"])
            yield _Job(packs.file_name(pack, form), values, printing.key(values, edition.templates), weight)


def _batches(jobs: Iterable[_Job]) -> Iterator[list[_Job]]:
    """The jobs in runs of about the same weight."""
    batch: list[_Job] = []
    for job in jobs:
        if batch and sum(one.weight for one in batch) + job.weight > BATCH:
            yield batch
            batch = []
        batch.append(job)
    if batch:
        yield batch


def _print(batch: list[_Job], templates: Path, folder: Path) -> dict[str, dict[str, Any]]:
    """Print a batch in processes of its own, as many as there are cores, and record what came out."""
    done = {}
    count = min(len(batch), os.cpu_count() or 1)
    try:
        with ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), child.end_with_parent) as pool:
            prints = pool.map(printing.pdf, [job.values for job in batch], [templates] * len(batch))
            for job, made in zip(batch, prints, strict=True):
                writing.replace(folder / job.name, made.data)
                done[job.name] = {
                    "key": job.key,
                    "sha256": _digest(made.data),
                    "pages": made.pages,
                    "size": len(made.data),
                }
    except BrokenProcessPool:
        raise printing.PrintError(said("print.ended")) from None
    return done


def _is_kept(path: Path, entry: dict[str, Any] | None, key: str) -> bool:
    return (
        entry is not None and entry["key"] == key and path.is_file() and _digest(path.read_bytes()) == entry["sha256"]
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _record(folder: Path) -> dict[str, dict[str, Any]]:
    """What the last run wrote of itself; entries that cannot be read count as none."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    fields = {"key", "sha256", "pages", "size"}
    entries = found.items() if isinstance(found, dict) else ()
    return {name: entry for name, entry in entries if isinstance(entry, dict) and fields <= entry.keys()}
