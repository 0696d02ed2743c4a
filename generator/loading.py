"""Reads a book from its root: every file, every problem, and the book if its required files could be read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any, TypeVar

from generator import benchmark, confirmed, files, source, twinned
from generator.benchmark import Benchmark
from generator.casebook import LISTS, SINGLES, VOCABULARIES, Casebook
from generator.confirmed import Line
from generator.freshness import VOCABULARY, Freshness, Text
from generator.nodes import Mapping, Path, Scalar, Sequence
from generator.problems import Location, Problem, nearest, said
from generator.reading import Located, read_record
from generator.reference import Book, Entry
from generator.source import Source
from generator.values import Record

T = TypeVar("T")
Parsed = dict[PurePosixPath, tuple[bytes, Any, tuple[Problem, ...]]]
"""What came of each file's bytes, and its problems, behind the digest of the bytes."""
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
    parsed: Parsed


def load(root: FilePath, before: Loaded | None = None) -> Loaded:
    """Read every file of the book at ``root``. Bad files give problems, never exceptions.

    What came of a file ``before`` is taken over where its bytes are the same.
    """
    reader = _Reader(root, before.parsed if before else {})
    book = reader.book()
    vocabulary = reader.vocabulary()
    records: dict[str, dict[str, Located[Any]]] = {}
    for kind, (pattern, model) in {**SINGLES, **LISTS}.items():
        records[kind] = reader.collect(kind, pattern, model, listed=kind in LISTS)
    casebook = None
    if book is not None and vocabulary is not None:
        codes = [language.code for language in book.record.languages]
        prose = {code: reader.prose(code) for code in codes}
        measured = reader.benchmark()
        reader.unread(codes)
        casebook = Casebook(root, book.record, vocabulary, records, prose, reader.freshness(codes), measured)
    return Loaded(casebook, reader.sources, reader.problems, reader.places, reader.lost, reader.parsed)


def languages(root: FilePath) -> list[str]:
    """The codes of a book's languages in their order, whatever else is wrong with it; none where there is no book."""
    path = PurePosixPath("docs/book.yml")
    data, _ = files.read(root, path)
    if data is None:
        return []
    parsed, _ = source.read(path, data)
    listed = parsed.node(("languages",))
    codes = [
        parsed.node(("languages", n, "code")) for n in range(len(listed.items) if isinstance(listed, Sequence) else 0)
    ]
    return [code.value for code in codes if isinstance(code, Scalar)]


def missing_file(path: PurePosixPath) -> Problem:
    """The problem of a file that every book has and this one has not."""
    return Problem(Location(path), said("missing-file"))


def _prose(path: PurePosixPath, data: bytes) -> tuple[Source, list[Problem]]:
    text, problems = source.text(path, data)
    return Source(path, text, None), problems


