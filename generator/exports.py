"""The files that a site offers beside its pages: data, citations, feeds; each by its path below the site."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator import agenda, data, feeds, spreadsheets
from generator.edition import Edition
from generator.trees import Settings

Files = dict[PurePosixPath, bytes]


def files(edition: Edition, where: Settings) -> Files:
    """Every exported file."""
    found: Files = {}
    for maker in (data.files, spreadsheets.files, feeds.files, agenda.files):
        found |= dict(maker(edition, where.site_url))
    return found
