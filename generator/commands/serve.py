"""``casebook serve``: Show the site while it is being written."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

import click
from jinja2 import TemplateError

from generator import door, editions, preview, reports, site
from generator.editions import Read
from generator.loading import Loaded
from generator.obstacles import obstacle
from generator.problems import Said, said
from generator.workshop import Different, Stopped, Workshop

FAILURES = (site.BuildError, OSError, TemplateError)


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port on this machine.")
@click.pass_obj
def serve(root: Path, port: int) -> None:
    """Show the site on this machine, and keep it as the book is while you write."""
    target = root / "build" / "preview"
    keeper = _Keeper(root, Workshop(root, target, door.tell))
    try:
        preview.serve(target, [root, door.TEMPLATES], port, keeper, door.tell)
    except OSError as error:
        raise door.Failed(said("serve.port", port=port, why=obstacle(error))) from None


class _Keeper:
    """Reads the book after each change and has the site made from it; what goes wrong is told, and the last good pages stay."""

    def __init__(self, root: Path, workshop: Workshop) -> None:
        self._root, self._workshop = root, workshop
        self._characters, self._speak = door.characters_held(), door.speaking()
        self._last: Read | None = None
        self._newest: Loaded | None = None

    def glance(self) -> bool:
        """Decisions that changed and have no problem, on their own pages."""
        if self._last is None or self._newest is None:
            return False
        try:
            glanced = editions.glance(self._root, door.TODAY(), self._characters, self._last, self._newest)
            if glanced is None:
                return False
            (read, ids), self._newest = glanced, glanced[0].loaded
            assert read.edition is not None
            self._workshop.cases(read.edition, ids)
        except Different:
            return False
        except FAILURES as error:
            self._tell(said("serve.failed", why=door.happened(error)))
            return False
        return True

    def rest(self, is_waiting: Callable[[], bool]) -> bool:
        """The whole book, checked, on every page, in the data and in the search."""
        started = time.monotonic()

        def pause() -> None:
            if is_waiting():
                raise Stopped

        try:
            read = editions.read(self._root, door.TEMPLATES, door.TODAY(), self._characters, self._newest, pause)
            self._newest = read.loaded
            if read.edition is None or read.problems:
                click.echo(reports.text(read.problems, self._speak), err=True)
                self._tell(said("serve.problems", summary=door.summary(read.problems)))
                return False
            count, warnings = self._workshop.keep(read, is_waiting)
            self._last = read
            for warning in warnings:
                click.echo(warning, err=True)
            self._tell(said("serve.built", pages=count, seconds=f"{time.monotonic() - started:.1f}"))
            self._workshop.ready()
        except Stopped:
            return False
        except FAILURES as error:
            self._tell(said("serve.failed", why=door.happened(error)))
            return False
        if not is_waiting():
            self._tidy()
        return True

    def _tidy(self) -> None:
        """Take away what went with the last change. Nearly all that is there after the first reading stays, so it is never looked
        at again: looking at a thousand decisions takes a second, in which nothing else is done."""
        gc.collect()
        if not gc.get_freeze_count():
            gc.freeze()

    def _tell(self, what: Said) -> None:
        """In the language of the command, also where another thread tells of it."""
        click.echo(self._speak.say(what), err=True)
