"""``casebook schema``: Help for editors."""

from __future__ import annotations

from pathlib import Path

import click

from generator import door, editor_help, loading, reports, words


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a file is not as it would be written.")
@door.form_option
@click.pass_obj
def schema(root: Path, check: bool, form: reports.Form) -> None:
    """Write the schemas that editors read, and the first line of every record file that leads to them."""
    loaded = loading.load(root)
    needed = [one for one in loaded.problems if str(one.location.path) in ("docs/book.yml", "docs/vocabulary.yml")]
    if loaded.casebook is None or needed:
        door.report(sorted(needed), form)
        raise door.Refused("the book’s languages and words could not be read")
    said, _ = words.load(door.TEMPLATES, root, loaded.casebook.languages, door.characters_held())
    try:
        wanted = editor_help.wanted(loaded.casebook, loaded.sources, said)
    except KeyError as error:
        raise door.Refused(f"templates/fields describes no {error.args[0].removeprefix('field.')} yet") from None
    if check:
        door.report(editor_help.outdated(root, wanted), form)
        door.tell("the schemas are up to date")
        return
    try:
        written = editor_help.write(root, wanted)
    except OSError as error:
        raise door.Refused(f"“{error.filename}” cannot be written: {error.strerror}") from None
    for path in written:
        click.echo(path)
    door.tell(f"{door.count(len(written), 'file')} written" if written else "the schemas are up to date")
