"""``casebook weigh``: How heavy the built site is."""

from __future__ import annotations

from pathlib import Path

import click

from generator import door, weight


@click.command()
@click.pass_obj
def weigh(root: Path) -> None:
    """Show how much a reader's device fetches of the built site; exit 1 if a page or a search is over its limit."""
    edition, _ = door.edition(root)
    try:
        weights = weight.weigh(root / "site", edition.casebook)
    except FileNotFoundError as error:
        raise door.Refused(f"there is no “{error.filename}”; run casebook build first") from None
    click.echo("\n".join(map(str, weights)))
    if over := sum(one.is_over for one in weights):
        door.tell(f"{door.count(over, 'weight')} over the limit")
        raise SystemExit(1)
