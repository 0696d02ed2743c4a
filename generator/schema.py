"""JSON Schemas (draft 2020-12) of the records as they are given away, made from the types they are read with."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from generator.casebook import LISTS, SINGLES, Casebook
from generator.values import MARK_KEY, To

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Given(GenerateJsonSchema):
    """Of what is given away nothing is null or empty: an optional field is there with a value, or it is not there."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        inner = self.generate_inner(schema["schema"])
        return {**inner, "default": schema["default"]} if schema.get("default") is False else inner

    def list_schema(self, schema: core_schema.ListSchema) -> dict[str, Any]:
        return {**super().list_schema(schema), "minItems": 1}

    def str_schema(self, schema: core_schema.StringSchema) -> dict[str, Any]:
        return {**super().str_schema(schema), "minLength": 1}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{1,15}(\.\d{1,2})?$", "description": "An amount in digits."}

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        """A yes or no is always there."""
        made = super().model_schema(schema)
        always = [name for name, one in made.get("properties", {}).items() if one.get("default") is False]
        return {**made, "required": sorted({*made.get("required", []), *always})} if always else made


def file(kind: str) -> PurePosixPath:
    return PurePosixPath("data", "schema", f"{kind}.json")


def of(book: Casebook, kind: str, site_url: str) -> dict[str, Any]:
    """The schema of one kind of record in this book: its languages and its controlled words are part of it."""
    model = {**SINGLES, **LISTS}[kind][1]
    made = _settled(book, model.model_json_schema(schema_generator=_Given))
    return {"$schema": DIALECT, "$id": site_url + file(kind).as_posix(), **made}


def _settled(book: Casebook, schema: Any) -> Any:
    """Marks replaced by what they mean in this book: texts by its languages, ids of words by the words there are."""
    if isinstance(schema, list):
        return [_settled(book, one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _settled(book, value) for key, value in schema.items() if key != MARK_KEY}
    mark = schema.get(MARK_KEY)
    if isinstance(mark, To):
        if mark.kind in book.vocabulary:
            made["enum"] = list(book.vocabulary[mark.kind])
        elif made.get("type") == "string":
            made["description"] = f"Names a record or part by its id: {mark.kind}."
    elif isinstance(mark, str):
        texts = {code: {"type": "string", "minLength": 1} for code in book.languages}
        made = {**made, "description": mark, "properties": texts, "required": book.languages}
        made["additionalProperties"] = False
    return made
