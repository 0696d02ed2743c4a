"""``casebook pack``: Print briefing packs."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import urlsplit

import click

from generator import briefing, door, lock, packs, press, printing, writing
from generator.edition import Edition
from generator.obstacles import obstacle
from generator.problems import said
from generator.troubles import BuildError


@click.command()
@click.argument("decisions", nargs=-1)
@click.option("--role", help="Everything for one kind of company.")
@click.option("--principle", help="Everything on one principle of the checklist.")
@click.option("--topic", help="Everything on one question.")
@click.option("--book", "whole", is_flag=True, help="The whole book.")
@click.option("--all", "every", is_flag=True, help="Every standard pack in every language, into build/packs/.")
@click.option("--lang", "form", help="A language of the book, or “both”: side by side (default: its first language).")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The PDF to write (default: its name, here).")
@click.pass_obj
def pack(
    root: Path,
    decisions: tuple[str, ...],
    role: str | None,
    principle: str | None,
    topic: str | None,
    whole: bool,
    every: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Print a briefing pack as PDF: one decision, several DECISIONS, or a standard pack."""
    chosen = [name for name, given in (("DECISIONS", decisions), ("--role", role), ("--principle", principle)) if given]
    chosen += [name for name, given in (("--topic", topic), ("--book", whole), ("--all", every)) if given]
    if len(chosen) > 1:
        raise door.Refused(said("pack.several", chosen=tuple(chosen)))
    edition, where = door.edition(root)
    book = edition.casebook
    if every:
        _print_all(edition, where.site_url, root, form or output)
        return
    try:
        form = form or book.languages[0]
        paper = briefing.Paper(edition, where.site_url, form)
        if role:
            wanted = packs.role(book, role)
        elif principle:
            wanted = packs.principle(book, principle)
        elif topic:
            wanted = packs.topic(book, topic)
        else:
            wanted = packs.whole(book) if whole else packs.selection(book, decisions)
    except packs.UnknownPack as error:
        raise door.Refused(error.said) from None
    target = output or Path(packs.file_name(wanted, form))
    if why := press.why_not(target):
        raise door.Refused(why)
    if (urlsplit(where.site_url).hostname or "").endswith(".example"):
        door.tell(said("note.told", note=said("note.placeholder", address=where.site_url)))
    try:
        made = printing.pdf(paper.values(wanted), edition.templates)
        writing.replace(target, made.data)
    except printing.PrintError as error:
        raise door.Failed(error.said) from None
    except OSError as error:
        raise door.Refused(said("pack.unwritten", path=str(target), why=obstacle(error))) from None
    door.tell(said("pack.made", path=str(target), pages=made.pages, size=f"{len(made.data) / 1000:.0f}"))


def _print_all(edition: Edition, site_url: str, root: Path, narrowed: object) -> None:
    if narrowed:
        raise door.Refused(said("pack.all"))
    started = time.monotonic()
    try:
        with lock.held(root / "build", door.tell):
            prints, anew = press.standard(edition, site_url, root / "build" / "packs")
    except (printing.PrintError, BuildError, OSError) as error:
        raise door.Failed(door.happened(error)) from None
    for name, made in prints.items():
        click.echo(door.say(said("pack.row", name=name, pages=made.pages, size=f"{made.size / 1000:.0f}")))
    size = f"{sum(made.size for made in prints.values()) / 1e6:.1f}"
    pages = sum(made.pages for made in prints.values())
    seconds = f"{time.monotonic() - started:.1f}"
    door.tell(said("pack.done", packs=len(prints), pages=pages, size=size, anew=anew, seconds=seconds))
