"""The citation files, read by others' parsers: every file of the real book, exact files of the tiny one, and hostile names."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from generator import bibliography, citation, exports
from generator.citation import Decision, Told
from generator.edition import tongue
from generator.values import PartialDate
from tests.conftest import Expect, edition_of, real_edition
from tests.test_citation import tiny

EXPECTED = Path(__file__).parent / "cite"
STYLE = EXPECTED / "plain.csl"
LANGUAGES = ("en", "zh")
NASTY = 'A {brace} \\input{x} #1 $5 50% a_b ~^ & "q" @misc{k,\r\nER  - \nTY  - BOOK\u2028</script>, x = {'


@cache
def real() -> dict[PurePosixPath, bytes]:
    return bibliography.files(real_edition()[0])


def texts(ending: str) -> dict[str, str]:
    return {path.name: data.decode("utf-8") for path, data in real().items() if path.name.endswith(ending)}


def keys(id_: str, language: str) -> list[str]:
    """The keys that a file must hold: each decision of the record, then its page."""
    edition, _ = real_edition()
    cases = edition.casebook.all("case") if id_ == "all" else [edition.casebook.get("case", id_)]
    found = [citation.of(edition, tongue(edition, language), case) for case in cases]
    return sorted(key for one in found for key in [*(d.key for d in one.decisions), one.page.key])


def file_of(name: str) -> tuple[str, str]:
    id_, language, _ = name.rsplit(".", 2)
    return id_, language


def bibtex(text: str) -> list[dict[str, str]]:
    library = parse_string(text)
    assert not library.failed_blocks
    assert [type(block).__name__ for block in library.blocks if block not in library.entries] == []
    return [
        {"key": entry.key, "type": entry.entry_type, **{field.key: str(field.value) for field in entry.fields}}
        for entry in library.entries
    ]


def ris(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rispy.loads(text)
    return found


def test_every_decision_has_three_files_in_each_language_and_one_of_each_over_all() -> None:
    edition, where = real_edition()
    ids = [*(case.id for case in edition.casebook.all("case")), "all"]
    expected = {f"cite/{id_}.{code}.{end}" for id_ in ids for code in LANGUAGES for end in ("bib", "ris", "json")}
    assert {str(path) for path in real()} == expected
    assert real().items() <= exports.files(edition, where).items()


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_every_file_holds_each_decision_and_page_once_and_no_field_is_empty(ending: str) -> None:
    read: dict[str, Callable[[str], list[dict[str, Any]]]] = {"bib": bibtex, "ris": ris, "json": json.loads}
    name_of = {"bib": "key", "ris": "id", "json": "id"}[ending]
    pages = {"bib": "url", "ris": "urls", "json": "URL"}[ending]
    for name, text in texts(ending).items():
        items = read[ending](text)
        assert sorted(item[name_of] for item in items) == keys(*file_of(name)), name
        assert [item for item in items for value in item.values() if value in (None, "", [], {})] == [], name
        count = len(real_edition()[0].casebook.all("case")) if name.startswith("all.") else 1
        assert sum(1 for item in items if pages in item) == count, name


def test_bibtex_says_of_every_decision_and_page_what_the_record_says() -> None:
    edition, _ = real_edition()
    for code in LANGUAGES:
        entries = {entry["key"]: entry for entry in bibtex(texts("bib")[f"all.{code}.bib"])}
        for case in edition.casebook.all("case"):
            cited = citation.of(edition, tongue(edition, code), case)
            for one in cited.decisions:
                entry = entries[one.key]
                assert plain(entry["author"]) == one.court
                assert plain(entry["title"]) == one.name
                assert plain(entry.get("howpublished", "")) == (one.docket or "")
                assert entry["year"].isdigit() == bool(one.date)
                assert plain(entry["note"]) == one.note
            page = entries[case.id]
            assert plain(page["author"]) == edition.casebook.book.title[code]
            assert page["url"] == cited.page.url
            assert page["year"] == str(cited.page.changed.year if cited.page.changed else "n.d.")


def test_ris_says_of_every_decision_and_page_what_the_record_says() -> None:
    edition, _ = real_edition()
    for code in LANGUAGES:
        records = {record["id"]: record for record in ris(texts("ris")[f"all.{code}.ris"])}
        for case in edition.casebook.all("case"):
            cited = citation.of(edition, tongue(edition, code), case)
            for one in cited.decisions:
                record = records[one.key]
                assert record["type_of_reference"] == "CASE"
                assert (record["title"], record["publisher"]) == (one.name, one.court)
                assert record.get("unknown_tag", {}).get("SV", []) == ([one.docket] if one.docket else [])
                assert record.get("year") == (str(one.date.year) if one.date else None)
                assert record["notes"] == [one.note]
            page = records[case.id]
            assert page["type_of_reference"] == "ELEC"
            assert page["urls"] == [cited.page.url]
            assert page["authors"] == [f"{edition.casebook.book.title[code]},"]


def test_ris_lines_end_as_the_format_asks() -> None:
    for text in texts("ris").values():
        assert "\n" not in text.replace("\r\n", "")
        assert [line for line in text.split("\r\n") if line and not re.match(r"[A-Z][A-Z0-9]  - ", line)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_csl_processor_renders_every_item(code: str) -> None:
    """citeproc-py, with a small style of our own, since it ships none for this; it warns of fields that it does not know."""
    items = json.loads(texts("json")[f"all.{code}.json"])
    rendered = render(items)
    assert len(rendered) == len(items)
    by_id = dict(zip([item["id"] for item in items], rendered, strict=True))
    for item in items:
        shown = by_id[item["id"]]
        wanted = [
            item["title"],
            item.get("authority"),
            item.get("number"),
            item.get("URL"),
            item.get("container-title"),
        ]
        wanted += ["-".join(map(str, item["issued"]["date-parts"][0]))] if "issued" in item else ["n.d."]
        assert [part for part in wanted if part and part not in shown] == [], shown


def render(items: list[dict[str, Any]]) -> list[str]:
    source = CiteProcJSON(items)
    bibliography_ = CitationStylesBibliography(CitationStylesStyle(str(STYLE), validate=False), source, formatter.plain)
    for item in items:
        bibliography_.register(Citation([CitationItem(item["id"])]))
    return [str(entry) for entry in bibliography_.bibliography()]


@pytest.mark.parametrize("name", ["all.en", "all.de", "owl-v-fox.en"])
@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_a_file_of_the_tiny_book_is_written_as_expected(name: str, ending: str, expect: Expect) -> None:
    made = bibliography.files(tiny())[PurePosixPath("cite", f"{name}.{ending}")].decode("utf-8")
    expect(EXPECTED / f"{name}.{ending}", made.replace("\r\n", "\n"))


def hostile() -> citation.Citation:
    """A citation whose every text tries to end its field, its record or its file."""
    edition, _ = edition_of(Path(__file__).parent / "books/marks")
    case = edition.casebook.get("case", "fox-v-wolf")
    cited = citation.of(edition, tongue(edition, "en"), case)
    nasty = citation.line(NASTY)
    decision = Decision(
        "k:1", nasty, nasty, nasty, nasty, nasty, False, PartialDate(2024, 2), False, nasty, nasty, "en"
    )
    page = Told("k", nasty, nasty, "https://x.example/{}%7B/", None, "en", "https://licence.example/")
    return replace(cited, decisions=(decision,), page=page)


def test_no_text_ends_its_field_its_record_or_its_file() -> None:
    voice = tongue(tiny(), "en").voice
    nasty = citation.line(NASTY)
    decision, page = bibtex(bibliography.bibtex([hostile()], voice))
    assert (decision["key"], page["key"]) == ("k:1", "k")
    assert {plain(decision[name]) for name in ("author", "title", "howpublished", "note")} == {nasty}
    assert (decision["year"], decision["month"]) == ("2024", "feb")
    assert page["url"] == "https://x.example/%7B%7D%7B/"
    first, second = ris(bibliography.ris([hostile()]))
    assert (first["title"], first["publisher"], first["notes"]) == (nasty, nasty, [nasty])
    assert (first["date"], second["title"]) == ("2024/02//", nasty)
    items = json.loads(bibliography.csl([hostile()], voice))
    assert [item["title"] for item in items] == [nasty, nasty]


def test_braces_stay_in_pairs_whatever_a_name_holds() -> None:
    text = bibliography.bibtex([hostile()], tongue(tiny(), "en").voice)
    assert text.count("{") == text.count("}")
    assert re.findall(r"\\[{}]", text) == []


def test_no_control_character_reaches_a_file() -> None:
    for path, data in real().items():
        found = {c for c in data.decode("utf-8") if unicodedata.category(c) == "Cc"}
        assert found <= {"\n", "\r"}, path


def plain(value: str) -> str:
    """TeX's words back as a reader sees them: the few commands that are written, and the pairs of braces."""
    commands = {value: key for key, value in bibliography.TEX.items()}
    inner = value[1:-1] if value.startswith("{") and value.endswith("}") else value
    return re.sub(
        "|".join(re.escape(c) for c in sorted(commands, key=len, reverse=True)), lambda m: commands[m[0]], inner
    )
