"""Which pages a language's tree has, and what each of them shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath

from markupsafe import Markup

from generator import (
    address,
    benchmark_page,
    case_page,
    changes_page,
    checks_page,
    comparison,
    data_page,
    derived,
    fields_page,
    find,
    measures,
    packs,
    pictures,
    self_check,
    side_by_side,
    ticking,
    translations_page,
)
from generator.packs import Pack
from generator.page import Page, kinds, plain
from generator.records import Case, Instance
from generator.reference import Entry, Law
from generator.tongue import Tongue

FILTERS = ("kind", "jurisdiction", "court", "question", "stage", "outcome")
MARKED = {
    "verification_levels": "about.verification",
    "translation_states": "about.translation",
    "statuses": "about.statuses",
    "outcomes": "about.outcomes",
    "findings": "about.findings",
    "weights": "about.weights",
    "authorities": "about.authority",
}


def pages(tongue: Tongue) -> Iterator[Page]:
    """Every page of the tree, the first page first."""
    newest = derived.newest_first(tongue.casebook)
    yield _home(tongue, newest)
    yield find.page(tongue)
    for case in newest:
        yield case_page.page(tongue, case)
    yield from side_by_side.pages(tongue)
    if tongue.casebook.all("topic"):
        yield from _topics(tongue, newest)
    yield _checklist(tongue)
    for role in tongue.casebook.vocabulary["roles"].values():
        yield _role(tongue, role)
    if tongue.casebook.all("question"):
        yield self_check.page(tongue)
    found = [case for case in newest if case.factor_findings]
    yield plain(tongue, "factors", "factors.md", {"found_cases": found}, kind="factor")
    yield comparison.page(tongue)
    yield _laws(tongue)
    for law in tongue.casebook.all("law"):
        yield _law(tongue, law)
    yield _courts(tongue, newest)
    yield _glossary(tongue)
    yield pictures.page(tongue)
    yield _packs(tongue)
    yield data_page.page(tongue)
    yield from checks_page.pages(tongue)
    yield fields_page.page(tongue)
    yield _about(tongue)
    if "editorial" in tongue.casebook.prose[tongue.code]:
        yield plain(tongue, "editorial", "editorial.md", {})
    if tongue.casebook.benchmark is not None:
        yield benchmark_page.page(tongue, tongue.casebook.benchmark)
    yield translations_page.page(tongue)
    yield changes_page.page(tongue)
    yield _search(tongue)


def of_case(tongue: Tongue, case: Case) -> Iterator[Page]:
    """The pages of the tree that tell of one decision alone."""
    yield case_page.page(tongue, case)
    if tongue.twins:
        yield side_by_side.page(tongue, case)


def _home(tongue: Tongue, newest: list[Case]) -> Page:
    book = tongue.casebook
    counts = {}
    for role in book.vocabulary["roles"]:
        groups = list(derived.items_for(book, role).values())
        counts[role] = (len(groups[0]), sum(map(len, groups)))
    return Page(
        PurePosixPath("index.md"),
        "index",
        book.book.title[tongue.code],
        book.book.description[tongue.code],
        {"cases": newest, "role_counts": counts},
        filters=kinds(tongue, "page"),
        contents=False,
    )


def _topics(tongue: Tongue, newest: list[Case]) -> Iterator[Page]:
    """A page per question the decisions answer, and one that lists them."""
    topics = [
        (topic, [c for c in newest if set(c.questions) & set(topic.questions)])
        for topic in tongue.casebook.all("topic")
    ]
    yield plain(tongue, "topics", "topics/index.md", {"topics": topics}, kind="topic")
    for topic, cases in topics:
        yield Page(
            address.page("topic", topic.id),
            "topic",
            topic.name[tongue.code],
            tongue.plain(topic.agree),
            {"topic": topic, "cases": cases},
            filters=kinds(tongue, "topic"),
            source="docs/topics.yml",
        )


def _checklist(tongue: Tongue) -> Page:
    kinds = sorted(tongue.casebook.vocabulary["authorities"].values(), key=lambda entry: entry.rank or 0)
    items = tongue.casebook.all("item")
    values = {"authority_kinds": kinds, "ticking": ticking.as_json(ticking.data(tongue, items))}
    return plain(
        tongue,
        "checklist",
        "checklist/index.md",
        values,
        kind="item",
        scripts=ticking.SCRIPTS,
        count=len(items),
    )


def _role(tongue: Tongue, role: Entry) -> Page:
    say, name = tongue.voice.say, role.name[tongue.code]
    groups = derived.items_for(tongue.casebook, role.id)
    items = [item for group in groups.values() for item in group]
    return Page(
        address.role_page(role.id),
        "role",
        say("checklist.role_title", role=name),
        say("checklist.role_description", role=name),
        {"role": role, "groups": groups, "ticking": ticking.as_json(ticking.data(tongue, items))},
        searched=False,
        scripts=ticking.SCRIPTS,
    )


def _laws(tongue: Tongue) -> Page:
    laws = tongue.casebook.all("law")
    groups = [(j, [law for law in laws if law.jurisdiction == j]) for j in tongue.casebook.vocabulary["jurisdictions"]]
    values = {"laws_by_jurisdiction": [(jurisdiction, found) for jurisdiction, found in groups if found]}
    return plain(tongue, "laws", "laws/index.md", values, kind="law")


def _law(tongue: Tongue, law: Law) -> Page:
    book, code, say = tongue.casebook, tongue.code, tongue.voice.say
    used = [
        (say("laws.used_cases"), book.ids_naming(law.id, "case")),
        (say("laws.used_items"), book.ids_naming(law.id, "item")),
        (say("laws.used_factors"), book.ids_naming(law.id, "factor") + book.ids_naming(law.id, "principle")),
        (say("laws.used_terms"), [id_ for id_ in book.ids_naming(law.id, "term") if id_ in tongue.term_users]),
    ]

    def naming(part: str) -> list[str]:
        """The decisions, items and factors that name one article."""
        mentions = book.mentioned_by(law.id, "case", "item", "factor")
        return list(dict.fromkeys(mention.id for mention in mentions if mention.target.part == part))

    return Page(
        address.page("law", law.id),
        "law",
        law.name[code],
        tongue.plain(law.asks),
        {"law": law, "used": [(label, ids) for label, ids in used if ids], "naming": naming},
        filters={**kinds(tongue, "law"), "jurisdiction": [book.word("jurisdictions", law.jurisdiction).name[code]]},
        source=f"docs/laws/{law.id}.yml",
    )


def _courts(tongue: Tongue, newest: list[Case]) -> Page:
    """Courts that decided something in the book or are named in it, and one number of each grammar read aloud."""
    book = tongue.casebook
    decisions: dict[str, list[tuple[Case, Instance]]] = {}
    for case in newest:
        for instance in derived.instances(book, case):
            decisions.setdefault(instance.court, []).append((case, instance))
    dockets = [
        (grammar, tongue.aloud(instance))
        for grammar in book.all("grammar")
        for case in newest
        for instance in case.instances
        if instance.docket == grammar.example
    ]
    courts = [court for court in book.all("court") if tongue.shows("court", court.id)]
    values = {"courts": courts, "decisions": decisions, "dockets": dockets}
    return plain(tongue, "courts", "courts.md", values, kind="court")


def _glossary(tongue: Tongue) -> Page:
    book = tongue.casebook
    terms = [term for term in book.all("term") if term.id in tongue.term_users]
    groups = [(group, [t for t in terms if t.group == group]) for group in book.vocabulary["term_groups"]]
    values = {
        "terms_by_group": [(group, found) for group, found in groups if found],
        "other_languages": [one for one in book.book.languages if one.code != tongue.code],
        "users": tongue.term_users,
    }
    return plain(tongue, "glossary", "glossary.md", values, kind="term")


def _packs(tongue: Tongue) -> Page:
    """The standard packs by kind, each kind in the order of the book."""
    kinds: dict[str, list[tuple[str, Pack]]] = {}
    for pack in packs.standard(tongue.casebook):
        kinds.setdefault(pack.kind, []).append((packs.title(tongue.casebook, pack)[tongue.code], pack))
    return plain(tongue, "packs", "packs.md", {"kinds": [(kind, kinds[kind]) for kind in packs.KINDS if kind in kinds]})


def _about(tongue: Tongue) -> Page:
    book = tongue.casebook
    values = {
        "reach": measures.reach(book),
        "marked": [(name, tongue.voice.say(key)) for name, key in MARKED.items() if book.vocabulary.get(name)],
    }
    values["copy"] = address.file(address.copy(book), tongue.code, PurePosixPath("about.md"))
    return plain(tongue, "about", "about.md", values)


def _search(tongue: Tongue) -> Page:
    """The search page carries the words its script shows, as JSON that can stand inside a script element."""
    keys = ("none", "some", "one", "browse", "start", "more", "reset", "failed", *FILTERS)
    words = {key: tongue.voice.words[f"search.{key}"] for key in keys}
    shown = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return plain(tongue, "search", "search.md", {"search_words": Markup(shown)}, searched=False, scripts=("search",))
