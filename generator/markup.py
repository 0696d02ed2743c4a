"""The book's inline text: plain, with ``*emphasis*`` and ``[[reference]]`` or ``[[reference|label]]``; all else is as typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from generator.values import Reference

TOKEN = re.compile(
    r"\[\[(?P<ref>[^\[\]|\n]*)(?:\|(?P<label>[^\[\]\n]*))?\]\]|\*(?P<em>[^\s*\[\]](?:[^*\[\]]*[^\s*\[\]])?)\*"
)


@dataclass(frozen=True, slots=True)
class Plain:
    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """``label`` is empty when the target's own name is to be shown; ``typed`` is the mark as it stands in the file."""

    target: Reference
    label: str
    typed: str


Token = Plain | Emphasis | Link


def parse(text: str) -> Iterator[Token]:
    """Split a text into tokens. Whatever is not one of the two forms stays plain text."""
    text = " ".join(text.split())
    position = 0
    for match in TOKEN.finditer(text):
        if match.start() > position:
            yield Plain(text[position : match.start()])
        if match["em"] is not None:
            yield Emphasis(match["em"])
        else:
            yield Link(Reference.parse(match["ref"].strip()), (match["label"] or "").strip(), match[0])
        position = match.end()
    if position < len(text):
        yield Plain(text[position:])


def is_unmarked(text: str) -> bool:
    """Whether a text is plain from end to end, as most are, so that it need not be split."""
    return "*" not in text and "[[" not in text


def as_plain(text: str) -> str:
    """The text without marks; a reference without a label stands under its id."""
    if is_unmarked(text):
        return " ".join(text.split())
    words = []
    for token in parse(text):
        if isinstance(token, Link):
            words.append(token.label or str(token.target))
        else:
            words.append(token.text)
    return "".join(words)


HTML = re.compile(r"</?[A-Za-z!][^<>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
SCHEME = re.compile(r"\b(?:javascript|data|vbscript|file|https?|ftp|mailto):[^\s]", re.IGNORECASE)
MARKDOWN = re.compile(r"\]\(|^\s*#{1,6} |`|\*\*|__")
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
LIKE_LATIN = "\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13fd\u1f00-\u1fff\u2c80-\u2cff\uff21-\uff3a\uff41-\uff5a"
"""Greek, Cyrillic, Armenian, Cherokee, Coptic and full-width letters, many of which look like Latin ones."""
WORD = re.compile(f"[{LATIN}{LIKE_LATIN}]+")
LIKE = re.compile(f"[{LIKE_LATIN}]")
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def control_characters(text: str) -> Iterator[tuple[str, str]]:
    """Every control or bidirectional-override character of a text, with its name (Unicode Technical Report 36 §3)."""
    if text.isprintable():
        return
    for char in text:
        if char in BIDI:
            yield char, unicodedata.name(char)
        elif unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and char not in "\n\t":
            yield char, unicodedata.name(char, f"U+{ord(char):04X}")


def mixed(text: str) -> tuple[str, str] | None:
    """The first word of letters from two alphabets that look alike, and its first letter that is not Latin.

    See Unicode Technical Standard 39 §5.1. Chinese beside Latin letters is none of these.
    """
    if LIKE.search(text):
        for word in WORD.findall(text):
            other = LIKE.search(word)
            if other and LIKE.sub("", word):
                return word, other[0]
    return None
