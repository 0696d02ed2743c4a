"""``casebook serve``: Show the site while it is being written."""

from __future__ import annotations

from pathlib import Path

import click
from jinja2 import TemplateError

from generator import door, preview, reports, site
from generator.obstacles import obstacle
from generator.problems import said


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port on this machine.")
@click.pass_obj
def serve(root: Path, port: int) -> None:
    """Show the site on this machine and build it anew when a file of the book changes."""
    watched = [root, door.TEMPLATES]
    speak = door.speaking()

    def rebuild(target: Path) -> bool:
        try:
            found_edition, found = door.read(root)
            if found_edition is None or found:
                click.echo(reports.text(found, speak), err=True)
                door.tell(said("serve.problems", summary=door.summary(found)))
                return False
            built = site.build(*found_edition, target, lambda _: None, with_packs=False)
        except (site.BuildError, OSError, TemplateError) as error:
            door.tell(said("serve.failed", why=door.happened(error)))
            return False
        door.tell(said("serve.built", pages=sum(built.pages.values()), seconds=f"{built.seconds:.1f}"))
        return True

    try:
        preview.serve(root / "build" / "preview", watched, port, rebuild, door.tell)
    except OSError as error:
        raise door.Failed(said("serve.port", port=port, why=obstacle(error))) from None
