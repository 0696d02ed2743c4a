"""``casebook links``: Ask the addresses of the sources whether they still answer."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from generator import asking, door, reports, settings, source_addresses
from generator.asking import Manners
from generator.links import ask_all, problems, to_ask
from generator.problems import said

MANNERS = Manners()


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@door.form_option
@click.pass_obj
def links(root: Path, paths: tuple[Path, ...], form: reports.Form) -> None:
    """Ask the address of every source, or of those in the files and folders PATHS, whether it still answers.

    It needs a network, and what it finds is another's doing: no other command and no build asks for it.
    """
    wanted = [door.inside(root, path) for path in paths]
    loaded, book = door.loaded(root, form)
    where, _ = settings.read(root)
    manners = replace(MANNERS, agent=f"Mozilla/5.0 (compatible; casebook-links; +{where.site_url})")
    told = [one for one in source_addresses.addresses(loaded) if door.concerns(one.at.path, wanted)]
    found = to_ask(told, book.all("link-exception"))
    different = len({one.url for one in found})
    left = len({one.url for one in told}) - different
    door.tell(said("links.asking", links=different, left=left))
    answers = ask_all(found, manners, partial(asking.ask, manners=manners), time.sleep)
    wrong = problems(found, answers)
    door.report(wrong, form)
    door.tell(said("links.warnings", warnings=len(wrong)) if wrong else said("links.good"))
