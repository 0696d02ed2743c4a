"""``casebook check``: Report the problems of a book."""

from __future__ import annotations

from pathlib import Path

import click

from generator import checks, door, reports, words
from generator.problems import said


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--list", "list_codes", is_flag=True, help="Print every check code with its rule, and stop.")
@door.form_option
@door.language_option
@click.pass_obj
def check(root: Path, paths: tuple[Path, ...], list_codes: bool, form: reports.Form) -> None:
    """Report every problem of the book, or of the files and folders PATHS of it."""
    if list_codes:
        rules = words.words_of(door.TEMPLATES / "words/en.yml")
        width = max(map(len, checks.CODES))
        for code in checks.CODES:
            click.echo(f"{code:<{width}}  {rules[f'rule.{code}']}")
        return
    wanted = [door.inside(root, path) for path in paths]
    _, found = door.read(root)
    if wanted:
        found = [p for p in found if any(p.location.path == w or w in p.location.path.parents for w in wanted)]
    door.report(found, form)
    door.tell(door.speaking().say(said("summary.none")))
