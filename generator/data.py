"""The records as data: JSON files that hold every field in every language, each list with what it was taken from."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel

from generator import address, schema
from generator.edition import Edition
from generator.freshness import Stale
from generator.values import PartialDate

FOLDER = PurePosixPath("data")
KINDS = {
    "case": "cases",
    "item": "items",
    "caution": "cautions",
    "factor": "factors",
    "principle": "principles",
    "law": "laws",
    "court": "courts",
    "term": "terms",
    "topic": "topics",
}
"""The kinds that are given away, and how a list of them is called. Cautions go with the checklist that they limit."""

VOCABULARY = FOLDER / "vocabulary.json"


def file(kind: str) -> PurePosixPath:
    """The file that holds every record of a kind."""
    return FOLDER / f"{KINDS[kind]}.json"


def decision(id_: str) -> PurePosixPath:
    """The file that holds one decision, as the schema of decisions describes it."""
    return FOLDER / KINDS["case"] / f"{id_}.json"


def files(edition: Edition, site_url: str) -> dict[PurePosixPath, bytes]:
    """A file a kind, one a decision, the words that ids stand for, and the JSON Schema of each kind."""
    book = edition.casebook
    head = _head(edition, site_url)
    made: dict[PurePosixPath, bytes] = {}
    for kind, plural in KINDS.items():
        records = [plain(record) for record in book.all(kind)]
        about: dict[str, Any] = {"schema": site_url + schema.file(kind).as_posix()}
        lags = [_lag(one) for one in book.freshness.stale if one.text.kind == kind]
        about |= {"stale": lags} if lags else {}
        made[file(kind)] = written({**head, **about, "count": len(records), plural: records})
        made[schema.file(kind)] = written(schema.of(book, kind, site_url))
    for case in book.all("case"):
        made[decision(case.id)] = written(plain(case))
    words = {name: [plain(entry) for entry in entries.values()] for name, entries in book.vocabulary.items() if entries}
    made[VOCABULARY] = written({**head, "count": sum(map(len, words.values())), "vocabulary": words})
    return made


def version(edition: Edition) -> dict[str, Any]:
    """The last commit that changed a file of the book, its day, and whether more has changed since; nothing outside git."""
    history = edition.history
    change = history.newest(path for path in history.changed if path.parts[0] in ("cases", "docs"))
    if change is None:
        return {}
    found: dict[str, Any] = {"version": change.commit, "date": change.day.isoformat()}
    if any(path.parts[0] in ("cases", "docs") for path in history.uncommitted):
        found["uncommitted_changes"] = True
    return found


def _head(edition: Edition, site_url: str) -> dict[str, Any]:
    """What every list says of itself: the book, its licence, its version, its languages."""
    book = edition.casebook.book
    first = edition.words[book.languages[0].code]
    return {
        "title": book.title,
        "notice": book.notice,
        "licence": {"name": first["data.licence_name"], "url": first["data.licence_url"]},
        **version(edition),
        "address": site_url,
        "languages": [{"code": one.code, "tag": one.html, "name": one.name} for one in book.languages],
    }


def _lag(one: Stale) -> dict[str, Any]:
    """A text of a record that may lag behind: the record, the place in it (RFC 6901), in which languages, behind which."""
    return {"record": one.text.id, "text": one.text.pointer, "languages": one.languages, "behind": one.changed}


def plain(value: Any) -> Any:
    """A record as JSON has it; what is absent is left out, an amount keeps its digits as text."""
    if isinstance(value, BaseModel):
        pairs = ((name, getattr(value, name)) for name in type(value).model_fields)
        return {name: plain(one) for name, one in pairs if one is not None and one != [] and one != {}}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def written(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def permanent(site_url: str, language: str, kind: str, id_: str) -> str:
    """The address of a record's page, or of its place on a page, for a reader anywhere."""
    anchor = address.anchor(kind, id_)
    page = f"{site_url}{language}/{address.url(address.page(kind, id_))}"
    return f"{page}#{anchor}" if anchor else page
