"""The files that a site offers beside its pages: data, citations, feeds; each by its path below the site."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator import comparison
from generator.edition import Edition
from generator.trees import Settings

Files = dict[PurePosixPath, bytes]


def files(edition: Edition, where: Settings) -> Files:
    """Every exported file."""
    return {**comparison.files(edition)}
