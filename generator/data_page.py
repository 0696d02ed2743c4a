"""The page that offers the book as data: tables, records, feeds, dates, and what programs read."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator import agenda, data, derived, feeds, schema, spreadsheets, tables
from generator.page import Page, plain
from generator.tongue import Tongue


def page(tongue: Tongue) -> Page:
    """Everything that can be taken away in this language, each with where it lies."""
    book, code, say = tongue.casebook, tongue.code, tongue.voice.say
    sheets = [
        (say(f"tables.{name}"), [(form.upper(), spreadsheets.file(name, code, form)) for form in spreadsheets.FORMS])
        for name in tables.names(book)
    ]
    records: list[tuple[str, int, PurePosixPath, PurePosixPath | None]] = [
        (say(f"data.{plural}"), len(book.all(kind)), data.file(kind), schema.file(kind))
        for kind, plural in data.KINDS.items()
        if book.all(kind)
    ]
    words = sum(map(len, book.vocabulary.values()))
    records.append((say("data.vocabulary"), words, data.VOCABULARY, None))
    topics = [(topic.name[code], feeds.file(topic.id, code)) for topic in book.all("topic")]
    values = {
        "forms": [form.upper() for form in spreadsheets.FORMS],
        "sheets": sheets,
        "records": records,
        "decisions": [(case.name[code], data.decision(case.id)) for case in derived.newest_first(book)],
        "feeds": [(say("home.all_cases"), feeds.file(feeds.ALL, code)), *topics],
        "agenda": agenda.file(code),
        "guide": PurePosixPath(code, "llms.txt"),
    }
    return plain(tongue, "data", "data.md", values)
