"""The compare page and a decision side by side in a real Chromium: chosen, sent on, misused, without script, from a folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import violations
from tests.serving import unpacked
from tests.test_browser import Scheme, Watched, address, browser, path_of, watched

__all__ = ["address", "browser", "watched"]

pytestmark = [pytest.mark.browser, pytest.mark.site]

TWO = "hz-ultraman-lora,sh-medusa-lora"
NAMES = {
    "en": ["Hangzhou Ultraman LoRA platform case", "Shanghai Medusa LoRA case (“Battle Through the Heavens”)"],
    "zh": ["杭州“奥特曼”LoRA平台案", "上海《斗破苍穹》“美杜莎”LoRA模型案"],
}
ROWS = {
    "en": [
        "In one sentence",
        "Court and docket number",
        "Date of judgment",
        "Status",
        "Outcome",
        "Claimed and awarded",
        "Questions answered",
        "Stages",
        "Rights",
        "Technology",
        "What the court said",
        "How the court weighed the duty of care",
        "What it means for you",
    ],
    "zh": [
        "一句话结果",
        "法院与案号",
        "裁判日期",
        "状态",
        "结果",
        "请求与判赔金额",
        "所涉问题",
        "阶段",
        "权利",
        "技术",
        "法院怎么说",
        "法院如何衡量注意义务",
        "对您意味着什么",
    ],
}


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 800}, base_url=f"{address}/"
    )
    yield context.new_page()
    context.close()


def said(page: Page) -> list[str]:
    page.wait_for_selector("[data-compare-status] p")
    return page.locator("[data-compare-status] p").all_inner_texts()


def shown(page: Page) -> list[str]:
    """The names of the decisions beside each other."""
    return page.locator(".compare-table thead th").all_inner_texts()[1:]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_decisions_named_in_the_address_stand_beside_each_other_row_by_row(watched: Watched, language: str) -> None:
    page = watched.open(f"{language}/compare/?ids={TWO}")
    page.wait_for_selector(".compare-table")
    assert shown(page) == NAMES[language]
    assert page.locator(".compare-table tbody th").all_inner_texts() == ROWS[language]
    assert page.locator(".compare-table tbody td").count() == 2 * len(ROWS[language])
    assert [text for text in page.locator(".compare-table td").all_inner_texts() if not text.strip()] == []
    page.locator(".book-languages a").click()
    other = "zh" if language == "en" else "en"
    page.wait_for_url(f"**/{other}/compare/?ids={TWO}")
    page.wait_for_selector(".compare-table")
    assert shown(page) == NAMES[other]


def test_a_choice_on_the_page_goes_into_the_address_and_the_data_is_loaded_only_then(watched: Watched) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page = watched.open("en/compare/")
    assert said(page) == ["Choose two to four decisions."]
    assert "compare.en.js" not in asked
    page.get_by_label("Decision 1").select_option("bj-li-v-liu")
    page.wait_for_selector(".compare-table")
    assert said(page) == ["One decision is chosen. Choose another to compare it with."]
    page.get_by_label("Decision 2").select_option("cz-prague-taubel")
    page.wait_for_function("document.querySelectorAll('.compare-table thead th').length === 3")
    assert path_of(page) == "en/compare/?ids=bj-li-v-liu,cz-prague-taubel"
    assert asked.count("compare.en.js") == 1
    page.locator(".compare-table a", has_text="Point 1").first.click()
    page.wait_for_url("**/en/cases/bj-li-v-liu/#*")
    page.go_back()
    page.wait_for_selector(".compare-table")
    page.get_by_role("button", name="Start again").click()
    page.wait_for_function("!document.querySelector('.compare-table')")
    assert path_of(page) == "en/compare/"


@pytest.mark.parametrize(
    ("language", "ids", "names", "messages"),
    [
        ("en", "", 0, ["Choose two to four decisions."]),
        ("en", "hz-ultraman-lora", 1, ["One decision is chosen. Choose another to compare it with."]),
        (
            "zh",
            "hz-ultraman-lora,old-name",
            1,
            ["本书没有以此为标识的案例：old-name", "已选择一件案例，请再选一件进行比较。"],
        ),
        ("en", "old-name", 0, ["This book has no decision with this name: old-name", "Choose two to four decisions."]),
        (
            "en",
            "<img src=x onerror=alert(1)>,%00,__proto__,%E0%A4%A",
            0,
            [
                "This book has no decision with this name: <img src=x onerror=alert(1)>, __proto__, \ufffd%A",
                "Choose two to four decisions.",
            ],
        ),
        (
            "zh",
            f"{TWO},bj-li-v-liu,cz-prague-taubel,zjg-butterfly-chair,{TWO}",
            4,
            ["最多并列四件案例。未列入：“蝴蝶椅”案", None],
        ),
    ],
)
def test_whatever_the_address_says_the_page_shows_what_is_usable_and_says_what_is_not(
    watched: Watched, language: str, ids: str, names: int, messages: list[str | None]
) -> None:
    page = watched.open(f"{language}/compare/?ids={ids}")
    found = said(page)
    assert len(found) == len(messages)
    assert [text for text, wanted in zip(found, messages, strict=True) if wanted not in (None, text)] == []
    assert len(shown(page)) == names
    page.locator("#compare-4").select_option("bj-feilin-baidu")
    page.wait_for_function("document.querySelector('.compare-table')?.textContent.length > 100")
    assert "bj-feilin-baidu" in page.url


@pytest.mark.parametrize("language", ["en", "zh"])
def test_decisions_are_chosen_and_read_by_keyboard_alone(watched: Watched, language: str) -> None:
    page = watched.open(f"{language}/compare/")
    for number in (1, 2):
        page.locator(f"#compare-{number}").focus()
        page.keyboard.press("ArrowDown")
        page.wait_for_function(f"document.querySelectorAll('.compare-table thead th').length === {number + 1}")
        if number == 1:
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.id") == "compare-2"
    while page.evaluate("document.activeElement.getAttribute('role')") != "region":
        page.keyboard.press("Tab")
    assert len(shown(page)) == 2
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/cases/*/")


def test_a_missing_data_file_is_told_and_the_tables_stay(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/data/compare.*.js", lambda route: route.abort())
    page.goto(f"{address}/en/compare/?ids={TWO}")
    assert said(page) == ["The decisions could not be loaded. The tables below do not need them."]
    assert page.locator("table.compare-matrix").count() == 3
    page.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_works_from_the_unpacked_copy(browser: Browser, language: str) -> None:
    page = browser.new_page()
    page.goto(f"{(unpacked() / f'{language}/compare/index.html').as_uri()}?ids={TWO}")
    page.wait_for_selector(".compare-table")
    assert shown(page) == NAMES[language]
    page.locator("#compare-3").select_option("bj-li-v-liu")
    page.wait_for_function("document.querySelectorAll('.compare-table thead th').length === 4")
    page.locator(".compare-table thead a").first.click()
    page.wait_for_url(f"**/{language}/cases/hz-ultraman-lora/index.html")
    page.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tables_are_whole_without_script(plain: Page, language: str) -> None:
    plain.goto(f"{language}/compare/")
    assert not plain.locator(".compare-tool").is_visible()
    assert plain.locator("noscript p").is_visible()
    assert plain.locator("table.compare-matrix").count() == 3
    assert plain.locator("[aria-labelledby=by-stage] tbody tr").count() == 46
    finding = plain.locator(".compare-matrix details").first
    assert not finding.locator("p").is_visible()
    finding.locator("summary").click()
    assert finding.locator("p").is_visible()


def test_head_and_first_column_stay_in_sight_while_the_table_moves_in_its_own_frame(watched: Watched) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 800})
    page = watched.open("zh/compare/")
    region = page.get_by_role("region", name="按阶段")
    region.focus()
    region.evaluate("one => one.scrollTo(120, 900)")
    frame = region.bounding_box()
    corner = region.locator("thead th").first.bounding_box()
    assert frame is not None
    assert corner is not None
    assert abs(corner["x"] - frame["x"]) <= 1
    assert abs(corner["y"] - frame["y"]) <= 1
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_paper_the_tables_are_whole(watched: Watched) -> None:
    page = watched.open(f"en/compare/?ids={TWO}")
    page.wait_for_selector(".compare-table")
    page.emulate_media(media="print")
    for region in page.locator(".scroll-both").all():
        assert region.evaluate(
            "one => one.scrollHeight <= one.clientHeight + 1 && getComputedStyle(one).maxHeight"
        ) == ("none")
    assert not page.locator(".compare-form").is_visible()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_decision_side_by_side_is_readable_without_script_and_stacked_on_a_phone(plain: Page, language: str) -> None:
    plain.goto(f"{language}/cases/sh-medusa-lora/")
    plain.locator(".prints a[href*='side-by-side']").click()
    plain.wait_for_url(f"**/{language}/side-by-side/sh-medusa-lora/")
    tags = {"en": ["en", "zh-Hans"], "zh": ["zh-Hans", "en"]}[language]
    columns = plain.locator(".twin-verdict > div")
    assert [one.get_attribute("lang") for one in columns.all()] == tags
    above, below = (one.bounding_box() for one in columns.all())
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"]
    plain.set_viewport_size({"width": 1200, "height": 800})
    left, right = (one.bounding_box() for one in columns.all())
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
    plain.locator(".twins-back a").click()
    plain.wait_for_url(f"**/{language}/cases/sh-medusa-lora/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [f"compare/?ids={TWO},nope", "side-by-side/hz-ultraman-lora/"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_no_violation(browser: Browser, address: str, language: str, path: str, scheme: Scheme) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    seen = Watched(context.new_page(), address)
    page = seen.open(f"{language}/{path}")
    if "ids" in path:
        page.wait_for_selector(".compare-table")
        page.locator(".compare-matrix summary").first.click()
    found = violations(page)
    context.close()
    assert found == []
    assert seen.faults == []
