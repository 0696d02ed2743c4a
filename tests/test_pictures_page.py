"""The page of pictures in a real Chromium: which layout is shown, that words neither overlap nor shrink, that links lead home."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import violations
from tests.serving import built
from tests.test_browser import LANGUAGES, Scheme, Watched, address, browser, watched

__all__ = ["address", "browser", "watched"]
pytestmark = [pytest.mark.browser, pytest.mark.site]

WORDS = """() => [...document.querySelectorAll('svg.drawing')].filter((svg) => svg.getClientRects().length).map((svg) => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const frame = svg.getBoundingClientRect();
  return {
    layout: svg.classList[1],
    frame: [frame.left, frame.top, frame.right, frame.bottom],
    words: [...svg.querySelectorAll('text')].map((text) => {
      const box = text.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      return {text: text.textContent, size, box: [box.left, box.top, box.right, box.bottom]};
    }),
  };
})"""


def overlap(one: list[float], other: list[float], slack: float = 2) -> bool:
    return (
        one[0] + slack < other[2]
        and other[0] + slack < one[2]
        and one[1] + slack < other[3]
        and other[1] + slack < one[3]
    )


def drawings(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(WORDS)
    return found


@pytest.mark.parametrize(
    ("width", "layout"),
    [(360, "is-narrow"), (390, "is-narrow"), (860, "is-narrow"), (900, "is-wide"), (1440, "is-wide")],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_large_enough_stay_inside_and_never_overlap(
    browser: Browser, address: str, language: str, width: int, layout: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/{language}/pictures/")
    shown = drawings(page)
    sideways = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert len(shown) >= 9
    assert {one["layout"] for one in shown} == {layout}
    assert sideways <= width
    for one in shown:
        words = one["words"]
        assert [w["text"] for w in words if w["size"] < 10] == []
        left, top, right, bottom = one["frame"]
        out = [w for w in words if w["box"][0] < left - 8 or w["box"][2] > right + 8]
        out += [w for w in words if w["box"][1] < top - 2 or w["box"][3] > bottom + 2]
        assert [w["text"] for w in out] == []
        pairs = [(a["text"], b["text"]) for i, a in enumerate(words) for b in words[:i] if overlap(a["box"], b["box"])]
        assert pairs == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation_in_either_layout_with_all_tables_open(
    browser: Browser, address: str, language: str, scheme: Scheme
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, color_scheme=scheme)
    seen = Watched(context.new_page(), address)
    page = seen.open(f"{language}/pictures/")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = violations(page)
    sideways = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert found == []
    assert sideways <= 390
    assert seen.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_a_drawing_leads_to_a_place_that_is_there(language: str) -> None:
    folder = built() / language / "pictures"
    html = (folder / "index.html").read_text(encoding="utf-8")
    hrefs = {
        unescape(h)
        for svg in re.findall(r"<svg class=\"?drawing.*?</svg>", html, re.S)
        for h in re.findall(r'href="([^"]+)"', svg)
    }
    assert len(hrefs) > 46 + 42
    for href in sorted(hrefs):
        path, _, anchor = href.partition("#")
        target = folder / path / "index.html"
        assert target.is_file(), href
        assert not anchor or f'id="{anchor}"' in target.read_text(encoding="utf-8"), href


def test_a_name_in_a_drawing_is_a_link_for_the_mouse_and_the_keyboard(watched: Watched) -> None:
    page = watched.open("en/pictures/")
    name = page.locator("svg.is-wide a", has_text="Hangzhou Ultraman LoRA platform case").first
    name.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/cases/hz-ultraman-lora/")
    page.go_back()
    page.locator("svg.is-wide a", has_text="P2-02").first.click()
    page.wait_for_url("**/en/checklist/#P2-02")


def test_paper_shows_the_wide_layout_and_only_the_tables_that_were_opened(watched: Watched) -> None:
    page = watched.open("en/pictures/")
    page.set_viewport_size({"width": 660, "height": 900})
    assert {one["layout"] for one in drawings(page)} == {"is-narrow"}
    page.emulate_media(media="print")
    assert {one["layout"] for one in drawings(page)} == {"is-wide"}
    assert page.locator("details.data").evaluate_all("all => all.map((one) => one.getClientRects().length)") == [
        0,
        0,
        0,
    ]
    page.locator("details.data").first.evaluate("one => { one.open = true; }")
    assert page.locator("details.data table").first.is_visible()


@pytest.mark.parametrize("path", ["cases/", "checklist/", "about/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_linked_from_where_a_reader_expects_it(language: str, path: str) -> None:
    html = (built() / language / path / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<p class="more"><a href="\.\./pictures/(#\w+)?"', html)
