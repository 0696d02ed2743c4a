"""The plain twins and llms.txt, read as CommonMark: no HTML, no broken link, the words of the page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator import site, twins
from tests.conftest import PAGES, copy_book, edition_of
from tests.hostile import SHOWN, hostile_edition

READER = MarkdownIt("commonmark").enable("table")


def tokens(text: str) -> Iterator[Token]:
    for token in READER.parse(text):
        yield token
        yield from token.children or []


def words(text: str) -> str:
    """What a reader of the Markdown sees, without marks."""
    return " ".join("".join(one.content or " " for one in tokens(text) if not one.children).split())


def reduced(article: str) -> str:
    html = f'<main><article class="md-content__inner md-typeset">{article}</article></main>'
    return twins.reduced(html, PurePosixPath("cases/x/index.md"), [PurePosixPath("glossary/index.md")])


@pytest.mark.parametrize(
    ("article", "text"),
    [
        ("<h1>A<a class=headerlink href=#a>¶</a></h1><p>b</p>", "# A\n\nb\n"),
        ("<p><a href='../../glossary/#t' title='tip'>term</a></p>", "[term](../../glossary/index.md)\n"),
        ("<p><a href='../../../data/x.csv'>CSV</a></p>", "[CSV](../../../data/x.csv)\n"),
        ("<p><a href='#here'>here</a></p>", "here\n"),
        ("<dl><dt>Seat</dt><dd>Here</dd><dd>There</dd></dl>", "- **Seat**\n  - Here\n  - There\n"),
        (
            "<p><span class=cite><a href=#s>1</a> <a href=#t>2</a></span></p>",
            "[1, 2]\n",
        ),
        ("<p><span class='mark'><span class=sign>●</span>Won</span> it</p>", "**● Won** it\n"),
        ("<p>说<strong>没有。</strong>然而</p>", "说**没有**。然而\n"),
        ("<p>说<strong>“没有”</strong>然而</p>", "说 **“没有”** 然而\n"),
        ("<p>a<script>x()</script><button>b</button><span hidden>c</span></p>", "a\n"),
        ("<p>12. and</p><p># x</p><p>- y</p>", "12\\. and\n\n\\# x\n\n\\- y\n"),
        ("<p>&lt;b&gt; *x* [y](z) `c` a|b &amp;amp;</p>", "\\<b\\> \\*x\\* \\[y\\](z) \\`c\\` a\\|b \\&amp;\n"),
    ],
)
def test_an_article_is_reduced_to_plain_markdown(article: str, text: str) -> None:
    assert reduced(article) == text


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_book(tmp_path_factory.mktemp("twins") / "marks")
    site.build(*edition_of(root), root / "site", lambda _: None, with_packs=False)
    return root / "site"


@pytest.mark.site
def test_every_page_has_a_twin_that_it_names(built: Path) -> None:
    for language in ("en", "de"):
        pages = sorted((built / language).rglob("index.html"))
        assert len(pages) == PAGES
        for page in pages:
            assert page.with_suffix(".md").is_file(), page
            assert '<link rel="alternate " type="text/markdown" href="index.md">' in page.read_text(encoding="utf-8")


@pytest.mark.site
def test_no_twin_holds_html_and_every_link_of_each_leads_somewhere(built: Path) -> None:
    for twin in [*built.rglob("index.md"), *built.rglob("llms.txt")]:
        for token in tokens(twin.read_text(encoding="utf-8")):
            assert token.type not in ("html_block", "html_inline"), twin
            href = str(token.attrs.get("href", ""))
            if href and "://" not in href:
                assert (twin.parent / href).is_file(), (twin, href)
            elif href.startswith("https://marks.example/book/"):
                path = built / href.removeprefix("https://marks.example/book/").split("#")[0]
                assert path.exists(), (twin, href)


@pytest.mark.site
def test_a_twin_says_what_its_page_says_and_where_it_stands(built: Path) -> None:
    text = (built / "en/cases/owl-v-fox/index.md").read_text(encoding="utf-8")
    assert text.startswith("# Owl & Fox “Jars”\n\nOwl won at least EUR 1,000 from Fox; an appeal is open.\n")
    assert text.endswith("\n---\n\nhttps://marks.example/book/en/cases/owl-v-fox/\n\nTexts CC BY 4.0, code MIT.\n")
    for said in ("A neighbour says that it was dark.", "Sees in the dark.", "Whether owls buy jars.", "The hour."):
        assert said in words(text), said


@pytest.mark.site
def test_the_guides_list_every_page_but_the_search_and_follow_the_convention(built: Path) -> None:
    for language in ("en", "de"):
        text = (built / language / "llms.txt").read_text(encoding="utf-8")
        found = list(READER.parse(text))
        assert [found[0].tag, found[3].type] == ["h1", "blockquote_open"]
        assert {one.tag for one in found if one.type == "heading_open"} == {"h1", "h2"}
        linked = {str(one.attrs["href"]) for one in tokens(text) if one.type == "link_open"}
        base = f"https://marks.example/book/{language}/"
        folder = built / language
        pages = {base + posixpath.relpath(path, folder) for path in folder.rglob("index.md")}
        assert {one for one in linked if one.endswith(".md")} == pages - {f"{base}search/index.md"}
        other = "de" if language == "en" else "en"
        assert not [one for one in linked if re.search(rf"\.{other}\.", one)]
    root = (built / "llms.txt").read_text(encoding="utf-8")
    assert "https://marks.example/book/de/llms.txt" in root


@pytest.mark.site
def test_feeds_are_named_by_the_pages_they_follow(built: Path) -> None:
    def named(page: str) -> list[str]:
        html = (built / page).read_text(encoding="utf-8")
        return re.findall(r'<link rel="alternate " type="application/atom\+xml" title="[^"]+" href="([^"]+)">', html)

    assert named("en/index.html") == ["../feeds/all.en.xml"]
    topic = "de/topics/confusion-of-marks/index.html"
    assert named(topic) == ["../../../feeds/all.de.xml", "../../../feeds/confusion-of-marks.de.xml"]
    for href in named(topic):
        assert (built / topic).parent.joinpath(href).is_file()


@pytest.mark.site
def test_a_text_that_tries_to_be_more_stays_text(marks: Path) -> None:
    edition, where = hostile_edition(marks)
    site.build(edition, where, marks / "site", lambda _: None, with_packs=False)
    text = (marks / "site/en/cases/owl-v-fox/index.md").read_text(encoding="utf-8")
    assert words(text).startswith(SHOWN)
    assert [one for one in tokens(text) if one.type.startswith("html")] == []
    guide = (marks / "site/en/llms.txt").read_text(encoding="utf-8")
    assert SHOWN in words(guide)
