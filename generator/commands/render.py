"""``casebook render``: Write the Markdown trees."""

from __future__ import annotations

from pathlib import Path

import click

from generator import door, trees


@click.command()
@click.pass_obj
def render(root: Path) -> None:
    """Write the Markdown tree and MkDocs configuration of every language below build/."""
    done = trees.render(*door.edition(root))
    made = ", ".join(f"build/{code} ({count})" for code, count in done.pages.items())
    door.tell(f"{made}: {door.count(done.written, 'file')} written, {done.removed} removed")
