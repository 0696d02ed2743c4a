"""How much a reader's device fetches: what counts, that a limit can be exceeded, and that the real site keeps to its own."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Response

from generator import cli, door, weight
from generator.weight import LIMITS
from tests.conftest import MARKS, TEMPLATES, TODAY, edition_of, real_edition
from tests.serving import built, serving
from tests.test_browser import LANGUAGES, browser

__all__ = ["browser"]

CASE = "cases/fox-v-wolf"
PAGE = """<link rel="stylesheet" href="../../assets/a.css"><link rel="canonical" href="https://x.example/c.css">
<script src="../../assets/a.js" defer></script>
<img src="https://other.example/x.png"><a href="../../big.css">no</a>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of the tiny book's shape with as much in it as is weighed."""
    folder = tmp_path / "site"
    for code in ("en", "de"):
        for name, text in (
            (f"{CASE}/index.html", PAGE + "more" * 9),
            *(
                (f"cases/{path.stem}/index.html", PAGE)
                for path in MARKS.glob("cases/*.yml")
                if path.stem != "fox-v-wolf"
            ),
            ("cases/index.html", "find"),
            ("assets/a.css", "a { background: url(b.woff2) } b { mask: url('data:image/svg+xml,x') }"),
            ("assets/b.woff2", "font" * 100),
            ("assets/a.js", "1"),
            ("big.css", "x" * 1000),
        ):
            path = folder / code / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (folder / "pagefind").mkdir()
    languages = '{"languages": {"en": {"wasm": "en"}, "de": {"wasm": null}}}'
    (folder / "pagefind/pagefind-entry.json").write_text(languages, encoding="utf-8")
    for name, size in (("pagefind.js", 0), ("wasm.en.pagefind", 700), ("wasm.unknown.pagefind", 600)):
        (folder / "pagefind" / name).write_bytes(b"x" * size)
    for number in range(12):
        path = folder / f"pagefind/fragment/en_{number}.pf_fragment"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * (100 + number))
    for number in range(5):
        path = folder / f"pagefind/index/en_{number}.pf_index"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * (1000 + number))
    return folder


def squeezed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6, mtime=0))


def test_a_first_visit_is_the_page_and_all_it_loads_and_the_next_is_what_is_new(site: Path, marks: Path) -> None:
    found = {(one.what, one.language): one for one in weight.weigh(site, edition_of(marks)[0].casebook)}
    text = sum(squeezed(site / "en" / name) for name in ("assets/a.css", "assets/a.js"))
    page = squeezed(site / f"en/{CASE}/index.html")
    assert found["first", "en"].size == page + text + 400, "a font is not compressed again"
    assert found["next", "en"].size == page
    assert found["first", "en"].page == f"en/{CASE}/"
    assert found["find", "de"].size == squeezed(site / "de/cases/index.html")
    shared = squeezed(site / "pagefind/pagefind.js") + squeezed(site / "pagefind/pagefind-entry.json")
    parts = 1004 + 1003
    assert found["search", "en"].size == shared + 700 + parts + sum(range(106, 112)), "two parts, six results"
    assert found["search", "de"].size == shared + 600


def test_only_files_of_the_site_that_a_browser_fetches_are_loaded(site: Path) -> None:
    found = weight.loaded(site, PurePosixPath(f"en/{CASE}/index.html"))
    assert {str(path) for path in found} == {"en/assets/a.css", "en/assets/b.woff2", "en/assets/a.js"}


def test_the_command_prints_a_table_and_fails_over_a_limit(
    site: Path, marks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)
    shutil.copytree(site, marks / "site")
    asked = ["--root", str(marks), "weigh"]
    result = CliRunner().invoke(cli.main, asked)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"first   en     0.7 KB of 120  en/{CASE}/"
    monkeypatch.setitem(LIMITS, "find", 10)
    result = CliRunner().invoke(cli.main, asked)
    assert result.exit_code == 1
    assert [line.split()[0] for line in result.stdout.splitlines() if line.endswith("too heavy")] == ["find", "find"]
    assert result.stderr == "2 weights over the limit\n"


def test_a_site_that_is_not_there_is_one_line(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TODAY", lambda: TODAY)
    result = CliRunner().invoke(cli.main, ["--root", str(marks), "weigh"])
    assert result.exit_code == 2
    assert result.stderr.endswith("/site/en/cases/fox-v-wolf/index.html”; run casebook build first\n")


def test_the_search_page_shows_so_many_results_at_once() -> None:
    script = (TEMPLATES / "theme/assets/search.js").read_text(encoding="utf-8")
    assert f"const STEP = {weight.SHOWN};" in script


@pytest.mark.site
def test_the_real_site_keeps_to_its_limits() -> None:
    assert [str(one) for one in weight.weigh(built(), real_edition()[0].casebook) if one.is_over] == []


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "query"), [("en", "LoRA"), ("en", "trained model"), ("zh", "法院"), ("zh", "注意义务")]
)
def test_a_search_fetches_no_more_than_it_is_weighed_for(browser: Browser, language: str, query: str) -> None:
    weighed = {
        one.language: one.size for one in weight.weigh(built(), real_edition()[0].casebook) if one.what == "search"
    }
    asked: set[str] = set()
    with serving(built()) as address:
        context = browser.new_context()
        page = context.new_page()

        def hear(answer: Response) -> None:
            if "/pagefind/" in answer.url:
                asked.add(answer.url.removeprefix(f"{address}/").split("?")[0])

        page.on("response", hear)
        page.goto(f"{address}/{language}/search/?q={query}")
        page.wait_for_selector(".search-results li a")
        page.wait_for_load_state("networkidle")
        context.close()
    fetched = sum(weight.sent(built() / name) for name in asked)
    assert "pagefind/pagefind.js" in asked
    assert 0 < fetched <= weighed[language]


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_fetches_what_it_is_weighed_for(browser: Browser, language: str) -> None:
    page = PurePosixPath(language, "cases/hz-ultraman-lora/index.html")
    asked: set[str] = set()
    with serving(built()) as address:
        context = browser.new_context()
        opened = context.new_page()
        opened.on("response", lambda answer: asked.add(answer.url.removeprefix(f"{address}/")))
        opened.goto(f"{address}/{page}", wait_until="networkidle")
        context.close()
    assert asked - {"favicon.ico"} <= {str(page), *map(str, weight.loaded(built(), page))}
    assert len(asked) > 4
