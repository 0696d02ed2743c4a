"""Packs: which there are, what goes into each, what is said when one cannot be printed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from generator import briefing, cli, packs, press, printing
from generator.history import Change, History
from tests.conftest import MARKS, Expect, edition_of, real_edition

EXPECTED = Path(__file__).parent / "packs"

MARKS_EDITION, MARKS_WHERE = edition_of(MARKS)
BOOK = MARKS_EDITION.casebook


def run(*arguments: str, root: Path = MARKS) -> Result:
    return CliRunner().invoke(cli.main, ["--root", str(root), "pack", *arguments])


def test_the_standard_packs_are_each_decision_role_principle_topic_and_the_whole_book() -> None:
    assert [pack.id for pack in packs.standard(BOOK)] == [
        *("owl-v-fox", "fox-v-wolf"),
        *(f"role-{role}" for role in BOOK.vocabulary["roles"]),
        *(f"principle-{id_}" for id_ in BOOK.records["principle"]),
        *(f"topic-{id_}" for id_ in BOOK.records["topic"]),
        "book",
    ]


def test_a_book_of_one_language_has_no_form_side_by_side() -> None:
    alone = BOOK.book.model_copy(update={"languages": BOOK.book.languages[:1]})
    assert packs.forms(BOOK) == ["en", "de", "both"]
    assert packs.forms(type(BOOK)(BOOK.root, alone, {}, {}, {})) == ["en"]


@pytest.mark.parametrize("kind", packs.KINDS)
def test_every_standard_pack_of_the_real_book_holds_something(kind: str) -> None:
    book = real_edition()[0].casebook
    found = [pack for pack in packs.standard(book) if pack.kind == kind]
    assert found
    for pack in found:
        assert pack.cases, pack.id
        assert pack.items or kind == "case", pack.id
        first = packs.first_items(book, pack)
        assert len(first) == len(set(first_ids := [item.id for item in first])) <= packs.FIRST
        assert set(first_ids) <= set(pack.items)


def test_what_to_do_first_for_a_role_are_its_core_items_of_each_principle() -> None:
    book = real_edition()[0].casebook
    first = packs.first_items(book, packs.role(book, "model-host"))
    assert [item.principle for item in first] == ["P1", "P1", "P2", "P2", "P3", "P3"]
    weights = {r.weight for item in first for r in item.roles if r.role == "model-host"}
    assert weights == {"core"}


REFUSED = {
    (): "nothing is selected; name decisions, or --role, --principle, --topic, --book or --all",
    ("fox-v-wulf",): "there is no case “fox-v-wulf”; did you mean “fox-v-wolf”?",
    ("fox-v-wolf", "xyz"): "there is no case “xyz”; one of fox-v-wolf, owl-v-fox",
    ("--role", "b"): "there is no role “b”; one of shop",
    ("--role", "shops"): "there is no role “shops”; did you mean “shop”?",
    ("--principle", "P9"): "there is no principle “P9”; one of P1",
    ("--topic", "none"): "there is no topic “none”; one of confusion-of-marks",
    ("fox-v-wolf", "--lang", "fr"): "there is no language “fr”; one of en, de, both",
    ("--role", "shop", "--book"): "these are different packs, so name only one: --role, --book",
    ("--all", "--lang", "en"): "--all prints every language into build/packs/; leave --lang and --output out",
    (
        "fox-v-wolf",
        "-o",
        "/nowhere/x.pdf",
    ): "there is no folder “/nowhere”; make it first, or choose another place with --output",
    ("fox-v-wolf", "-o", "/"): "“/” is a folder; name a file in it, such as /pack.pdf",
}


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_what_cannot_be_printed_is_one_line_and_exit_2(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.output == f"Error: {REFUSED[arguments]}\n"
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_faulty_book_is_reported_and_nothing_is_printed(
    marks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    case = marks / "cases/fox-v-wolf.yml"
    case.write_text(case.read_text(encoding="utf-8").replace("en: Fox won", "en: 𓀀 won"), encoding="utf-8")
    result = run("owl-v-fox", root=marks)
    assert (
        "cases/fox-v-wolf.yml:15:7: error[glyph-missing]: the fonts of the packs cannot show “𓀀” (U+13000)"
        in result.output
    )
    assert result.exit_code == 1
    assert not list(tmp_path.glob("*.pdf"))


def test_a_print_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "pack.pdf"
    target.write_text("the old one")

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = run("fox-v-wolf", "-o", str(target))
    said = f"Error: “{target}” cannot be written: the disk is full; choose another place with --output"
    assert result.output.splitlines()[-1] == said
    assert result.exit_code == 2
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"pack.pdf": "the old one"}


def test_a_print_is_told_with_its_pages_and_a_placeholder_address_is_named(tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    result = run("fox-v-wolf", "--lang", "both", "-o", str(target))
    note = "https://marks.example/book/ is a placeholder: the pack’s codes lead nowhere until site_url is set in mkdocs.yml"
    assert result.output == f"note      {note}\n{target}: 2 pages, {target.stat().st_size / 1000:.0f} KB\n"
    assert result.exit_code == 0
    assert target.read_bytes().startswith(b"%PDF-1.7")


def test_a_typesetter_that_refuses_is_told_in_its_own_words() -> None:
    values = briefing.Paper(MARKS_EDITION, MARKS_WHERE.site_url, "en").values(packs.whole(BOOK))
    broken = json.loads(json.dumps(values).replace("Fox v Wolf", "Fox v 𓀀"))
    with pytest.raises(printing.PrintError, match=r"the text .* could not be displayed"):
        printing.pdf(broken, MARKS_EDITION.templates)


def test_only_what_changed_is_printed_anew_and_what_is_gone_is_removed(marks: Path, tmp_path: Path) -> None:
    def printed() -> int:
        edition, where = edition_of(marks)
        return press.standard(edition, where.site_url, folder)[1]

    folder = tmp_path / "packs"
    count = len(packs.standard(BOOK)) * 3
    assert printed() == count == len(list(folder.glob("*.pdf")))
    assert printed() == 0
    before, german = ((folder / f"fox-v-wolf.{code}.pdf").read_bytes() for code in ("en", "de"))
    case = marks / "cases/fox-v-wolf.yml"
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("en: Little.", "en: Very little."), encoding="utf-8")
    holding = [pack for pack in packs.standard(BOOK) if "fox-v-wolf" in pack.cases]
    assert 0 < len(holding) < len(packs.standard(BOOK))
    assert printed() == len(holding) * 3, "the German text is marked now: it may lag behind"
    assert CliRunner().invoke(cli.main, ["--root", str(marks), "confirm", "fox-v-wolf"]).exit_code == 0
    assert printed() == len(holding) * 2, "the mark is gone, and the English print never had it"
    assert (folder / "fox-v-wolf.de.pdf").read_bytes() == german
    assert (folder / "fox-v-wolf.en.pdf").read_bytes() != before
    case.write_text(text, encoding="utf-8")
    (folder / "book.de.pdf").write_bytes(b"damaged")
    (folder / "gone.en.pdf").write_bytes(b"old")
    (folder / press.RECORD).write_text("not JSON")
    assert printed() == count
    assert (folder / "fox-v-wolf.en.pdf").read_bytes() == before
    assert not (folder / "gone.en.pdf").exists()


@pytest.mark.parametrize(
    "pack", [packs.decision(BOOK.get("case", "fox-v-wolf")), packs.role(BOOK, "shop")], ids=lambda p: p.id
)
def test_what_a_pack_holds_is_written_as_expected(pack: packs.Pack, expect: Expect) -> None:
    values = briefing.Paper(MARKS_EDITION, "https://marks.example/", "both").values(pack)
    shown = {
        key: value for key, value in values.items() if key not in ("words", "qr", "stamp", "edition", "date", "time")
    }
    for one in shown["decisions"]:
        assert all(code.startswith("<svg") for code in one["qr"].values())
    plain = [{key: value for key, value in one.items() if key != "qr"} for one in shown["decisions"]]
    expect(
        EXPECTED / f"{pack.id}.both.json",
        json.dumps({**shown, "decisions": plain}, ensure_ascii=False, indent=1) + "\n",
    )


def test_a_comparison_gives_a_court_its_own_date_and_names_the_court_that_has_the_dispute_now() -> None:
    edition, where = real_edition()
    courts = briefing.Paper(edition, where.site_url, "en").decision("sh-medusa-lora")["comparison"][0]
    assert [line["en"] for line in courts] == [
        "Shanghai Jinshan District People’s Court",
        "3 November 2025",
        "Second instance: Shanghai Intellectual Property Court",
    ]


@pytest.mark.parametrize(
    ("changed", "uncommitted", "stamp", "mark"),
    [
        ({}, [], "not yet committed", ""),
        ({"docs/courts.yml": 1}, [], "2 January 1970, commit aaaaaaaaaa", "1970-01-02 · aaaaaaaaaa"),
        (
            {"docs/courts.yml": 1, "cases/owl-v-fox.yml": 9},
            [],
            "2 January 1970, commit aaaaaaaaaa",
            "1970-01-02 · aaaaaaaaaa",
        ),
        (
            {"docs/courts.yml": 1},
            ["cases/fox-v-wolf.yml"],
            "2 January 1970, commit aaaaaaaaaa, and changes not yet committed",
            "1970-01-02 · aaaaaaaaaa +",
        ),
        (
            {"docs/courts.yml": 1},
            ["cases/owl-v-fox.yml"],
            "2 January 1970, commit aaaaaaaaaa",
            "1970-01-02 · aaaaaaaaaa",
        ),
    ],
)
def test_a_pack_carries_the_last_change_of_its_own_text(
    changed: dict[str, int], uncommitted: list[str], stamp: str, mark: str
) -> None:
    past = History(
        None,
        {PurePosixPath(path): Change("a" * 40, day * 86400) for path, day in changed.items()},
        frozenset(map(PurePosixPath, uncommitted)),
    )
    paper = briefing.Paper(replace(MARKS_EDITION, history=past), MARKS_WHERE.site_url, "en")
    values = paper.values(packs.decision(BOOK.get("case", "fox-v-wolf")))
    assert (values["stamp"]["en"], values["edition"]) == (stamp, mark)
