"""The page of changes in a real Chromium, on the tiny book with a hostile reason in its history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog

from generator import site
from tests.accessibility import violations
from tests.conftest import edition_of
from tests.serving import serving
from tests.test_browser import Scheme, Watched, browser
from tests.test_changes import HOSTILE, Repository, book_of

__all__ = ["browser"]

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root: Path = book_of(Repository(tmp_path_factory.mktemp("changes") / "book"))
    site.build(*edition_of(root), root / "site", lambda _: None, with_packs=False)
    with serving(root / "site") as address:
        yield address


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_without_fault_for_every_reader(
    browser: Browser, served: str, language: str, scheme: Scheme
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, color_scheme=scheme)
    watched = Watched(context.new_page(), served)
    page = watched.open(f"{language}/changes/")
    page.locator("details.change-list summary").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
    assert watched.faults == []


def test_a_reason_is_shown_as_typed_and_runs_nothing(browser: Browser, served: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.goto(f"{served}/en/changes/")
    typed = HOSTILE.replace("\x1b", " ").replace("\u202e", "").split()
    assert page.locator(".change-reason").first.inner_text().split() == [*typed, "second", "line"]
    assert page.locator(".change-reason").first.get_attribute("lang") == "en"
    assert asked == []
    context.close()


def test_without_script_the_list_opens_and_its_links_lead_to_the_records(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/en/about/")
    page.locator("main").get_by_role("link", name="What changed").click()
    page.locator("details.change-list summary").click()
    page.locator("details.change-list").get_by_role("link", name="Fox v Wolf").click()
    assert page.url == f"{served}/en/cases/fox-v-wolf/"
    page.locator("footer").get_by_role("link", name="What changed").click()
    answer = page.request.get(page.get_by_role("link", name="Subscribe to the feed").evaluate("link => link.href"))
    assert (answer.status, "<feed" in answer.text()) == (200, True)
    context.close()
