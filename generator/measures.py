"""What can be counted about a book: how much of it is sourced and read, and how long it takes to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator import markup
from generator.casebook import Casebook
from generator.nodes import Mapping, Scalar
from generator.reading import leaves
from generator.records import Case, Source
from generator.values import Inline

APPARATUS = ("sources", "verification", "status_note", "disagreements", "gaps", "listings")
"""Parts of a decision that are not its story."""

SENTENCE = re.compile(r"(?<=[.!?。！？；])[”’）)]*\s*")
ABBREVIATION = re.compile(r"\b(?:art|arts|no|nos|v|e\.g|i\.e|Co|Inc|Ltd|St|Mr|Mrs|Dr)\.$", re.IGNORECASE)


@dataclass(frozen=True)
class Reach:
    """How far a book is sourced: statements and those with a source, sources and how many were read in the original."""

    records: int
    statements: int
    sourced: int
    leads: int
    sources: int
    original: int
    secondary: int


def reach(casebook: Casebook) -> Reach:
    """Counted over every decision; ``original``: judgments, courts' and official texts of which at least a part was read."""
    cases: list[Case] = casebook.all("case")
    statements = [statement for case in cases for statement in _statements(case)]
    sources = [source for case in cases for source in case.sources]
    original = [source for source in sources if _is_original(casebook, source)]
    return Reach(
        records=len(cases),
        statements=len(statements),
        sourced=sum(1 for one in statements if getattr(one, "sources", None)),
        leads=sum(1 for one in statements if getattr(one, "lead", False)),
        sources=len(sources),
        original=len(original),
        secondary=len(sources) - len(original),
    )


def _statements(case: Case) -> Iterator[object]:
    """Facts, holdings, findings, amounts and everything else of a decision that names its sources."""
    yield from case.facts
    yield from case.holdings
    yield from case.factor_findings
    yield from case.not_decided
    yield from case.disagreements
    for claim in case.claims:
        yield claim
        yield from claim.results
    for instance in case.instances:
        yield instance
        yield from instance.dates
        yield from instance.orders


def _is_original(casebook: Casebook, source: Source) -> bool:
    kind = casebook.word("source_kinds", source.kind)
    return kind.original and not casebook.word("reading_levels", source.read).unread


def texts(casebook: Casebook, case: str, language: str) -> Iterator[str]:
    """The story of a decision as a reader reads it, text by text."""
    located = casebook.records["case"][case]
    node = located.source.node(located.path)
    assert node is not None
    for leaf in leaves(node, Case, (), (Inline,)):
        if leaf.path[0] not in APPARATUS and isinstance(leaf.node, Mapping):
            text = leaf.node.get(language)
            if isinstance(text, Scalar):
                yield markup.as_plain(text.value)


def sentences(text: str) -> list[str]:
    """A text cut at the ends of its sentences; common abbreviations do not end one."""
    found: list[str] = []
    for piece in SENTENCE.split(text):
        if found and ABBREVIATION.search(found[-1]):
            found[-1] += " " + piece
        elif piece.strip():
            found.append(piece.strip())
    return found


def count(text: str, unit: str) -> int:
    """Words between spaces, or characters without them."""
    return len(text.split()) if unit == "words" else len("".join(text.split()))


@dataclass(frozen=True)
class Length:
    """How long a decision's page is in one language: its size, and the average length of its sentences."""

    case: str
    language: str
    unit: str
    size: int
    sentence: float


def lengths(casebook: Casebook) -> list[Length]:
    found = []
    for case in casebook.records["case"]:
        for language in casebook.book.languages:
            written = list(texts(casebook, case, language.code))
            sizes = [count(s, language.counts) for text in written for s in sentences(text)]
            total = sum(count(text, language.counts) for text in written)
            found.append(Length(case, language.code, language.counts, total, sum(sizes) / max(len(sizes), 1)))
    return found
