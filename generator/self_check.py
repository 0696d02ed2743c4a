"""The self-check: questions whose answers lead to the items of the checklist that apply, and how strongly."""

from __future__ import annotations

from typing import Any

from generator import ticking
from generator.page import Page, plain
from generator.questions import Question
from generator.reference import Entry
from generator.tongue import Tongue

WORDS = (
    "self_check.why_and_what",
    "self_check.status_none",
    "self_check.status",
    "self_check.status_no_role",
    "self_check.to_result",
    "self_check.clear",
    "self_check.share",
    "self_check.share_text",
    "self_check.copy",
    "self_check.copied",
    "self_check.unread",
    "self_check.nothing",
    "self_check.because",
    "self_check.answered",
    "self_check.whole_item",
    "checklist.why",
    "packs.brackets",
)


def page(tongue: Tongue) -> Page:
    """The page of the self-check: every question and what follows from its answers in words, and the data its form runs on."""
    levels = by_rank(tongue)
    values = {
        "questions": tongue.casebook.all("question"),
        "levels": levels,
        "data": ticking.as_json(_data(tongue, levels)),
    }
    return plain(tongue, "self_check", "self-check.md", values, kind="item", scripts=(*ticking.SCRIPTS, "selfcheck"))


def by_rank(tongue: Tongue) -> list[Entry]:
    """The levels, lowest first."""
    return sorted(tongue.casebook.vocabulary["levels"].values(), key=lambda entry: entry.rank or 0)


def _data(tongue: Tongue, levels: list[Entry]) -> dict[str, Any]:
    book, code = tongue.casebook, tongue.code
    data = ticking.data(tongue, book.all("item"))
    for shown, item in zip(data["items"], book.all("item"), strict=True):
        shown["reason"] = tongue.plain(item.reason)
    data["words"] |= ticking.words(tongue, WORDS)
    return data | {
        "levels": [
            {
                "id": level.id,
                "name": level.name[code],
                "sign": level.sign or "",
                "text": tongue.plain(level.text) if level.text else "",
                "lifted_by": level.lifted_by,
                "weights": level.weights,
            }
            for level in levels
        ],
        "weights": {one.id: one.name[code] for one in book.vocabulary["weights"].values()},
        "questions": [_question(tongue, one) for one in book.all("question")],
    }


def _question(tongue: Tongue, question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "several": question.several,
        "answers": [
            {
                "id": answer.id,
                "text": tongue.plain(answer.text),
                "level": answer.level,
                "roles": answer.roles,
                "items": answer.items,
            }
            for answer in question.answers
        ],
    }
