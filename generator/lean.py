"""A page's HTML without the indentation of the templates it came from; what a browser shows is the same."""

from __future__ import annotations

import re

KEPT = re.compile(r"(<(pre|textarea|script)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
"""Elements in which spaces count (https://html.spec.whatwg.org/, 13.1.2.5 for ``pre`` and ``textarea``)."""
INDENT = re.compile(r"\n[ \t\n]+")


def lean(html: str) -> str:
    """The page with each line break and the spaces after it as one line break."""
    parts = KEPT.split(html)
    # Two groups, so a kept element is followed by its name: text, element, name, text, …
    return "".join(
        part if number % 3 else INDENT.sub("\n", part) for number, part in enumerate(parts) if number % 3 != 2
    )
