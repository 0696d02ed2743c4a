"""The copy for reading offline: which references change, what stands in for what needs the online site, and its bytes."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from generator import address, archive, offline
from tests.conftest import ENGLISH, edition_of, real_edition

SITE = "https://marks.example/book/"
KEPT = {"index.html", "en/index.html", "en/cases/a b/index.html", "en/about/index.html", "en/assets/x.css"}
HERE = PurePosixPath("en/about/index.html")


def follow(reference: str) -> str:
    return offline.followed(reference, HERE, KEPT, SITE)


def rewritten(html: str) -> str:
    return offline.rewritten(html, follow, lambda name: f"[{name}]", "../../offline.js")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("./", "./index.html"),
        (".", "./index.html"),
        ("..", "../index.html"),
        ("../", "../index.html"),
        ("../cases/a%20b/", "../cases/a%20b/index.html"),
        ("../cases/a%20b#point", "../cases/a%20b/index.html#point"),
        ("../cases/a%20b/?q=1&r=2#point", "../cases/a%20b/index.html?q=1&r=2#point"),
        ("../../", "../../index.html"),
        ("../assets/x.css", "../assets/x.css"),
        ("../about/index.html#a", "../about/index.html#a"),
    ],
)
def test_a_link_to_a_folder_leads_to_its_page_and_one_to_a_file_stays(reference: str, expected: str) -> None:
    assert follow(reference) == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("../../packs/book.en.pdf", f"{SITE}packs/book.en.pdf"),
        ("../../packs/book.en.pdf#page=2", f"{SITE}packs/book.en.pdf#page=2"),
        ("../search/", f"{SITE}en/search/"),
        ("../../packs/ä.pdf", f"{SITE}packs/%C3%A4.pdf"),
    ],
)
def test_what_the_copy_leaves_out_is_reached_online(reference: str, expected: str) -> None:
    assert follow(reference) == expected


@pytest.mark.parametrize(
    "reference",
    [
        "",
        "#top",
        "?q=1",
        "https://marks.example/book/en/",
        "//host/en/",
        "mailto:a@b",
        "javascript:0",
        "/en/",
        "data:,x",
        "../../../outside/",
        "http://[broken",
    ],
)
def test_any_other_reference_stays_as_it_is(reference: str) -> None:
    assert follow(reference) == reference


@pytest.mark.parametrize(
    "text",
    [
        "<p>&lt;a href=&quot;../&quot;&gt; and a < b > c, &amp; & &copy</p>",
        "<!-- <a href='../'> --><p title='<a href=\"../\">'>x</p>",
        '<script type="application/json">{"a": "<a href=\'../\'>"}</script>',
        "<style>a::after { content: '<a href=\"../\">' }</style>",
        '<p data-href="../" title="href=../">x</p>\r\n<a>none</a><a href>empty</a>',
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><br/>',
        "<![CDATA[<b>]]><?php <b> ?><!doctype html>",
        '<a href="https://x.example/../">x</a>',
        "中文 <em>强调</em> 𠮷",
    ],
)
def test_no_byte_changes_but_those_of_a_reference(text: str) -> None:
    assert rewritten(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<a href="../">x</a>', '<a href="../index.html">x</a>'),
        (
            "<A\n HREF=../ TITLE='a > \"b\" & <c>'>x</A>",
            '<a href="../index.html" title="a &gt; &quot;b&quot; &amp; &lt;c&gt;">x</A>',
        ),
        ('<a href="../?a=1&amp;b=2" hidden>x</a>', '<a href="../index.html?a=1&amp;b=2" hidden>x</a>'),
        ('<a href="../" href="https://x.example/">x</a>', '<a href="../index.html">x</a>'),
        ('中\n𠮷<a title="𠮷" href="../">文</a>\n', '中\n𠮷<a title="𠮷" href="../index.html">文</a>\n'),
        ("<a href='&#46;&#46;/'>x</a>", '<a href="../index.html">x</a>'),
        ('<img src="../gone.png" alt="">', f'<img src="{SITE}en/gone.png" alt="">'),
        ("<head></head>", '<head><script defer src="../../offline.js"></script>\n</head>'),
    ],
)
def test_a_reference_is_followed_however_it_is_written(text: str, expected: str) -> None:
    assert rewritten(text) == expected


def test_an_element_that_needs_the_online_site_is_replaced_whole() -> None:
    page = '<div data-online="box"><div><a href="../">x</a></div><p></div><a href="../">y</a><i data-online=b>z</i>'
    assert rewritten(page) == '[box]<a href="../index.html">y</a>[b]'


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ('<div data-online="box"><div></div>', "the element marked data-online=“box” is not closed"),
        ('<br data-online="box">', "<br> holds nothing and cannot be marked data-online"),
    ],
)
def test_an_element_that_cannot_be_replaced_is_an_error(page: str, message: str) -> None:
    with pytest.raises(offline.CopyError) as caught:
        rewritten(page)
    assert ENGLISH.say(caught.value.said) == message


def packed(files: dict[PurePosixPath, bytes], timestamp: int) -> bytes:
    file = io.BytesIO()
    assert archive.write(file, sorted(files.items()), timestamp) == len(file.getvalue())
    return file.getvalue()


def test_the_archive_is_ordered_dated_and_readable() -> None:
    day = datetime.datetime(2026, 11, 24, 13, 30, 8, tzinfo=datetime.UTC)
    files = {PurePosixPath("b/中.html"): b"x" * 5000, PurePosixPath("a"): b"", PurePosixPath("c"): bytes(range(256))}
    made = packed(files, int(day.timestamp()))
    opened = zipfile.ZipFile(io.BytesIO(made))
    assert opened.testzip() is None
    assert {PurePosixPath(info.filename): opened.read(info) for info in opened.infolist()} == files
    assert opened.namelist() == ["a", "b/中.html", "c"]
    assert {info.date_time for info in opened.infolist()} == {(2026, 11, 24, 13, 30, 8)}
    assert [info.compress_type for info in opened.infolist()] == [
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
        zipfile.ZIP_STORED,
    ]
    assert made == packed(files, int(day.timestamp()))
    assert made != packed(files, int(day.timestamp()) + 2)


def test_files_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="a is out of order"):
        archive.write(io.BytesIO(), [(PurePosixPath("b"), b""), (PurePosixPath("a"), b"")], 0)


@pytest.mark.parametrize("count", [0xFFFF - 1, 0xFFFF, 0xFFFF + 1])
def test_more_files_than_the_plain_format_counts_are_read(count: int) -> None:
    made = packed({PurePosixPath(f"{number:06d}"): b"" for number in range(count)}, 0)
    assert len(zipfile.ZipFile(io.BytesIO(made)).namelist()) == count
    *_, plain, _, _, _ = struct.unpack("<4sHHHHIIH", made[-22:])
    assert plain == min(count, 0xFFFF)
    if count >= 0xFFFF:
        mark, *_, entries, size, start = struct.unpack("<4sQHHIIQQQQ", made[-98:-42])
        assert (mark, entries, start + size) == (b"PK\x06\x06", count, len(made) - 98)
        assert struct.unpack("<4sIQI", made[-42:-22]) == (b"PK\x06\x07", 0, start + size, 1)


def test_a_time_before_the_format_s_first_is_its_first() -> None:
    opened = zipfile.ZipFile(io.BytesIO(packed({PurePosixPath("a"): b"a"}, 0)))
    assert opened.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_the_copy_is_named_after_the_book(marks: Path) -> None:
    assert str(address.copy(edition_of(marks)[0].casebook)) == "offline/marks-before-the-courts.zip"
    assert str(address.copy(real_edition()[0].casebook)) == "offline/the-aigc-casebook.zip"


def test_the_online_pages_tell_the_size_of_a_copy_that_does_not_hold_it(marks: Path, tmp_path: Path) -> None:
    """The size is written after the copy is made, so the copy is the same whatever its size is said to be."""
    edition, where = edition_of(marks)
    site = tmp_path / "site"
    page = f'<head></head><p data-online="copy">{offline.SIZE}</p>'
    (site / "de/about").mkdir(parents=True)
    (site / "packs").mkdir()
    (site / "packs/book.pdf").write_bytes(b"%PDF")
    for name in ("index.html", "404.html", "de/index.html", "de/about/index.html"):
        (site / name).write_text(page, encoding="utf-8")
    size = offline.add(site, [path for path in site.rglob("*") if path.is_file()], edition, where.site_url)
    offline.tell_size(site, edition, size)
    made = site / "offline/marks-before-the-courts.zip"
    assert made.stat().st_size == size
    said = (site / "de/about/index.html").read_text(encoding="utf-8")
    assert said == '<head></head><p data-online="copy"><span data-offline-size>(ZIP, 1 kbyte)</span></p>'
    opened = zipfile.ZipFile(made)
    root = "marks-before-the-courts"
    assert opened.namelist() == [
        f"{root}/{name}" for name in ("de/about/index.html", "de/index.html", "index.html", "offline.js")
    ]
    assert opened.read(f"{root}/de/about/index.html").decode() == (
        '<head><script defer src="../../offline.js"></script>\n</head><p>Dies ist eine Kopie zum Lesen ohne Netz. '
        '<a href="https://marks.example/book/de/about/">Neueste Fassung dieser Seite online</a></p>'
    )
