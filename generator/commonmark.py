"""Text as CommonMark reads it (https://spec.commonmark.org/): escaped, between marks, one piece after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable

SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=[#\w]+;)")
AT_START = re.compile(r"^(\s*)(?:([#+=-])|(\d+)([.)]))", re.MULTILINE)
SPACES = re.compile(r"[ \t\r\n]{2,}|[\t\r]")
ENDS = "。，、；：！？.,;:!?"


def escaped(text: str) -> str:
    """``text`` with nothing in it that CommonMark would read as more than text."""
    return AT_START.sub(_start, SPECIAL.sub(r"\\\g<0>", text))


def _start(match: re.Match[str]) -> str:
    """What would start a heading or a list, escaped; of ``12.`` the point."""
    space, sign, digits, point = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{digits}\\{point}"


def joined(parts: Iterable[str]) -> str:
    """The parts one after the other; where line breaks meet, as many as the longer side has, at most two."""
    whole: list[str] = []
    for part in parts:
        if whole and part.startswith("[") and whole[-1].endswith("!"):
            whole[-1] = f"{whole[-1][:-1]}\\!"  # or the link would be a picture
        if whole and part.startswith("\n") and whole[-1].endswith("\n"):
            before, after = whole[-1].rstrip("\n"), part.lstrip("\n")
            gap = max(len(whole[-1]) - len(before), len(part) - len(after))
            whole[-1:] = [before, "\n" * min(2, gap) + after]
        elif part:
            whole.append(part)
    return "".join(whole)


def spaced(text: str) -> str:
    """Spaces in a row as one, or as one line break."""
    return SPACES.sub(lambda run: "\n" if "\n" in run[0] or "\r" in run[0] else " ", text)


def marked(text: str, before: str, after: str) -> str:
    """``text`` between two marks, with the spaces at its ends outside them."""
    words = text.strip()
    if not words:
        return ""
    return f"{' ' if text[0].isspace() else ''}{before}{words}{after}{' ' if text[-1].isspace() else ''}"


def bold(text: str) -> str:
    """``text`` in bold, whatever stands beside it: CommonMark wants a letter at either inner end, or a space outside."""
    words, end = text.strip(), ""
    while words and words[-1] in ENDS:
        cut = 1 + (len(words) - 1 - len(words[:-1].rstrip("\\"))) % 2  # of ``12\.`` the escape goes with its point
        words, end = words[:-cut], words[-cut:] + end
    if not words:
        return text
    before = " " if text[0].isspace() or not words[0].isalnum() else ""
    after = " " if text[-1].isspace() or not (end or words[-1].isalnum()) else ""
    return f"{before}**{words}**{end}{after}"


def fence(text: str, least: int) -> str:
    """So many backticks that they do not stand together in ``text``."""
    return "`" * max([least, *(len(run) + 1 for run in re.findall("`+", text))])
