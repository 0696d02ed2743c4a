"""Docket numbers: split by the grammar of their jurisdiction, so that they can be checked and read aloud."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from generator.reference import DocketGrammar, DocketPart, DocketWord


@dataclass(frozen=True, slots=True)
class Docket:
    """What a docket number says of itself. ``words`` are the grammar's words it holds, by the choice they answer."""

    number: str
    year: int | None
    court_code: str
    words: dict[str, DocketWord]
    digits: dict[str, str]


def parse(number: str, grammar: DocketGrammar) -> Docket | None:
    """Split a docket number; None when it does not follow the grammar."""
    match = _pattern(grammar.model_dump_json()).fullmatch(number)
    if match is None:
        return None
    found = match.groupdict()
    year = int(found["year"]) if found.get("year") else None
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    words = {w.choice: w for w in grammar.words if found.get(f"choice_{w.choice}") == w.word}
    digits = {name[7:]: value for name, value in found.items() if name.startswith("digits_") and value}
    return Docket(number, year, found.get("court") or "", words, digits)


def read(number: str, grammars: Iterable[DocketGrammar]) -> tuple[Docket, DocketGrammar] | None:
    """The first of a jurisdiction's grammars that the number follows, and what it says by that grammar."""
    for grammar in grammars:
        found = parse(number, grammar)
        if found is not None:
            return found, grammar
    return None


def recognise(
    typed: str, grammars: Iterable[DocketGrammar], codes: Iterable[str] = ()
) -> tuple[Docket, DocketGrammar] | None:
    """A number as somebody typed or pasted it: brackets of any kind, full-width signs, spaces and capitals do not matter.

    The docket's ``number`` is in the grammar's own form, with the court's code as in ``codes`` if it is one of them.
    """
    known = {normal(code): code for code in codes}
    grammars = list(grammars)
    exact = read(" ".join(typed.split()), grammars)
    for grammar in [exact[1], *grammars] if exact is not None else grammars:
        match = _loose_pattern(grammar.model_dump_json()).fullmatch(_folded(typed))
        if match is not None:
            written = "".join(_written(part, grammar, match, known) for part in grammar.parts)
            found = parse(written, grammar)
            if found is not None:
                return found, grammar
    return exact


def normal(number: str) -> str:
    """A docket number without the differences of brackets, full-width and half-width signs, capitals and spaces (NFKC)."""
    return _folded(number).casefold()


def _folded(text: str) -> str:
    kinds = {"Ps": "(", "Pe": ")"}
    text = unicodedata.normalize("NFKC", text)
    return "".join(kinds.get(unicodedata.category(char), char) for char in text if not char.isspace())


def _written(part: DocketPart, grammar: DocketGrammar, match: re.Match[str], codes: dict[str, str]) -> str:
    """A piece of a number in the grammar's own form."""
    if part.text is not None:
        return "" if part.optional and match["text_" + str(grammar.parts.index(part))] is None else part.text
    if part.choice is not None:
        typed = match[f"choice_{part.choice}"]
        words = [w.word for w in grammar.words if w.choice == part.choice]
        return "" if typed is None else next(word for word in words if normal(word) == typed.casefold())
    if part.court:
        return codes.get(normal(match["court"] or ""), match["court"] or "")
    return match["year" if part.year is not None else f"digits_{part.digits}"] or ""


def aloud(docket: Docket, grammar: DocketGrammar, court: str, language: str) -> str:
    """The number in words: year, court, kind of case and serial, as the grammar's sentence has it."""
    words = {name: word.name[language] for name, word in docket.words.items()}
    blanks = {word.choice: "" for word in grammar.words}
    return " ".join(
        grammar.aloud[language].format(**{**blanks, **words, **docket.digits}, year=docket.year, court=court).split()
    )


@cache
def _pattern(grammar_json: str) -> re.Pattern[str]:
    grammar = DocketGrammar.model_validate_json(grammar_json)
    return re.compile("".join(_part(part, grammar) for part in grammar.parts))


@cache
def _loose_pattern(grammar_json: str) -> re.Pattern[str]:
    """The pattern of a grammar whose own words are folded as what is typed will be."""
    grammar = DocketGrammar.model_validate_json(grammar_json)
    words = [word.model_copy(update={"word": _folded(word.word)}) for word in grammar.words]
    folded = grammar.model_copy(update={"words": words})
    pieces = []
    for index, part in enumerate(grammar.parts):
        if part.text is None:
            pieces.append(_part(part, folded))
        else:
            pieces.append(f"(?P<text_{index}>{re.escape(_folded(part.text))})" + ("?" if part.optional else ""))
    return re.compile("".join(pieces), re.IGNORECASE)


def _part(part: DocketPart, grammar: DocketGrammar) -> str:
    """A piece as a pattern that keeps what it took, so that no number is tried in more ways than it has letters."""
    if part.text is not None:
        pattern = re.escape(part.text)
    elif part.digits is not None:
        pattern = rf"(?P<digits_{part.digits}>[0-9]++)"
    elif part.year is not None:
        pattern = rf"(?P<year>[0-9]{{{part.year}}})"
    elif part.court:
        pattern = r"(?P<court>\w+?)"
    else:
        words = sorted((w.word for w in grammar.words if w.choice == part.choice), key=len, reverse=True)
        pattern = rf"(?P<choice_{part.choice}>(?>{'|'.join(map(re.escape, words))}))"
    return f"(?:{pattern})?" if part.optional else pattern
