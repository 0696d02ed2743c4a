"""``casebook render``: Write the Markdown trees."""

from __future__ import annotations

from pathlib import Path

import click
from jinja2 import TemplateError

from generator import door, lock, trees, troubles
from generator.problems import said


@click.command()
@click.pass_obj
def render(root: Path) -> None:
    """Write the Markdown tree and MkDocs configuration of every language below build/."""
    edition, where = door.edition(root)
    try:
        with lock.held(root / "build", door.tell):
            done = dict(trees.render(edition, where))
    except (troubles.BuildError, OSError, TemplateError) as error:
        raise door.Failed(door.happened(error)) from None
    made = tuple(f"build/{code} ({len(tree.pages)})" for code, tree in done.items())
    written, removed = (
        sum(counts) for counts in zip(*((t.written, len(t.removed)) for t in done.values()), strict=True)
    )
    door.tell(said("render.done", made=made, written=written, removed=removed))
