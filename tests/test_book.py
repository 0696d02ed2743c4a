"""The real book holds what it promises."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

import pytest

from generator import derived
from generator.casebook import Casebook
from generator.reference import GroundOf
from tests.conftest import real_edition
from tests.serving import built

# Core items and all items of each role, as counted in the research the checklist was written from.
COVERAGE = {
    "generation-platform": (20, 26),
    "model-host": (29, 32),
    "model-trainer": (16, 24),
    "business-user": (8, 15),
    "rights-holder": (4, 15),
}
# The index of the Chinese dossier, and the numbered entries and benchmarks of the other one.
CHINA = [
    "hz-ultraman-lora",
    "gz-ultraman-tab",
    "bj-li-v-liu",
    "cs-half-heart",
    "zjg-butterfly-chair",
    "bj-cat-pendant",
    "wh-scroll-image",
    "yt-cui-jimeng",
    "sh-prompts",
    "sz-dreamwriter",
    "bj-feilin-baidu",
    "sh-medusa-lora",
    "cs-one-click-video",
    "sh-jiading-face-swap",
    "bj-face-swap-liao",
    "hz-face-swap-lou",
    "nj-face-swap-hanfu",
    "bj-ai-voice-yin",
    "bj-ai-voice-li",
    "hz-voice-employee",
    "bj-ai-companion-he",
    "hz-hallucination",
    "bj-douyin-yiruike",
    "hz-seeding-notes",
    "bj-virtual-human",
    "hz-mofa-sihai",
    "bj-puzzle-criminal",
    "cs-ai-search",
    "bj-trik",
    "sh-iqiyi-minimax",
]
WORLD = [
    "uk-getty-v-stability",
    "de-gema-v-openai",
    "de-gema-v-suno",
    "de-kneschke-v-laion",
    "eu-like-company-v-google",
    "us-thomson-reuters-v-ross",
    "us-bartz-v-anthropic",
    "us-kadrey-v-meta",
    "us-disney-v-midjourney",
    "us-disney-v-minimax",
    "us-thaler-v-perlmutter",
    "cz-prague-taubel",
    "de-ag-muenchen-ki-logos",
    "de-olg-duesseldorf-underwater-dog",
    "eu-youtube-cyando",
    "us-cox-v-sony",
]


@pytest.fixture(scope="module")
def book() -> Casebook:
    edition, _ = real_edition()
    return edition.casebook


def test_every_entry_of_the_research_is_a_record(book: Casebook) -> None:
    assert (len(CHINA), len(WORLD)) == (30, 16)
    assert sorted(book.records["case"]) == sorted(CHINA + WORLD)


def test_every_question_of_a_decision_has_a_topic_and_every_topic_a_decision(book: Casebook) -> None:
    asked = {question for case in book.all("case") for question in case.questions}
    assert asked == {question for topic in book.all("topic") for question in topic.questions}


def test_the_open_splits_are_shown_as_splits(book: Casebook) -> None:
    sides = [
        [{case.split("#")[0] for case in position.cases} for position in split.positions]
        for topic in book.all("topic")
        for split in topic.splits
    ]
    for one, other in (
        ("bj-face-swap-liao", "hz-face-swap-lou"),
        ("hz-ultraman-lora", "sh-medusa-lora"),
        ("de-gema-v-openai", "uk-getty-v-stability"),
        ("us-cox-v-sony", "hz-ultraman-lora"),
    ):
        assert any(any(one in a and other in b for a in split for b in split if a is not b) for split in sides), (
            one,
            other,
        )


def test_three_principles_carry_forty_two_items_weighed_by_five_factors(book: Casebook) -> None:
    assert [p.id for p in book.all("principle")] == ["P1", "P2", "P3"]
    assert [i.id for i in book.all("item")] == [f"P{p}-{n:02d}" for p in (1, 2, 3) for n in range(1, 15)]
    assert [f.id for f in book.all("factor")] == ["F1", "F2", "F3", "F4", "F5"]


@pytest.mark.parametrize("role", COVERAGE)
def test_each_role_has_its_items(book: Casebook, role: str) -> None:
    groups = derived.items_for(book, role)
    assert (len(groups["core"]), sum(map(len, groups.values()))) == COVERAGE[role]


def _behind(grounds: Iterable[GroundOf]) -> set[str]:
    return {ground.ref.partition("#")[0] for ground in grounds}


def test_every_principle_factor_and_role_has_three_decisions_or_rules_behind_it(book: Casebook) -> None:
    behind = {one.id: _behind(one.rests_on) for one in (*book.all("principle"), *book.all("factor"))}
    for role in COVERAGE:
        items = chain.from_iterable(derived.items_for(book, role).values())
        behind[role] = _behind(chain.from_iterable(item.rests_on for item in items))
    assert {name: refs for name, refs in behind.items() if len(refs) < 3} == {}


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
