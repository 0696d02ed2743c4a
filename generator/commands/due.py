"""``casebook due``: What is to be looked after by a day."""

from __future__ import annotations

from pathlib import Path

import click

from generator import deadlines, door, reminders, reports
from generator.edition import tongue
from generator.problems import said


@click.command()
@click.option(
    "--within", default=30, show_default=True, type=click.IntRange(0, 3650), help="How many days to look ahead."
)
@click.option(
    "--lang",
    "code",
    help="A language of the book for the list (default: that of messages, else the book's first).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "github"]),
    default="text",
    show_default=True,
    help="text, markdown (for an issue), json, or github (annotations).",
)
@click.option("--strict", is_flag=True, help="Exit 1 if something is overdue.")
@click.pass_obj
def due(root: Path, within: int, code: str | None, form: str, strict: bool) -> None:
    """List what is due today or soon: statuses to look up again, announced dates, rules coming into force."""
    today = door.TODAY()
    edition, _ = door.edition(root)
    book = edition.casebook
    speaking = tongue(edition, door.language(book, code))
    found = deadlines.due(book, today, within)
    if form == "json":
        click.echo(reminders.as_json(speaking, found, today))
    elif not found:
        click.echo(reminders.nothing(speaking, today, within), err=True)
    elif form == "markdown":
        click.echo(reminders.markdown(speaking, found, today, within, edition.edit_url))
    else:
        printed: reports.Form = "github" if form == "github" else "text"
        click.echo(reports.report(reminders.problems(speaking, found, today, strict), printed, door.speaking()))
    late = sum(deadlines.is_overdue(one, today) for one in found)
    if found:
        click.echo(err=True)
        door.tell(said("due.count", things=len(found), late=late))
    if strict and late:
        raise SystemExit(1)
