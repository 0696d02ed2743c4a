"""``casebook pack``: Print briefing packs."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import urlsplit

import click

from generator import briefing, door, lock, packs, press, printing, writing
from generator.edition import Edition
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
    chosen = [name for name, given in (("decisions", decisions), ("--role", role), ("--principle", principle)) if given]
    chosen += [name for name, given in (("--topic", topic), ("--book", whole), ("--all", every)) if given]
    if len(chosen) > 1:
        raise door.Refused(f"{' and '.join(chosen)} are different packs; name one")
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
        raise door.Refused(str(error)) from None
    target = output or Path(packs.file_name(wanted, form))
    if why := press.why_not(target):
        raise door.Refused(why)
    if (urlsplit(where.site_url).hostname or "").endswith(".example"):
        door.tell(
            f"note      {where.site_url} is a placeholder: the pack's codes lead nowhere until site_url is set in mkdocs.yml"
        )
    try:
        made = printing.pdf(paper.values(wanted), edition.templates)
        writing.replace(target, made.data)
    except printing.PrintError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise door.Refused(
            f"“{target}” cannot be written: {error.strerror}; choose another place with --output"
        ) from None
    door.tell(f"{target}: {door.count(made.pages, 'page')}, {len(made.data) / 1000:.0f} KB")


def _print_all(edition: Edition, site_url: str, root: Path, narrowed: object) -> None:
    if narrowed:
        raise door.Refused("--all prints every language into build/packs/; leave --lang and --output out")
    started = time.monotonic()
    try:
        with lock.held(root / "build", door.tell):
            prints, anew = press.standard(edition, site_url, root / "build" / "packs")
    except (printing.PrintError, BuildError, OSError) as error:
        raise click.ClickException(door.said(error)) from None
    for name, made in prints.items():
        click.echo(f"{name:<48} {made.pages:>4} pages {made.size / 1000:>6.0f} KB")
    size = sum(made.size for made in prints.values()) / 1e6
    pages = sum(made.pages for made in prints.values())
    door.tell(
        f"{len(prints)} packs, {pages} pages, {size:.1f} MB; {anew} printed anew, {time.monotonic() - started:.1f} s"
    )
