"""The questions of the self-check: what is asked, what each answer leads to, and on what that rests."""

from __future__ import annotations

from typing import Annotated

from generator.reference import GroundOf
from generator.values import Id, Record, Text, To


class Answer(Record):
    """One answer: the level it speaks for, the roles it brings in, the items it names, and what follows from it in words.

    Without grounds of its own it rests on those of its question.
    """

    id: Id
    text: Text
    level: Annotated[str, To("levels")] | None = None
    roles: list[Annotated[str, To("roles")]] = []
    items: list[Annotated[str, To("item")]] = []
    follows: Text
    rests_on: list[GroundOf] = []


class Question(Record):
    """One question and why it is asked; ``several``: more than one answer may fit."""

    id: Id
    text: Text
    several: bool = False
    reason: Text
    rests_on: list[GroundOf]
    answers: list[Answer]
