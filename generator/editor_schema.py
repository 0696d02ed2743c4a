"""JSON Schemas (draft 2020-12) of the files that people write, for the help their editors give while they type.

`schema` describes the records that are given away, for programs; here is what an editor sees: a value without quotation marks
may be a number or a truth value to it, and every key says in all languages what belongs there. A schema says less than the checks
and never more: what it refuses, the checks refuse. One exception: a text that is the bare word ``null`` or ``~`` must be quoted,
so that a text that is still empty is marked. Ids of other records are held to their form only, or the schemas would be out of
date with every new record; the few principles and factors are listed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from generator.casebook import VOCABULARIES, Casebook
from generator.fields import KINDS, Field, Kind, Shape, fields, models
from generator.loading import EXPLAINED
from generator.reference import Entry
from generator.schema import DIALECT
from generator.values import Record
from generator.words import Words

FOLDER = PurePosixPath(".vscode", "schemas")
LISTED = ("principle", "factor")
"""Kinds of record that are few and seldom change, so that editors can offer their ids."""
SCALAR = ["string", "number", "boolean"]
ID = "[A-Za-z0-9][A-Za-z0-9.-]*"
MONTH, DAY = "0[1-9]|1[0-2]", "0[1-9]|[12][0-9]|3[01]"
TRUTHS = ("true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "1", "0")
"""What counts as yes or no, in large or small letters (pydantic's conversion table, “bool” from “str”)."""
INTEGER = re.compile(r"[-+]?[0-9]+")


def file(kind: str) -> PurePosixPath:
    """Where the schema lies below the book's root: it is made of the book's own languages and words, and only editors read it."""
    return FOLDER / f"{kind}.json"


def files(book: Casebook, words: Mapping[str, Words]) -> dict[PurePosixPath, str]:
    """The schema of every kind of file, as JSON."""
    return {
        file(name): json.dumps(of(book, words, kind), ensure_ascii=False, indent=1) + "\n"
        for name, kind in KINDS.items()
    }


def of(book: Casebook, words: Mapping[str, Words], kind: Kind) -> dict[str, Any]:
    """The schema of one kind of file."""
    maker = _Maker(book, words)
    used = list(models(kind.model))
    root: dict[str, Any]
    if kind.name == "vocabulary":
        root = _vocabulary()
    elif kind.listed:
        root = {"type": "array", "items": _ref(kind.model.__name__)}
    else:
        root = {"type": "object", "$ref": _ref(kind.model.__name__)["$ref"]}
    name = kind.name if kind.name == "vocabulary" else kind.model.__name__
    return {
        "$schema": DIALECT,
        "$comment": "Made by “casebook schema”; do not edit. For editors: how a file is written, not the data given away.",
        "title": maker.said(f"title.{name}", " · "),
        "description": maker.said(f"about.{name}"),
        **root,
        "$defs": {one.__name__: maker.record(one) for one in used} | maker.shared(used),
    }


def _vocabulary() -> dict[str, Any]:
    """Lists of words by name. In the lists that readers see explained, each word needs its explanation."""
    plain = {"type": "array", "items": _ref("Entry")}
    needed = [one.name for one in fields(Entry) if one.needed]
    explained = {"type": "array", "items": {**_ref("Entry"), "required": [*needed, "text"]}}
    return {
        "type": "object",
        "properties": {name: explained if name in EXPLAINED else plain for name in VOCABULARIES},
        "required": list(VOCABULARIES),
        "additionalProperties": False,
    }


class _Maker:
    """Schemas of records and values in one book."""

    def __init__(self, book: Casebook, words: Mapping[str, Words]) -> None:
        self.book = book
        self.words = words

    def said(self, key: str, between: str = "\n\n") -> str:
        """What is said under a key of ``field``, in every language that has it of its own."""
        return between.join(dict.fromkeys(self.words[code][f"field.{key}"] for code in self.book.languages))

    def record(self, model: type[Record]) -> dict[str, Any]:
        found = fields(model)
        return {
            "title": self.said(f"title.{model.__name__}", " · "),
            "type": "object",
            "properties": {one.name: self._field(model, one) for one in found},
            "required": [one.name for one in found if one.needed],
            "additionalProperties": False,
        }

    def _field(self, model: type[Record], field: Field) -> dict[str, Any]:
        description = {"description": self.said(field.key)}
        one = self._value(field.shape)
        return {**description, "type": "array", "items": one, "minItems": 1} if field.shape.many else description | one

    def _value(self, shape: Shape) -> dict[str, Any]:
        if shape.form == "states":
            state = _ref(shape.target)
            return self._by_language(state, others=False) | {"required": self.book.languages}
        if shape.form == "forms":
            forms = {"type": "array", "items": _ref("plain"), "minItems": 1}
            return self._by_language(forms, others=forms)
        if shape.form == "part":
            assert shape.model is not None
            return _ref(shape.model.__name__)
        if shape.form == "word" or (shape.form == "record" and shape.target in LISTED):
            return _ref(shape.target)
        return _ref("text" if shape.form == "name" else shape.form)

    def _by_language(self, one: dict[str, Any], others: Any) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": dict.fromkeys(self.book.languages, one),
            "additionalProperties": others,
        }

    def shared(self, used: Iterable[type[Record]]) -> dict[str, Any]:
        """The values that the records use, under the names by which `_value` refers to them."""
        shapes = {field.shape for model in used for field in fields(model)}
        names = {self._value(shape).get("$ref", "").rpartition("/")[2] for shape in shapes}
        names |= {"plain" for shape in shapes if shape.form == "forms"}
        names |= {shape.target for shape in shapes if shape.form == "states"}
        values = {
            "text": self._by_language({"type": SCALAR, "pattern": r"\S"}, others=False)
            | {"required": self.book.languages},
            "plain": {"type": [*SCALAR, "null"]},
            "id": {"type": SCALAR, "pattern": f"^{ID}$"},
            "record": {"type": SCALAR, "pattern": f"^{ID}(#{ID})?$"},
            "date": {
                "type": ["string", "integer"],
                "pattern": f"^[1-9][0-9]{{3}}(-({MONTH})(-({DAY}))?)?$",
                "minimum": 1000,
                "maximum": 9998,
            },
            "amount": {"type": ["string", "number"], "pattern": r"^[0-9]{1,15}(\.[0-9]{1,2})?$", "minimum": 0},
            "number": {"type": ["integer", "string"], "pattern": "[0-9]"},
            "truth": {
                "type": ["boolean", "string", "integer"],
                "pattern": _any_case(TRUTHS),
                "minimum": 0,
                "maximum": 1,
            },
        }
        listed = {name: list(words.items()) for name, words in self.book.vocabulary.items()}
        listed |= {kind: [(one.id, one) for one in self.book.all(kind)] for kind in LISTED}
        return {name: one for name, one in values.items() if name in names} | {
            name: self._enumeration({id_: one.name for id_, one in ones})
            for name, ones in sorted(listed.items())
            if name in names
        }

    def _enumeration(self, named: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
        """Words to choose from with their labels; one that looks like a number may also be typed as one."""
        labels = {
            word: " · ".join(dict.fromkeys(name[code] for code in self.book.languages)) for word, name in named.items()
        }
        every: dict[Any, str] = {}
        for word, label in labels.items():
            every[word] = label
            if INTEGER.fullmatch(word):
                every[int(word)] = label
        return {"enum": list(every), "enumDescriptions": list(every.values())}


def _any_case(words: Iterable[str]) -> str:
    """A pattern for the words in large or small letters; patterns of JSON Schema know no flag for that."""
    letters = ("".join(f"[{a}{a.upper()}]" if a.isalpha() else a for a in word) for word in words)
    return f"^({'|'.join(letters)})$"


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}
