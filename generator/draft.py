"""The file a new record starts as: every key it needs in its order, a blank for what is not known, a comment beside each part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from generator import quoting, writing
from generator.casebook import Casebook
from generator.proposal import Proposal
from generator.reading import bare
from generator.records import Case, Holding, Instance, Source, Step
from generator.values import UNFINISHED, Inline, To, Words

Text = dict[str, str]

SHOWN: dict[type[BaseModel], tuple[str, ...]] = {
    Case: ("cause_of_action", "holdings", "lessons", "gaps"),
    Instance: ("docket", "dates", "outcome"),
    Holding: ("stages",),
    Source: ("title", "date", "url"),
    Step: ("stage",),
}
"""Keys that a record may lack and that a draft shows nevertheless, because most decisions have them."""

PARTS = (
    "name",
    "jurisdiction",
    "cause_of_action",
    "status",
    "as_of",
    "questions",
    "verdict",
    "parties",
    "instances",
    "claims",
    "facts",
    "holdings",
    "not_decided",
    "significance",
    "lessons",
    "gaps",
    "sources",
    "verification",
    "translation",
)
"""The keys of a record that have a comment above them, and a blank line before it."""

INNER = (("instances", "court"), ("instances", "docket"), ("instances", "dates"), ("instances", "outcome"))
HEAD = ("head", "head_check", "head_rules", "head_more")
WORDS = (*PARTS, *HEAD, *("_".join(path) for path in INNER))
"""The words of a draft, under ``draft.`` in the interface words of each language."""


@dataclass(frozen=True)
class Told:
    """What somebody said of a decision that has no record yet. Texts are by language; what is not said is empty."""

    names: Text = field(default_factory=dict)
    docket: str = ""
    jurisdiction: str = ""
    court: str = ""
    level: str = ""
    decided: str = ""
    short: str = ""
    parties: tuple[tuple[str, Text], ...] = ()
    verdict: Text = field(default_factory=dict)
    facts: tuple[Text, ...] = ()
    holdings: tuple[Text, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    """A title and an address each; either may be empty."""


def record(book: Casebook, id_: str, told: Told, known: Proposal) -> dict[str, Any]:
    """The record as texts, lists and mappings, in the order of the types; `UNFINISHED` stands for what is not known."""
    languages = book.languages

    def text(said: Text) -> Text:
        return {code: said.get(code) or UNFINISHED for code in languages}

    found = blank(Case, languages)
    sources = [f"S{number}" for number in range(1, max(len(told.sources), 1) + 1)]
    found |= {"id": id_, "name": text(told.names)}
    found["jurisdiction"] = known.jurisdiction or UNFINISHED
    instance = found["instances"][0]
    instance["id"] = instance["level"] = known.level or UNFINISHED
    instance["court"] = known.court or UNFINISHED
    instance["docket"] = known.docket or UNFINISHED
    instance["dates"] = _dates(book, told, known)
    instance["sources"] = sources
    for part in (found["claims"][0], found["holdings"][0]):
        part["raised" if "raised" in part else "instance"] = instance["id"]
    found["claims"][0]["results"][0]["instance"] = instance["id"]
    found["verdict"] = text(told.verdict)
    for key, entries in (
        ("parties", [{"role": role or UNFINISHED, "name": text(name)} for role, name in told.parties]),
        ("facts", [{"text": text(fact)} for fact in told.facts]),
        ("holdings", [{"text": text(holding)} for holding in told.holdings]),
        ("sources", [_source(id_, told, number) for number, id_ in enumerate(sources)]),
    ):
        found[key] = [found[key][0] | entry for entry in entries] or found[key]
    return found


def _dates(book: Casebook, told: Told, known: Proposal) -> list[dict[str, Any]]:
    """The year the number carries, and the day of the decision, in the order of the events; as a source, a blank."""
    events = book.vocabulary.get("events", {})
    decides = next((one.id for one in events.values() if one.decides), "")
    days = {known.event: known.year} | {decides: told.decided or (known.year if known.event == decides else UNFINISHED)}
    return [
        {"event": event, "date": date, "sources": [UNFINISHED]}
        for event, date in sorted(days.items(), key=lambda day: events[day[0]].rank or 0 if day[0] in events else 0)
        if event
    ] or [{"event": UNFINISHED, "date": UNFINISHED, "sources": [UNFINISHED]}]


def _source(id_: str, told: Told, number: int) -> dict[str, str]:
    title, address = told.sources[number] if number < len(told.sources) else ("", "")
    return {"id": id_, "title": title or UNFINISHED, "url": address or UNFINISHED}


def blank(model: type[BaseModel], languages: list[str]) -> dict[str, Any]:
    """A record of a type with a blank in every key that it needs and in those `SHOWN`."""
    return {
        name: _blank(known.annotation, tuple(known.metadata), languages)
        for name, known in model.model_fields.items()
        if known.is_required() or name in SHOWN.get(model, ())
    }


def _blank(annotation: Any, marks: tuple[Any, ...], languages: list[str]) -> Any:
    annotation, more = bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return blank(annotation, languages)
    if get_origin(annotation) is list:
        return [_blank(get_args(annotation)[0], (), languages)]
    if get_origin(annotation) is dict or any(isinstance(mark, Inline | Words) for mark in (*marks, *more)):
        return dict.fromkeys(languages, UNFINISHED)
    return UNFINISHED


def blanks(value: Any) -> int:
    """How many blanks a record has."""
    if isinstance(value, str):
        return int(UNFINISHED in value)
    return sum(map(blanks, value.values() if isinstance(value, dict) else value))


def write_out(book: Casebook, found: dict[str, Any], say: Callable[[str, str], str], notes: Iterable[str] = ()) -> str:
    """The file's text. ``say(language, key)`` gives a word; ``notes`` are lines at the end of its head."""

    def beside(key: str) -> list[str]:
        return [word for language in book.languages if (word := say(language, f"draft.{key}"))]

    comments: dict[tuple[str, ...], list[str]] = {(key,): beside(key) for key in PARTS}
    for path in INNER:
        comments[path] = beside("_".join(path))
    told: set[str] = set()
    for keys, kind in _choices(Case, (), found, ()):
        if kind in book.vocabulary and kind not in told:
            told.add(kind)
            comments[keys] = [*comments.get(keys, []), f"→ {', '.join(book.vocabulary[kind])}"]
    more = ", ".join(name for name in Case.model_fields if name not in found)
    head = [
        line.replace("{keys}", more)
        for language in book.languages
        for line in (say(language, f"draft.{key}") for key in HEAD)
    ]
    lines = [f"# {' '.join(line.split())}" for line in (*head, *notes)]
    return "\n".join(lines) + "\n\n" + quoting.document(found, comments)


def _choices(
    annotation: Any, marks: tuple[Any, ...], value: Any, keys: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every blank for an id, in lists that of the first entry: the keys that lead to it, and what it is the id of."""
    annotation, more = bare(annotation)
    if isinstance(value, dict) and isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, inner in value.items():
            known: Any = annotation.model_fields[name]
            yield from _choices(known.annotation, tuple(known.metadata), inner, (*keys, name))
    elif isinstance(value, dict | list) and get_origin(annotation) in (dict, list):
        first = next(iter(value.values() if isinstance(value, dict) else value), None)
        yield from _choices(get_args(annotation)[-1], (), first, keys)
    elif value == UNFINISHED:
        yield from ((keys, mark.kind) for mark in (*marks, *more) if isinstance(mark, To))


def save(target: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all. Raises FileExistsError, or another OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    writing.create(target, text.encode())
