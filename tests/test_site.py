"""A build makes the whole site or changes nothing."""

from __future__ import annotations

import gzip
import importlib.metadata
import re
import shutil
from dataclasses import replace
from pathlib import Path, PurePosixPath
from unittest.mock import Mock
from xml.etree import ElementTree

import pytest

from generator import publishing, search_index, site
from generator.edition import Edition
from generator.history import Change
from generator.problems import Said, said
from generator.settings import Settings
from tests.conftest import ENGLISH, PAGES, edition_of, tiny_edition

pytestmark = pytest.mark.site


def build(root: Path, told: list[Said] | None = None, with_packs: bool = False) -> site.Built:
    return site.build(*edition_of(root), root / "site", (told if told is not None else []).append, with_packs)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.conftest import copy_book

    root = copy_book(tmp_path_factory.mktemp("built") / "marks")
    build(root, with_packs=True)
    return root


def test_the_site_has_every_page_of_every_language_and_the_pages_outside(built: Path) -> None:
    made = contents(built / "site").keys()
    for language in ("en", "de"):
        pages = {name for name in made if name.startswith(f"{language}/") and name.endswith(".html")}
        assert len(pages) == PAGES
        assert f"{language}/cases/fox-v-wolf/index.html" in pages
    assert {"index.html", "404.html", "robots.txt", "sitemap.xml", "pagefind/pagefind.js"} <= made
    assert "offline/marks-before-the-courts.zip" in made
    assert [name for name in made if name.endswith((".gz", ".map")) or "/workers/" in name or "/lunr/" in name] == []


def test_every_pack_is_offered_where_a_reader_looks_for_it(built: Path) -> None:
    packs = {name for name in contents(built / "site") if name.startswith("packs/")}
    assert len(packs) == 18
    for language in ("en", "de"):
        folder = built / "site" / language / "packs"
        offered = re.findall(r'href="([^"]+\.pdf)"', (folder / "index.html").read_text(encoding="utf-8"))
        assert sorted((folder / href).resolve().relative_to(built / "site").as_posix() for href in offered) == sorted(
            packs
        )
        case = built / "site" / language / "cases/fox-v-wolf"
        own = re.findall(r'href="([^"]+\.pdf)"', (case / "index.html").read_text(encoding="utf-8"))
        assert [Path(href).name for href in own] == [f"fox-v-wolf.{form}.pdf" for form in ("en", "de", "both")]
        assert all((case / href).is_file() for href in own)


def test_a_site_with_packs_and_one_without_are_not_taken_for_each_other(marks: Path) -> None:
    build(marks)
    assert not (marks / "site/packs").exists()
    assert build(marks, with_packs=True).fresh
    assert (marks / "site/packs/book.both.pdf").is_file()
    assert not build(marks, with_packs=True).fresh


