"""The files that a site offers beside its pages: data, citations, feeds; each by its path below the site."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator import agenda, bibliography, changes_feed, data, feeds, find, spreadsheets
from generator.edition import Edition
from generator.trees import Settings

Files = dict[PurePosixPath, bytes]


def files(edition: Edition, where: Settings) -> Files:
    """Every exported file."""
    return {
        **bibliography.files(edition),
        **changes_feed.files(edition, where),
        **find.files(edition),
        **data.files(edition, where.site_url),
        **spreadsheets.files(edition, where.site_url),
        **feeds.files(edition, where.site_url),
        **agenda.files(edition, where.site_url),
    }
