"""Reads a book from its root: every file, every problem, and the book if its required files could be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any

from generator import files, source
from generator.casebook import LISTS, SINGLES, VOCABULARIES, Casebook
from generator.problems import Location, Problem, did_you_mean, one_of
from generator.reading import Located, read_record
from generator.reference import Book, Entry
from generator.source import Mapping, Path, Sequence, Source
from generator.values import Record

EXPLAINED = ("roles", "levels", "translation_states", "authorities", "verification_levels")
"""Vocabularies whose words are shown with their explanation."""


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
    if book is not None and vocabulary is not None:
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
        self.survey = files.survey(root)
        self.sources: list[Source] = []
        self.problems: list[Problem] = list(self.survey.problems)
        self.places: list[Place] = []
        self.lost: dict[str, set[str]] = {}

    def open(self, path: PurePosixPath) -> Source:
        data, problems = files.read(self.root, path)
        parsed, more = source.read(path, data) if data is not None else (Source(path, "", None), [])
        problems += more
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
        if files.is_there(self.root, path):
            return self.open(path)
        self.problems.append(missing_file(path))
        return None

    def book(self) -> Located[Book] | None:
        parsed = self.required("docs/book.yml")
        found = self.record("book", parsed, (), Book) if parsed is not None and parsed.root is not None else None
        return found if found is not None and found.whole and self.languages(found) else None

    def languages(self, book: Located[Book]) -> bool:
        """Whether the book has a language, and none twice; nothing else can be told of it without."""
        codes = [language.code for language in book.record.languages]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                at = book.location("languages", index, "code")
                self.problems.append(
                    book.source.problem(
                        at, "duplicate-id", f"the language “{code}” is listed twice", "each language once"
                    )
                )
        if not codes:
            self.problems.append(
                book.source.problem(
                    book.location("languages"), "empty-list", "this book has no language", "at least one language"
                )
            )
        return bool(codes) and len(set(codes)) == len(codes)

    def record(self, kind: str, parsed: Source, path: Path, model: type[Any]) -> Located[Any] | None:
        self.places.append(Place(kind, parsed, path, model))
        record, problems = read_record(parsed, path, model)
        self.problems += problems
        return record

    def collect(self, kind: str, pattern: str, model: type[Record], listed: bool) -> dict[str, Located[Any]]:
        found: dict[str, Located[Any]] = {}
        for path in self.survey.matching(pattern):
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
        for path in self.survey.matching(f"docs/{language}/*.md"):
            data, problems = files.read(self.root, path)
            text, more = source.text(path, data) if data is not None else ("", [])
            self.problems += [*problems, *more]
            self.sources.append(Source(path, text, None))
            pages[path.stem] = text
        return pages

    def unread(self, languages: list[str]) -> None:
        """A file below cases/ or docs/ that nothing reads is a slip of its name or place."""
        read = {parsed.path for parsed in self.sources}
        known = sorted(str(path) for path in read)
        for path in self.survey.files:
            own_words = path.parent == PurePosixPath("docs/words") and path.stem in languages
            if path not in read and not own_words and not path.name.startswith("."):
                message = "nothing reads this file"
                hint = did_you_mean(str(path), known)
                expected = (
                    "a decision in cases/*.yml, a rule in docs/laws/*.yml, or one of the book's lists and prose pages"
                )
                self.problems.append(Problem(Location(path), "unread-file", message, expected, hint))
