"""Every kind of file that an editor writes, and every key in it, as the types of the records have it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import PurePosixPath
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from generator.casebook import LISTS, SINGLES
from generator.reading import RECORD_KINDS, bare
from generator.reference import Book, Entry
from generator.values import Id, Inline, PartialDate, Record, To, Words

Form = Literal[
    "text", "name", "plain", "id", "date", "amount", "number", "truth", "word", "record", "part", "states", "forms"
]
"""What a value is: ``text`` and ``name`` are in every language, ``states`` a word per language, ``forms`` a list per language;
``word`` is one of a vocabulary, ``record`` the id of something, ``part`` a record inside the record."""

PLAIN: dict[Any, Form] = {str: "plain", int: "number", bool: "truth", Decimal: "amount", PartialDate: "date"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name, where such files lie below the book's root, the record it holds, and whether it lists several."""

    name: str
    pattern: str
    model: type[Record]
    listed: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What a key takes. ``target`` is the vocabulary or kind that a word or id is of, ``model`` the type of a part."""

    form: Form
    target: str = ""
    model: type[Record] | None = None
    many: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record; ``key`` is the name under which it is described, that of the record which first has it."""

    name: str
    key: str
    needed: bool
    shape: Shape


KINDS = {
    kind.name: kind
    for kind in (
        *(Kind(name, pattern, model, False) for name, (pattern, model) in SINGLES.items()),
        *(Kind(name, pattern, model, True) for name, (pattern, model) in LISTS.items()),
        Kind("vocabulary", "docs/vocabulary.yml", Entry, True),
        Kind("book", "docs/book.yml", Book, False),
    )
}


def kind_of(path: PurePosixPath) -> Kind | None:
    """Which kind of record a file of the book holds; None for prose, interface words and anything else."""
    return next(
        (
            kind
            for kind in KINDS.values()
            if len(path.parts) == len(PurePosixPath(kind.pattern).parts) and path.match(kind.pattern)
        ),
        None,
    )


@cache
def fields(model: type[Record]) -> tuple[Field, ...]:
    """The keys of a record in the order in which they are read. Raises TypeError for a type that no editor can write."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        Field(name, f"{_owner(model, name)}.{name}", field.is_required(), _shape(hints[name]))
        for name, field in model.model_fields.items()
    )


def models(model: type[Record]) -> Iterator[type[Record]]:
    """The record and every record inside it, each once, in the order of the keys."""
    found: dict[type[Record], None] = {}

    def visit(one: type[Record]) -> None:
        if one not in found:
            found[one] = None
            for field in fields(one):
                if field.shape.model is not None:
                    visit(field.shape.model)

    visit(model)
    yield from found


def _owner(model: type[Record], name: str) -> str:
    return next(one.__name__ for one in reversed(model.__mro__) if name in inspect.get_annotations(one))


def _shape(annotation: Any) -> Shape:
    type_, marks = bare(annotation)
    inner = get_args(type_)
    for mark in marks:
        if isinstance(mark, Inline | Words):
            return Shape("text" if isinstance(mark, Inline) else "name")
        if isinstance(mark, To):
            return Shape("record" if mark.kind in RECORD_KINDS else "word", mark.kind)
        if mark in Id.__metadata__:  # type: ignore[attr-defined]  # what Annotated keeps, which its type does not say
            return Shape("id")
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        assert issubclass(type_, Record)
        return Shape("part", model=type_)
    if get_origin(type_) is list:
        one = _shape(inner[0])
        return Shape(one.form, one.target, one.model, many=True)
    if get_origin(type_) is dict:
        one = _shape(inner[1])
        if one.form == "word" and not one.many:
            return Shape("states", one.target)
        if one.form == "plain" and one.many:
            return Shape("forms")
    if type_ in PLAIN:
        return Shape(PLAIN[type_])
    raise TypeError(f"no editor can write {annotation}")
