"""The page that offers the data, in a real Chromium: every link of it leads to a file, and axe finds nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.accessibility import violations
from tests.serving import built
from tests.test_browser import LANGUAGES, Scheme, Watched, address, browser, watched

__all__ = ["address", "browser", "watched"]

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_it_offers_is_there_with_its_size(watched: Watched, language: str) -> None:
    page = watched.open(f"{language}/data/")
    links = page.locator("article .offer a")
    assert links.count() == 12 + 19 + 46 + 14 + 1 + 1
    for link in links.all():
        target = (built() / language / "data" / (link.get_attribute("href") or "")).resolve()
        assert target.is_file(), target
    sizes = [note.text_content() or "" for note in page.locator("article .offer .note").all()]
    assert len(sizes) == links.count() - 1
    assert all(re.fullmatch(r"[\d.]+ ?(kB|MB)", size) for size in sizes), sizes
    assert page.locator("blockquote").inner_text().count("commit") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_found_from_the_about_page_and_every_footer(watched: Watched, language: str) -> None:
    page = watched.open(f"{language}/about/")
    assert page.locator("article a[href='../data/']").count() == 1
    page = watched.open(f"{language}/cases/hz-ultraman-lora/")
    page.locator(".book-footer a[href='../../data/']").click()
    page.wait_for_url(f"**/{language}/data/")


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ("cases", "decisions"),
        ("checklist", "checklist"),
        ("factors", "findings"),
        ("laws", "rules"),
        ("courts", "courts"),
        ("glossary", "glossary"),
    ],
)
def test_each_table_is_offered_beside_it(watched: Watched, path: str, table: str) -> None:
    for language in LANGUAGES:
        page = watched.open(f"{language}/{path}/")
        hrefs = [link.get_attribute("href") for link in page.locator(".downloads a").all()]
        assert hrefs == [f"../../data/{table}.{language}.csv", f"../../data/{table}.{language}.xlsx"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation(browser: Browser, address: str, language: str, scheme: Scheme) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    seen = Watched(context.new_page(), address)
    page = seen.open(f"{language}/data/")
    page.locator("details summary").click()
    found = violations(page)
    context.close()
    assert found == []
    assert seen.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_does_not_scroll_sideways_on_a_phone(browser: Browser, address: str, language: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/{language}/data/")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()
