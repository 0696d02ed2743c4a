"""What is cited and how: decisions with and without date and docket, in each style, of the tiny book and of the real one."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from generator import citation, derived, styles
from generator.citation import Citation
from generator.edition import Edition, tongue
from generator.history import Change, History
from generator.values import PartialDate
from tests.conftest import MARKS, edition_of, read, real_edition

CHANGED = Change("a" * 40, int(datetime.datetime(2022, 3, 4, 5, tzinfo=datetime.UTC).timestamp()))
HISTORY = History(CHANGED, {PurePosixPath("cases/fox-v-wolf.yml"): CHANGED})
"""One of the two decisions was changed on a known day; when the other was, nobody knows."""


def tiny(root: Path = MARKS) -> Edition:
    edition, _ = edition_of(root)
    return replace(edition, history=HISTORY)


def cited(edition: Edition, id_: str, code: str = "en") -> Citation:
    return citation.of(edition, tongue(edition, code), edition.casebook.get("case", id_))


def written(edition: Edition, id_: str, code: str = "en") -> list[tuple[str, ...]]:
    """The citations of a decision: each thing cited with its three forms."""
    groups = styles.groups(cited(edition, id_, code), tongue(edition, code).voice)
    return [(group.label, *(form.text for form in group.forms)) for group in groups]


def test_a_decision_and_the_page_about_it_are_cited_in_three_styles() -> None:
    assert written(tiny(), "fox-v-wolf") == [
        (
            "First instance: Exampletown Court",
            "Fox v Wolf, Exampletown Court, EX 7 M 2021, 30 November 2021",
            "Fox v Wolf EX 7 M 2021 (Exampletown Court, 30 November 2021)",
            "Exampletown Court. Fox v Wolf: EX 7 M 2021[Z]. 2021-11-30.",
        ),
        (
            "This page",
            "Fox v Wolf, in Marks before the Courts, last changed 4 March 2022, "
            "https://marks.example/book/en/cases/fox-v-wolf/, accessed [date of access]",
            "Marks before the Courts, ‘Fox v Wolf’ (4 March 2022) <https://marks.example/book/en/cases/fox-v-wolf/> "
            "accessed [date of access]",
            "Marks before the Courts. Fox v Wolf[EB/OL]. (2022-03-04)[date of access]. "
            "https://marks.example/book/en/cases/fox-v-wolf/.",
        ),
    ]


def test_each_language_cites_with_its_own_words() -> None:
    assert written(tiny(), "fox-v-wolf", "de")[0] == (
        "Erste Instanz: Gericht Beispielstadt",
        "Fuchs gegen Wolf, Gericht Beispielstadt, EX 7 M 2021, 30. November 2021",
        "Fuchs gegen Wolf EX 7 M 2021 (Gericht Beispielstadt, 30. November 2021)",
        "Gericht Beispielstadt. Fuchs gegen Wolf: EX 7 M 2021[Z]. 2021-11-30.",
    )
    edition, _ = real_edition()
    assert written(edition, "hz-ultraman-lora", "zh")[1] == (
        "二审：杭州市中级人民法院",
        "杭州“奥特曼”LoRA平台案，杭州市中级人民法院，(2024)浙01民终10332号，2024年12月30日",
        "杭州“奥特曼”LoRA平台案 (2024)浙01民终10332号 (杭州市中级人民法院, 2024年12月30日)",
        "杭州市中级人民法院. 杭州“奥特曼”LoRA平台案: (2024)浙01民终10332号[Z]. 2024-12-30.",
    )


def test_what_is_only_reported_is_left_out_and_said_beside_it() -> None:
    """Docket number and date of the owl's judgment rest on one weak source, and so does its whole appeal."""
    edition = tiny()
    (decision,) = cited(edition, "owl-v-fox").decisions
    assert (decision.docket, decision.date, decision.pending) == (None, None, False)
    assert decision.reported == (
        "Reported, not verified, and so not in the citation: EX 9 M 2021, Judgment: 1 December 2021."
    )
    assert written(edition, "owl-v-fox") == [
        (
            "First instance: Exampletown Court",
            "Owl & Fox “Jars”, Exampletown Court, n.d.",
            "Owl & Fox “Jars” (Exampletown Court, nd)",
            "Exampletown Court. Owl & Fox “Jars”[Z]. [n.d.].",
        ),
        (
            "This page",
            "Owl & Fox “Jars”, in Marks before the Courts, n.d., https://marks.example/book/en/cases/owl-v-fox/, "
            "accessed [date of access]",
            "Marks before the Courts, ‘Owl & Fox “Jars”’ <https://marks.example/book/en/cases/owl-v-fox/> "
            "accessed [date of access]",
            "Marks before the Courts. Owl & Fox “Jars”[EB/OL]. [date of access]. "
            "https://marks.example/book/en/cases/owl-v-fox/.",
        ),
    ]


