"""The files that a site offers beside its pages: data, citations, feeds; each by its path below the site."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator import agenda, bibliography, changes_feed, comparison, data, feeds, find, spreadsheets
from generator.edition import Edition
from generator.trees import Settings

Files = dict[PurePosixPath, bytes]


def files(edition: Edition, where: Settings) -> Files:
    """Every exported file."""
    return {
        **bibliography.files(edition),
        **changes_feed.files(edition, where),
        **find.files(edition),
        **comparison.files(edition),
        **dict(data.files(edition, where.site_url)),
        **dict(spreadsheets.files(edition, where.site_url)),
        **dict(feeds.files(edition, where.site_url)),
        **dict(agenda.files(edition, where.site_url)),
    }
