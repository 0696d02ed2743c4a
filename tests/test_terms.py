"""Terms are found in running text, the longest first, and never inside another word."""

from __future__ import annotations

from generator.reference import Term
from generator.terms import Terms


def term(id_: str, en: str, zh: str, forms: dict[str, list[str]] | None = None) -> Term:
    return Term(
        id=id_, group="g", name={"en": en, "zh": zh}, forms=forms or {}, definition={"en": en, "zh": zh}, rests_on=[]
    )


TERMS = [
    term("fair-use", "fair use", "合理使用", {"en": ["fair uses"]}),
    term("communication", "right of communication", "信息网络传播权"),
    term("network", "network", "网络"),
    term("lora", "LoRA", "LoRA模型", {"zh": ["LoRA"]}),
]


def found(text: str, language: str) -> list[tuple[str, str]]:
    return list(Terms(TERMS, language).split(text))


def test_the_longest_term_wins() -> None:
    assert found("侵害信息网络传播权", "zh") == [("侵害", ""), ("信息网络传播权", "communication")]


def test_a_term_is_found_at_the_start_of_a_sentence() -> None:
    assert found("Fair use is open.", "en") == [("Fair use", "fair-use"), (" is open.", "")]


def test_a_term_is_not_found_inside_another_word() -> None:
    assert found("unfair users, networked", "en") == [("unfair users, networked", "")]


def test_a_latin_term_is_found_between_chinese_characters() -> None:
    assert found("训练LoRA后", "zh") == [("训练", ""), ("LoRA", "lora"), ("后", "")]


def test_other_forms_lead_to_the_same_term() -> None:
    assert found("two fair uses", "en") == [("two ", ""), ("fair uses", "fair-use")]


def test_a_book_without_terms_finds_none() -> None:
    assert list(Terms([], "en").split("fair use")) == [("fair use", "")]
