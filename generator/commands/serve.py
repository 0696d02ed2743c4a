"""``casebook serve``: Show the site while it is being written."""

from __future__ import annotations

from pathlib import Path

import click
from jinja2 import TemplateError

from generator import door, preview, reports, site


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
                door.tell(reports.text(found, speak))
                door.tell(f"\n{door.summary(found, speak)}; the last good pages stay")
                return False
            built = site.build(*found_edition, target, lambda _: None, with_packs=False)
        except (site.BuildError, OSError, TemplateError) as error:
            door.tell(f"{door.said(error)}\nthe last good pages stay")
            return False
        door.tell(f"built     {sum(built.pages.values())} pages, {built.seconds:.1f} s")
        return True

    try:
        preview.serve(root / "build" / "preview", watched, port, rebuild, door.tell)
    except OSError as error:
        raise click.ClickException(f"port {port}: {error.strerror}; choose another with --port") from None
