"""The checklist to fill in and the self-check, in a real Chromium: by keyboard, on a phone, from a folder, on paper."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize

from generator import words
from tests.accessibility import violations
from tests.conftest import CHARACTERS, ROOT, TEMPLATES
from tests.serving import unpacked
from tests.test_browser import LANGUAGES, Scheme, Watched, address, browser

__all__ = ["address", "browser"]
pytestmark = [pytest.mark.browser, pytest.mark.site]

SAID, _ = words.load(TEMPLATES, ROOT, ["en", "zh"], CHARACTERS)
KEY = "casebook-checklist"
FORMAT = {"format": KEY, "version": 1}
PHONE: ViewportSize = {"width": 390, "height": 800}


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Watched]:
    """A phone's page whose console, errors and requests are watched."""
    context = browser.new_context(viewport=PHONE, has_touch=True)
    seen = Watched(context.new_page(), address)
    yield seen
    context.close()
    assert seen.faults == []


def kept(page: Page) -> dict[str, Any]:
    """The items the browser keeps."""
    text = page.evaluate(f"localStorage.getItem('{KEY}')")
    return {} if text is None else json.loads(text)["items"]


def saved(page: Page, word: str, language: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("button", name=SAID[language][f"tick.{word}"]).click()
    return Path(started.value.path()).read_bytes()


def load(page: Page, content: bytes) -> str:
    """Load a file and give back what the page says."""
    file = FilePayload(name="list.json", mimeType="application/json", buffer=content)
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_function("!document.querySelector('.own-said:not(.is-trouble)').hidden")
    return page.locator(".own-said:not(.is-trouble)").inner_text()


def write(page: Page, item: str, **values: str) -> None:
    article = page.locator(f"[data-item={item}]")
    if article.locator(".own-fields").is_hidden():
        article.locator(".own-more").click()
    for name, value in values.items():
        article.locator(f".own-{name} :is(input, textarea)").fill(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_item_is_ticked_and_written_on_by_keyboard_and_is_there_after_a_reload(
    phone: Watched, language: str
) -> None:
    page = phone.open(f"{language}/checklist/")
    box = page.locator("#P1-02 .own-done input")
    box.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Ada 李")
    page.locator("#P1-02 textarea").focus()
    page.keyboard.type("one\ntwo")
    page.reload()
    assert box.is_checked()
    assert page.locator("#P1-02 .own-owner input").input_value() == "Ada 李"
    assert page.locator("#P1-02 textarea").input_value() == "one\ntwo"
    assert kept(page) == {"P1-02": {"done": True, "note": "one\ntwo", "owner": "Ada 李", "date": ""}}
    counts = page.locator(".own-progress .count").all_inner_texts()
    assert counts == [SAID[language]["tick.progress"].format(done=done, all=14) for done in (1, 0, 0)]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    other = "zh" if language == "en" else "en"
    phone.open(f"{other}/checklist/model-host/")
    assert box.is_checked()


def test_the_whole_list_is_narrowed_to_a_role_and_a_link_to_a_hidden_item_shows_all(phone: Watched) -> None:
    page = phone.open("en/checklist/")
    shown = "document.querySelectorAll('[data-item]:not([hidden])').length"
    assert page.evaluate(shown) == 42
    page.locator(".own-choice select").select_option("rights-holder")
    assert page.evaluate(shown) == 15
    page.reload()
    assert page.evaluate(shown) == 15
    page.evaluate("location.hash = '#P1-02'")
    page.wait_for_function(f"{shown} === 42")
    assert page.locator(".own-choice select").input_value() == ""


def test_what_is_saved_can_be_loaded_in_another_browser_and_undone(browser: Browser, address: str) -> None:
    one, other = browser.new_context(), browser.new_context()
    page = one.new_page()
    page.goto(f"{address}/en/checklist/")
    page.locator("#P1-02 .own-done input").check()
    write(page, "P3-01", owner="Li", date="2026-12-31", note="“a” \\ <b>")
    file = saved(page, "save_json", "en")
    page = other.new_page()
    page.goto(f"{address}/zh/checklist/")
    page.locator("#P1-02 .own-done input").check()
    write(page, "P1-02", note="old")
    assert load(page, file) == SAID["zh"]["tick.loaded"].format(count=2) + "\n" + SAID["zh"]["tick.undo"]
    assert saved(page, "save_json", "zh") == file
    assert page.locator("#P1-02 textarea").input_value() == ""
    assert page.locator("#P3-01 textarea").input_value() == "“a” \\ <b>"
    page.get_by_role("button", name=SAID["zh"]["tick.undo"]).click()
    assert kept(page) == {"P1-02": {"done": True, "note": "old", "owner": "", "date": ""}}
    one.close()
    other.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_no_saved_list_is_refused_in_words_and_changes_nothing(phone: Watched, language: str) -> None:
    page = phone.open(f"{language}/checklist/")
    page.locator("#P1-02 .own-done input").check()
    before = kept(page)
    entry = {"done": True}
    for content, word in (
        (b"", "not_json"),
        (b"\xff\xfe{", "not_json"),
        (b"[]", "wrong_shape"),
        (b"null", "wrong_shape"),
        (json.dumps({"items": {"P1-01": entry}}).encode(), "wrong_shape"),
        (json.dumps({**FORMAT, "items": [entry]}).encode(), "wrong_shape"),
        (json.dumps({**FORMAT, "items": {"P1-01": {"done": "yes"}}}).encode(), "wrong_shape"),
        (json.dumps({**FORMAT, "items": {"P1-01": {"date": "2026-02-30"}}}).encode(), "wrong_shape"),
        (json.dumps({**FORMAT, "items": {"P1-01": {"note": "x" * 4001}}}).encode(), "wrong_shape"),
        (json.dumps({**FORMAT, "items": {"P1-01": {"colour": "red"}}}).encode(), "wrong_shape"),
        (json.dumps({**FORMAT, "version": 2, "items": {"P1-01": entry}}).encode(), "wrong_version"),
        (json.dumps({**FORMAT, "items": {}, "pad": "x" * 1_000_001}).encode(), "too_large"),
    ):
        said = load(page, content)
        assert SAID[language][f"tick.{word}"] in said, (content[:60], said)
        assert SAID[language]["tick.unchanged"] in said
        assert kept(page) == before


def test_unknown_items_of_a_file_are_named_and_left_out_and_stale_ones_in_the_browser_are_kept(phone: Watched) -> None:
    page = phone.open("en/checklist/")
    stale = {"P9-01": {"done": True, "note": "", "owner": "", "date": ""}}
    page.evaluate(f"localStorage.setItem('{KEY}', {json.dumps(json.dumps({**FORMAT, 'items': stale}))})")
    page.reload()
    given = {**FORMAT, "items": {"P1-01": {"done": True}, "P8-88": {"done": True}, "__proto__": {"done": True}}}
    said = load(page, json.dumps(given).encode())
    assert SAID["en"]["tick.loaded"].format(count=1) in said
    assert SAID["en"]["tick.left_out"].format(ids="P8-88, __proto__") in said
    assert sorted(kept(page)) == ["P1-01", "P9-01"]


@pytest.mark.parametrize("text", ["{", '{"format": "casebook-checklist", "version": 99, "items": {}}'])
def test_what_the_browser_kept_and_cannot_be_read_is_put_aside_and_not_lost(phone: Watched, text: str) -> None:
    page = phone.open("zh/checklist/")
    page.evaluate("text => localStorage.setItem('casebook-checklist', text)", text)
    page.reload()
    assert page.locator(".own-said.is-trouble:visible").all_inner_texts() == [SAID["zh"]["tick.put_aside"]]
    page.locator("#P1-01 .own-done input").check()
    assert page.evaluate("localStorage.getItem('casebook-checklist-1')") == text
    assert list(kept(page)) == ["P1-01"]


@pytest.mark.parametrize(
    ("word", "breaking"),
    [
        (
            "refused",
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })",
        ),
        ("full", "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"),
    ],
)
def test_where_the_browser_keeps_nothing_the_page_says_so_and_works(
    browser: Browser, address: str, word: str, breaking: str
) -> None:
    context = browser.new_context()
    context.add_init_script(breaking)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.stack or str(error)))
    page.goto(f"{address}/en/checklist/")
    page.locator("#P1-01 .own-done input").check()
    assert page.locator(".own-said.is-trouble:visible").all_inner_texts() == [SAID["en"][f"tick.{word}"]]
    assert json.loads(saved(page, "save_json", "en"))["items"]["P1-01"]["done"] is True
    assert [fault for fault in faults if re.search(r"/assets/(?:ledger|tables|checklist)\.js", fault)] == []
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_opens_in_a_spreadsheet_and_nothing_in_it_is_a_formula(phone: Watched, language: str) -> None:
    page = phone.open(f"{language}/checklist/rights-holder/")
    page.locator("#P1-14 .own-done input").check()
    write(page, "P1-14", owner="@SUM(A1)", date="2026-12-31", note='=1+1,"x"\n第二行 <&> 🎨')
    write(page, "P3-14", note=" +1", owner="a-b")
    heads = [
        SAID[language][f"tick.{key}"]
        for key in ("item", "principle", "to_do", "roles", "done", "owner", "date", "note")
    ]
    raw = saved(page, "save_csv", language)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows[0] == heads
    assert len(rows) == 16
    found = {row[0]: row[4:] for row in rows}
    yes, no = SAID[language]["tick.yes"], SAID[language]["tick.no"]
    assert found["P1-14"] == [yes, "'@SUM(A1)", "2026-12-31", '\'=1+1,"x"\n第二行 <&> 🎨']
    assert found["P3-14"] == [no, "a-b", "", "' +1"]
    book = saved(page, "save_xlsx", language)
    assert ZipFile(io.BytesIO(book)).testzip() is None
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    cells = {row[0].value: row for row in sheet.iter_rows()}
    assert [cell.value for cell in cells[heads[0]]] == heads
    assert [cell.value for cell in cells["P1-14"][4:]] == [yes, "@SUM(A1)", "2026-12-31", '=1+1,"x"\n第二行 <&> 🎨']
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} <= {"s", "inlineStr"}
    assert book == saved(page, "save_xlsx", language)


