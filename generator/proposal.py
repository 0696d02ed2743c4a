"""What a docket number alone says of a new decision, by the book's grammars: jurisdiction, court, level, year, kind of case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator import docket
from generator.casebook import Casebook
from generator.problems import Refusal, Said, instead, said
from generator.reference import Court, DocketGrammar


class Unfit(Refusal):
    """What was told cannot be of one decision."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is known of the instance; “” for what is not. ``courts`` and ``levels`` are what remains possible.

    ``event`` and ``year``: the kind of event whose year the number carries. ``aloud``: the number in words, by language.
    """

    docket: str = ""
    jurisdiction: str = ""
    court: str = ""
    level: str = ""
    courts: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    event: str = ""
    year: str = ""
    aloud: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Said, ...] = ()


def propose(book: Casebook, number: str = "", jurisdiction: str = "", court: str = "", level: str = "") -> Proposal:
    """What follows from a number and from what else was told of the instance.

    Raises `Unfit` where something told is not in the book, or does not agree with the rest.
    """
    _known(book, "jurisdictions", jurisdiction)
    _known(book, "instance_levels", level)
    courts = {one.id: one for one in book.all("court")}
    if court and court not in courts:
        raise Unfit(said("unfit.court", court=court, instead=instead(court, courts)))
    if court and jurisdiction and courts[court].jurisdiction != jurisdiction:
        other = courts[court].jurisdiction
        raise Unfit(said("unfit.elsewhere", court=court, other=other, jurisdiction=jurisdiction))
    where = jurisdiction or (courts[court].jurisdiction if court else "")
    if number.strip():
        return _by_docket(book, number, where, court, level)
    return Proposal("", where, court, level, tuple(_near(courts, where)), tuple(book.vocabulary["instance_levels"]))


def _known(book: Casebook, vocabulary: str, word: str) -> None:
    words = book.vocabulary[vocabulary]
    if word and word not in words:
        raise Unfit(said("unfit.word", word=word, vocabulary=vocabulary, instead=instead(word, words)))


def _near(courts: dict[str, Court], jurisdiction: str) -> list[str]:
    return [one.id for one in courts.values() if not jurisdiction or one.jurisdiction == jurisdiction]


def _by_docket(book: Casebook, typed: str, jurisdiction: str, court: str, level: str) -> Proposal:
    courts = {one.id: one for one in book.all("court")}
    every: list[DocketGrammar] = book.all("grammar")
    grammars = [one for one in every if not jurisdiction or one.jurisdiction == jurisdiction]
    if jurisdiction and not grammars:
        number, every_level = " ".join(typed.split()), tuple(book.vocabulary["instance_levels"])
        return Proposal(number, jurisdiction, court, level, tuple(_near(courts, jurisdiction)), every_level)
    recognised = docket.recognise(typed, grammars, [one.code for one in courts.values() if one.code])
    if recognised is None:
        shown, examples = " ".join(typed.split()), tuple(one.example for one in grammars)
        if jurisdiction:
            raise Unfit(said("unfit.docket-there", number=shown, jurisdiction=jurisdiction, examples=examples))
        raise Unfit(said("unfit.docket", number=shown, examples=examples))
    found, grammar = recognised
    ranks = [set(word.courts) for word in found.words.values() if word.courts]
    steps = [set(word.levels) for word in found.words.values() if word.levels]
    fit = [one for one in courts.values() if one.jurisdiction == grammar.jurisdiction]
    notes = []
    if found.court_code:
        fit = [one for one in fit if one.code == found.court_code]
        if not fit:
            notes.append(said("note.court-code", code=found.court_code))
    fit = [one for one in fit if all(one.level in rank for rank in ranks)]
    levels = [one for one in book.vocabulary["instance_levels"] if all(one in step for step in steps)]
    if court and (fit or not found.court_code) and court not in {one.id for one in fit}:
        if not fit:
            raise Unfit(said("unfit.no-court", number=found.number))
        raise Unfit(said("unfit.other-court", number=found.number, court=court, known=tuple(one.id for one in fit)))
    if level and level not in levels:
        raise Unfit(said("unfit.level", number=found.number, level=level, known=tuple(levels)))
    court = court or (fit[0].id if len(fit) == 1 else "")
    level = level or (levels[0] if len(levels) == 1 else "")
    events = book.vocabulary.get("events", {})
    event = next((one.id for one in events.values() if getattr(one, grammar.year_of, False)), "")

    def aloud(language: str) -> str:
        name = courts[court].name[language] if court else found.court_code
        return docket.aloud(found, grammar, name, language)

    return Proposal(
        found.number,
        grammar.jurisdiction,
        court,
        level,
        tuple(one.id for one in fit),
        tuple(levels),
        event if found.year else "",
        str(found.year or ""),
        {language: aloud(language) for language in book.languages},
        tuple(notes),
    )
