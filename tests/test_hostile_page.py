"""A book in which every text is an attack: Chromium runs none of it, with a strict policy or none, online or from a folder."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path, PurePosixPath

import feedparser
import markdown
import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

from generator import address, packs, pages, printing, sheets, site
from generator.briefing import Paper
from generator.edition import Edition
from tests import payloads
from tests.conftest import PAGES, TEMPLATES, copy_book, needed
from tests.serving import serving
from tests.test_browser import browser
from tests.test_policy import TELL, Guarded

__all__ = ["browser"]

DRIVEN = {
    "search": "document.querySelector('input[type=search]')?.focus()",
    "self-check": "document.querySelectorAll('article input').forEach((one) => one.click())",
    "checklist": "document.querySelectorAll('article input[type=checkbox], article summary').forEach((one) => one.click())",
    "compare": "document.querySelectorAll('article input[type=checkbox], article summary').forEach((one) => one.click())",
}
"""What is done on a page beside opening every fold and pointing at every link."""
EVERYWHERE = """() => {
  document.querySelectorAll('details').forEach((one) => { one.open = true; });
  for (const one of document.querySelectorAll('article a, article [title], article button, article span')) {
    for (const kind of ['mouseover', 'mouseenter', 'focus', 'pointerover']) one.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}"""
FOUND = """() => ({
  ran: window.__pwned,
  handlers: [...document.querySelectorAll('*')].filter((one) => [...one.attributes].some((at) => /^on/i.test(at.name)))
    .map((one) => one.outerHTML.slice(0, 200)),
  links: [...document.querySelectorAll('[href], [src], [action], [formaction]')]
    .map((one) => one.getAttribute('href') || one.getAttribute('src') || one.getAttribute('action') || '')
    .filter((at) => /^\\s*(javascript|data|vbscript):/i.test(at) && !at.startsWith('data:image/svg+xml')),
  frames: document.querySelectorAll('iframe, object, embed, base').length,
})"""


@dataclass
class Guard:
    """A page and every sign that a text in it was more than text."""

    page: Page
    home: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("dialog", self._interrupted)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("console", lambda one: self.faults.append(f"console: {one.text}") if one.type == "error" else None)
        self.page.on("request", self._asked)

    def _interrupted(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:image/svg+xml", "blob:", "about:")):
            self.faults.append(f"request: {request.url}")

    def visit(self, url: str) -> Page:
        self.page.goto(f"{self.home}{url}", wait_until="load")
        self.page.evaluate(EVERYWHERE)
        for part, action in DRIVEN.items():
            if f"/{part}/" in url:
                self.page.evaluate(action)
        self.judge(url)
        return self.page

    def judge(self, where: str) -> None:
        found = self.page.evaluate(FOUND)
        if found["ran"] or found["handlers"] or found["links"] or found["frames"]:
            self.faults.append(f"{where}: {found}")


@dataclass(frozen=True)
class Attacked:
    """The attacking book as an edition, and its site."""

    edition: Edition
    site_url: str
    site: Path


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    book = copy_book(tmp_path_factory.mktemp("attacked") / "book")
    edition, where = payloads.edition(book)
    site.build(edition, where, book / "site", lambda _: None, with_packs=False)
    return Attacked(edition, where.site_url, book / "site")


@contextmanager
def guarded(folder: Path) -> Iterator[str]:
    """The site under the policy that the README tells a host to set."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Guarded, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def urls(folder: Path, language: str) -> list[str]:
    return [
        f"/{path.parent.relative_to(folder).as_posix()}/" for path in sorted((folder / language).rglob("index.html"))
    ]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.route(re.compile("other.example"), lambda route: route.abort())
    yield context
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "de"])
def test_no_page_runs_what_a_text_says(context: BrowserContext, attacked: Attacked, language: str) -> None:
    """Every page of a language, without any policy that would stop it; then the pages that scripts draw."""
    with serving(attacked.site) as home:
        guard = Guard(context.new_page(), home)
        visited = urls(attacked.site, language)
        assert len(visited) == PAGES
        for url in ["/", *visited, f"/{language}/compare/?ids=fox-v-wolf,owl-v-fox", f"/{language}/search/?q=window"]:
            guard.visit(url)
        page = guard.page
        page.wait_for_selector(".search-results li a")
        guard.judge("results")
        page.locator("input[type=search]").first.fill("<img src=x onerror=window.__pwned=1>")
        page.wait_for_timeout(700)
        guard.judge("typed")
        guard.visit(f"/{language}/self-check/#a=Q1:sell,pack;Q2:<img src=x onerror=window.__pwned=1>")
        assert guard.faults == []


