"""``casebook fmt``: Put record files into the standard form."""

from __future__ import annotations

from pathlib import Path

import click

from generator import door, reports, tidying, writing
from generator.problems import Location, Problem, Said, said


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Change nothing; report the files that are not in the form.")
@door.form_option
@click.pass_obj
def fmt(root: Path, paths: tuple[Path, ...], only_check: bool, form: reports.Form) -> None:
    """Put every file of records, or the files and folders PATHS, into the standard order of keys and the standard style.

    No value and no comment changes. A file that cannot be read as records stays as it is, and its problems are reported.
    """
    wanted = [door.inside(root, path) for path in paths]
    loaded, book = door.loaded(root, form)
    found: list[Problem] = []
    changed = 0
    for laid in tidying.files(loaded, book.languages):
        path = laid.source.path
        if not door.concerns(path, wanted):
            continue
        found += laid.problems
        if laid.text is None or laid.text == laid.source.text:
            continue
        if only_check:
            line = tidying.first_difference(laid.source.text, laid.text)
            at = Location(path, line)
            found.append(laid.source.problem(at, _differs(laid.text, line)))
        else:
            writing.replace(root / path, laid.text.encode())
            click.echo(str(path))
            changed += 1
    door.report(sorted(found), form)
    door.tell(said("fmt.changed", files=changed) if changed else said("fmt.nothing"))


def _differs(text: str, line: int) -> Said:
    """That a file differs from here on, with the line as it should be; record text, so cut to one that can be read."""
    lines = text.split("\n")
    wanted = lines[line - 1].strip() if line <= len(lines) else ""
    if not wanted:
        return said("format.less")
    return said("format.other", wanted=wanted if len(wanted) <= 60 else wanted[:59] + "…")
