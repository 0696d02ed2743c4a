"""The page that tells editors every kind of file and every key in it, with an example of each from the book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator import escape
from generator.casebook import Casebook
from generator.fields import KINDS, Field, Kind, fields, models
from generator.page import Page, plain
from generator.tongue import Tongue, shorten
from generator.values import Record

ORDER = ("case", "law", "item", "factor", "principle", "caution", "court", "term", "topic", "question", "grammar")
"""The kinds that editors meet most, in the order in which they meet them; the others follow."""
EXAMPLE_LENGTH = 90
SHOWN = 3
"""How many entries of a list an example shows."""


@dataclass(frozen=True, slots=True)
class Row:
    """A key of a record with its place on the page, and a value that it has in the book, if any is worth showing."""

    field: Field
    anchor: str
    example: str


@dataclass(frozen=True, slots=True)
class Part:
    """A record with its keys, under the name by which it is described."""

    name: str
    anchor: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of file, and each record that is found in it and in no kind before."""

    kind: Kind
    name: str
    parts: tuple[Part, ...]


def page(tongue: Tongue) -> Page:
    """Every key that an editor may write. Where the language has no descriptions, their own language is named."""
    book, say, told = tongue.casebook, tongue.voice.say, tongue.voice.say("field.language")
    values = {
        "label": lambda key: escape.inner(say("site.label", label=say(key), value="")),
        "sections": sections(book, tongue.code),
        "vocabularies": [(name, list(words.values())) for name, words in book.vocabulary.items()],
        "told_in": told if told != tongue.code else "",
    }
    return plain(tongue, "fields", "fields.md", values, searched=False)


def sections(book: Casebook, language: str) -> list[Section]:
    """The kinds of file in the order of the page."""
    examples = _examples(book, language)
    seen: set[type[Record]] = set()
    found = []
    for name in (*ORDER, *(name for name in KINDS if name not in ORDER)):
        kind = KINDS[name]
        fresh = [model for model in models(kind.model) if model not in seen]
        seen.update(fresh)
        called = name if name == "vocabulary" else kind.model.__name__
        found.append(Section(kind, called, tuple(_part(model, examples) for model in fresh)))
    return found


def _part(model: type[Record], examples: dict[str, str]) -> Part:
    name = model.__name__
    rows = (
        Row(field, f"{name.lower()}-{field.name}", examples.get(f"{name}.{field.name}", "")) for field in fields(model)
    )
    return Part(name, f"record-{name.lower()}", tuple(rows))


def _examples(book: Casebook, language: str) -> dict[str, str]:
    """The first value in the book of each key that holds words, in one language, as an editor types it."""
    found: dict[str, str] = {}

    def visit(record: Record) -> None:
        for field in fields(type(record)):
            value = getattr(record, field.name)
            if field.shape.form == "part":
                for one in value if field.shape.many else [value] if value is not None else []:
                    visit(one)
            elif value and (shown := _typed(value, language)):
                found.setdefault(f"{type(record).__name__}.{field.name}", shorten(shown, EXAMPLE_LENGTH))

    for record in _records(book):
        visit(record)
    return found


def _records(book: Casebook) -> Iterator[Record]:
    yield book.book
    for words in book.vocabulary.values():
        yield from words.values()
    for kind in book.records:
        yield from book.all(kind)


def _typed(value: Any, language: str) -> str:
    """A value as an editor types it; of what is there in each language, that of one."""
    if isinstance(value, bool):
        return "true"
    if isinstance(value, dict):
        return _typed(value.get(language, ""), language)
    if isinstance(value, list):
        return ", ".join(_typed(one, language) for one in value[:SHOWN])
    return str(value).strip()
