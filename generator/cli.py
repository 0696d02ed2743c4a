"""The command ``casebook``: the group its commands hang in, in the order in which a newcomer needs them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import click

from generator import door

GARBAGE = 100_000
"""So many things are made before Python looks for garbage. Nearly all that a book is made of stays, and looking at it again and
again took a third of the time of reading it."""
NAMES = (
    "check",
    "explain",
    "new",
    "fmt",
    "translations",
    "confirm",
    "due",
    "links",
    "serve",
    "render",
    "build",
    "pack",
    "measure",
    "weigh",
    "diff",
    "changed",
    "schema",
)


class Commands(Mapping[str, click.Command]):
    """The commands by name. Each is imported when it is asked for: most need a small part of what making a site needs."""

    def __getitem__(self, name: str) -> click.Command:
        if name not in NAMES:
            raise KeyError(name)
        found = vars(import_module(f"generator.commands.{name}")).values()
        return next(one for one in found if isinstance(one, click.Command) and one.name == name)

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


@click.group(
    commands=Commands(),
    context_settings={"help_option_names": ["-h", "--help"]},
)
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
