"""Every kind of page works under the strict policy that the README tells a host to set, and waits for no script."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import ROOT, needed
from tests.serving import PAGES, Quiet, built
from tests.test_browser import CHROMIUM, LANGUAGES, Scheme, Watched, browser

__all__ = ["browser"]

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)
STRICTEST = "default-src 'self'; img-src 'self' data:"
"""Without WebAssembly, which only the search page needs."""
TELL = "document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective} ${e.sample}`))"


class Guarded(Quiet):
    policy = POLICY

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()


class GuardedMost(Guarded):
    policy = STRICTEST


def served(handler: type[Guarded]) -> Iterator[str]:
    needed("Chromium", CHROMIUM is not None)
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(built()))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def guarded() -> Iterator[str]:
    yield from served(Guarded)


@pytest.fixture(scope="module")
def guarded_most() -> Iterator[str]:
    yield from served(GuardedMost)


def walk(browser: Browser, address: str, language: str, kinds: list[str]) -> list[str]:
    """Open pages, choose colours on each, open the drawer on a phone, and tell what was violated or went wrong."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(TELL)
    watched = Watched(context.new_page(), address)
    for kind in kinds:
        page = watched.open(f"{language}/{PAGES[kind]}")
        page.locator("form[data-md-component=palette] label:not([hidden])").click()
        if kind == "search":
            page.wait_for_selector(".search-results li a")
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".book-menu").click()
    page.wait_for_load_state("networkidle")
    context.close()
    return watched.faults


@pytest.mark.browser
@pytest.mark.site
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_violates_the_policy(browser: Browser, guarded: str, language: str) -> None:
    assert walk(browser, guarded, language, list(PAGES)) == []


@pytest.mark.browser
@pytest.mark.site
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_but_the_search_works_under_the_strictest_policy(
    browser: Browser, guarded_most: str, language: str
) -> None:
    assert walk(browser, guarded_most, language, [kind for kind in PAGES if kind != "search"]) == []


@pytest.mark.browser
@pytest.mark.site
def test_a_violation_is_seen(browser: Browser, guarded_most: str) -> None:
    """The search needs WebAssembly, and an inline script is refused; both are reported."""
    context = browser.new_context()
    context.add_init_script(TELL)
    watched = Watched(context.new_page(), guarded_most)
    page = watched.open("en/search/?q=LoRA")
    page.locator("[data-search-status]", has_text="could not be loaded").wait_for()
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }))"
    )
    assert page.evaluate("window.ran") is None
    context.close()
    assert [fault for fault in watched.faults if fault.startswith("console: policy: script-src")] != []


@pytest.mark.browser
@pytest.mark.site
@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(251, 250, 246)"), ("dark", "rgb(18, 23, 29)")])
def test_the_device_s_colours_need_no_script(browser: Browser, guarded: str, scheme: Scheme, paper: str) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{guarded}/en/")
    assert page.evaluate("getComputedStyle(document.querySelector('.book-header')).backgroundColor") == paper
    context.close()


class Blocking(HTMLParser):
    """What makes a browser wait before it shows a page, and what a strict policy forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "style" or any(key == "style" or key.startswith("on") for key in values):
            self.found.append(self.get_starttag_text() or "")
        if tag == "script" and values.get("type") not in ("application/json", "application/ld+json"):
            if not values.get("src"):
                self.found.append("inline")
            elif "defer" not in values and "async" not in values and values.get("type") != "module":
                self.found.append(values["src"] or "")


@pytest.mark.site
def test_no_page_waits_for_a_script_or_carries_one_inline() -> None:
    found = {str(path): Blocking(path.read_text(encoding="utf-8")).found for path in sorted(built().rglob("*.html"))}
    assert {path: list_ for path, list_ in found.items() if list_} == {}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<script src="a.js"></script>', ["a.js"]),
        ("<script>1</script>", ["inline"]),
        ('<p style="top:0">', ['<p style="top:0">']),
        ('<p onclick="f()">', ['<p onclick="f()">']),
        ('<script src="a.js" defer></script><script type="application/json">{}</script>', []),
    ],
)
def test_what_blocks_or_is_forbidden_is_seen(html: str, expected: list[str]) -> None:
    assert Blocking(html).found == expected


def test_the_readme_names_the_policy() -> None:
    readme = re.sub(r"\s+", " ", Path(ROOT / "README.md").read_text(encoding="utf-8"))
    assert f"Content-Security-Policy: {POLICY}" in readme
