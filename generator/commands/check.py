"""``casebook check``: Report the problems of a book."""

from __future__ import annotations

from pathlib import Path

import click

from generator import door, reports
from generator.problems import said


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@door.form_option
@door.language_option
@click.pass_obj
def check(root: Path, paths: tuple[Path, ...], form: reports.Form) -> None:
    """Report every problem of the book, or of the files and folders PATHS of it."""
    wanted = [door.inside(root, path) for path in paths]
    _, found = door.read(root)
    door.report([one for one in found if door.concerns(one.location.path, wanted)], form)
    door.tell(said("summary.none"))
