"""The small values records are made of: bilingual texts, dates with a stated precision, money, references."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

MARK_KEY = "x-mark"
"""Where a mark stands in a JSON Schema until the book is known that says what it means."""


UNFINISHED = "____"
"""A blank to fill: what stands in a draft where something is still to be written, in whatever language."""


class Record(BaseModel):
    """Base of everything read from a file: frozen, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True)
class Inline:
    """Marks a mapping language → text whose text may hold ``*emphasis*`` and ``[[references]]``."""

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(core), MARK_KEY: "A text in each language, in which *emphasis* and [[references]] may stand."}


@dataclass(frozen=True, slots=True)
class Words:
    """Marks a mapping language → text shown as typed, such as a name."""

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(core), MARK_KEY: "A text in each language, as it is shown."}


@dataclass(frozen=True, slots=True)
class To:
    """Marks an id: of a record of a kind (``court``), a vocabulary (``statuses``) or a part of the same record (``source``)."""

    kind: str

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(core), MARK_KEY: self}


Text = Annotated[dict[str, str], Inline()]
Name = Annotated[dict[str, str], Words()]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")]


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year: ``2024-09-25``, ``2024-09`` or ``2024`` (ISO 8601-1:2019, reduced precision)."""

    year: int
    month: int | None = None
    day: int | None = None

    PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Raises ValueError unless ``text`` is a real date in one of the three forms."""
        match = cls.PATTERN.fullmatch(text)
        if not match:
            raise ValueError("not a date")
        year, month, day = (int(part) if part else None for part in match.groups())
        if year is None or not 1000 <= year <= 9998:
            raise ValueError("not a year")
        datetime.date(year, month or 1, day or 1)
        return cls(year, month, day)

    @property
    def first(self) -> datetime.date:
        """The first day it can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day it can mean."""
        if self.day:
            return self.first
        year, month = (self.year, self.month + 1) if self.month and self.month < 12 else (self.year + 1, 1)
        return datetime.date(year, month, 1) - datetime.timedelta(days=1)

    def __str__(self) -> str:
        return "-".join(
            f"{part:0{4 if i == 0 else 2}d}" for i, part in enumerate((self.year, self.month, self.day)) if part
        )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def parse(value: str) -> PartialDate:
            try:
                return cls.parse(value)
            except ValueError:
                raise PydanticCustomError("partial_date", "not a date") from None

        return core_schema.no_info_after_validator_function(parse, core_schema.str_schema())

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "description": "A day, a month or a year."}


def _plain_amount(text: object) -> object:
    """An amount is digits, with cents at most; nothing that Decimal would read beyond that."""
    if isinstance(text, str) and not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,2})?", text):
        raise PydanticCustomError("amount", "not an amount")
    return text


class Money(Record):
    """An amount in the currency of the judgment; ``lead`` when only one unverified report gives it, ``at_least`` when the
    sources give a lower bound only."""

    value: Annotated[Decimal, BeforeValidator(_plain_amount)]
    currency: str | None = None
    lead: bool = False
    at_least: bool = False


class Reference(NamedTuple):
    """A record's id and, after ``#``, a part of it: ``prc-civil-code#1197``."""

    id: str
    part: str

    @classmethod
    def parse(cls, text: str) -> Reference:
        head, _, part = text.partition("#")
        return cls(head, part)

    def __str__(self) -> str:
        return f"{self.id}#{self.part}" if self.part else self.id
