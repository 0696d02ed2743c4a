"""The offline copy in a real Chromium: unpacked, opened from its folder, walked in both languages; every link leads to a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from generator import address
from generator.edition import tongue
from tests.accessibility import violations
from tests.conftest import real_edition
from tests.serving import built, unpacked
from tests.test_browser import LANGUAGES, Scheme, browser

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.site]

WORDS = {
    "en": {"checklist": "Checklist", "glossary": "Glossary", "search": "The search needs the online site."},
    "zh": {"checklist": "合规清单", "glossary": "术语", "search": "检索须使用在线网站。"},
}
LEFT = "net::ERR_ABORTED"
"""How a request ends whose page is left before it is answered."""
ONLINE = "https://aigc-casebook.example/"


@pytest.fixture(scope="module")
def folder() -> Path:
    return unpacked()


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """A page whose console, errors and requests are watched; a request that is not for a file fails the test."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("request", lambda request: None if request.url.startswith("file:") else faults.append(request.url))
    opened.on("requestfailed", lambda one: None if one.failure == LEFT else faults.append(f"{one.failure}: {one.url}"))
    yield opened
    context.close()
    assert faults == []


def place(page: Page, folder: Path) -> str:
    return unquote(page.url).removeprefix(f"file://{folder}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_walks_through_the_copy_by_clicks(page: Page, folder: Path, language: str) -> None:
    page.goto(f"file://{folder}/index.html")
    page.locator(f"main a[href='{language}/index.html']").click()
    page.locator("article a[href*='cases/hz-ultraman-lora/']").first.click()
    assert place(page, folder) == f"{language}/cases/hz-ultraman-lora/index.html"
    assert page.locator("#holdings").is_visible()
    page.locator(".lesson-items a[href*='#P1-04']").first.click()
    assert place(page, folder) == f"{language}/checklist/index.html#P1-04"
    page.locator(".md-tabs").get_by_role("link", name=WORDS[language]["glossary"], exact=True).click()
    assert place(page, folder) == f"{language}/glossary/index.html"
    other = next(one for one in LANGUAGES if one != language)
    page.locator(".book-languages a").click()
    assert place(page, folder) == f"{other}/glossary/index.html"
    page.go_back()
    assert page.locator(".book-footer a[href^='https://aigc']").get_attribute("href") == f"{ONLINE}{language}/glossary/"


def test_the_colours_can_be_chosen_and_are_kept_on_the_next_page(page: Page, folder: Path) -> None:
    page.goto(f"file://{folder}/en/index.html")
    for _ in range(2):
        page.locator("form[data-md-component=palette] label:not([hidden])").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.goto(f"file://{folder}/en/glossary/index.html")
    page.wait_for_selector("body[data-md-color-scheme=slate]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_says_that_it_is_online_also_without_script(browser: Browser, folder: Path, language: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{folder}/{language}/search/index.html")
    assert WORDS[language]["search"] in page.locator("article").inner_text()
    links = page.locator("article a, .book-header a.book-search-online").evaluate_all(
        "all => all.map((one) => one.href)"
    )
    assert links == [f"{ONLINE}{language}/search/"] * 2
    assert page.locator("article input").count() == 0
    context.close()


def test_a_link_that_a_script_writes_leads_to_the_page_as_well(page: Page, folder: Path) -> None:
    page.goto(f"file://{folder}/en/index.html")
    page.evaluate("""() => {
      const link = Object.assign(document.createElement("a"), { href: "cases/#top", textContent: "written", id: "written" });
      document.querySelector("article").prepend(link);
    }""")
    page.locator("#written").click()
    page.wait_for_url("**/en/cases/index.html#top")


class References(HTMLParser):
    """Every address a page names, and every place it has."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for key, value in attrs if key in ("href", "src", "action")]
        self.ids |= {value or "" for key, value in attrs if key == "id"}


def test_every_address_on_every_page_leads_to_a_file_and_a_place_or_online(folder: Path) -> None:
    pages = {path: References(path) for path in sorted(folder.rglob("*.html"))}
    assert len(pages) == len(list(built().rglob("*.html"))) - 1, "all but the page for lost addresses"
    broken = []
    for path, read in pages.items():
        for reference in read.found:
            parts = urlsplit(reference)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchored = not parts.fragment or target not in pages or unquote(parts.fragment) in pages[target].ids
            if not target.is_file() or not target.is_relative_to(folder) or not anchored:
                broken.append((path.relative_to(folder).as_posix(), reference))
    assert broken == []


def test_the_copy_holds_no_pack_no_index_and_no_copy(folder: Path) -> None:
    assert (
        sorted({path.name for path in folder.iterdir()} & {"packs", "pagefind", "offline", "404.html", "robots.txt"})
        == []
    )
    assert list(folder.rglob("*.pdf")) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation_in_what_only_the_copy_shows(
    browser: Browser, folder: Path, language: str, scheme: Scheme
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for name in ("search", "about"):
        page.goto(f"file://{folder}/{language}/{name}/index.html")
        assert violations(page) == []
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.set_viewport_size({"width": 1280, "height": 900})
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_online_pages_link_the_copy_with_its_size(language: str) -> None:
    made = address.copy(real_edition()[0].casebook)
    size = tongue(real_edition()[0], language).voice.bytes((built() / made).stat().st_size)
    for name in ("", "about/", "cases/hz-ultraman-lora/"):
        text = (built() / language / name / "index.html").read_text(encoding="utf-8")
        assert f'/{made}">' in text or f'"../{made}">' in text
        assert re.search(rf"<span data-offline-size>[(（]ZIP[^<]*{re.escape(size)}", text)
