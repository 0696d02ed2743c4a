"""The command ``casebook``: the group its commands hang in, in the order in which a newcomer needs them."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from generator import door
from generator.commands.build import build
from generator.commands.changed import changed
from generator.commands.check import check
from generator.commands.confirm import confirm
from generator.commands.diff import diff
from generator.commands.due import due
from generator.commands.explain import explain
from generator.commands.fmt import fmt
from generator.commands.links import links
from generator.commands.measure import measure
from generator.commands.new import new
from generator.commands.pack import pack
from generator.commands.render import render
from generator.commands.schema import schema
from generator.commands.serve import serve
from generator.commands.translations import translations_
from generator.commands.weigh import weigh

GARBAGE = 100_000
"""So many things are made before Python looks for garbage. Nearly all that a book is made of stays, and looking at it again and
again took a third of the time of reading it."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder of the book (default: this one).",
)
@door.language_option
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Check, render, build and serve a casebook."""
    context.obj = root.resolve()
    gc.set_threshold(GARBAGE)


for command in (
    check,
    explain,
    new,
    fmt,
    translations_,
    confirm,
    due,
    links,
    serve,
    render,
    build,
    pack,
    measure,
    weigh,
    diff,
    changed,
    schema,
):
    main.add_command(command)
