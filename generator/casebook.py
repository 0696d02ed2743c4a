"""The whole book in memory: every record read from the root, linked both ways, with what follows from them derived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any

from generator import markup, source
from generator.problems import Location, Problem, did_you_mean, one_of
from generator.reading import Located, leaves, read_record, word_kinds
from generator.records import Case
from generator.reference import (
    Book,
    Caution,
    Court,
    DocketGrammar,
    Entry,
    Factor,
    FileState,
    Item,
    Law,
    Principle,
    Term,
    TermException,
    Topic,
)
from generator.source import Mapping, Path, Scalar, Sequence, Source
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
    "term-exception": ("docs/term_exceptions.yml", TermException),
    "state": ("docs/translations.yml", FileState),
}
SINGLES: dict[str, tuple[str, type[Record]]] = {
    "case": ("cases/*.yml", Case),
    "law": ("docs/laws/*.yml", Law),
}
EXPLAINED = ("roles", "translation_states", "authorities", "verification_levels")
"""Vocabularies whose words are shown with their explanation."""

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


@dataclass(frozen=True)
class Casebook:
    """Records by kind and id, in the order of their files. Holds only what could be read; the rest is in the problems."""

    root: FilePath
    book: Book
    vocabulary: dict[str, dict[str, Entry]]
    records: dict[str, dict[str, Located[Any]]]
    prose: dict[str, dict[str, str]]

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
        found = []
        for kind, records in self.records.items():
            for id_, located in records.items():
                node = located.source.node(located.path)
                assert node is not None
                for leaf in leaves(node, type(located.record)):
                    for target in _targets(leaf.mark, leaf.node):
                        if target.id != id_:
                            found.append(Mention(kind, id_, leaf.path, target))
        return found

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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record of a kind (or a vocabulary's word) stands, whether or not it could be read."""

    kind: str
    source: Source
    path: Path
    model: type[Record]


@dataclass(frozen=True)
class Loaded:
    """What came of reading a root: the book if its two required files could be read, every source, every problem."""

    casebook: Casebook | None
    sources: list[Source]
    problems: list[Problem]
    places: list[Place]
    lost: dict[str, set[str]]
    """What could not even be parsed: by kind, the ids of files that hold one record, or “*” for a list of records."""


def load(root: FilePath) -> Loaded:
    """Read every file of the book at ``root``. Bad files give problems, never exceptions."""
    reader = _Reader(root)
    book = reader.book()
    vocabulary = reader.vocabulary()
    records: dict[str, dict[str, Located[Any]]] = {}
    for kind, (pattern, model) in {**SINGLES, **LISTS}.items():
        records[kind] = reader.collect(kind, pattern, model, listed=kind in LISTS)
    casebook = None
    if book is not None and book.whole and vocabulary is not None:
        codes = [language.code for language in book.record.languages]
        prose = {code: reader.prose(code) for code in codes}
        reader.unread(codes)
        casebook = Casebook(root, book.record, vocabulary, records, prose)
    return Loaded(casebook, reader.sources, reader.problems, reader.places, reader.lost)


def missing_file(path: PurePosixPath) -> Problem:
    """The problem of a file that every book has and this one has not."""
    return Problem(Location(path), "missing-file", "this file is missing", "every book has one", "is the root right?")


