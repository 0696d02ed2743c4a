"""A page before it is written: its place, its template, and the values that go in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from generator.records import Case
from generator.tongue import Tongue


@dataclass(frozen=True)
class Page:
    """One page before it is written: its template and the values that go in.

    ``source`` is the file it is edited in; ``filters`` what the search narrows down by; ``contents`` whether it lists its
    sections at the side; a page that is not ``searched`` repeats what stands on others; ``scripts`` are the modules
    of ``assets/`` that it loads; ``cites`` is the decision it tells of, which can be cited.
    """

    path: PurePosixPath
    template: str
    title: str
    description: str
    values: dict[str, Any]
    filters: dict[str, list[str]] = field(default_factory=dict)
    source: str = ""
    searched: bool = True
    contents: bool = True
    scripts: tuple[str, ...] = ()
    cites: Case | None = None


def plain(
    tongue: Tongue,
    name: str,
    path: str,
    values: dict[str, Any],
    kind: str = "page",
    searched: bool = True,
    scripts: tuple[str, ...] = (),
    **blanks: Any,
) -> Page:
    """A page whose title and description are interface words under its name."""
    say = tongue.voice.say
    return Page(
        PurePosixPath(path),
        name,
        say(f"{name}.title"),
        say(f"{name}.description", **blanks),
        values,
        filters=kinds(tongue, kind),
        searched=searched,
        scripts=scripts,
    )


def kinds(tongue: Tongue, kind: str) -> dict[str, list[str]]:
    return {"kind": [tongue.voice.say(f"kind.{kind}")]}
