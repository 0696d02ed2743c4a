"""A copy of the tiny book whose texts try to be more than text, in every format that they are given away in."""

from __future__ import annotations

from pathlib import Path

from generator.edition import Edition
from generator.settings import Settings
from tests.conftest import read

NAME = "=cmd()|' ]]> <script>alert(1)</script> & *x* \r\nBEGIN:VEVENT; [a](b)"
SHOWN = " ".join(NAME.split())
"""How a reader sees it: on one line, and otherwise as it was typed."""


def hostile_edition(book: Path) -> tuple[Edition, Settings]:
    """The book's checks would refuse such a name; what is given away does not rely on them."""
    path = book / "cases/owl-v-fox.yml"
    text = path.read_text(encoding="utf-8")
    old = '{en: "Owl & Fox “Jars”", de: '
    assert old in text
    typed = NAME.replace("\r\n", "\\r\\n")
    path.write_text(text.replace(old, f'{{en: "{typed}", de: '), encoding="utf-8")
    edition, where, _ = read(book)
    assert edition is not None
    assert edition.casebook.get("case", "owl-v-fox").name["en"] == NAME
    return edition, where