class _Reader:
    """Reads files below one root, gathering sources and problems as it goes."""

    def __init__(self, root: FilePath, before: Parsed) -> None:
        self.root = root
        self.before = before
        self.parsed: Parsed = {}
        self.survey = files.survey(root)
        self.sources: list[Source] = []
        self.problems: list[Problem] = list(self.survey.problems)
        self.places: list[Place] = []
        self.lost: dict[str, set[str]] = {}

    def open(self, path: PurePosixPath) -> Source:
        parsed, problems = self.parse(path, source.read, Source(path, "", None))
        self.sources.append(parsed)
        self.problems += problems
        if parsed.root is None and not problems:
            self.problems.append(Problem(Location(path), said("empty-file")))
        return parsed

    def parse(
        self, path: PurePosixPath, parse: Callable[[PurePosixPath, bytes], tuple[T, list[Problem]]], empty: T
    ) -> tuple[T, list[Problem]]:
        """What comes of a file's bytes; ``empty`` where it has none."""
        data, problems = files.read(self.root, path)
        if data is None:
            return empty, problems
        digest = hashlib.sha256(data).digest()
        known = self.before.get(path)
        if known is None or known[0] != digest:
            found, more = parse(path, data)
            known = (digest, found, tuple(more))
        self.parsed[path] = known
        return known[1], [*problems, *known[2]]

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
        """Whether the book has a language, and none twice; nothing else can be told of it without. Nor may two share a tag: pages
        that call themselves the same would be searched as one."""
        codes = [language.code for language in book.record.languages]
        tags = [language.html.lower() for language in book.record.languages]
        for index, (code, tag) in enumerate(zip(codes, tags, strict=True)):
            if code in codes[:index]:
                at = book.location("languages", index, "code")
                self.problems.append(book.source.problem(at, said("duplicate-id.language", code=code)))
            if tag in tags[:index]:
                at = book.location("languages", index, "html")
                self.problems.append(book.source.problem(at, said("duplicate-id.tag", tag=tag)))
        if not codes:
            self.problems.append(book.source.problem(book.location("languages"), said("empty-list.languages")))
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
                self.problems.append(parsed.problem(parsed.location(), said("wrong-type.no-list")))
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
            self.problems.append(parsed.problem(parsed.location(), said("wrong-type.no-lists")))
            return None
        vocabulary: dict[str, dict[str, Entry]] = {name: {} for name in VOCABULARIES}
        for name in VOCABULARIES:
            if parsed.root.get(name) is None:
                self.problems.append(parsed.problem(parsed.location(), said("missing-key.vocabulary", name=name)))
        for key, entries in parsed.root.entries:
            if key.value not in VOCABULARIES:
                at = parsed.key_location((key.value,))
                close = nearest(key.value, VOCABULARIES)
                unknown = said("unknown-key.vocabulary", key=key.value, known=tuple(VOCABULARIES), close=close)
                self.problems.append(parsed.problem(at, unknown))
                continue
            if not isinstance(entries, Sequence):
                at = parsed.location((key.value,))
                self.problems.append(parsed.problem(at, said("wrong-type.list")))
                continue
            listed = vocabulary.setdefault(key.value, {})
            for index in range(len(entries.items)):
                record = self.record(key.value, parsed, (key.value, index), Entry)
                if record is not None and record.whole:
                    listed.setdefault(record.record.id, record.record)
                    if key.value in EXPLAINED and record.record.text is None:
                        needed = said("missing-key.explanation", word=record.record.id)
                        self.problems.append(parsed.problem(record.location(), needed))
        return vocabulary

    def prose(self, language: str) -> dict[str, str]:
        pages = {}
        for path in self.survey.matching(f"docs/{language}/*.md"):
            page, problems = self.parse(path, _prose, Source(path, "", None))
            self.problems += problems
            self.sources.append(page)
            pages[path.stem] = page.text
        return pages

    def benchmark(self) -> Benchmark | None:
        """What a benchmark measured, where the book has that; no record of the book, so no check of records looks at it."""
        if not files.is_there(self.root, benchmark.PATH):
            return None
        parsed = self.open(benchmark.PATH)
        if parsed.root is None:
            return None
        found, problems = read_record(parsed, (), Benchmark)
        self.problems += problems
        return found.record if found is not None and found.whole else None

    def unread(self, languages: list[str]) -> None:
        """A file below cases/ or docs/ that nothing reads is a slip of its name or place."""
        read = {parsed.path for parsed in self.sources}
        known = sorted(str(path) for path in read)
        for path in self.survey.files:
            own_words = path.parent == PurePosixPath("docs/words") and path.stem in languages
            own = own_words or (path.is_relative_to(confirmed.FOLDER) and path.suffix == ".txt")
            if path not in read and not own and not path.name.startswith("."):
                unread = said("unread-file.file", close=nearest(str(path), known))
                self.problems.append(Problem(Location(path), unread))

    def freshness(self, languages: list[str]) -> Freshness:
        """Every text with its twins, and what was confirmed of each file; confirmations of no file are told of."""
        by_path = {one.path: one for one in self.sources}
        words = {code: PurePosixPath(f"docs/words/{code}.yml") for code in languages}
        own_words = {code: files.read(self.root, path)[0] for code, path in words.items()}
        own = {code: source.read(words[code], data)[0] for code, data in own_words.items() if data is not None}
        prose = self.survey.matching(f"docs/{languages[0]}/*.md")
        places = self.places

        def texts() -> Iterator[Text]:
            for one in places:
                kind = VOCABULARY if one.kind in VOCABULARIES else one.kind
                yield from twinned.of_record(one.source, one.path, kind, one.model, tuple(languages))
            yield from twinned.of_words(own, languages)
            for path in prose:
                twins = {code: by_path.get(PurePosixPath("docs", code, path.name)) for code in languages}
                yield from twinned.of_prose(path.stem, {code: one for code, one in twins.items() if one}, languages)

        known = {confirmed.place(path): path for path in by_path.keys() | set(words.values())}
        lines: dict[PurePosixPath, list[Line]] = {}
        leftovers = []
        for path in self.survey.files:
            if not path.is_relative_to(confirmed.FOLDER) or path.suffix != ".txt":
                continue
            if path in known:
                lines[known[path]], problems = self.parse(path, confirmed.parse, list[Line]())
                self.problems += problems
            else:
                leftovers.append(path)
                self.problems.append(Problem(Location(path), said("unread-file.confirmation"), severity="warning"))
        return Freshness(tuple(languages), texts, lines, tuple(leftovers))