class _Reader:
    """Reads files below one root, gathering sources and problems as it goes."""

    def __init__(self, root: FilePath) -> None:
        self.root = root
        self.sources: list[Source] = []
        self.problems: list[Problem] = []
        self.places: list[Place] = []
        self.lost: dict[str, set[str]] = {}

    def paths(self, pattern: str) -> list[PurePosixPath]:
        found = sorted(path.relative_to(self.root) for path in self.root.glob(pattern) if path.is_file())
        return [PurePosixPath(path.as_posix()) for path in found]

    def open(self, path: PurePosixPath) -> Source:
        parsed, problems = source.read(path, (self.root / path).read_bytes())
        self.sources.append(parsed)
        self.problems += problems
        if parsed.root is None and not problems:
            self.problems.append(
                Problem(Location(path), "empty-file", "this file is empty", "a record", "remove it or fill it")
            )
        return parsed

    def required(self, name: str) -> Source | None:
        """A file that every book has; its absence is a problem."""
        path = PurePosixPath(name)
        if (self.root / path).is_file():
            return self.open(path)
        self.problems.append(missing_file(path))
        return None

    def book(self) -> Located[Book] | None:
        parsed = self.required("docs/book.yml")
        return self.record("book", parsed, (), Book) if parsed is not None and parsed.root is not None else None

    def record(self, kind: str, parsed: Source, path: Path, model: type[Any]) -> Located[Any] | None:
        self.places.append(Place(kind, parsed, path, model))
        record, problems = read_record(parsed, path, model)
        self.problems += problems
        return record

    def collect(self, kind: str, pattern: str, model: type[Record], listed: bool) -> dict[str, Located[Any]]:
        found: dict[str, Located[Any]] = {}
        for path in self.paths(pattern):
            parsed = self.open(path)
            if not listed and parsed.root is not None:
                places: list[Path] = [()]
            elif isinstance(parsed.root, Sequence):
                places = [(index,) for index in range(len(parsed.root.items))]
            else:
                self.lost.setdefault(kind, set()).add("*" if listed else path.stem)
                if parsed.root is None:
                    continue
                self.problems.append(
                    parsed.problem(
                        parsed.location(), "wrong-type", "this file holds no list", "a list, each entry after “- ”"
                    )
                )
                continue
            for place in places:
                record = self.record(kind, parsed, place, model)
                if record is not None and (record.whole or kind == "case"):
                    found.setdefault(record.record.id, record)
        return found

    def vocabulary(self) -> dict[str, dict[str, Entry]] | None:
        parsed = self.required("docs/vocabulary.yml")
        if parsed is None or parsed.root is None:
            return None
        if not isinstance(parsed.root, Mapping):
            wrong = "this file holds no lists"
            self.problems.append(
                parsed.problem(parsed.location(), "wrong-type", wrong, "a mapping: a name, and its words as a list")
            )
            return None
        vocabulary: dict[str, dict[str, Entry]] = {name: {} for name in VOCABULARIES}
        for name in VOCABULARIES:
            if parsed.root.get(name) is None:
                missing = f"the vocabulary “{name}” is missing"
                self.problems.append(
                    parsed.problem(parsed.location(), "missing-key", missing, f"“{name}:” with its words")
                )
        for key, entries in parsed.root.entries:
            if key.value not in VOCABULARIES:
                at = parsed.key_location((key.value,))
                hint = did_you_mean(key.value, VOCABULARIES)
                unknown = f"there is no vocabulary “{key.value}”"
                self.problems.append(parsed.problem(at, "unknown-key", unknown, one_of(VOCABULARIES), hint))
                continue
            if not isinstance(entries, Sequence):
                at = parsed.location((key.value,))
                self.problems.append(
                    parsed.problem(at, "wrong-type", "this value is of the wrong kind", "a list, each entry after “- ”")
                )
                continue
            listed = vocabulary.setdefault(key.value, {})
            for index in range(len(entries.items)):
                record = self.record(key.value, parsed, (key.value, index), Entry)
                if record is not None and record.whole:
                    listed.setdefault(record.record.id, record.record)
                    if key.value in EXPLAINED and record.record.text is None:
                        needed = f"the word “{record.record.id}” is not explained"
                        at = record.location()
                        self.problems.append(parsed.problem(at, "missing-key", needed, "“text:” with what it means"))
        return vocabulary

    def prose(self, language: str) -> dict[str, str]:
        pages = {}
        for path in self.paths(f"docs/{language}/*.md"):
            text, problems = source.text(path, (self.root / path).read_bytes())
            self.problems += problems
            self.sources.append(Source(path, text, None))
            pages[path.stem] = text
        return pages

    def unread(self, languages: list[str]) -> None:
        """A file below cases/ or docs/ that nothing reads is a slip of its name or place."""
        read = {parsed.path for parsed in self.sources}
        known = sorted(str(path) for path in read)
        for pattern in ("cases/**/*", "docs/**/*"):
            for path in self.paths(pattern):
                own_words = path.parent == PurePosixPath("docs/words") and path.stem in languages
                if path not in read and not own_words and not path.name.startswith("."):
                    message = "nothing reads this file"
                    hint = did_you_mean(str(path), known)
                    expected = "a decision in cases/*.yml, a rule in docs/laws/*.yml, or one of the book's lists and prose pages"
                    self.problems.append(Problem(Location(path), "unread-file", message, expected, hint))