@pytest.mark.browser
def test_no_page_violates_the_strict_policy(context: BrowserContext, attacked: Attacked) -> None:
    context.add_init_script(TELL)
    with guarded(attacked.site) as home:
        guard = Guard(context.new_page(), home)
        for url in urls(attacked.site, "en"):
            guard.visit(url)
        assert guard.faults == []


@pytest.mark.browser
def test_the_copy_in_a_folder_runs_nothing(context: BrowserContext, attacked: Attacked, tmp_path: Path) -> None:
    made = address.copy(attacked.edition.casebook)
    zipfile.ZipFile(attacked.site / made).extractall(tmp_path)
    folder = tmp_path / made.stem
    guard = Guard(context.new_page(), f"file://{folder}")
    for path in sorted((folder / "en").rglob("index.html")):
        guard.visit(f"/{path.relative_to(folder)}")
    guard.page.goto("about:blank")
    assert len(list((folder / "en").rglob("index.html"))) == PAGES
    assert guard.faults == []


@pytest.mark.browser
def test_a_feed_s_content_runs_nothing_in_a_reader_that_trusts_it(context: BrowserContext, attacked: Attacked) -> None:
    with serving(attacked.site) as home:
        guard = Guard(context.new_page(), home)
        shown = 0
        for path in sorted((attacked.site / "feeds").glob("*.xml")):
            # an address in a text is text too: nothing of the reader's own cleaning may help
            feed = feedparser.parse(path.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
            assert not feed.bozo, path
            for entry in feed.entries:
                parts = [one.value for one in entry.get("content", [])]
                guard.page.set_content("".join(parts), wait_until="load")
                guard.judge(f"{path.name}: {entry.id}")
                shown += len(parts)
        assert shown > 10
        assert guard.faults == []


@pytest.mark.browser
@pytest.mark.parametrize("kind", payloads.KINDS)
def test_a_page_without_escaping_is_noticed(context: BrowserContext, tmp_path: Path, kind: str) -> None:
    """The same driver over one text that was not escaped; kinds that are not HTML show as text even then."""
    head = "<!doctype html><title>x</title><link rel=icon href='data:image/svg+xml,'><article>"
    raw = f"{head}<p>{payloads.KINDS[kind]}</p></article>"
    if kind in ("link", "attribute list"):
        raw = f"{head}{markdown.markdown(payloads.KINDS[kind])}</article>"
    if kind == "handler":
        raw = f'{head}<p title="{payloads.KINDS[kind]}">x</p></article>'
    (tmp_path / "index.html").write_text(raw, encoding="utf-8")
    with serving(tmp_path) as home:
        guard = Guard(context.new_page(), home)
        guard.visit("/")
        harmless = kind in ("entity", "Jinja", "Typst", "attribute list")
        assert bool(guard.faults) != harmless


@pytest.mark.browser
def test_one_value_without_escaping_is_noticed_on_its_page(
    context: BrowserContext, attacked: Attacked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets.Sheet, "name", lambda self, names: Markup(names[self.tongue.code]))
    text = pages.tree(attacked.edition, "en")[PurePosixPath("cases/fox-v-wolf.md")].split("---\n", 2)[2]
    (tmp_path / "index.html").write_text(
        markdown.markdown(text, extensions=["attr_list", "md_in_html"]), encoding="utf-8"
    )
    with serving(tmp_path) as home:
        guard = Guard(context.new_page(), home)
        guard.visit("/")
        assert [fault for fault in guard.faults if "'ran': 1" in fault]


def test_every_payload_is_shown_as_typed(attacked: Attacked) -> None:
    page = BeautifulSoup((attacked.site / "en/cases/fox-v-wolf/index.html").read_bytes(), "lxml")
    wanted = " ".join(payloads.ALL.split())
    for selector in ("h1", "title"):
        found = page.select_one(selector)
        assert found is not None
        assert wanted in " ".join(found.get_text().split())
    texts = [" ".join(one.get_text().split()) for one in page.select("article p, article li, article dd, article td")]
    assert len([text for text in texts if wanted in text]) > 10


@pytest.mark.parametrize("form", ["en", "both"])
def test_a_pack_prints_every_payload_as_typed(attacked: Attacked, tmp_path: Path, form: str) -> None:
    needed("pdftotext", shutil.which("pdftotext") is not None)
    book = attacked.edition.casebook
    values = Paper(attacked.edition, attacked.site_url, form).values(packs.decision(book.get("case", "fox-v-wolf")))
    (tmp_path / "pack.pdf").write_bytes(printing.pdf(values, TEMPLATES).data)
    done = subprocess.run(["pdftotext", tmp_path / "pack.pdf", "-"], capture_output=True, text=True, check=True)
    printed = "".join(done.stdout.replace("\u00ad", "").split())
    for text in payloads.KINDS.values():
        assert "".join(text.split()) in printed, text
    assert "root:x:0" not in printed
