"""The real book holds what it promises."""

from __future__ import annotations

import re

import pytest

from generator import derived
from generator.casebook import Casebook
from tests.conftest import ROOT, edition_of
from tests.serving import built

# Core items and all items of each role, as counted in the research the checklist was written from.
COVERAGE = {
    "generation-platform": (20, 26),
    "model-host": (29, 32),
    "model-trainer": (16, 24),
    "business-user": (8, 15),
    "rights-holder": (4, 15),
}
DECISIONS = {
    "hz-ultraman-lora",
    "gz-ultraman-tab",
    "sh-medusa-lora",
    "bj-li-v-liu",
    "zjg-butterfly-chair",
    "de-gema-v-openai",
}


@pytest.fixture(scope="module")
def book() -> Casebook:
    edition, _ = edition_of(ROOT)
    return edition.casebook


def test_the_decisions_are_there(book: Casebook) -> None:
    assert book.records["case"].keys() >= DECISIONS


def test_three_principles_carry_forty_two_items_weighed_by_five_factors(book: Casebook) -> None:
    assert [p.id for p in book.all("principle")] == ["P1", "P2", "P3"]
    assert [i.id for i in book.all("item")] == [f"P{p}-{n:02d}" for p in (1, 2, 3) for n in range(1, 15)]
    assert [f.id for f in book.all("factor")] == ["F1", "F2", "F3", "F4", "F5"]


@pytest.mark.parametrize("role", COVERAGE)
def test_each_role_has_its_items(book: Casebook, role: str) -> None:
    groups = derived.items_for(book, role)
    assert (len(groups["core"]), sum(map(len, groups.values()))) == COVERAGE[role]


def test_no_item_rests_on_leads_alone(book: Casebook) -> None:
    from generator.values import Reference

    for item in book.all("item"):
        refs = [Reference.parse(ground.ref) for ground in item.rests_on if not ground.serves]
        assert item.practice or not refs or not all(derived.is_lead(book, ref) for ref in refs), item.id


def test_no_statement_is_without_a_source_and_no_decision_without_a_translation_record(book: Casebook) -> None:
    for case in book.all("case"):
        statements = [
            *case.facts,
            *case.holdings,
            *case.factor_findings,
            *case.not_decided,
            *case.claims,
            *case.instances,
        ]
        assert all(statement.sources for statement in statements), case.id
        assert case.translation.keys() == {"en", "zh"}


@pytest.mark.site
def test_no_page_asks_another_host_for_anything() -> None:
    asks = re.compile(
        r"<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|data)=[\"']?(?:https?:)?//[^>]*>"
    )
    links = re.compile(r"<link\b[^>]*>")
    for path in built().rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert asks.findall(text) == [], path
        for link in links.findall(text):
            if re.search(r"href=[\"']?(?:https?:)?//", link):
                assert re.search(r'rel="(?:canonical|alternate )"|rel="alternate"', link), (path, link)
    for path in built().rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//", path.read_text(encoding="utf-8")), path
