"""Tables as CSV and as workbooks, read with csv and openpyxl: the same rows in both, and nothing a spreadsheet runs."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from pathlib import Path, PurePosixPath

import openpyxl
import pytest

from generator import spreadsheets, tables
from generator.edition import tongue
from tests.conftest import edition_of, real_edition, tiny_edition
from tests.hostile import SHOWN, hostile_edition

Rows = list[list[str]]
FINDINGS = re.compile(r"^factor_findings:\n(?: .*\n)+", re.MULTILINE)


@pytest.fixture(scope="module")
def real() -> dict[PurePosixPath, bytes]:
    edition, where = real_edition()
    return dict(spreadsheets.files(edition, where.site_url))


def csv_rows(data: bytes) -> Rows:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def xlsx_rows(data: bytes) -> Rows:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_table_has_a_row_for_each_record(real: dict[PurePosixPath, bytes], language: str) -> None:
    book = real_edition()[0].casebook
    counts = {name: len(book.all(kind)) for name, kind in tables.KINDS.items()}
    counts["findings"] = sum(len(case.factor_findings) for case in book.all("case"))
    found = {name: len(csv_rows(real[spreadsheets.file(name, language, "csv")])) - 1 for name in counts}
    assert found == counts


def test_both_forms_hold_the_same_cells(real: dict[PurePosixPath, bytes]) -> None:
    csv_files = [path for path in real if path.suffix == ".csv"]
    assert len(csv_files) == 12
    for path in csv_files:
        assert csv_rows(real[path]) == xlsx_rows(real[path.with_suffix(".xlsx")]), path


def test_every_row_is_as_long_as_its_head_and_every_column_is_named(real: dict[PurePosixPath, bytes]) -> None:
    for path, data in real.items():
        rows = csv_rows(data) if path.suffix == ".csv" else xlsx_rows(data)
        assert {len(row) for row in rows} == {len(rows[0])}, path
        assert all(rows[0]), path
        assert len(set(rows[0])) == len(rows[0]), path


def test_csv_is_as_rfc_4180_has_it_behind_a_byte_order_mark(real: dict[PurePosixPath, bytes]) -> None:
    for path, data in real.items():
        if path.suffix == ".csv":
            assert data.startswith(b"\xef\xbb\xbf"), path
            assert data.endswith(b"\r\n"), path
            assert b"\n" not in data.replace(b"\r\n", b""), path


def test_a_decision_s_row_says_what_its_record_says() -> None:
    edition, where = tiny_edition()
    rows = csv_rows(dict(spreadsheets.files(edition, where.site_url))[spreadsheets.file("decisions", "en", "csv")])
    row = dict(zip(rows[0], next(row for row in rows if row[0] == "owl-v-fox"), strict=True))
    assert row == {
        "ID": "owl-v-fox",
        "Name": "Owl & Fox “Jars”",
        "Jurisdiction": "Exampleland",
        "Court": "Exampletown Court; Exampletown Court",
        "Docket number": "EX 9 M 2021 (reported, not verified)",
        "Latest judgment": "2021-12-01 (reported, not verified)",
        "Outcome": "Granted",
        "Status": "Open",
        "As of": "2022-02-01",
        "Claimed and awarded": "First instance: at least EUR 1,000 claimed, at least EUR 1,000 awarded (reported, not verified)",
        "Questions": "Are the marks confused?",
        "Stages": "Sale",
        "Technology": "Bottle label",
        "Rights": "Trade mark",
        "Result in one sentence": "Owl won at least EUR 1,000 from Fox; an appeal is open.",
        "Verified": "Invented",
        "Number of sources": "1",
        "Address": "https://marks.example/book/en/cases/owl-v-fox/",
    }


def test_a_table_without_a_row_is_not_made(marks: Path) -> None:
    for path in (marks / "cases").iterdir():
        text, count = FINDINGS.subn("", path.read_text(encoding="utf-8"))
        assert count == 1
        path.write_text(text, encoding="utf-8")
    edition, _ = edition_of(marks)
    assert "findings" not in tables.names(edition.casebook)
    assert "findings" not in [one.name for one in tables.tables(tongue(edition, "en"), "https://x.example/")]


def test_a_text_that_looks_like_a_formula_is_none(marks: Path) -> None:
    edition, where = hostile_edition(marks)
    files = dict(spreadsheets.files(edition, where.site_url))
    in_csv = [row[1] for row in csv_rows(files[spreadsheets.file("decisions", "en", "csv")])]
    assert f"'{SHOWN}" in in_csv
    assert not [cell for cell in in_csv if cell.startswith("=")]
    sheet = openpyxl.load_workbook(io.BytesIO(files[spreadsheets.file("decisions", "en", "xlsx")])).worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=cmd"))
    assert (cell.value, cell.data_type) == (SHOWN, "s")


@pytest.mark.parametrize("start", ["=1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x"])
def test_each_beginning_of_a_formula_is_neutralised(start: str) -> None:
    table = tables.Table("t", ["a"], "T", ["A"], [[start], ["1 = 1"], [7]])
    assert csv_rows(spreadsheets.as_csv(table)) == [["A"], [f"'{start}"], ["1 = 1"], ["7"]]


def test_workbooks_carry_no_clock_and_are_stored_as_they_are() -> None:
    table = tables.Table("t", ["a"], "T", ["A"], [["x"]])
    made = spreadsheets.as_xlsx(table, datetime.datetime(2026, 1, 2))
    assert made == spreadsheets.as_xlsx(table, datetime.datetime(2026, 1, 2))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {(one.date_time, one.compress_type) for one in parts.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}
    properties = openpyxl.load_workbook(io.BytesIO(made)).properties
    assert properties.created == properties.modified == datetime.datetime(2026, 1, 2)