def test_pages_say_their_language_and_their_twins(built: Path) -> None:
    page = (built / "site/de/cases/fox-v-wolf/index.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in page
    assert '<link rel="canonical" href="https://marks.example/book/de/cases/fox-v-wolf/">' in page
    found = re.findall(r'hreflang="([\w-]+)" href="(https:[^"]+)"', page)
    assert found == [
        ("en", "https://marks.example/book/en/cases/fox-v-wolf/"),
        ("de", "https://marks.example/book/de/cases/fox-v-wolf/"),
        ("x-default", "https://marks.example/book/en/cases/fox-v-wolf/"),
    ]
    assert '<a href="../../../en/cases/fox-v-wolf/" hreflang="en" lang="en" data-language>English</a>' in page


def test_the_map_of_the_site_lists_each_page_with_its_twins(built: Path) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = ElementTree.parse(built / "site/sitemap.xml").getroot().findall("s:url", names)
    assert len(urls) == 2 * PAGES
    for url in urls:
        address = url.findtext("s:loc", namespaces=names)
        twins = [link.get("href") for link in url.findall("x:link", names)]
        assert address in twins
        assert len(twins) == 2
        path = (address or "").removeprefix("https://marks.example/book/")
        assert (built / "site" / path / "index.html").is_file()


def test_links_of_the_lost_page_carry_the_path_of_the_site(built: Path) -> None:
    page = (built / "site/404.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="([^"]+)"', page) == ["/book/en/", "/book/de/"]


def test_nothing_is_built_anew_when_nothing_changed_and_all_is_when_the_site_was_touched(marks: Path) -> None:
    first = build(marks)
    assert first.fresh
    assert not build(marks).fresh
    (marks / "site/en/index.html").write_text("tampered")
    assert build(marks).fresh
    assert "tampered" not in (marks / "site/en/index.html").read_text(encoding="utf-8")


def test_what_is_made_may_be_deleted_at_any_time(marks: Path) -> None:
    build(marks)
    before = contents(marks / "site")
    shutil.rmtree(marks / "build")
    assert build(marks).fresh
    assert contents(marks / "site") == before


def test_a_build_tells_what_it_is_doing_and_never_shows_banners(marks: Path) -> None:
    told: list[Said] = []
    build(marks, told, with_packs=True)
    assert [ENGLISH.say(one).split()[0] for one in told] == [
        "packs",
        "packs",
        "pages",
        "pages",
        "html",
        "search",
        "offline",
        "publish",
    ]


def test_each_thing_a_site_is_made_of_makes_it_anew(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dated(day: int) -> Edition:
        changed = {PurePosixPath("cases/fox-v-wolf.yml"): Change(str(day) * 40, day)}
        return replace(edition, history=replace(edition.history, changed=changed))

    def is_anew(edition: Edition) -> bool:
        try:
            return site.build(edition, where, marks / "site", lambda _: None, with_packs=False).fresh
        except site.BuildError as error:
            return error is started

    started = site.BuildError(said("build.no-search"))
    edition, where = edition_of(marks)
    edition = dated(1)
    assert is_anew(edition)
    monkeypatch.setattr(site, "_pages", Mock(side_effect=started))
    templates = shutil.copytree(edition.templates, marks / "own-templates")
    assert not is_anew(replace(edition, templates=templates))
    assert is_anew(dated(2))
    for file in ("cases/fox-v-wolf.yml", "docs/courts.yml", "docs/en/index.md", "mkdocs.yml"):
        before = (marks / file).read_bytes()
        (marks / file).write_bytes(before + b"\n")
        assert is_anew(edition), file
        (marks / file).write_bytes(before)
    (templates / "pages/case.md.j2").write_text("other", encoding="utf-8")
    assert is_anew(replace(edition, templates=templates))
    assert not is_anew(edition)
    monkeypatch.setattr(importlib.metadata, "version", lambda engine: "0")
    assert is_anew(edition)


@pytest.mark.parametrize("target", ["nowhere.md", "factors.md#nowhere"])
def test_a_build_that_fails_changes_nothing(marks: Path, target: str) -> None:
    build(marks)
    before = contents(marks / "site")
    index = marks / "docs/en/index.md"
    index.write_text(f"A [broken]({target}) link.\n", encoding="utf-8")
    with pytest.raises(site.BuildError) as failure:
        build(marks)
    told = ENGLISH.say(failure.value.said)
    assert told.startswith("the pages in “en” could not be built:\n")
    assert "nowhere" in told
    assert contents(marks / "site") == before


@pytest.mark.parametrize("exchange", [True, False])
def test_the_swap_leaves_one_whole_site_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(publishing, "exchange", lambda one, other: False)
    target, fresh = tmp_path / "site", tmp_path / "build/site.new"
    for folder, text in ((target, "old"), (fresh, "new")):
        folder.mkdir(parents=True)
        (folder / "page").write_text(text)
    publishing.swap(fresh, target)
    assert contents(tmp_path) == {"site/page": b"new"}


def test_a_search_index_that_cannot_be_made_changes_nothing(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(marks)
    before = contents(marks / "site")
    (marks / "docs/en/index.md").write_text("Another text.\n", encoding="utf-8")
    monkeypatch.setattr(search_index, "command", lambda site, code, folder: ["-c", "raise SystemExit('no index')"])
    with pytest.raises(site.BuildError) as failure:
        build(marks)
    assert ENGLISH.say(failure.value.said) == "the search index could not be made:\nno index"
    assert contents(marks / "site") == before


def test_every_file_of_the_search_index_is_compressed_once(built: Path) -> None:
    files = sorted((built / "site/pagefind").rglob("*.pf_*"))
    assert {path.suffix for path in files} == {".pf_filter", ".pf_fragment", ".pf_index", ".pf_meta"}
    for path in files:
        assert gzip.decompress(path.read_bytes()).startswith(search_index.MARK)


def test_the_sitemap_escapes_addresses() -> None:

    edition, _ = tiny_edition()
    text = site.sitemap(edition.casebook, Settings("https://a.example/x&y/", ""), [PurePosixPath("index.md")])
    assert "https://a.example/x&amp;y/en/" in text
