"""What the scripts of a checklist that can be ticked need to know: its items and their words, as JSON inside the page."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from generator.reference import Item
from generator.tongue import Tongue

SCRIPTS = ("ledger", "tables", "checklist")
WORDS = (
    "tick.title",
    "tick.kept",
    "tick.progress",
    "tick.done",
    "tick.open",
    "tick.more",
    "tick.owner",
    "tick.date",
    "tick.note",
    "tick.show",
    "tick.every_role",
    "tick.file",
    "tick.save_json",
    "tick.save_csv",
    "tick.save_xlsx",
    "tick.load",
    "tick.print",
    "tick.undo",
    "tick.undone",
    "tick.loaded",
    "tick.left_out",
    "tick.not_json",
    "tick.wrong_shape",
    "tick.wrong_version",
    "tick.too_large",
    "tick.unchanged",
    "tick.refused",
    "tick.full",
    "tick.put_aside",
    "tick.item",
    "tick.principle",
    "tick.to_do",
    "tick.roles",
    "tick.yes",
    "tick.no",
    "site.list_separator",
    "site.label",
)


def as_json(value: Any) -> Markup:
    """A value as JSON that can stand inside a script element."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))


def words(tongue: Tongue, keys: tuple[str, ...]) -> dict[str, str]:
    """Interface words under the last part of their keys, blanks and all."""
    return {key.partition(".")[2]: tongue.voice.words[key] for key in keys}


def data(tongue: Tongue, items: list[Item]) -> dict[str, Any]:
    """The items of a list, and all that a script says about them."""
    book, code = tongue.casebook, tongue.code
    return {
        "words": words(tongue, WORDS),
        "principles": [{"id": one.id, "name": one.name[code]} for one in book.all("principle")],
        "roles": [{"id": one.id, "name": one.name[code]} for one in book.vocabulary["roles"].values()],
        "known": [one.id for one in book.all("item")],
        "items": [
            {
                "id": one.id,
                "principle": one.principle,
                "text": tongue.plain(one.text),
                "roles": {role.role: role.weight for role in one.roles},
            }
            for one in items
        ],
    }
