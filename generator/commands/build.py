"""``casebook build``: Build the whole site."""

from __future__ import annotations

from pathlib import Path

import click
from jinja2 import TemplateError

from generator import door, site
from generator.problems import said

TRIES = 3
"""So often a book is built that changes while it is being built."""


@click.command()
@click.pass_obj
def build(root: Path) -> None:
    """Check the book, build the whole site and put it in place of site/; begin again if the book changes meanwhile."""
    for attempt in range(1, TRIES + 1):
        if attempt > 1:
            door.forget()  # there need not be room for two books
        door.tell(said("build.check"))
        edition, where = door.edition(root)
        try:
            built = site.build(edition, where, root / "site", door.tell)
            break
        except site.Changed as changed:
            if attempt == TRIES:
                raise door.Failed(said("build.unchanged", why=said("build.restless", why=changed.said))) from None
            door.tell(said("build.again", why=changed.said))
            del edition, where
        except (site.BuildError, OSError, TemplateError) as error:
            raise door.Failed(said("build.unchanged", why=door.happened(error))) from None
    seconds = f"{built.seconds:.1f}"
    if built.fresh:
        pages, languages = sum(built.pages.values()), len(built.pages)
        door.tell(said("build.done", pages=pages, languages=languages, files=built.files, seconds=seconds))
    else:
        door.tell(said("build.nothing", seconds=seconds))
