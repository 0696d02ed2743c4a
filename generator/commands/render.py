"""``casebook render``: Write the Markdown trees."""

from __future__ import annotations

from pathlib import Path

import click

from generator import door, trees
from generator.problems import said


@click.command()
@click.pass_obj
def render(root: Path) -> None:
    """Write the Markdown tree and MkDocs configuration of every language below build/."""
    done = trees.render(*door.edition(root))
    made = tuple(f"build/{code} ({count})" for code, count in done.pages.items())
    door.tell(said("render.done", made=made, written=done.written, removed=done.removed))
