"""The book's reference records, each bilingual: vocabularies, principles, factors, checklist, courts, rules, terms."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from generator.records import Source, Sources, Statement
from generator.values import Id, Name, PartialDate, Record, Text, To

Ground = Annotated[str, To("ground")]


class Language(Record):
    """A language of the book and how its texts are measured.

    ``html`` is the BCP 47 tag, ``locale`` the CLDR locale of dates and amounts, ``theme`` the theme's own word file.
    """

    code: Id
    html: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
    locale: str
    theme: Id
    name: str
    counts: str
    summary_limit: int
    page_limit: int


class Book(Record):
    """What the book is called and in which languages it speaks; the first is the default."""

    title: Name
    tagline: Text
    description: Name
    languages: list[Language]
    notice: Text


class Entry(Record):
    """A word of a controlled vocabulary.

    ``closed``: every instance of such a dispute has an outcome. ``goes_on``: the dispute is not over.
    ``review_after``: after so many months without a look a status is due to be looked up again; never, where there is none.
    ``warns``: what rests on it carries a warning.
    ``opens``/``decides``: the event that starts an instance, that ends it. ``ahead``: the event is announced, and not yet seen
    to have happened; names the event it becomes. ``rank``: order among its neighbours, low first.
    ``original``: sources of this kind are the court's or an official body's own; ``unread``: nothing of such a source was read.
    ``denies``: a claim with this result won nothing.
    ``calendar``: events of this kind are entries of the calendar that readers take away, as announced ones always are.
    ``unreviewed``: no person has reviewed a language in this state.
    ``sign``: the shape shown beside the word.
    ``lifted_by``: so many questions answered at this level lift the whole self-check to it; ``weights``: what then applies.
    """

    id: Id
    rank: int | None = None
    sign: str | None = None
    authority: Annotated[str, To("authorities")] | None = None
    closed: bool = False
    goes_on: bool = False
    review_after: Annotated[int, Field(ge=1, le=120)] | None = None
    warns: bool = False
    opens: bool = False
    decides: bool = False
    ahead: Annotated[str, To("events")] | None = None
    original: bool = False
    unread: bool = False
    unreviewed: bool = False
    denies: bool = False
    calendar: bool = False
    lifted_by: int | None = None
    weights: list[Annotated[str, To("weights")]] = []
    name: Name
    text: Text | None = None


class GroundOf(Record):
    """A rule, decision or part of one that something rests on, and what it says to the point.

    ``serves``: the ground does not ask for the thing; the thing is a suggestion that serves it.
    """

    ref: Ground
    note: Text | None = None
    serves: bool = False


class Principle(Record):
    id: Id
    name: Name
    text: Text
    caution: Text | None = None
    rests_on: list[GroundOf]


class Caution(Record):
    """A limit that stands beside the checklist, so that no item is read as more than it is."""

    id: Id
    text: Text
    rests_on: list[GroundOf]


class Factor(Record):
    id: Id
    name: Name
    text: Text
    wording: Text
    rests_on: list[GroundOf]


class ItemRole(Record):
    """For whom an item is, how strongly, and how it reads for that role where it reads differently."""

    role: Annotated[str, To("roles")]
    weight: Annotated[str, To("weights")]
    note: Text | None = None


class Item(Record):
    """One thing to do. ``practice`` names what no authority requires and the book suggests; ``stages`` are those at which
    its own words place it, none where it is done for the business as a whole."""

    id: Id
    principle: Annotated[str, To("principle")]
    stages: list[Annotated[str, To("stages")]] = []
    text: Text
    roles: list[ItemRole]
    reason: Text
    factors: list[Annotated[str, To("factor")]] = []
    evidence: Text
    rests_on: list[GroundOf] = []
    practice: Text | None = None


class Article(Record):
    """A provision in own words; ``label`` is how the language cites it."""

    id: Id
    label: Name
    text: Text
    lead: bool = False
    sources: Sources


class RuleDate(Record):
    """A day from which something in a rule is otherwise: a part of it applies, a time for changing over ends."""

    date: PartialDate
    text: Text
    lead: bool = False
    sources: Sources


class Law(Record):
    """A rule of any rank: statute, judicial interpretation, standard, code, guidance.

    ``as_of``: the day on which it was last looked up; what begins only after that day is told as coming.
    """

    id: Id
    kind: Annotated[str, To("rule_kinds")]
    jurisdiction: Annotated[str, To("jurisdictions")]
    name: Name
    short: Name
    number: str | None = None
    issuer: Name
    in_force: PartialDate | None = None
    as_of: PartialDate | None = None
    dates: list[RuleDate] = []
    asks: Text
    articles: list[Article] = []
    notes: list[Statement] = []
    sources: list[Source]
    translation: dict[str, Annotated[str, To("translation_states")]]


class Court(Record):
    """``code`` is the court's own mark in docket numbers, where its country uses one."""

    id: Id
    jurisdiction: Annotated[str, To("jurisdictions")]
    level: Annotated[str, To("court_levels")]
    name: Name
    seat: Name
    code: str | None = None
    note: Text | None = None
    rests_on: list[GroundOf] = []


class Term(Record):
    """A term of art. ``forms`` are other forms that mean it wherever they stand, and are linked; ``says`` are words that mean it
    only in context: they are never linked, but a text that has one of them agrees with a twin that has the term."""

    id: Id
    group: Annotated[str, To("term_groups")]
    name: Name
    forms: dict[str, list[str]] = {}
    says: dict[str, list[str]] = {}
    definition: Text
    usage: Text | None = None
    rests_on: list[GroundOf]


class DocketPart(Record):
    """One piece of a docket number, read in order; exactly one of the kinds is given.

    ``text``: these characters. ``digits``: a number. ``year``: its digits, two or four. ``court``: the code of a court of the
    jurisdiction. ``choice``: one of the words below.
    """

    text: str | None = None
    digits: str | None = None
    year: int | None = None
    court: bool = False
    choice: str | None = None
    optional: bool = False


class DocketWord(Record):
    """A word a docket may hold, what it means, and the instance and court levels it belongs to."""

    word: str
    choice: str
    name: Name
    levels: list[Annotated[str, To("instance_levels")]] = []
    courts: list[Annotated[str, To("court_levels")]] = []


class DocketGrammar(Record):
    """How the docket numbers of a jurisdiction are built and how they are read aloud.

    A jurisdiction may have several. ``year_of`` is the kind of event whose year the number carries: the one that ``opens`` an
    instance, or the one that ``decides`` it, as in a neutral citation.
    """

    id: Id
    jurisdiction: Annotated[str, To("jurisdictions")]
    example: str
    year_of: str = "opens"
    parts: list[DocketPart]
    words: list[DocketWord] = []
    aloud: Name
    rests_on: list[GroundOf] = []


class Position(Record):
    """One answer to a question on which courts differ, and the decisions that gave it."""

    text: Text
    cases: list[Annotated[str, To("case")]]


class Split(Record):
    """A question to which decisions gave different answers."""

    id: Id
    name: Name
    positions: list[Position]


class Topic(Record):
    """A question the decisions answer: where they agree, where they split, what is open."""

    id: Id
    name: Name
    questions: list[Annotated[str, To("questions")]]
    agree: Text
    splits: list[Split] = []
    open: Text
