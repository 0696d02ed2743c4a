"""``casebook schema``: Help for editors."""

from __future__ import annotations

from pathlib import Path

import click

from generator import door, editor_help, loading, reports, words
from generator.obstacles import obstacle
from generator.problems import said


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
        raise door.Refused(said("schema.unread"))
    interface, _ = words.load(door.TEMPLATES, root, loaded.casebook.languages, door.characters_held())
    try:
        wanted = editor_help.wanted(loaded.casebook, loaded.sources, interface)
    except KeyError as error:
        raise door.Refused(said("schema.undescribed", field=error.args[0].removeprefix("field."))) from None
    if check:
        door.report(editor_help.outdated(root, wanted), form)
        door.tell(said("schema.current"))
        return
    try:
        written = editor_help.write(root, wanted)
    except OSError as error:
        raise door.Refused(said("refused.unwritten", path=str(error.filename), why=obstacle(error))) from None
    for path in written:
        click.echo(path)
    door.tell(said("schema.written", files=len(written)) if written else said("schema.current"))
