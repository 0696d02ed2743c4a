"""The whole book in memory: every record, linked both ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from generator import markup
from generator.benchmark import Benchmark
from generator.freshness import Freshness
from generator.kept import kept
from generator.nodes import Mapping, Path, Scalar
from generator.questions import Question
from generator.reading import Located, leaves, word_kinds
from generator.records import Case
from generator.reference import (
    Book,
    Caution,
    Court,
    DocketGrammar,
    Entry,
    Factor,
    Item,
    Law,
    Principle,
    Term,
    Topic,
)
from generator.registers import FileState, LinkException, TermException
from generator.values import Inline, Record, Reference, To

LISTS: dict[str, tuple[str, type[Record]]] = {
    "principle": ("docs/principles.yml", Principle),
    "caution": ("docs/cautions.yml", Caution),
    "factor": ("docs/factors.yml", Factor),
    "item": ("docs/checklist/*.yml", Item),
    "court": ("docs/courts.yml", Court),
    "term": ("docs/glossary.yml", Term),
    "grammar": ("docs/dockets.yml", DocketGrammar),
    "topic": ("docs/topics.yml", Topic),
    "question": ("docs/selfcheck.yml", Question),
    "term-exception": ("docs/term_exceptions.yml", TermException),
    "link-exception": ("docs/links.yml", LinkException),
    "state": ("docs/translations.yml", FileState),
}
SINGLES: dict[str, tuple[str, type[Record]]] = {
    "case": ("cases/*.yml", Case),
    "law": ("docs/laws/*.yml", Law),
}
LINKABLE = ("case", "item", "factor", "principle", "law", "court", "term", "topic")
_MODELS: list[type[Record]] = [model for _, model in [*SINGLES.values(), *LISTS.values()]]
_MODELS.append(Entry)
VOCABULARIES = tuple(dict.fromkeys(kind for model in _MODELS for kind in word_kinds(model)))
"""The vocabularies a book has: every list of words that a field of some record draws on."""

PARTS = {"case": "holdings", "law": "articles", "topic": "splits"}


@dataclass(frozen=True, slots=True)
class Mention:
    """One record (or vocabulary word) named by another: ``where`` is the path inside the naming record."""

    kind: str
    id: str
    where: Path
    target: Reference


@dataclass(frozen=True, eq=False)
class Casebook:
    """Records by kind and id, in the order of their files. Holds only what could be read; the rest is in the problems."""

    root: FilePath
    book: Book
    vocabulary: dict[str, dict[str, Entry]]
    records: dict[str, dict[str, Located[Any]]]
    prose: dict[str, dict[str, str]]
    freshness: Freshness = field(default_factory=Freshness)
    benchmark: Benchmark | None = None

    @property
    def languages(self) -> list[str]:
        return [language.code for language in self.book.languages]

    def all(self, kind: str) -> list[Any]:
        return [located.record for located in self.records[kind].values()]

    def get(self, kind: str, id_: str) -> Any:
        return self.records[kind][id_].record

    def word(self, vocabulary: str, id_: str) -> Entry:
        return self.vocabulary[vocabulary][id_]

    def find(self, reference: Reference) -> tuple[str, Any] | None:
        """The kind and record a reference names; None if there is none, or no such part."""
        for kind in LINKABLE:
            located = self.records[kind].get(reference.id)
            if located is not None:
                if reference.part and self.part(kind, located.record, reference.part) is None:
                    return None
                return kind, located.record
        return None

    @staticmethod
    def part(kind: str, record: Any, part: str) -> Any:
        """The holding of a case or the article of a law with that id."""
        return next((p for p in getattr(record, PARTS.get(kind, ""), []) if p.id == part), None)

    @cached_property
    def mentions(self) -> list[Mention]:
        """Every reference of every record to another record, typed fields and inline text alike."""
        return [
            mention
            for kind, records in self.records.items()
            for id_, located in records.items()
            for mention in _mentions(located, kind, id_)
        ]

    @cached_property
    def _mentions_of(self) -> dict[str, list[Mention]]:
        index: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            index.setdefault(mention.target.id, []).append(mention)
        return index

    def mentioned_by(self, id_: str, *kinds: str) -> list[Mention]:
        """Who names the record ``id_``, limited to naming records of the given kinds."""
        return [m for m in self._mentions_of.get(id_, []) if not kinds or m.kind in kinds]

    def ids_naming(self, id_: str, kind: str) -> list[str]:
        """The ids of the records of one kind that name ``id_``, each once, in book order."""
        naming = {m.id for m in self.mentioned_by(id_, kind)}
        return [other for other in self.records[kind] if other in naming]


@kept
def _mentions(located: Located[Any], kind: str, id_: str) -> tuple[Mention, ...]:
    """What one record names."""
    node = located.source.node(located.path)
    assert node is not None
    return tuple(
        Mention(kind, id_, leaf.path, target)
        for leaf in leaves(node, type(located.record))
        for target in _targets(leaf.mark, leaf.node)
        if target.id != id_
    )


def _targets(mark: object, node: object) -> Iterator[Reference]:
    if isinstance(mark, To) and isinstance(node, Scalar) and mark.kind in (*LINKABLE, "ground"):
        yield Reference.parse(node.value)
    elif isinstance(mark, Inline) and isinstance(node, Mapping):
        seen = set()
        for _, text in node.entries:
            if isinstance(text, Scalar):
                for token in markup.parse(text.value):
                    if isinstance(token, markup.Link) and token.target not in seen:
                        seen.add(token.target)
                        yield token.target
