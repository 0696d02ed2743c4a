"""What the find page is made from: the text that is searched, the values of the filters, the bands of amounts."""

from __future__ import annotations

import gzip
import json
import re
from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from generator import derived, find
from generator.edition import tongue
from generator.values import Money
from tests.conftest import TEMPLATES, real_edition, real_tree, tiny_edition


def texts(language: str) -> dict[str, str]:
    """The texts as the page's script sees them: the one value that the generated script sets."""
    edition, _ = real_edition()
    script = find.files(edition)[PurePosixPath("data", f"find.{language}.js")].decode()
    match = re.fullmatch(r"globalThis\.casebookTexts = (\{.*\});\n", script, re.DOTALL)
    assert match
    found: dict[str, str] = json.loads(match[1])
    return found


def test_each_language_of_a_book_has_a_file_of_its_own() -> None:
    edition, _ = tiny_edition()
    assert sorted(map(str, find.files(edition))) == ["data/find.de.js", "data/find.en.js"]


def test_the_text_of_a_small_decision_is_complete_and_each_piece_stands_once() -> None:
    edition, _ = tiny_edition()
    case = edition.casebook.get("case", "fox-v-wolf")
    pieces = find.text(tongue(edition, "en"), case)
    assert len(pieces) == len(set(pieces))
    expected = [
        "Fox v Wolf",
        "Fuchs gegen Wolf",
        "30 November 2021",
        "Exampleland",
        "Bottle label",
        "Exampletown Court",
    ]
    assert [piece for piece in expected if piece not in pieces] == []
    assert "First instance: EUR 100 claimed, EUR 100 awarded" in pieces
    assert not any("Fuchs gewann" in piece for piece in pieces), "a text in the other language"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_decision_is_searched_by_its_texts_names_dockets_and_source_titles(language: str) -> None:
    edition, _ = real_edition()
    speaking = tongue(edition, language)
    found = texts(language)
    assert list(found) == [case.id for case in derived.newest_first(edition.casebook)]
    for case in edition.casebook.all("case"):
        pieces = set(found[case.id].split("\n"))
        said = [case.verdict, case.summary, case.significance, *(one.text for one in case.holdings)]
        said += [one.text for one in [*case.facts, *case.not_decided, *case.lessons]]
        names = [*case.name.values(), *(name for party in case.parties for name in party.name.values())]
        dockets = [i.docket for i in case.instances if i.docket]
        titles = [" ".join(s.title.split()) for s in case.sources if s.title]
        assert {*(" ".join(speaking.plain(one).split()) for one in said), *names, *dockets, *titles} <= pieces, case.id


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_text_is_what_a_reader_sees_without_marks(language: str) -> None:
    assert [id_ for id_, text in texts(language).items() if "[[" in text or "]]" in text] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_text_page_and_script_together_weigh_less_than_150_kilobytes(language: str) -> None:
    edition, _ = real_edition()
    script = (TEMPLATES / "theme/assets/find.js").read_bytes()
    page = real_tree(language)[PurePosixPath("cases/index.md")].encode()
    text = find.files(edition)[find.text_path(language)]
    assert sum(len(gzip.compress(data)) for data in (script, page, text)) < 150_000


@pytest.mark.parametrize(
    ("amount", "currency", "band"),
    [("1", "EUR", "EUR-0"), ("560", "CNY", "CNY-3"), ("10000", "CNY", "CNY-4"), ("10000.01", "CNY", "CNY-5")],
)
def test_a_band_reaches_up_to_a_power_of_ten(amount: str, currency: str, band: str) -> None:
    assert find.Band.of(Money(value=Decimal(amount), currency=currency)).id == band


def values(language: str) -> dict[str, dict[str, tuple[str, list[str]]]]:
    """For each filter: its values, how they read, and the decisions that have them."""
    edition, _ = real_edition()
    cases = derived.newest_first(edition.casebook)
    made = find.data(tongue(edition, language), cases)
    return {
        key: {id_: (label, [cases[row].id for row in rows]) for id_, label, rows in listed}
        for key, _, listed in made["filters"]
    }


def test_bands_are_those_of_the_amounts_and_open_at_both_ends() -> None:
    offered = values("en")["claimed"]
    assert [(id_, label) for id_, (label, _) in offered.items()] == [
        ("CNY-4", "up to CNY 10,000"),
        ("CNY-5", "over CNY 10,000, up to CNY 100,000"),
        ("CNY-6", "over CNY 100,000, up to CNY 1,000,000"),
        ("CNY-7", "over CNY 1,000,000"),
        ("-", "no amount in the record"),
    ]
    assert "hz-ultraman-lora" in offered["CNY-6"][1]
    assert "us-bartz-v-anthropic" in values("zh")["awarded"]["USD-10"][1]


def test_every_decision_has_a_value_in_the_filters_that_say_so_where_there_is_none() -> None:
    edition, _ = real_edition()
    every = {case.id for case in edition.casebook.all("case")}
    offered = values("zh")
    assert list(offered) == list(find.FILTERS)
    for key in ("jurisdiction", "court", "status", "verified", *find.WITHOUT):
        assert {id_ for _, ids in offered[key].values() for id_ in ids} == every, key
    assert offered["year"]["-"][0] == "无日期"
    for id_ in offered["year"]["-"][1]:
        assert derived.decided(edition.casebook, edition.casebook.get("case", id_)) is None


def test_filters_offer_the_same_values_in_every_language() -> None:
    english, chinese = values("en"), values("zh")
    assert {key: {id_: ids for id_, (_, ids) in listed.items()} for key, listed in english.items()} == {
        key: {id_: ids for id_, (_, ids) in listed.items()} for key, listed in chinese.items()
    }


def test_an_amount_that_no_claim_named_stands_in_the_table_with_what_became_of_the_claim() -> None:
    edition, _ = real_edition()
    case = edition.casebook.get("case", "us-bartz-v-anthropic")
    assert list(find.sums(tongue(edition, "en"), case)) == [
        ("First instance: at least USD 1,500,000,000 (Not decided)", False)
    ]


def test_what_stands_in_the_page_cannot_end_its_script_element() -> None:
    edition, _ = tiny_edition()
    page = find.page(tongue(edition, "de"))
    assert "<" not in page.values["find_data"]
    assert json.loads(page.values["find_data"])["filters"][0][0] == "jurisdiction"
