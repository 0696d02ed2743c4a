"""What axe-core finds on a page, judged whole on a desk and on a phone."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1280, 390)


def violations(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[tuple[int, str, list[str]]]:
    """Every violation as width, rule and the places it was found at; the page is left at its first width."""
    found = []
    before = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
        for one in Axe().run(page).response["violations"]:
            found.append((width, one["id"], [str(node["target"]) for node in one["nodes"]][:3]))
    if before:
        page.set_viewport_size(before)
    return found
