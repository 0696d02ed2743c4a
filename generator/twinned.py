"""Every text of a book with its twins: of records, of prose pages section by section, and of the book's own interface words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.freshness import VOCABULARY, Part, Text
from generator.kept import kept
from generator.nodes import Mapping as Entries
from generator.nodes import Node, Path, Scalar
from generator.reading import leaves
from generator.source import Source
from generator.values import Inline, Record, Words

HEADING = re.compile(r"#{1,6} ")
HEADING_ID = re.compile(r"\{#([a-z0-9-]+)\}$")


@kept
def of_record(
    source: Source, path: Path, kind: str, model: type[Record], languages: tuple[str, ...]
) -> tuple[Text, ...]:
    """The texts of the record at ``path`` that are there in every language; a vocabulary's word goes by its list as well."""
    return tuple(_of_record(source, path, kind, model, languages))


def _of_record(
    source: Source, path: Path, kind: str, model: type[Record], languages: tuple[str, ...]
) -> Iterator[Text]:
    node = source.node(path)
    if node is None:
        return
    id_ = node.get("id") if isinstance(node, Entries) else None
    name = id_.value if isinstance(id_, Scalar) else kind
    if kind == VOCABULARY:
        name = f"{path[0]}/{name}"
    for leaf in leaves(node, model, (), (Inline, Words)):
        if isinstance(leaf.node, Entries):
            scalars = {key.value: value for key, value in leaf.node.entries if isinstance(value, Scalar)}
            parts = {code: _part(source, scalars[code]) for code in languages if code in scalars}
            if _whole(parts, languages):
                yield Text(source.path, kind, name, _pointer(leaf.path), parts)


def of_prose(name: str, pages: Mapping[str, Source], languages: Sequence[str]) -> Iterator[Text]:
    """The sections of a prose page that is there in every language. They go by the ids of their headings, which are shared."""
    if not pages.keys() >= set(languages):
        return
    sections = {code: dict(_sections(pages[code])) for code in languages}
    for id_ in sections[languages[0]]:
        parts = {code: sections[code][id_] for code in languages if id_ in sections[code]}
        if _whole(parts, languages):
            yield Text(pages[languages[0]].path, "prose", name, f"#{id_}" if id_ else "", parts)


def of_words(files: Mapping[str, Source], languages: Sequence[str]) -> Iterator[Text]:
    """The interface words that a book says itself in every language."""
    if not files.keys() >= set(languages):
        return
    words = {code: dict(_words(files[code].root, "")) for code in languages}
    for key in words[languages[0]]:
        parts = {code: _part(files[code], words[code][key]) for code in languages if key in words[code]}
        if _whole(parts, languages):
            yield Text(files[languages[0]].path, "words", key, "", parts)


def _part(source: Source, scalar: Scalar) -> Part:
    return Part(scalar.value, source, scalar.line, scalar.column)


def _whole(parts: Mapping[str, Part], languages: Sequence[str]) -> bool:
    """Whether there is something in every language; where there is not, a check says so."""
    return all(code in parts and parts[code].said.strip() for code in languages)


def _sections(page: Source) -> Iterator[tuple[str, Part]]:
    """What stands before the first heading, under an empty id, and each heading with what follows it."""
    starts, offset = [], 0
    for line in page.text.split("\n"):
        if HEADING.match(line):
            found = HEADING_ID.search(line.rstrip())
            starts.append((offset, found[1] if found else ""))
        offset += len(line) + 1
    ends = [start for start, _ in starts] + [len(page.text)]
    if page.text[: ends[0]].strip():
        yield "", Part(page.text[: ends[0]], page, 1, 1)
    for (start, id_), end in zip(starts, ends[1:], strict=True):
        yield id_, Part(page.text[start:end], page, page.text.count("\n", 0, start) + 1, 1)


def _words(node: Node | None, prefix: str) -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Entries):
        for key, value in node.entries:
            yield from _words(value, f"{prefix}.{key.value}" if prefix else key.value)
    elif isinstance(node, Scalar):
        yield prefix, node


def _pointer(path: Iterable[str | int]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
