"""``casebook measure``: How long pages and sentences are."""

from __future__ import annotations

from pathlib import Path

import click

from generator import door, measures


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
        click.echo(
            f"{one.case:<36} {one.language}  {one.size:>5} {one.unit:<10} {one.sentence:>5.1f} a sentence"
            f"{'  too long' if long else ''}"
        )
    if over:
        door.tell(f"{door.count(over, 'page')} too long")
        raise SystemExit(1)
