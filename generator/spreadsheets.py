"""Tables as files that spreadsheets open: CSV and XLSX, in which no text is ever a formula."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from xlsxwriter import Workbook

from generator import data, tables
from generator.edition import Edition, tongue
from generator.tables import Cell, Table

FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What makes a spreadsheet read a cell of a CSV file as a formula; the full-width forms do so under East Asian settings."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP archive can carry, given to each part, as Excel itself does."""

FORMS = ("csv", "xlsx")

NARROW, MIDDLE, WIDE = 12, 24, 60
"""Widths of columns in characters; a column is as wide as the next above its longest text, and wraps what is longer."""


def file(table: str, language: str, form: str) -> PurePosixPath:
    return data.FOLDER / f"{table}.{language}.{form}"


def files(edition: Edition, site_url: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every table in every language and both forms."""
    for language in edition.casebook.languages:
        for table in tables.tables(tongue(edition, language), site_url):
            made = {"csv": as_csv(table), "xlsx": as_xlsx(table, _made(edition))}
            yield from ((file(table.name, language, form), made[form]) for form in FORMS)


def _made(edition: Edition) -> datetime.datetime:
    """When the text was last changed; the earliest time that the format knows where git does not tell."""
    day = data.version(edition).get("date")
    return datetime.datetime.fromisoformat(day) if day else datetime.datetime(*EPOCH)


def as_csv(table: Table) -> bytes:
    """RFC 4180 with a header line, in UTF-8 behind a byte order mark, without which Excel takes it for another encoding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_harmless(column) for column in table.columns])
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would run begins with an apostrophe, which it shows or swallows but never runs."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_xlsx(table: Table, made: datetime.datetime) -> bytes:
    """An Office Open XML workbook of one sheet; text is stored as text, so that it needs no apostrophe."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"title": table.title, "created": made})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    cell_format = book.add_format({"text_wrap": True, "valign": "top"})
    for index, column in enumerate(table.columns):
        longest = max((len(str(row[index])) for row in table.rows), default=0)
        sheet.set_column(index, index, WIDE if longest > MIDDLE else MIDDLE if longest > NARROW else NARROW)
        sheet.write_string(0, index, column, head)
    for number, row in enumerate(table.rows, 1):
        for index, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, index, cell, cell_format)
            elif cell:
                sheet.write_string(number, index, cell, cell_format)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return _settled(out.getvalue())


def _settled(archive: bytes) -> bytes:
    """The archive with its parts stored as they are: what a machine's zlib makes of them differs between machines."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as stored:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, EPOCH)
            part.create_system = 0
            stored.writestr(part, parts.read(name))
    return out.getvalue()
