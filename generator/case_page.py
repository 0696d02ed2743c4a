"""The page of a decision."""

from __future__ import annotations

from generator import address, derived, side_by_side
from generator.page import Page, kinds
from generator.records import Case
from generator.tongue import Tongue


def page(tongue: Tongue, case: Case) -> Page:
    """The page of one decision."""
    book, code = tongue.casebook, tongue.code
    ordered = derived.instances(book, case)
    levels = {i.id: book.word("instance_levels", i.level).name[code] for i in case.instances}
    filters = {
        "jurisdiction": [book.word("jurisdictions", case.jurisdiction).name[code]],
        "court": [book.get("court", i.court).name[code] for i in ordered],
        "question": [book.word("questions", q).name[code] for q in case.questions],
        "stage": [book.word("stages", s).name[code] for s in case.stages],
        "outcome": [book.word("outcomes", i.outcome).name[code] for i in ordered if i.outcome],
    }
    return Page(
        address.page("case", case.id),
        "case",
        case.name[code],
        tongue.plain(case.summary),
        {
            "case": case,
            "instances": ordered,
            "level_of": lambda id_: levels[id_],
            "aloud": tongue.aloud,
            "sums": derived.sums(case),
            "sum_text": lambda one: tongue.sum(one, case),
            "holdings_by_stage": derived.holdings_by_stage(book, case),
            "numbers": derived.holding_numbers(book, case),
            "named": _named(tongue, case),
            "lessons_by_role": derived.lessons_by_role(book, case),
            "is_judged": derived.is_judged(case),
            "side_by_side": str(side_by_side.path(case.id)) if tongue.twins else None,
        },
        filters={**kinds(tongue, "case"), **{key: list(dict.fromkeys(values)) for key, values in filters.items()}},
        source=f"cases/{case.id}.yml",
        scripts=("cite",),
        cites=case,
    )


def _named(tongue: Tongue, case: Case) -> list[tuple[str, list[str]]]:
    """What else of the book names the decision: all but the decisions that the page relates it to with a sentence."""
    related = {relation.case for relation in case.related}
    found = [(kind, [id_ for id_ in ids if id_ not in related]) for kind, ids in tongue.named(case.id)]
    return [(kind, ids) for kind, ids in found if ids]