def test_paper_shows_boxes_notes_names_and_dates_and_no_controls(phone: Watched) -> None:
    page = phone.open("en/checklist/")
    page.locator("#P1-01 .own-done input").check()
    write(page, "P1-01", owner="Ada", date="2026-12-31", note="first\nsecond")
    page.emulate_media(media="print")
    assert page.locator("#P1-01 .own-print").inner_text().split() == [
        "☑",
        "Done",
        "Person",
        "responsible:",
        "Ada",
        "Due",
        "date:",
        "2026-12-31",
        "first",
        "second",
    ]
    assert page.locator("#P1-02 .own-print").inner_text().startswith("☐ Done")
    assert page.locator(":is(.own-row, .own-fields, .own-tools, .own-choice):visible").count() == 0


def test_without_a_script_the_checklist_is_as_it_was_and_the_self_check_is_text(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/en/checklist/")
    assert page.locator(":is(.own, .own-panel):visible").count() == 0
    page.goto(f"{address}/zh/self-check/")
    assert page.locator(".answer-follows:visible").count() == page.locator(".answer").count() == 35
    assert page.locator(".question-why:visible").count() == 12
    assert page.locator("article input").count() == 0
    assert page.locator("noscript p").is_visible()
    context.close()


def result(page: Page) -> dict[str, str]:
    """The items of the result with the level of each."""
    return {
        article.get_attribute("data-item") or "": article.locator(".mark-levels").inner_text()
        for article in page.locator(".check-items article").all()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_by_keyboard_lead_to_items_with_the_answers_that_brought_them_in(phone: Watched, language: str) -> None:
    page = phone.open(f"{language}/self-check/")
    assert page.locator(".check-status").inner_text() == SAID[language]["self_check.status_none"]
    page.locator("#Q2 [value=own]").focus()
    page.keyboard.press("Space")
    base, raised, strong = {"en": ("Base", "Raised", "Strong"), "zh": ("基础", "加强", "严格")}[language]
    mark = {one: f"{sign}{one}" for one, sign in ((base, "◇"), (raised, "◈"), (strong, "◆"))}
    plain = {id_: text.replace("\n", "").replace(" ", "") for id_, text in result(page).items()}
    assert plain == dict.fromkeys(["P1-14", "P2-14", "P3-08", "P3-14"], mark[base])
    page.locator("#Q7 [value=yes]").focus()
    page.keyboard.press("Space")
    plain = {id_: text.replace("\n", "").replace(" ", "") for id_, text in result(page).items()}
    assert plain == {
        **dict.fromkeys(["P1-14", "P2-14", "P3-08", "P3-14"], mark[base]),
        **dict.fromkeys(["P2-02", "P3-02"], mark[raised]),
    }
    page.locator("#Q9 [value=inside]").check()
    assert len(result(page)) == 16
    assert page.locator("[data-item='P2-02'] dd").all_inner_texts()[:2] == [
        {
            "en": "Question 2: Others may use our works with AI(supporting)",
            "zh": "第2题：他人可能利用人工智能使用我们的作品（辅助）",
        }[language],
        {"en": "Question 7: Yes", "zh": "第7题：是"}[language],
    ]
    page.locator("#Q6 [value=yes]").check()
    assert {text.replace("\n", "").replace(" ", "") for text in result(page).values()} == {mark[strong]}
    page.locator("[data-item='P1-14'] .own-done input").check()
    assert page.url.endswith("/self-check/#a=Q2:own;Q6:yes;Q7:yes;Q9:inside")
    assert page.locator(".check-share input").input_value() == page.url
    before = result(page)
    page.reload()
    assert result(page) == before
    assert page.locator("[data-item='P1-14'] .own-done input").is_checked()
    page.locator(".book-languages a").click()
    page.wait_for_url(f"**/{'zh' if language == 'en' else 'en'}/self-check/#a=Q2:own;Q6:yes;Q7:yes;Q9:inside")
    assert list(result(page)) == list(before)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(
    ("fragment", "items"),
    [
        ("#a=%%%", 0),
        ("#a=Q99:yes;Q2:own", 4),
        ("#a=Q2:own,nobody", 4),
        ("#a=Q7:yes,no", 2),
        ("#a=<img src=x>:yes;Q2", 0),
        ("#a=constructor:toString;Q7:__proto__", 0),
    ],
)
def test_answers_in_the_address_that_do_not_exist_are_left_out_and_the_page_says_so(
    phone: Watched, fragment: str, items: int
) -> None:
    page = phone.open(f"zh/self-check/{fragment}")
    assert page.locator(".self-check > .own-said").inner_text() == SAID["zh"]["self_check.unread"]
    assert len(result(page)) == items
    page.locator("#Q2 [value=own]").click()
    assert page.locator(".self-check > .own-said").is_hidden()


@pytest.mark.parametrize("fragment", ["#P9-99", "#a=%%%", "#%"])
def test_a_broken_fragment_does_not_trouble_the_checklist(phone: Watched, fragment: str) -> None:
    page = phone.open(f"en/checklist/?role=nobody{fragment}")
    page.locator("#P1-01 .own-done input").check()
    assert list(kept(page)) == ["P1-01"]
    assert page.evaluate("document.querySelectorAll('[data-item]:not([hidden])').length") == 42


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_pages_work_from_the_unpacked_copy(browser: Browser, language: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((unpacked() / language / "checklist/index.html").as_uri())
    page.locator("#P1-01 .own-done input").check()
    page.reload()
    assert page.locator("#P1-01 .own-done input").is_checked()
    page.goto((unpacked() / language / "self-check/index.html").as_uri() + "#a=Q2:own")
    assert list(result(page)) == ["P1-14", "P2-14", "P3-08", "P3-14"]
    page.locator("#Q7 [value=yes]").check()
    assert re.search(r"#a=Q2:own;Q7:yes$", page.locator(".check-share input").input_value())
    assert faults == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation_in_what_the_scripts_make(
    browser: Browser, address: str, language: str, scheme: Scheme
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for path in ("checklist/rights-holder/", "self-check/#a=Q2:own;Q7:yes;Q77:x"):
        page.goto(f"{address}/{language}/{path}")
        write(page, "P1-14", note="x")
        load(page, b"{")
        if "self-check" in path:
            page.locator(".question-more").first.click()
        assert violations(page) == []
    context.close()
