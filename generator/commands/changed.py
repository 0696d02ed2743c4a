"""``casebook changed``: Which pages a change reaches."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import click
from jinja2 import TemplateError

from generator import door, reach, revisions, snapshot


def _address(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
        raise click.BadParameter("an address starts with https:// or http://")
    return value


@click.command()
@click.argument("base", metavar="BASE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How the pages are listed; markdown speaks each language of the book.",
)
@click.option("--site", default="", callback=_address, help="Where the new pages can be read; the list links there.")
@click.pass_obj
def changed(root: Path, base: str, form: reach.Form, site: str) -> None:
    """List which pages of the site change between the release or commit BASE and the files as they are now."""
    with tempfile.TemporaryDirectory(prefix="casebook-") as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        try:
            commit = revisions.resolve(root, base)
            snapshot.of_commit(root, commit, before)
            snapshot.of_folder(root, after)
            new, _ = door.edition(after)
            old, found = door.read(before)
            errors = [problem for problem in found if problem.severity == "error"]
            if old is None or errors:
                report = reach.impossible(commit, len(errors), new)
            else:
                report = reach.Report(commit, reach.compare(old[0], new))
        except revisions.UnknownRevision as error:
            raise door.Refused(str(error)) from None
        except (OSError, TemplateError) as error:
            raise click.ClickException(door.said(error)) from None
    click.echo(reach.told(report, form, site))
