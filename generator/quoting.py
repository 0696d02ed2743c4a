"""Values written as YAML (https://yaml.org/spec/1.2.2/): plain where the book's reader reads them back, else in quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from generator import source
from generator.reading import plain

Comments = Mapping[tuple[str, ...], Sequence[str]]
"""Lines of comment above a key, by the keys that lead to it; in a list, above the key of its first entry."""

NOWHERE = PurePosixPath("draft.yml")
SPECIAL = re.compile("[\t\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What is never written as it is: what YAML does not print (YAML 1.2.2 §5.1), and tabs, on which parsers differ."""


def scalar(value: str, flow: bool = False) -> str:
    """One value on one line. In ``flow``, inside [brackets] or {braces}, a few more need quotes."""
    return value if reads_back(value, value, flow) else quoted(value)


def quoted(value: str) -> str:
    """The value in double quotes; every JSON string is one of YAML's."""
    return SPECIAL.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def reads_back(written: str, value: str, flow: bool = False) -> bool:
    """Whether what is written is read as this value and nothing else, also with a comment after it."""
    if not written or "\n" in written or "\r" in written or SPECIAL.search(written):
        return False
    text, wanted = (
        (f"k: [{written}, {{l: {written}}}]\n", [value, {"l": value}]) if flow else (f"k: {written}\n", value)
    )
    parsed, problems = source.read(NOWHERE, text.encode(source.ENCODING, "replace"))
    return not problems and parsed.root is not None and plain(parsed.root) == {"k": wanted}


def document(value: dict[str, Any], comments: Comments, parts: bool = True) -> str:
    """A mapping of texts, lists and mappings as a file; with ``parts``, a blank line before each commented key of the file.

    Raises ValueError if the reader would not read the same values back, which no text can bring about.
    """
    text = "\n".join(_mapping(value, comments, (), "", parts)).lstrip("\n") + "\n"
    parsed, problems = source.read(NOWHERE, text.encode(source.ENCODING))
    if problems or parsed.root is None or plain(parsed.root) != value:
        raise ValueError("this cannot be written as YAML")
    return text


def _mapping(
    value: dict[str, Any], comments: Comments, path: tuple[str, ...], indent: str, parts: bool = False
) -> Iterator[str]:
    for key, item in value.items():
        here = (*path, key)
        lines = comments.get(here, ())
        if parts and lines:
            yield ""
        yield from (f"{indent}# {line}" for line in lines)
        yield from _entry(scalar(key), item, comments, here, indent)


def _entry(key: str, item: Any, comments: Comments, path: tuple[str, ...], indent: str) -> Iterator[str]:
    if isinstance(item, str):
        yield f"{indent}{key}: {scalar(item)}"
    elif isinstance(item, dict):
        yield f"{indent}{key}:"
        yield from _mapping(item, comments, path, indent + "  ")
    elif all(isinstance(one, str) for one in item):
        yield f"{indent}{key}: [{', '.join(scalar(one, flow=True) for one in item)}]"
    else:
        yield f"{indent}{key}:"
        for index, one in enumerate(item):
            yield from _item(list(_mapping(one, comments if index == 0 else {}, path, indent + "    ")), indent)


def _item(lines: list[str], indent: str) -> Iterator[str]:
    """An entry of a list: its dash stands before the first key; comments above that key stand above the dash."""
    first = next(number for number, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from (line[2:] for line in lines[:first])
    yield f"{indent}  - {lines[first].lstrip()}"
    yield from lines[first + 1 :]
