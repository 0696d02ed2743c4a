"""``casebook changed``: Which pages a change reaches."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import click
from jinja2 import TemplateError

from generator import door, reach, revisions, snapshot
from generator.edition import Edition
from generator.problems import Problem, said


def _address(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
        raise door.Refused(said("changed.address", address=value))
    return value


def _read(root: Path) -> tuple[Edition | None, list[Problem]]:
    """The book, or the errors because of which it cannot be shown; warnings are for `casebook check`."""
    read, found = door.read(root)
    errors = [problem for problem in found if problem.severity == "error"]
    return (read[0] if read and not errors else None), errors


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
            new, wrong = _read(after)
            old, errors = _read(before)
            if new is None:
                door.report(wrong)
                return
            report = (
                reach.Report(commit, reach.compare(old, new)) if old else reach.impossible(commit, len(errors), new)
            )
        except revisions.UnknownRevision as error:
            raise door.Refused(error.said) from None
        except (OSError, TemplateError) as error:
            raise door.Failed(door.happened(error)) from None
    click.echo(reach.told(report, form, door.speaking(), site))
