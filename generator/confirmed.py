"""What people confirmed to say the same in every language: digests of texts, a file beside each file of records.

``docs/confirmed/cases/x.txt`` belongs to ``cases/x.yml``. A line is one text: a short digest of it in each language, such as
``en=1a2b3c4d5e6f zh=6f5e4d3c2b1a``. Lines are sorted and know nothing of where a text stands, so moving or reformatting it
changes none; the same text twice is the same line twice. Lines that start with “#” are comments.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from generator import source
from generator.problems import Location, Problem, said
from generator.source import ENCODING, Source

FOLDER = PurePosixPath("docs/confirmed")
LENGTH = 12
HEAD = "# Texts that were read and confirmed to say the same in every language. Written by: casebook confirm\n"
DIGEST = re.compile(rf"([A-Za-z0-9][A-Za-z0-9.-]*)=([0-9a-f]{{{LENGTH}}})")
CONFLICT = re.compile(r"<{7}|={7}|>{7}|\|{7}")

Line = frozenset[tuple[str, str]]
"""The digest of one text in each language."""


def place(file: PurePosixPath) -> PurePosixPath:
    """Where the confirmations of a file stand."""
    return FOLDER / file.with_suffix(".txt")


def digest(text: str) -> str:
    """The first 48 bits of the SHA-256 of a text (FIPS 180-4); runs of white space say no more than one space."""
    words = " ".join(text.split())
    return hashlib.sha256(words.encode(ENCODING, "surrogatepass")).hexdigest()[:LENGTH]


def line(said: dict[str, str]) -> Line:
    """The line of a text that is given by language."""
    return frozenset((code, digest(text)) for code, text in said.items())


def parse(path: PurePosixPath, data: bytes) -> tuple[list[Line], list[Problem]]:
    """The lines of a file; each that is none comes back as a problem and counts as not there."""
    text, problems = source.text(path, data)
    if problems:
        return [], problems
    whole = Source(path, text, None)
    found: list[Line] = []
    for number, typed in enumerate(text.split("\n"), 1):
        words = typed.split()
        if not words or words[0].startswith("#"):
            continue
        pairs = [(match[1], match[2]) for match in map(DIGEST.fullmatch, words) if match]
        if len(pairs) == len(words) == len(dict(pairs)):
            found.append(frozenset(pairs))
            continue
        conflict = CONFLICT.match(typed)
        wrong = said("wrong-confirmation.conflict") if conflict else said("wrong-confirmation.line", length=LENGTH)
        problems.append(whole.problem(Location(path, number), wrong))
    return found, problems


def written(lines: Iterable[Line], languages: Sequence[str]) -> str:
    """The file that holds the lines, each in the order of the book's languages."""

    def shown(one: Line) -> str:
        digests = dict(one)
        return " ".join(f"{code}={digests[code]}" for code in languages if code in digests)

    return HEAD + "".join(f"{text}\n" for text in sorted(map(shown, lines)))
