"""The self-check as data: what the real book asks, what each answer leads to, and what its page carries."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from generator import pages
from generator.casebook import Casebook
from generator.questions import Question
from tests.conftest import edition_of, real_edition, real_tree, tiny_edition

COMPLAINTS = ["P1-03", "P1-04", "P2-05", "P2-08", "P3-05", "P3-06", "P3-07", "P3-08", "P3-09"]
# What each answer leads to, as the research sets it out: level, roles, items.
LEADS: dict[str, dict[str, tuple[str | None, list[str], list[str]]]] = {
    "Q1": {answer: (None, [], []) for answer in ("china", "eu", "elsewhere", "internal")},
    "Q2": {
        "generate": (None, ["generation-platform"], []),
        "host": (None, ["model-host"], []),
        "train": (None, ["model-trainer"], []),
        "use": (None, ["business-user"], []),
        "own": (None, ["rights-holder"], []),
    },
    "Q3": {"yes": ("raised", [], [f"P2-{n:02d}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11)]), "no": ("base", [], [])},
    "Q4": {"weights": ("strong", [], COMPLAINTS), "yes": (None, [], COMPLAINTS), "no": ("base", [], [])},
    "Q5": {
        "subscription": ("base", [], []),
        "per-generation": ("raised", [], []),
        "per-training": ("raised", [], []),
        "tied": ("strong", [], []),
    },
    "Q6": {"yes": ("strong", [], ["P1-04", "P3-10"]), "no": ("base", [], [])},
    "Q7": {"yes": ("raised", [], ["P2-02", "P3-02"]), "no": ("base", [], [])},
    "Q8": {"yes": ("strong", [], []), "no": ("base", [], [])},
    "Q9": {"outside": ("strong", [], []), "inside": ("raised", [], []), "private": ("base", [], [])},
    "Q10": {"little": ("strong", [], ["P3-01", "P3-02", "P3-03", "P3-04"]), "full": ("base", [], [])},
    "Q11": {"open": ("strong", [], []), "closed": ("base", [], []), "none": ("base", [], [])},
    "Q12": {
        "no": (None, [], ["P2-09", "P2-10", "P2-11", "P2-12"]),
        "yes": ("base", [], []),
        "not-trained": ("base", [], []),
    },
}
SEVERAL = {"Q1", "Q2", "Q5"}


@pytest.fixture(scope="module")
def book() -> Casebook:
    return real_edition()[0].casebook


def test_the_twelve_questions_lead_where_the_research_says(book: Casebook) -> None:
    questions: list[Question] = book.all("question")
    led = {q.id: {a.id: (a.level, a.roles, a.items) for a in q.answers} for q in questions}
    assert led == LEADS
    assert list(led) == list(LEADS)
    assert {q.id for q in questions if q.several} == SEVERAL


def test_every_role_can_be_chosen_and_the_host_s_items_are_all_those_of_its_principle(book: Casebook) -> None:
    chosen = [role for q in book.all("question") for a in q.answers for role in a.roles]
    assert chosen == list(book.vocabulary["roles"])
    hosts = [i.id for i in book.all("item") if i.principle == "P2" and any(r.role == "model-host" for r in i.roles)]
    assert LEADS["Q3"]["yes"][2] == hosts


def test_one_strong_answer_or_two_raised_ones_lift_the_whole(book: Casebook) -> None:
    levels = book.vocabulary["levels"]
    assert [(one.id, one.lifted_by, one.weights) for one in sorted(levels.values(), key=lambda one: one.rank or 0)] == [
        ("base", None, ["core"]),
        ("raised", 2, ["core", "supporting"]),
        ("strong", 1, ["core", "supporting"]),
    ]


def test_every_question_rests_on_a_rule_decision_or_guidance(book: Casebook) -> None:
    assert [q.id for q in book.all("question") if not q.rests_on] == []


def carried(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" data-checklist>(.*)</script>', page)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_says_every_question_answer_and_consequence_in_words(language: str) -> None:
    edition, _ = real_edition()
    page = real_tree(language)[PurePosixPath("self-check.md")]
    data = carried(page)
    text = page.split("<script")[0]
    assert [q["id"] for q in data["questions"]] == list(LEADS)
    for question in data["questions"]:
        assert f'<fieldset class="question" id="{question["id"]}"' in text
        for answer in question["answers"]:
            assert f'<div class="answer" data-answer="{answer["id"]}"' in text
    assert text.count('<p class="answer-text">') == sum(map(len, LEADS.values()))
    assert text.count('<div class="answer-follows"') == text.count('<p class="answer-text">')
    assert edition.words[language]["self_check.not_advice"] in text


def test_text_of_a_record_cannot_end_the_script_it_stands_in(marks: Path) -> None:
    path = marks / "docs/selfcheck.yml"
    text = path.read_text(encoding="utf-8")
    assert "We sell jars." in text
    path.write_text(text.replace("We sell jars.", "1 < 2 and a < /script> b"), encoding="utf-8")
    edition, _ = edition_of(marks)
    page = pages.tree(edition, "en")[PurePosixPath("self-check.md")]
    assert carried(page)["questions"][0]["answers"][0]["text"] == "1 < 2 and a < /script> b"
    assert "1 \\u003c 2 and a \\u003c /script> b" in page


def test_a_book_without_questions_has_no_self_check_and_no_link_to_one(marks: Path) -> None:
    for name in ("docs/selfcheck.yml", "docs/confirmed/docs/selfcheck.txt"):
        (marks / name).unlink()
    register = marks / "docs/translations.yml"
    lines = register.read_text(encoding="utf-8").splitlines(keepends=True)
    register.write_text("".join(line for line in lines if "selfcheck" not in line), encoding="utf-8")
    tree = pages.tree(edition_of(marks)[0], "en")
    assert PurePosixPath("self-check.md") not in tree
    assert [path for path, page in tree.items() if "self-check/" in page or "self-check.md" in page] == []


def test_the_checklist_and_each_role_carry_their_own_items() -> None:
    tree = pages.tree(tiny_edition()[0], "en")
    whole = carried(tree[PurePosixPath("checklist/index.md")])
    assert [item["id"] for item in whole["items"]] == whole["known"] == ["P1-01", "P1-02"]
    assert whole["items"][1] == {
        "id": "P1-02",
        "principle": "P1",
        "text": "Keep the jars apart.",
        "roles": {"shop": "supporting"},
    }
    assert [item["id"] for item in carried(tree[PurePosixPath("checklist/shop.md")])["items"]] == ["P1-01", "P1-02"]
