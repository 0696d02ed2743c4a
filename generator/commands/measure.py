"""``casebook measure``: How long pages and sentences are."""

from __future__ import annotations

from pathlib import Path

import click

from generator import door, measures
from generator.problems import said

UNITS = {"words": said("unit.words"), "characters": said("unit.characters")}


@click.command()
@click.option("--sentence", default=25, show_default=True, help="The most words an average sentence may have.")
@click.pass_obj
def measure(root: Path, sentence: int) -> None:
    """Show how long each decision's page is and how long its sentences are; exit 1 if one is too long to be read easily."""
    edition, _ = door.edition(root)
    limits = {language.code: language for language in edition.casebook.book.languages}
    over = 0
    for one in measures.lengths(edition.casebook):
        long = one.size > limits[one.language].page_limit or (one.unit == "words" and one.sentence > sentence)
        over += long
        unit, average = UNITS[one.unit], f"{one.sentence:.1f}"
        row = said("measure.row", case=one.case, language=one.language, size=one.size, unit=unit, average=average)
        click.echo(door.say(said("measure.long", row=row) if long else row))
    if over:
        door.tell(said("measure.over", pages=over))
        raise SystemExit(1)
