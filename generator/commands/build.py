"""``casebook build``: Build the whole site."""

from __future__ import annotations

from pathlib import Path

import click
from jinja2 import TemplateError

from generator import door, site

TRIES = 3
"""So often a book is built that changes while it is being built."""


@click.command()
@click.pass_obj
def build(root: Path) -> None:
    """Check the book, build the whole site and put it in place of site/; begin again if the book changes meanwhile."""
    for attempt in range(1, TRIES + 1):
        door.tell("check")
        edition, where = door.edition(root)
        try:
            built = site.build(edition, where, root / "site", door.tell)
            break
        except site.Changed as changed:
            if attempt == TRIES:
                hint = "wait until nothing changes these files any more, then run casebook build again"
                raise click.ClickException(f"{changed}\n{hint}\n\nsite/ is unchanged.") from None
            door.tell(f"again     {changed}")
        except (site.BuildError, OSError, TemplateError) as error:
            raise click.ClickException(f"{door.said(error)}\n\nsite/ is unchanged.") from None
    if built.fresh:
        done = f"{sum(built.pages.values())} pages in {len(built.pages)} languages, {built.files} files"
    else:
        done = "nothing has changed; site/ is up to date"
    door.tell(f"done      {done}, {built.seconds:.1f} s")
