"""``casebook translations``: What lags behind in which language."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from generator import door, reports, translations
from generator.problems import said


@click.command(name="translations")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--lang", "language", help="Only what is to be done in this language of the book.")
@click.option("--all", "every", is_flag=True, help="Also list texts nobody confirmed yet and files nobody reviewed.")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything is listed.")
@door.form_option
@click.pass_obj
def translations_(
    root: Path, paths: tuple[Path, ...], language: str | None, every: bool, strict: bool, form: reports.Form
) -> None:
    """List the texts whose twin in another language changed since both were confirmed to agree: of the whole book, or of
    the files and folders PATHS."""
    wanted = [door.inside(root, path) for path in paths]
    made, found = door.read(root)
    if made is None:
        door.report(found, form)
        raise SystemExit(1)
    book = made[0].casebook
    tasks = [
        task for task in translations.tasks(book, found) if any(door.concerns(file, wanted) for file in task.files)
    ]
    codes = [door.language(book, language)] if language else book.languages
    listed = [
        task for task in tasks if (every or task.what in ("stale", "term")) and not task.languages.isdisjoint(codes)
    ]
    door.report([task.problem for task in listed], form)
    for code in codes:
        counts = Counter(task.what for task in tasks if code in task.languages)
        door.tell(
            said(
                "translations.counts",
                language=code,
                stale=counts["stale"],
                terms=counts["term"],
                unconfirmed=counts["unconfirmed"],
                unreviewed=counts["unreviewed"],
            )
        )
    if strict and listed:
        raise SystemExit(1)
