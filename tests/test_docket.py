"""Docket numbers are split by their jurisdiction's grammar and read aloud, on the real book's grammars."""

from __future__ import annotations

import pytest

from generator import docket
from generator.reference import DocketGrammar
from tests.conftest import real_edition

BOOK = real_edition()[0].casebook
GRAMMARS: dict[str, DocketGrammar] = {grammar.id: grammar for grammar in BOOK.all("grammar")}


@pytest.mark.parametrize(
    ("grammar", "number", "year", "code", "words", "serial"),
    [
        ("cn", "(2024)浙0192民初1587号", 2024, "浙0192", {"type": "民初"}, "1587"),
        ("cn", "(2024)浙01民终10332号", 2024, "浙01", {"type": "民终"}, "10332"),
        ("cn", "(2024)鄂0192知民初968号", 2024, "鄂0192", {"special": "知", "type": "民初"}, "968"),
        ("de", "42 O 14139/24", 2024, "", {"register": "O"}, "14139"),
        ("de", "6 U 3662/25 e", 2025, "", {"register": "U", "suffix": " e"}, "3662"),
        ("de", "5 U 104/98", 1998, "", {"register": "U"}, "104"),
    ],
)
def test_a_number_is_split(grammar: str, number: str, year: int, code: str, words: dict[str, str], serial: str) -> None:
    found = docket.parse(number, GRAMMARS[grammar])
    assert found is not None
    assert (found.year, found.court_code, found.digits["serial"]) == (year, code, serial)
    assert {choice: word.word for choice, word in found.words.items()} == words


@pytest.mark.parametrize(
    ("grammar", "number"),
    [
        ("cn", "2024浙0192民初1587号"),  # no brackets
        ("cn", "(2024)浙0192民初1587"),  # no 号
        ("cn", "(24)浙0192民初1587号"),  # two digits of the year
        ("cn", "(2024)浙0192初民1587号"),  # characters exchanged
        ("de", "42 O 14139-24"),
        ("de", "O 14139/24"),
    ],
)
def test_what_does_not_follow_the_grammar_is_refused(grammar: str, number: str) -> None:
    assert docket.parse(number, GRAMMARS[grammar]) is None


@pytest.mark.parametrize(
    ("number", "court", "language", "aloud"),
    [
        (
            "(2024)浙01民终10332号",
            "Hangzhou Intermediate People’s Court",
            "en",
            "docketed 2024, Hangzhou Intermediate People’s Court, civil second instance, no. 10332",
        ),
        ("(2024)浙01民终10332号", "杭州市中级人民法院", "zh", "2024年立案，杭州市中级人民法院，民事二审，第10332号"),
    ],
)
def test_a_number_is_read_aloud(number: str, court: str, language: str, aloud: str) -> None:
    found = docket.parse(number, GRAMMARS["cn"])
    assert found is not None
    assert docket.aloud(found, GRAMMARS["cn"], court, language) == aloud


@pytest.mark.parametrize("grammar", GRAMMARS.values(), ids=lambda grammar: grammar.id)
def test_the_example_of_a_grammar_follows_it(grammar: DocketGrammar) -> None:
    assert docket.parse(grammar.example, grammar) is not None


def test_every_number_of_the_book_is_recognised_as_it_stands_and_as_it_may_be_pasted() -> None:
    courts = {court.id: court for court in BOOK.all("court")}
    codes = [court.code for court in courts.values() if court.code]
    seen = 0
    for case in BOOK.all("case"):
        for instance in case.instances:
            grammars = [one for one in GRAMMARS.values() if one.jurisdiction == courts[instance.court].jurisdiction]
            if instance.docket is None or docket.read(instance.docket, grammars) is None:
                continue
            full = instance.docket.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
            for typed in (
                instance.docket,
                full,
                instance.docket.lower(),
                instance.docket.replace(" ", ""),
                f"  {instance.docket.replace('(', '〔').replace(')', '〕 ').replace('[', '【').replace(']', '】')} ",
            ):
                recognised = docket.recognise(typed, grammars, codes)
                assert recognised is not None, typed
                assert recognised[0].number == instance.docket
                assert docket.normal(typed) == docket.normal(instance.docket)
                seen += 1
    assert seen > 200
