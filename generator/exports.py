"""The files that a site offers beside its pages: data, citations, feeds; each by its path below the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath

from generator import agenda, beside, bibliography, changes_feed, comparison, data, feeds, find, spreadsheets
from generator.edition import Edition
from generator.problems import said
from generator.settings import Settings

Files = dict[PurePosixPath, bytes]
Makers = tuple[Callable[[], Files | Iterator[tuple[PurePosixPath, bytes]]], ...]


def files(edition: Edition, where: Settings, pause: Callable[[], None] = lambda: None) -> Files:
    """Every exported file. ``pause`` is called now and then, and may end it all by raising something."""
    url = where.site_url
    one_half: Makers = (
        partial(bibliography.files, edition),
        partial(changes_feed.files, edition, where),
        partial(find.files, edition),
        partial(comparison.files, edition),
    )
    other_half: Makers = (
        partial(data.files, edition, url),
        partial(spreadsheets.files, edition, url),
        partial(feeds.files, edition, url),
        partial(agenda.files, edition, url),
    )
    with beside.doing(partial(_made, one_half, pause), said("build.no-files")) as made:
        others = _made(other_half, pause)
        return {**made(), **others}


def _made(makers: Makers, pause: Callable[[], None]) -> Files:
    made: Files = {}
    for some in makers:
        pause()
        made.update(some())
    return made
