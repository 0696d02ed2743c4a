"""A court decision as written in ``cases/<id>.yml``. Field names are the field's own terms; nothing here is derived.

The order of the fields is the order in which `casebook fmt` writes the keys.
"""

from __future__ import annotations

from typing import Annotated

from generator.values import Id, Money, Name, PartialDate, Record, Text, To

Sources = Annotated[list[Annotated[str, To("source")]], "the ids of the sources that carry the statement"]


class Source(Record):
    """A document that was consulted: where it is, whose it is, and how much of it was read.

    ``title`` is the one it was published under; where that is not known, ``about`` describes it in the book's words.
    """

    id: Id
    title: str | None = None
    about: Name | None = None
    publisher: Name
    kind: Annotated[str, To("source_kinds")]
    language: str
    read: Annotated[str, To("reading_levels")]
    date: PartialDate | None = None
    url: str | None = None
    also: list[str] = []
    note: Text | None = None


class Statement(Record):
    """One thing said, and the sources that carry it. ``lead``: one weak source, to be shown as reported, not as fact."""

    text: Text
    lead: bool = False
    sources: Sources


class Staged(Record):
    stage: Annotated[str, To("stages")] | None = None


class Step(Statement, Staged):
    """One step of what happened; ``stage`` places it between upload and use."""


class Party(Record):
    role: Annotated[str, To("party_roles")]
    name: Name
    note: Text | None = None
    sources: Sources


class DatedEvent(Record):
    """A date in the life of an instance, with the precision the sources give."""

    event: Annotated[str, To("events")]
    date: PartialDate
    lead: bool = False
    note: Text | None = None
    sources: Sources


class Instance(Record):
    """The dispute before one court."""

    id: Id
    level: Annotated[str, To("instance_levels")]
    court: Annotated[str, To("court")]
    docket: str | None = None
    docket_lead: bool = False
    bench: Statement | None = None
    dates: list[DatedEvent] = []
    outcome: Annotated[str, To("outcomes")] | None = None
    result: Text
    orders: list[Statement] = []
    lead: bool = False
    sources: Sources


class ClaimResult(Record):
    """What one instance did with a claim, and the amount it awarded if any."""

    instance: Annotated[str, To("instance")]
    result: Annotated[str, To("claim_results")]
    amount: Money | None = None
    text: Text | None = None
    sources: Sources


class Claim(Record):
    """What was asked, and of which instance first."""

    text: Text
    raised: Annotated[str, To("instance")]
    amount: Money | None = None
    sources: Sources
    results: list[ClaimResult]


class Holding(Record):
    """One thought of one instance about one question."""

    id: Id
    instance: Annotated[str, To("instance")]
    question: Annotated[str, To("questions")]
    stages: list[Annotated[str, To("stages")]] = []
    text: Text
    factors: list[Annotated[str, To("factor")]] = []
    laws: list[Annotated[str, To("law")]] = []
    sources: Sources


class FactorFinding(Record):
    """What the court made of one duty-of-care factor: it raised the duty, lowered it, or was only named."""

    factor: Annotated[str, To("factor")]
    instance: Annotated[str, To("instance")]
    finding: Annotated[str, To("findings")]
    text: Text
    sources: Sources


class Lesson(Record):
    """What a reader in one role should do; starts with a verb and names the checklist items."""

    role: Annotated[str, To("roles")]
    text: Text
    items: list[Annotated[str, To("item")]]


class Relation(Record):
    case: Annotated[str, To("case")]
    kind: Annotated[str, To("relations")]
    text: Text


class Listing(Record):
    """A published list or database that includes the decision."""

    name: Name
    date: PartialDate | None = None
    sources: Sources


class Verification(Record):
    level: Annotated[str, To("verification_levels")]
    by: Name
    on: PartialDate
    note: Text


class Case(Record):
    """One dispute with all its instances."""

    id: Id
    name: Name
    also_known_as: list[Name] = []
    jurisdiction: Annotated[str, To("jurisdictions")]
    cause_of_action: Statement | None = None
    status: Annotated[str, To("statuses")]
    status_note: Statement
    as_of: PartialDate
    questions: list[Annotated[str, To("questions")]]
    technologies: list[Annotated[str, To("technologies")]]
    stages: list[Annotated[str, To("stages")]]
    rights: list[Annotated[str, To("rights")]]
    verdict: Text
    summary: Text
    parties: list[Party]
    instances: list[Instance]
    claims: list[Claim]
    facts: list[Step]
    holdings: list[Holding] = []
    factor_findings: list[FactorFinding] = []
    not_decided: list[Statement]
    significance: Text
    lessons: list[Lesson] = []
    related: list[Relation] = []
    disagreements: list[Statement] = []
    gaps: list[Text] = []
    listings: list[Listing] = []
    sources: list[Source]
    verification: Verification
    translation: dict[str, Annotated[str, To("translation_states")]]