@pytest.mark.parametrize(
    ("id_", "index", "oscola"),
    [
        ("uk-getty-v-stability", 0, "Getty Images v Stability AI [2025] EWHC 2863 (Ch)"),
        ("us-cox-v-sony", 1, "Cox v Sony No 24-171 (Supreme Court of the United States, 25 March 2026)"),
        (
            "cz-prague-taubel",
            0,
            "S Š v Taubel Legal 10 C 13/2023-16 (Municipal Court in Prague (Městský soud v Praze), 11 October 2023)",
        ),
        (
            "eu-like-company-v-google",
            0,
            "Like Company v Google Ireland C-250/25 (Court of Justice of the European Union, pending)",
        ),
        ("bj-trik", 0, "Beijing illustrators’ training cases (Beijing Internet Court, pending)"),
        (
            "cs-half-heart",
            0,
            "Half Heart AI picture case (Changshu) (2024)苏0581民初6697号 (Changshu People’s Court, November 2024)",
        ),
    ],
)
def test_foreign_cases_in_oscola_have_no_stops_and_neutral_citations_no_brackets(
    id_: str, index: int, oscola: str
) -> None:
    edition, _ = real_edition()
    assert written(edition, id_)[index][2] == oscola


def test_two_judgments_of_one_court_are_two_decisions() -> None:
    edition, _ = real_edition()
    decisions = cited(edition, "us-kadrey-v-meta").decisions
    assert [one.key for one in decisions] == ["us-kadrey-v-meta:first:1", "us-kadrey-v-meta:first:2"]
    assert [str(one.date) for one in decisions] == ["2025-06-25", "2025-06-27"]


def test_no_decision_of_the_book_is_cited_with_more_than_its_record_holds() -> None:
    """Every date is a judgment's that is more than a lead, every docket number one that is; leads appear nowhere."""
    edition, _ = real_edition()
    book = edition.casebook
    for case in book.all("case"):
        sound = [i for i in case.instances if not i.lead]
        dates = {d.date for i in sound for d in i.dates if not d.lead and book.word("events", d.event).decides}
        dockets = {i.docket for i in sound if i.docket and not i.docket_lead}
        weak = {i.docket for i in case.instances if i.docket} - dockets
        for code in book.languages:
            one = cited(edition, case.id, code)
            assert {d.date for d in one.decisions} - {None} == dates, case.id
            assert {d.docket for d in one.decisions} - {None} == dockets, case.id
            assert [f for group in written(edition, case.id, code) for f in group[1:] for w in weak if w in f] == []
            assert len(one.decisions) >= len(sound or derived.instances(book, case))


def test_a_page_s_last_change_is_never_taken_from_the_clock() -> None:
    edition = replace(tiny(), history=History(None, {}))
    assert cited(edition, "fox-v-wolf").page.changed is None
    assert cited(tiny(), "fox-v-wolf").page.changed == datetime.date(2022, 3, 4)


def test_a_line_holds_no_line_break_and_no_control_character() -> None:
    assert citation.line("a\r\nb\u2028c\x00d\x85e \x1b[1m") == "a b cd e [1m"


def test_names_are_marked_and_escaped_on_the_page() -> None:
    form = styles.groups(cited(tiny(), "owl-v-fox"), tongue(tiny(), "en").voice)[0].forms[1]
    assert form.html == "<i>Owl &#38; Fox “Jars”</i> (Exampletown Court, nd)"


def test_all_is_no_name_for_a_decision(marks: Path) -> None:
    """The file over all decisions would take its place."""

    text = (marks / "cases/fox-v-wolf.yml").read_text(encoding="utf-8")

    (marks / "cases/all.yml").write_text(text.replace("id: fox-v-wolf", "id: all"), encoding="utf-8")
    _, _, problems = read(marks)
    assert "reserved-id" in {problem.code for problem in problems}


def test_dates_of_stated_precision_stay_as_they_are() -> None:
    edition, _ = real_edition()
    (_, appeal) = cited(edition, "hz-mofa-sihai").decisions
    assert appeal.date == PartialDate(2023)
    assert written(edition, "hz-mofa-sihai")[1][3].endswith("[Z]. 2023.")
