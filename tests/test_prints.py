"""PDFs, judged by others: standards by page-validation, text by pdftotext, fonts by pdffonts, bytes by two builds."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest

from generator import derived, packs, press, printing
from generator.edition import Edition
from tests.conftest import MARKS, ROOT, edition_of, needed, real_edition, tiny_edition

STANDARDS = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every standard pack of the real book, from the folder of the last build where that is up to date."""
    edition, where = real_edition()
    folder = ROOT / "build" / "packs"
    prints, _ = press.standard(edition, where.site_url, folder)
    return {name: folder / name for name in prints}


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every standard pack of the tiny book."""
    edition, where = tiny_edition()
    folder = tmp_path_factory.mktemp("packs")
    prints, _ = press.standard(edition, where.site_url, folder)
    return {name: folder / name for name in prints}


def tool(*arguments: str) -> str:
    needed(arguments[0], shutil.which(arguments[0]) is not None)
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def text_of(path: Path) -> str:
    """The text between running head and foot in the order of the file, without spaces: the typesetter's and the lines' own."""
    body = ("-r", "72", "-x", "0", "-y", "58", "-W", "595", "-H", "734")
    return re.sub(r"\s+", "", tool("pdftotext", "-raw", *body, str(path), "-"))


def judged(path: Path) -> list[str]:
    found = []
    for profile, name in STANDARDS.items():
        report = page.validate_pdf(path, profile=profile)
        found += [f"{path.name}: {name}: {failure.rule_id}: {failure.message}" for failure in report.failures]
    return found


@pytest.mark.site
def test_every_pack_of_the_book_keeps_both_standards(printed: dict[str, Path]) -> None:
    assert len(printed) == 3 * len(packs.standard(real_edition()[0].casebook))
    with ThreadPoolExecutor() as pool:
        assert [fault for faults in pool.map(judged, printed.values()) for fault in faults] == []


def test_every_pack_of_the_tiny_book_keeps_both_standards(small: dict[str, Path]) -> None:
    assert len(small) == 3 * len(packs.standard(tiny_edition()[0].casebook))
    assert [fault for path in small.values() for fault in judged(path)] == []


def test_the_judge_finds_what_is_wrong(small: dict[str, Path], tmp_path: Path) -> None:
    with pikepdf.open(small["book.both.pdf"]) as file:
        del file.Root.Lang
        del file.Root.MarkInfo
        file.save(tmp_path / "worse.pdf")
    rules = {fault.split(": ")[2] for fault in judged(tmp_path / "worse.pdf")}
    assert {"PDFUA1-TAGGED-DOCUMENT-001", "PDFA2A-MARKED-DOCUMENT-001"} & rules, rules


@pytest.mark.site
def test_every_decision_alone_is_two_pages_a_language(printed: dict[str, Path]) -> None:
    for case in real_edition()[0].casebook.all("case"):
        for form, most in (("en", 2), ("zh", 2), ("both", 4)):
            with pikepdf.open(printed[f"{case.id}.{form}.pdf"]) as file:
                assert len(file.pages) <= most, f"{case.id} {form}"


@pytest.mark.site
def test_the_text_comes_out_in_reading_order_in_both_languages(printed: dict[str, Path]) -> None:
    book = real_edition()[0].casebook
    case = book.get("case", "hz-ultraman-lora")
    for form, codes in (("en", ["en"]), ("zh", ["zh"]), ("both", ["en", "zh"])):
        text = text_of(printed[f"hz-ultraman-lora.{form}.pdf"])
        expected = [step.text[code] for step in case.facts for code in codes]
        holdings = [holding for _, group in derived.holdings_by_stage(book, case) for holding in group]
        expected += [holding.text[code] for holding in holdings for code in codes]
        places = [text.find(re.sub(r"\s+", "", re.split(r"[\[*]", one)[0])) for one in expected]
        assert -1 not in places, f"{form}: {expected[places.index(-1)]}"
        assert places == sorted(places), form


@pytest.mark.site
def test_a_docket_number_comes_out_whole(printed: dict[str, Path]) -> None:
    for form in ("en", "zh", "both"):
        raw = tool("pdftotext", "-raw", str(printed[f"hz-ultraman-lora.{form}.pdf"]), "-")
        assert raw.count("(2024)浙01民终10332号") == (2 if form == "both" else 1)


@pytest.mark.site
def test_every_font_is_embedded_and_is_ours(printed: dict[str, Path]) -> None:
    ours = {path.stem for path in (ROOT / "templates/fonts").glob("*.ttf")}
    for path in printed.values():
        rows = tool("pdffonts", str(path)).splitlines()[2:]
        assert rows, path
        for row in rows:
            assert row[7:].split()[0] in ours, f"{path.name}: {row}"
            assert row.split()[-5] == "yes", f"{path.name}: {row}"


@pytest.mark.site
def test_contents_one_page_and_checklist_of_every_pack_follow_page_by_page(printed: dict[str, Path]) -> None:
    casebook = real_edition()[0].casebook
    names = [
        packs.file_name(pack, form)
        for pack in packs.standard(casebook)
        for form in packs.forms(casebook)
        if pack.kind != "case"
    ]
    assert names
    for name in names:
        with pikepdf.open(printed[name]) as file, file.open_outline() as outline:
            pages = {tuple(page.objgen): number for number, page in enumerate(file.pages, 1)}
            places: list[Any] = [one.destination for one in outline.root[:3]]
            starts = [pages[place[0].objgen] for place in places]
        assert starts == [2, 3, 4], name


def test_a_pack_has_title_language_bookmarks_and_headers(small: dict[str, Path]) -> None:
    with pikepdf.open(small["role-shop.both.pdf"]) as file, file.open_outline() as outline:
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == "Shop / Laden · Marks before the Courts / Marken vor Gericht"
        assert str(file.Root.Lang) == "en-GB"
        assert [item.title for item in outline.root[:3]] == [
            "Contents Inhalt",
            "The pack on one page Die Mappe auf einer Seite",
            "The checklist, to fill in Die Checkliste zum Ausfüllen",
        ]
        languages = {str(one.Lang) for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/Lang" in one}
        assert {"de-DE"} <= languages
        tags = {
            str(one.S)
            for one in file.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
        }
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= tags


def test_the_same_text_gives_the_same_bytes_in_any_folder(small: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(MARKS, tmp_path / "elsewhere")
    edition, where = tiny_edition()
    elsewhere, _ = edition_of(tmp_path / "elsewhere")
    again = Edition(
        elsewhere.casebook, elsewhere.usage, elsewhere.words, edition.history, edition.edit_url, edition.templates
    )
    prints, _ = press.standard(again, where.site_url, tmp_path / "packs")
    assert {name: (tmp_path / "packs" / name).read_bytes() for name in prints} == {
        name: path.read_bytes() for name, path in small.items()
    }


def test_a_stream_that_the_judge_would_misread_is_written_otherwise(small: dict[str, Path], tmp_path: Path) -> None:
    """A carriage return at a stream's end is data; the judge takes it for a part of the line end that follows it."""
    faulty, mended = tmp_path / "faulty.pdf", tmp_path / "mended.pdf"
    with pikepdf.open(small["fox-v-wolf.en.pdf"]) as file:
        drawing = file.pages[0].Contents.read_bytes()
        begun = zlib.adler32(drawing)  # the sum at the end of packed data (RFC 1950)
        comments = (bytes([37, *letters, 10]) for letters in product(range(40, 127), repeat=3))
        endings = (comment for comment in comments if zlib.adler32(comment, begun) & 0xFF == ord("\r"))
        for comment in islice(endings, 20):
            file.pages[0].Contents.write(zlib.compress(drawing + comment), filter=pikepdf.Name.FlateDecode)
            faulty.write_bytes(printing._saved(file))
            if judged(faulty):
                break
    assert [fault.split(": ")[2] for fault in judged(faulty)] == ["PDFA2A-STREAM-LENGTH-001"]
    mended.write_bytes(printing._packed(faulty.read_bytes()))
    assert judged(mended) == []
