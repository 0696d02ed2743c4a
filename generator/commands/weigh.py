"""``casebook weigh``: How heavy the built site is."""

from __future__ import annotations

from pathlib import Path

import click

from generator import door, weight
from generator.problems import said


@click.command()
@click.pass_obj
def weigh(root: Path) -> None:
    """Show how much a reader's device fetches of the built site; exit 1 if a page or a search is over its limit."""
    edition, _ = door.edition(root)
    try:
        weights = weight.weigh(root / "site", edition.casebook)
    except FileNotFoundError as error:
        raise door.Refused(said("weigh.unbuilt", path=str(error.filename))) from None
    for one in weights:
        click.echo(door.say(one.row))
    if over := sum(one.is_over for one in weights):
        door.tell(said("weigh.over", weights=over))
        raise SystemExit(1)
