"""The one escape of page output: record text can never become Markdown, HTML or a link by itself.

Every character that Python-Markdown, its extensions or HTML give a meaning to is written as a numeric entity. That is safe in a
paragraph, a table cell, a heading, an attribute and a block of HTML alike, so no template has to know where a value ends up.
"""

from __future__ import annotations

import re

from markupsafe import Markup

SPECIAL = re.compile(r"[&<>\"'`*_\[\]{}\\|~^$]|!(?=\[|$)")
"""A ``!`` before a link would make a picture of it, and the link may be the next piece."""
AT_START = re.compile(r"^(?:[-+#=:?!>%]|\d+(?=[.)]))")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def text(value: object) -> Markup:
    """``value`` as plain text for a page: one line, nothing in it meaning anything but itself."""
    if isinstance(value, Markup):
        return value
    return at_start(inner(" ".join(str(value).split())))


def inner(value: str) -> Markup:
    """``value`` as plain text inside a line, with one space kept at either end where there was any."""
    words = " ".join(CONTROL.sub("", value).split())
    if not words:
        return Markup(" " if value else "")
    head, tail = value[:1].isspace(), value[-1:].isspace()
    return Markup(" " * head + SPECIAL.sub(_entity, words) + " " * tail)


def at_start(line: Markup) -> Markup:
    """``line`` with its first character written out where it would start a list, a heading or a quotation."""
    return Markup(AT_START.sub(_start, str(line)))


def _entity(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in match[0])


def _start(match: re.Match[str]) -> str:
    """A character that would start a list, heading or quotation; of ``12.`` the digits stay and the first is written out."""
    return f"&#{ord(match[0][0])};{match[0][1:]}"


def title(value: str) -> Markup:
    """``value`` for the title of a Markdown link: between double quotes, without a character that could end it."""
    return Markup(str(text(value)).replace("(", "&#40;").replace(")", "&#41;"))
