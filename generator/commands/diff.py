"""``casebook diff``: What differs between two releases."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator import changes, door, revisions


@click.command()
@click.argument("older", metavar="FROM")
@click.argument("newer", metavar="[TO]", default="HEAD")
@click.pass_obj
def diff(root: Path, older: str, newer: str) -> None:
    """Print as JSON what differs in the records between two releases or commits (TO: the newest commit)."""
    try:
        click.echo(json.dumps(changes.diff(root, older, newer), ensure_ascii=False, indent=1))
    except revisions.UnknownRevision as error:
        raise door.Refused(error.said) from None
