"""The page of pictures: what is drawn from the records, in the tiny book exactly, in the real one completely."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path, PurePosixPath

import pytest

from generator import derived, pages, pictures
from generator.address import link
from generator.casebook import Casebook
from generator.edition import tongue
from generator.plot import Span
from generator.records import Case
from generator.values import PartialDate
from tests.conftest import copy_book, edition_of, read, real_edition, real_tree, tiny_edition, tiny_tree

PATH = PurePosixPath("pictures.md")


@pytest.fixture(scope="module")
def real() -> dict[str, str]:
    return {code: real_tree(code)[PATH] for code in ("en", "zh")}


def book() -> Casebook:
    return real_edition()[0].casebook


def changed(tmp_path: Path, file: str, old: str, new: str) -> str:
    """The English page of the tiny book after one change."""
    root = copy_book(tmp_path / "marks")
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    edition, _ = edition_of(root)
    return pages.tree(edition, "en")[PATH]


def drawn(page: str, layout: str, key: str) -> str:
    """One drawing of a page."""
    found = re.search(rf'<svg class="drawing is-{layout}"[^>]*"{key}-{layout}-title">.*?</svg>', page, re.DOTALL)
    assert found, key
    return found[0]


def test_the_events_of_an_instance_say_what_when_and_whether_it_is_only_reported() -> None:
    edition, _ = tiny_edition()
    speaking = tongue(edition, "en")
    owl = speaking.casebook.get("case", "owl-v-fox")
    march, judged = PartialDate(2021, 3), PartialDate(2021, 12, 1)
    assert pictures.spans(speaking, owl.instances[0]) == [
        Span("event", march.first, march.last, False, "First instance: Docketed: March 2021"),
        Span(
            "judgment",
            judged.first,
            judged.last,
            True,
            "First instance: Judgment: 1 December 2021 △ reported, not verified",
        ),
    ]
    assert pictures.spans(speaking, owl.instances[1]) == []


def test_an_open_dispute_ends_in_an_arrow_and_a_closed_one_does_not(tmp_path: Path) -> None:
    page = drawn(changed(tmp_path, "docs/vocabulary.yml", "goes_on: true, ", ""), "wide", "disputes-xx")
    assert "goes-on" not in page
    assert drawn(tiny_tree("en")[PATH], "wide", "disputes-xx").count('class="goes-on"') == 1


def test_a_rule_older_than_the_disputes_stands_at_the_edge_and_a_younger_one_at_its_day(tmp_path: Path) -> None:
    assert 'class="dot is-rule"' not in drawn(tiny_tree("en")[PATH], "wide", "rules-xx")
    page = changed(tmp_path, "docs/laws/marks-act.yml", "in_force: 2001-05", "in_force: 2022-01-01")
    assert 'class="dot is-rule" x="605.5"' in drawn(page, "wide", "rules-xx")


def test_a_rule_without_a_date_is_not_drawn_but_named_and_counted(tmp_path: Path) -> None:
    page = changed(tmp_path, "docs/laws/marks-act.yml", "in_force: 2001-05\n", "")
    assert "rules-xx" not in page
    assert "no date on which they took effect: 1." in page
    assert '<td data-label="In force since">no date in the record</td>' in page


def test_a_sum_of_nothing_has_no_place_on_a_scale_of_powers_of_ten(tmp_path: Path) -> None:
    page = changed(
        tmp_path, "cases/fox-v-wolf.yml", "amount: {value: 100, currency: EUR}\n", "amount: {value: 0, currency: EUR}\n"
    )
    assert drawn(page, "wide", "sums-EUR").count("<circle") == 2


def test_a_claim_for_which_nothing_was_awarded_says_so_beside_its_mark(tmp_path: Path) -> None:
    old = "result: granted, amount: {value: 100, currency: EUR}, "
    page = drawn(changed(tmp_path, "cases/fox-v-wolf.yml", old, "result: granted, "), "wide", "sums-EUR")
    assert page.count('class="claimed"') == 1
    assert page.count('class="awarded"') == 1
    assert ">● Granted</text>" in page


def test_an_item_without_a_stage_stands_after_the_road_and_an_unknown_stage_is_a_problem(tmp_path: Path) -> None:
    page = drawn(tiny_tree("en")[PATH], "narrow", "road")
    assert re.findall(r'href="\.\./checklist/#([^"]+)"', page) == ["P1-01", "P1-02"]
    assert page.index(">Sale<") < page.index(">Belongs to no single stage<")
    root = copy_book(tmp_path / "marks")
    path = root / "docs/checklist/p1.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("stages: [sale]", "stages: [sail]"), encoding="utf-8")
    _, _, problems = read(root)
    assert [(str(problem.code), problem.location.line) for problem in problems] == [("unknown-word", 4)]


def test_names_of_records_are_data_in_a_drawing_too(tmp_path: Path) -> None:
    page = changed(tmp_path, "cases/fox-v-wolf.yml", "en: Fox v Wolf", """en: 'Fox " x="y & Wolf'""")
    assert ">Fox &#34; x=&#34;y &#38; Wolf</text>" in drawn(page, "wide", "disputes-xx")


def test_every_dispute_and_every_dated_rule_is_drawn_once_in_each_layout(real: dict[str, str]) -> None:
    dated = [law.id for law in book().all("law") if law.in_force]
    for page in real.values():
        for layout in ("wide", "narrow"):
            shown = "".join(svg for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL) if f'is-{layout}"' in svg)
            timeline = "".join(
                drawn(page, layout, key) for key in re.findall(rf'id="((?:disputes|rules)-\w+)-{layout}-title"', page)
            )
            assert sorted(re.findall(r'href="\.\./cases/([^/]+)/"', timeline)) == sorted(
                case.id for case in book().all("case")
            )
            assert sorted(re.findall(r'href="\.\./laws/([^/]+)/"', shown)) == sorted(dated)


def test_every_sum_is_drawn_and_no_claim_but_a_refused_or_open_one_is_without_an_award(real: dict[str, str]) -> None:
    sums = [(case, one) for case in book().all("case") for one in derived.sums(case)]
    assert len(sums) >= 16
    for page in real.values():
        shown = drawn(page, "wide", "sums-CNY")
        assert len(re.findall(r'class="claimed', shown)) == len(sums)
        assert len(re.findall(r'class="claimed is-lead', shown)) == sum(one.claimed.lead for _, one in sums)
        assert len(re.findall(r'class="awarded', shown)) == sum(len(one.awarded) for _, one in sums)


def test_sums_are_listed_by_currency_the_largest_first() -> None:
    found = pictures.by_currency(book())
    values = [one.claimed.value for _, one in found["CNY"]]
    assert values == sorted(values, reverse=True)
    assert values[0] == Decimal(5_000_000)


def test_the_road_counts_the_decisions_with_a_holding_at_the_stage_and_every_item_has_a_place(
    real: dict[str, str],
) -> None:
    road = pictures.stages(book())
    assert [stage.entry.id for stage in road] == list(book().vocabulary["stages"])
    cases: list[Case] = book().all("case")
    for stage in road:
        assert {c.id for c in stage.cases} == {
            c.id for c in cases if any(stage.entry.id in holding.stages for holding in c.holdings)
        }
    for page in real.values():
        for layout in ("wide", "narrow"):
            named = re.findall(r'href="\.\./checklist/#([^"]+)"', drawn(page, layout, "road"))
            assert set(named) == {item.id for item in book().all("item")}


def test_a_drawing_has_a_title_a_description_and_no_style_of_its_own(real: dict[str, str]) -> None:
    for page in real.values():
        for svg in re.findall(r'<svg class="drawing.*?</svg>', page, re.DOTALL):
            labels = re.search(r'<g role="img" aria-labelledby="(\S+) (\S+)">', svg)
            assert labels
            assert f'<title id="{labels[1]}">' in svg
            assert f'<desc id="{labels[2]}">' in svg
            assert not re.search(r"\b(style|fill|stroke|font-size)=", svg)
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("target", "start", "anchor", "expected"),
    [
        ("cases/x.md", "pictures.md", "", "../cases/x/"),
        ("checklist/index.md", "pictures.md", "P1", "../checklist/#P1"),
        ("index.md", "pictures.md", "", "../"),
        ("pictures.md", "index.md", "", "pictures/"),
    ],
)
def test_a_link_in_html_goes_to_where_the_site_engine_puts_the_page(
    target: str, start: str, anchor: str, expected: str
) -> None:
    assert link(PurePosixPath(target), PurePosixPath(start), anchor) == expected
