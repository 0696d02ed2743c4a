"""The find page in a real Chromium: searched, narrowed down, sorted, sent on; by keyboard, on a phone, from a file."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from generator import derived
from generator.records import Case
from tests.accessibility import too_small, violations
from tests.conftest import real_edition
from tests.serving import unpacked
from tests.test_browser import LANGUAGES, Scheme, Watched, address, browser, watched

__all__ = ["address", "browser", "watched"]
pytestmark = [pytest.mark.browser, pytest.mark.site]

EDITION, _ = real_edition()
CASES: list[Case] = derived.newest_first(EDITION.casebook)
SHOWN = "[...document.querySelectorAll('tr[data-case]:not([hidden])')].map((row) => row.dataset.case)"
STATUS = {
    "en": {"all": "46 decisions", "none": "No decision matches.", "left out": "it was ignored: "},
    "zh": {"all": "共46件案例", "none": "没有符合条件的案例。", "left out": "已忽略："},
}


def shown(page: Page) -> list[str]:
    found: list[str] = page.evaluate(SHOWN)
    return found


def search(page: Page, query: str) -> list[str]:
    """Type a query and wait until the address carries it, which is when its rows are shown."""
    page.locator("#find-query").fill(query)
    page.wait_for_function("(query) => new URLSearchParams(location.search).get('q') === query.trim()", arg=query)
    page.wait_for_function("() => globalThis.casebookTexts")
    page.wait_for_timeout(50)
    return shown(page)


def menu(page: Page, key: str) -> None:
    """Open the menu of a filter."""
    page.locator(".find-filters details", has=page.locator(f"input[name={key}]")).locator("summary").click()


def choose(page: Page, key: str, value: str) -> None:
    menu(page, key)
    page.locator(f"input[name={key}][value='{value}']").check()
    menu(page, key)


def having(**wanted: str) -> list[str]:
    return [case.id for case in CASES if all(getattr(case, key) == value for key, value in wanted.items())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_complete_without_script(browser: Browser, address: str, language: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{language}/cases/")
    rows = page.locator("tr[data-case]")
    assert [row.get_attribute("data-case") for row in rows.all()] == [case.id for case in CASES]
    assert [link.inner_text() for link in page.locator("tr[data-case] th a").all()] == [c.name[language] for c in CASES]
    assert all(len(row.locator("td").all_inner_texts()) == 6 and row.is_visible() for row in rows.all())
    assert not page.locator(".find").is_visible()
    assert not page.locator(".find-choice").is_visible()
    assert page.locator("noscript p").is_visible()
    context.close()


@pytest.mark.parametrize(
    ("language", "query", "expected"),
    [
        ("zh", "意义务”标准判", []),
        ("zh", "未尽合理注意义", ["gz-ultraman-tab", "hz-ultraman-lora"]),
        ("zh", "（２０２４）浙０１９２民初１５８７号", ["hz-ultraman-lora"]),
        ("zh", "(2024)浙0192民初1587", ["hz-ultraman-lora"]),
        ("en", "（2024）浙 0192 民初 1587 号", ["hz-ultraman-lora"]),
        ("en", "42 o 14139/24", ["de-gema-v-openai"]),
        ("en", "ｔｓｕｂｕｒａｙａ productions", ["gz-ultraman-tab", "hz-ultraman-lora"]),
        ("en", "圆谷制作", ["gz-ultraman-tab", "hz-ultraman-lora"]),
        ("en", "zzzyxw", []),
    ],
)
def test_any_part_of_the_text_is_found_however_it_is_typed(
    watched: Watched, language: str, query: str, expected: list[str]
) -> None:
    page = watched.open(f"{language}/cases/")
    assert sorted(search(page, query)) == expected
    if not expected:
        assert page.locator("[data-find-status]").inner_text() == STATUS[language]["none"]
        page.locator("[data-find-clear]").click()
        expect(page.locator("[data-find-status]")).to_have_text(STATUS[language]["all"])
        assert len(shown(page)) == len(CASES)


def test_what_was_found_is_quoted_as_it_stands_in_the_text(watched: Watched) -> None:
    page = watched.open("zh/cases/")
    search(page, "（2024）浙０１９２")
    assert page.locator("tr[data-case=hz-ultraman-lora] mark").inner_text() == "(2024)浙0192"


def test_the_text_is_fetched_once_and_only_when_the_reader_types(watched: Watched) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    page = watched.open("zh/cases/")
    choose(page, "jurisdiction", "de")
    assert [url for url in asked if "/data/" in url] == []
    search(page, "音乐")
    search(page, "音")
    assert [url.rsplit("/", 1)[1] for url in asked if "/data/" in url] == ["find.zh.js"]


def test_where_the_text_cannot_be_had_the_page_says_so_and_searches_the_table(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/data/find.*", lambda route: abort(route))
    page.goto(f"{address}/en/cases/?q=laion")
    expect(page.locator("[data-find-notice]")).to_contain_text("could not be loaded")
    assert shown(page) == ["de-kneschke-v-laion"]
    context.close()


def abort(route: Route) -> None:
    route.abort()


def test_values_of_one_filter_widen_and_filters_together_narrow(watched: Watched) -> None:
    page = watched.open("en/cases/")
    choose(page, "jurisdiction", "de")
    assert shown(page) == having(jurisdiction="de")
    choose(page, "jurisdiction", "uk")
    either = [case.id for case in CASES if case.jurisdiction in ("de", "uk")]
    assert shown(page) == either
    choose(page, "status", "appealable")
    both = [id_ for id_ in either if id_ in having(status="appealable")]
    assert shown(page) == both
    assert page.locator("[data-find-status]").inner_text() == f"{len(both)} of {len(CASES)} decisions"
    assert page.locator(".find-chips button").all_inner_texts() == [
        "Germany\n×",
        "England and Wales\n×",
        "Not final\n×",
    ]
    page.get_by_role("button", name="Remove: Not final").click()
    assert shown(page) == either


def test_a_count_is_what_choosing_would_give(watched: Watched) -> None:
    page = watched.open("en/cases/?jurisdiction=cn&q=platform")
    page.wait_for_function("() => globalThis.casebookTexts")
    expect(page.locator("[data-find-clear]")).to_be_visible()
    for key in ("question", "verified", "awarded", "jurisdiction"):
        chosen = "cn" if key == "jurisdiction" else None
        menu(page, key)
        for tick in page.locator(f"input[name={key}]").all():
            count = int(tick.locator("xpath=..").locator(".count").inner_text())
            if chosen:
                page.locator(f"input[name={key}][value={chosen}]").uncheck()
            tick.check()
            assert len(shown(page)) == count, f"{key} {tick.get_attribute('value')}"
            tick.uncheck()
            if chosen:
                page.locator(f"input[name={key}][value={chosen}]").check()
        menu(page, key)


def test_columns_sort_both_ways_and_what_has_no_value_stays_last(watched: Watched) -> None:
    page = watched.open("en/cases/")
    book = EDITION.casebook
    dates = {case.id: judged.date.last for case in CASES if (judged := derived.decided(book, case))}
    claimed = {
        case.id: max(claim.amount.value for claim in case.claims if claim.amount)
        for case in CASES
        if any(claim.amount for claim in case.claims)
    }
    for key, known in (("date", dates), ("claimed", claimed)):
        head = page.locator(f"th[data-sort={key}]")
        for way, downwards in (("descending", True), ("ascending", False)):
            head.locator("button").click()
            assert head.get_attribute("aria-sort") == way
            order = shown(page)
            values = [known[id_] for id_ in order if id_ in known]
            assert values == sorted(values, reverse=downwards)
            assert set(order[: len(known)]) == set(known)
    page.locator("th[data-sort=name] button").click()
    assert page.locator("th[aria-sort]").count() == 1
    names = page.locator("tr[data-case] th a").all_inner_texts()
    assert names == page.evaluate("(names) => names.sort(new Intl.Collator('en').compare)", names)


def test_the_whole_state_is_in_the_address_and_is_carried_to_the_other_language(watched: Watched) -> None:
    page = watched.open("en/cases/")
    search(page, "LoRA")
    choose(page, "jurisdiction", "cn")
    page.locator("th[data-sort=claimed] button").click()
    page.locator("tr[data-case=hz-ultraman-lora] .find-tick").check()
    page.locator("tr[data-case=sh-medusa-lora] .find-tick").check()
    before = shown(page)
    assert page.url.endswith(
        "/en/cases/?q=LoRA&jurisdiction=cn&sort=-claimed&pick=hz-ultraman-lora&pick=sh-medusa-lora"
    )
    page.reload()
    page.wait_for_function(f"JSON.stringify({SHOWN}) === JSON.stringify({before})")
    page.locator(".book-languages a").click()
    page.wait_for_url("**/zh/cases/?q=LoRA&jurisdiction=cn&sort=-claimed&pick=*")
    assert page.locator(".find-tick:checked").count() == 2
    assert "杭州“奥特曼”LoRA平台案" in page.locator(".find-chosen").inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_broken_address_is_named_and_the_page_stays_usable(watched: Watched, language: str) -> None:
    broken = f"?status=gone&pick=no-such&{quote('<img src=x>')}=%E0%A4&sort=colour&jurisdiction=de&=&&%"
    page = watched.open(f"{language}/cases/{broken}")
    notice = page.locator("[data-find-notice]")
    expect(notice).to_contain_text(STATUS[language]["left out"] + "status=gone")
    assert "<img src=x>" in notice.inner_text()
    assert page.locator("img[src=x]").count() == 0
    assert shown(page) == having(jurisdiction="de")
    page.locator("[data-find-clear]").click()
    assert len(shown(page)) == len(CASES)
    assert not notice.is_visible()
    assert "?" not in page.url


def test_two_to_four_decisions_lead_to_their_comparison(watched: Watched) -> None:
    page = watched.open("en/cases/")
    ticks = page.locator(".find-tick")
    compare = page.get_by_role("link", name="Compare", exact=True)
    assert not compare.is_visible()
    ticks.nth(0).check()
    assert not compare.is_visible()
    assert "Choose one more" in page.locator(".find-chosen").inner_text()
    ticks.nth(1).check()
    assert compare.get_attribute("href") == f"../compare/?ids={CASES[0].id},{CASES[1].id}"
    ticks.nth(2).check()
    ticks.nth(3).check()
    assert ticks.nth(4).is_disabled()
    assert "Four is the most." in page.locator(".find-chosen").inner_text()
    page.get_by_role("button", name="Clear the choice").click()
    assert not page.locator(".find-choice").is_visible()
    assert ticks.nth(4).is_enabled()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_done_from_the_keyboard(watched: Watched, language: str) -> None:
    page = watched.open(f"{language}/cases/")
    press = page.keyboard.press
    page.locator("#find-query").focus()
    page.keyboard.type("LoRA")
    page.wait_for_url("**q=LoRA*")
    for _ in range(2):
        press("Tab")
    focus = page.locator(":focus")
    assert focus.inner_text() == {"en": "Jurisdiction", "zh": "法域"}[language]
    press("Enter")
    press("Tab")
    assert focus.get_attribute("value") == "cn"
    press("Space")
    page.wait_for_url("**jurisdiction=cn*")
    press("Escape")
    assert focus.evaluate("(one) => one.tagName") == "SUMMARY"
    assert page.locator(".find-filters details[open]").count() == 0
    page.locator(".find-filters summary").last.focus()
    press("Tab")
    assert re.search("Mainland China|中国大陆", focus.get_attribute("aria-label") or "")
    press("Enter")
    expect(focus).to_have_id("find-query")
    page.locator("th[data-sort=date] button").focus()
    press("Enter")
    assert page.locator("th[data-sort=date]").get_attribute("aria-sort") == "descending"
    press("Tab")
    press("Tab")
    press("Tab")
    assert "find-tick" in (focus.get_attribute("class") or "")
    press("Space")
    assert focus.is_checked()
    assert page.url.count("pick=") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_targets_are_large_enough_to_touch_and_nothing_scrolls_sideways(
    browser: Browser, address: str, language: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/{language}/cases/?jurisdiction=cn&pick=hz-ultraman-lora&pick=gz-ultraman-tab")
    page.locator(".find-narrow > summary").tap()
    page.locator(".find-filters summary").nth(4).tap()
    assert page.locator("#find-query, .find-values label:visible, .find-chips button:visible").count() > 10
    assert too_small(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(".find-table th[data-sort=name] button").tap()
    assert page.locator("th[data-sort=name]").get_attribute("aria-sort") == "ascending"
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_unpacked_copy_searches_filters_and_keeps_its_address(browser: Browser, language: str) -> None:
    here = (unpacked() / language / "cases/index.html").as_uri()
    context = browser.new_context()
    seen = Watched(context.new_page(), "file://")
    seen.page.goto(f"{here}?jurisdiction=cn")
    assert shown(seen.page) == having(jurisdiction="cn")
    assert sorted(search(seen.page, "（2024）浙01民终10332号")) == ["hz-ultraman-lora"]
    seen.page.reload()
    seen.page.wait_for_function(f"{SHOWN}.length === 1")
    assert "q=" in seen.page.url
    seen.page.locator("[data-find-clear]").click()
    for number in (0, 1):
        seen.page.locator(".find-tick").nth(number).check()
    ids = f"{CASES[0].id},{CASES[1].id}"
    assert seen.page.locator("[data-find-compare]").get_attribute("href") == f"../compare/index.html?ids={ids}"
    context.close()
    assert seen.faults == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation_in_use(
    browser: Browser, address: str, language: str, scheme: Scheme, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    seen = Watched(context.new_page(), address)
    page = seen.open(f"{language}/cases/?q=LoRA&jurisdiction=cn&status=gone&sort=-date&pick=hz-ultraman-lora")
    page.wait_for_selector(".find-excerpt")
    page.evaluate("document.querySelector('.find-narrow').open = true")
    menu(page, "question")
    assert violations(page) == []
    context.close()
    assert seen.faults == []
