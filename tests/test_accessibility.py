"""What judges the pages is judged itself: on a page with faults it names exactly those, and on one without it names none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import too_small, violations
from tests.test_browser import browser

__all__ = ["browser"]

pytestmark = pytest.mark.browser

SHELL = '<!doctype html><html lang="en"><title>x</title><main><article><h1>x</h1>{}</article></main>'
SIZE = "appearance: none; border: 0; margin: 0; padding: 0; width: {}px; height: {}px"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 800, "height": 600})
    yield context.new_page()
    context.close()


def test_a_violation_is_told_with_its_width_rule_and_places(page: Page) -> None:
    page.set_content(SHELL.format('<button id="a"></button><button id="b"></button>'))
    places = ["['#a']", "['#b']"]
    assert violations(page) == [(1280, "button-name", places), (390, "button-name", places)]
    assert page.viewport_size == {"width": 800, "height": 600}


def test_a_violation_at_one_width_is_told_for_that_width(page: Page) -> None:
    page.set_content(SHELL.format("<style>@media (width > 600px) { img { display: none } }</style><img id=a>"))
    assert violations(page) == [(390, "image-alt", ["['#a']"])]


def test_a_page_without_a_fault_has_no_violation(page: Page) -> None:
    page.set_content(SHELL.format("<p>x</p>"))
    assert violations(page) == []


@pytest.mark.parametrize(
    ("width", "height", "found"),
    [(24, 24, []), (23, 24, [["a", "23 x 24"]]), (24, 23, [["a", "24 x 23"]]), (1, 1, [])],
)
def test_a_control_is_too_small_below_24_pixels_either_way_unless_it_is_only_heard(
    page: Page, width: int, height: int, found: list[list[str]]
) -> None:
    page.set_content(SHELL.format(f'<button id="a" style="{SIZE.format(width, height)}">x</button>'))
    assert too_small(page) == found


@pytest.mark.parametrize("tag", ["button", "summary", "label", "select", "input", "textarea"])
def test_every_kind_of_control_is_measured(page: Page, tag: str) -> None:
    control = f'<{tag} id="a" style="display: block; {SIZE.format(20, 20)}"></{tag}>'
    page.set_content(SHELL.format(f"<details>{control}</details>" if tag == "summary" else control))
    assert too_small(page) == [["a", "20 x 20"]]
