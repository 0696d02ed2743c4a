"""The real site in a real Chromium: walked, searched, judged by axe, read without script, on a phone and on paper."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.accessibility import too_small, violations
from tests.conftest import needed
from tests.serving import PAGES, built, serving

pytestmark = [pytest.mark.browser, pytest.mark.site]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LANGUAGES = ("en", "zh")
Scheme = Literal["light", "dark"]
HTML_TAGS = {"en": "en", "zh": "zh-Hans"}


@dataclass
class Watched:
    """A page, and everything about it that should not have happened."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"request to another host: {request.url}")

    def open(self, path: str) -> Page:
        if "#" in path:
            self.page.goto("about:blank")  # a place on the page that is open would not be asked for again
        answer = self.page.goto(f"{self.address}/{path}")
        assert answer is not None
        assert answer.status == 200, path
        return self.page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    needed("Chromium", CHROMIUM is not None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    needed("Chromium", CHROMIUM is not None)
    with serving(built()) as served:
        yield served


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    """A desktop page whose console, errors and requests are watched; any fault fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    seen = Watched(context.new_page(), address)
    yield seen
    context.close()
    assert seen.faults == []


def path_of(page: Page) -> str:
    return re.sub(r"^https?://[^/]+/", "", page.url)


def test_a_reader_walks_from_the_door_to_a_rule_and_back_and_changes_language_on_every_page(watched: Watched) -> None:
    page = watched.open("")
    assert page.locator("main a").all_inner_texts() == ["English", "简体中文"]
    page.get_by_role("link", name="English").click()
    steps = [
        ("en/", "a[href*='cases/hz-ultraman-lora/']"),
        ("en/cases/hz-ultraman-lora/", ".lesson-items a[href*='#P1-04']"),
        ("en/checklist/#P1-04", "#P1-04 a[href*='laws/prc-spc-rcin-provisions']"),
        ("en/laws/prc-spc-rcin-provisions/", ".used-list a[href*='cases/hz-ultraman-lora']"),
        ("en/cases/hz-ultraman-lora/", None),
    ]
    for path, following in steps:
        page.wait_for_url(re.compile(re.escape(path.split("#")[0]) + r"(#.*)?$"))
        assert path_of(page).split("#")[0] == path.split("#")[0]
        if "#" in path:
            assert path_of(page) == path
        switch_and_return(page)
        if following:
            page.locator(following).first.click()
    watched.page.wait_for_load_state("networkidle")


def switch_and_return(page: Page) -> None:
    """Change to Chinese, see the same page in Chinese, and come back."""
    english = path_of(page).split("#")[0]
    heading = page.locator("h1").inner_text()
    page.locator(".book-languages a").click()
    page.wait_for_url("**/zh/**")
    assert path_of(page) == english.replace("en/", "zh/", 1)
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert re.search(r"[\u4e00-\u9fff]", page.locator("h1").inner_text())
    page.locator(".book-languages a").click()
    page.wait_for_url("**/en/**")
    assert path_of(page) == english
    assert page.locator("h1").inner_text() == heading


@pytest.mark.parametrize(
    ("language", "query", "expected"),
    [
        ("zh", "注意义务", "zh/cases/hz-ultraman-lora/"),
        ("zh", "传播权", "zh/cases/hz-ultraman-lora/"),
        ("zh", "帮助侵权", "zh/cases/hz-ultraman-lora/"),
        ("zh", "美杜莎", "zh/cases/sh-medusa-lora/"),
        ("zh", "采取必要措施", "zh/laws/prc-civil-code/"),
        ("zh", "记忆化", "zh/cases/de-gema-v-openai/"),
        ("en", "duty of care", "en/factors/"),
        ("en", "memorised lyrics", "en/cases/de-gema-v-openai/"),
        ("en", "butterfly", "en/cases/zjg-butterfly-chair/"),
    ],
)
def test_the_search_finds_the_right_pages_in_the_reader_s_language_alone(
    watched: Watched, language: str, query: str, expected: str
) -> None:
    page = watched.open(f"{language}/")
    page.locator(".book-search input").fill(query)
    page.locator(".book-search button").click()
    page.wait_for_url(f"**/{language}/search/?q=*")
    page.wait_for_selector(".search-results li a")
    while page.locator("[data-search-more]").is_visible():
        count = page.locator(".search-results li").count()
        page.locator("[data-search-more]").click()
        page.wait_for_function(f"document.querySelectorAll('.search-results li').length > {count}")
    found = [link.get_attribute("href") or "" for link in page.locator(".search-results li a").all()]
    assert f"/{expected}" in found
    assert [link for link in found if not link.startswith(f"/{language}/")] == []


def test_the_search_narrows_down_and_keeps_its_state_in_the_address(watched: Watched) -> None:
    page = watched.open("en/search/?q=LoRA")
    page.wait_for_selector(".search-filters input[name=kind]")
    names = [summary.inner_text() for summary in page.locator(".search-filters summary").all()]
    assert names == ["Kind of page", "Jurisdiction", "Court", "Question", "Stage", "Outcome"]
    page.locator(".search-filters input[name=kind][value=Decision]").check()
    page.wait_for_url("**kind=Decision**")
    shown = "[...document.querySelectorAll('.search-results li a')]"
    page.wait_for_function(f"{shown}.length && {shown}.every((link) => link.href.includes('/cases/'))")
    links = [link.get_attribute("href") or "" for link in page.locator(".search-results li a").all()]
    page.reload(wait_until="networkidle")
    page.wait_for_selector(".search-results li a")
    assert sorted(link.get_attribute("href") or "" for link in page.locator(".search-results li a").all()) == sorted(
        links
    )


def test_a_search_without_a_result_says_so(watched: Watched) -> None:
    page = watched.open("en/search/?q=zzzyxw")
    page.wait_for_function("document.querySelector('[data-search-status]').textContent.includes('zzzyxw')")
    assert page.locator("[data-search-status]").inner_text() == "Nothing matches “zzzyxw”."


@pytest.fixture(scope="module", params=["light", "dark"])
def looking(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Watched]:
    """One page in a scheme, which opens one address after the other: a new one takes longer than what it shows."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=request.param)
    yield Watched(context.new_page(), address)
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_no_violation(looking: Watched, kind: str, language: str) -> None:
    looking.page.set_viewport_size({"width": 1280, "height": 900})
    if looking.page.url.startswith(looking.address):
        looking.page.evaluate("localStorage.clear()")
    looking.faults.clear()
    page = looking.open(f"{language}/{PAGES[kind]}")
    if kind == "search":
        page.wait_for_selector(".search-results li a")
    assert violations(page) == []
    assert looking.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_the_pages_outside(browser: Browser, address: str, scheme: Scheme) -> None:
    context = browser.new_context(color_scheme=scheme)
    for path in ("index.html", "404.html"):
        page = context.new_page()
        page.goto(f"{address}/{path}")
        assert violations(page) == []
    context.close()


@pytest.mark.parametrize("width", [360, 390, 768, 1440, 1920])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways(browser: Browser, address: str, language: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    wide = {}
    for kind, path in PAGES.items():
        page.goto(f"{address}/{language}/{path}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide[kind] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_is_large_enough_to_touch(browser: Browser, address: str, language: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    small = {}
    for kind, path in PAGES.items():
        page.goto(f"{address}/{language}/{path}")
        if found := too_small(page):
            small[kind] = found
    context.close()
    assert small == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_readable_without_script(browser: Browser, address: str, language: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/{language}/cases/hz-ultraman-lora/")
    assert page.locator("#holdings").is_visible()
    assert page.locator("article").inner_text().count("\n") > 100
    assert page.locator(".book-languages a").is_visible()
    page.goto(f"{address}/{language}/search/")
    assert page.locator("noscript p").is_visible()
    page.goto(f"{address}/{language}/")
    page.locator(".book-menu").click()
    link = page.locator(".md-nav--primary a", has_text={"en": "Glossary", "zh": "术语"}[language])
    link.first.click()
    assert path_of(page) == f"{language}/glossary/"
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_the_drawer_opens_and_closes_by_keyboard_and_by_touch(
    browser: Browser, address: str, script: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, java_script_enabled=script, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}/en/")
    switch = page.get_by_role("checkbox", name="Menu")
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="Glossary")
    expect(link).not_to_be_visible()
    switch.focus()
    page.keyboard.press("Space")
    expect(link).to_be_in_viewport()
    if script:
        assert violations(page, widths=(390,)) == []
    page.keyboard.press("Space")
    expect(link).not_to_be_visible()
    page.locator(".book-menu").tap()
    expect(link).to_be_in_viewport()
    page.touchscreen.tap(380, 400)
    expect(link).not_to_be_visible()
    page.locator(".book-menu").tap()
    link.tap()
    page.wait_for_url("**/en/glossary/")
    expect(page.locator(".md-sidebar--primary").get_by_role("link", name="Glossary")).not_to_be_visible()
    context.close()


def test_paper_shows_the_text_and_the_addresses_but_no_navigation(watched: Watched) -> None:
    page = watched.open("en/cases/hz-ultraman-lora/")
    page.emulate_media(media="print")
    assert page.locator(".verdict").is_visible()
    for hidden in (".book-header", ".md-tabs", ".md-sidebar--secondary"):
        assert not page.locator(hidden).is_visible()
    shown = page.evaluate("getComputedStyle(document.querySelector('a.address'), '::after').content")
    assert shown.startswith('" (" attr(href)') or "https://" in shown


def test_a_reference_shows_its_line_on_focus(watched: Watched) -> None:
    page = watched.open("en/cases/hz-ultraman-lora/")
    link = page.locator("a.ref-term").first
    title = link.get_attribute("title") or ""
    assert len(title) > 20
    page.keyboard.press("Tab")
    link.focus()
    shown = link.evaluate("element => getComputedStyle(element, '::after').content")
    assert title[:15] in shown or "attr(title)" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_tagged_with_its_language(watched: Watched, language: str) -> None:
    page = watched.open(f"{language}/cases/hz-ultraman-lora/")
    assert page.locator("html").get_attribute("lang") == HTML_TAGS[language]
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.md-typeset em, .md-typeset cite')).fontStyle")
        == "normal"
    )
