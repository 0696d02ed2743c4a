"""What axe-core finds on a page, judged whole on a desk and on a phone."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 390)
SETTLED = """() => {
  document.getAnimations().forEach((one) => one.finish());
  return Promise.allSettled(document.getAnimations().map((one) => one.finished));
}"""
"""What moves is taken to its end at once, and what that sets off is waited for."""


def violations(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[tuple[int, str, list[str]]]:
    """Every violation as width, rule and the places it was found at; the page is left at its first width."""
    found = []
    before = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(SETTLED)
        for one in Axe().run(page).response["violations"]:
            found.append((width, one["id"], [str(node["target"]) for node in one["nodes"]][:3]))
    if before:
        page.set_viewport_size(before)
    return found


def too_small(page: Page) -> list[list[str]]:
    """Controls of the article that are less than 24 CSS pixels wide or high (https://www.w3.org/TR/WCAG22/#target-size-minimum)."""
    found: list[list[str]] = page.evaluate(
        """() => [...document.querySelectorAll("article :is(button, summary, label, select, input, textarea)")]
          .filter((one) => one.checkVisibility({ opacityProperty: true }) && !(one.matches("input") && one.closest("label"))
            && !(one.control && !one.control.matches("[type=checkbox], [type=radio]")))
          .map((one) => [one.className || one.id || one.textContent, one.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && (box.height < 24 || box.width < 24))
          .map(([name, box]) => [name, `${box.width} x ${box.height}`])"""
    )
    return found
