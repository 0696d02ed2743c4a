"""Every decision in all languages of the book, statement by statement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

from generator import pages
from generator.casebook import Casebook
from generator.records import Case
from tests.conftest import edition_of, real_edition, real_tree, tiny_edition

Tree = Mapping[PurePosixPath, str]


@pytest.fixture(scope="module")
def real() -> dict[str, Tree]:
    return {language: real_tree(language) for language in ("en", "zh")}


def page(tree: Tree, case: str) -> str:
    return tree[PurePosixPath(f"side-by-side/{case}.md")]


def rows(text: str) -> list[str]:
    return re.findall(r'<(?:div|h2|h3) class="twin[ "].*', text)


def book() -> Casebook:
    return real_edition()[0].casebook


def test_every_decision_has_a_page_in_every_language_that_is_not_searched(real: dict[str, Tree]) -> None:
    for tree in real.values():
        made = {path.stem: text for path, text in tree.items() if path.parent.name == "side-by-side"}
        assert made.keys() == {case.id for case in book().all("case")}
        assert all("\nunsearched: true\n" in text for text in made.values())


@pytest.mark.parametrize(("own", "other"), [("en", "zh-Hans"), ("zh", "en")])
def test_every_row_has_one_text_in_each_language_the_reader_s_own_first(
    real: dict[str, Tree], own: str, other: str
) -> None:
    tag = {"en": "en", "zh": "zh-Hans"}[own]
    for case in book().all("case"):
        found = rows(page(real[own], case.id))
        assert len(found) > 25
        for row in found:
            assert re.findall(r'<(?:div|p|span) lang="([^"]+)"', row) == [tag, other], row


def statements(case: Case) -> list[dict[str, str]]:
    """The texts of a decision that stand in rows of their own, in the order of its page."""
    told = [*(one.text for one in case.facts), *(one.text for one in case.claims)]
    return [case.verdict, case.summary, *told, case.significance, *(one.text for one in case.disagreements), *case.gaps]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_statements_stand_in_the_order_of_the_case_page(real: dict[str, Tree], language: str) -> None:
    edition, _ = real_edition()
    for case in edition.casebook.all("case"):
        texts = [re.sub(r"\[\[.*?\]\]|\*", "\0", one[language]).split("\0")[0].strip() for one in statements(case)]
        shown = " ".join(unescape(re.sub(r"<[^>]+>", "", page(real[language], case.id))).split())
        places = [shown.find(" ".join(text.split())) for text in texts]
        assert -1 not in places, case.id
        plain = [place for place, text in zip(places, texts, strict=True) if len(text) > 30]
        assert plain == sorted(plain), case.id


def test_the_sources_of_a_statement_stand_once_and_lead_to_the_list_of_the_page(real: dict[str, Tree]) -> None:
    for case in book().all("case"):
        text = page(real["en"], case.id)
        assert max(row.count('class="twin-cites"') for row in rows(text)) == 1
        listed = re.findall(r'<li id="source-([^"]+)"', text)
        assert listed == [source.id for source in case.sources]
        assert set(re.findall(r'href="#source-([^"]+)"', text)) == set(listed)
        assert re.findall(r'href="(#source-[^"]+)">(\d+)', text) == re.findall(
            r'href="(#source-[^"]+)">(\d+)', page(real["zh"], case.id)
        )


def test_a_link_leads_into_the_tree_of_its_own_column_s_language(real: dict[str, Tree]) -> None:
    """Each address, followed from the page, is a page that a tree has, and the anchor one that its Markdown sets."""
    anchors = {
        (code, path): set(re.findall(r'\{: ?#([^ }]+) ?\}|\bid="([^"]+)"', text))
        for code, tree in real.items()
        for path, text in tree.items()
    }
    columns = re.compile(r'<(div|p|span) lang="(en|zh-Hans)">(.*?)</\1>(?=<|\s)')
    seen = 0
    for own, tree in real.items():
        for case in book().all("case"):
            for row in rows(page(tree, case.id)):
                for _, tag, column in columns.findall(row):
                    for href in re.findall(r'<a class="ref[^>]*href="([^"#]*)(#[^"]*)?"', column):
                        up, code = ("../../", own) if not href[0].startswith("../../../") else ("../../../", tag[:2])
                        assert code == tag[:2], row
                        below = href[0].removeprefix(up).removeprefix(f"{code}/" if up == "../../../" else "")
                        target = PurePosixPath(below.rstrip("/") + ".md")
                        if target not in real[code]:
                            target = PurePosixPath(below, "index.md")
                        assert (code, target) in anchors, href
                        if href[1]:
                            ids = {one or other for one, other in anchors[code, target]}
                            assert href[1][1:] in ids, href
                        seen += 1
    assert seen > 1000


class Balance(HTMLParser):
    """What was opened and not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_page_is_one_block_of_html_that_closes_what_it_opens(real: dict[str, Tree]) -> None:
    for tree in real.values():
        for path, text in tree.items():
            if path.parent.name == "side-by-side":
                balance = Balance()
                balance.feed(text[text.index('<div class="twins">') :])
                assert balance.open == [], path
                ids = re.findall(r'\bid="([^"]+)"', text)
                assert len(ids) == len(set(ids)), path


def test_markup_in_a_record_stays_text(marks: Path) -> None:
    record = marks / "cases/fox-v-wolf.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("What blue jars mean.", "What 1 < 2 & _x_ mean."), encoding="utf-8")
    shown = page(pages.tree(edition_of(marks)[0], "de"), "fox-v-wolf")
    assert '<div lang="en">What 1 &#60; 2 &#38; &#95;x&#95; mean.</div>' in shown


def test_the_decision_s_page_leads_there_and_back(real: dict[str, Tree]) -> None:
    decision = real["zh"][PurePosixPath("cases/hz-ultraman-lora.md")]
    assert "[双语对照](../side-by-side/hz-ultraman-lora.md)" in decision
    assert '<a href="../../cases/hz-ultraman-lora/">返回本案页面</a>' in page(real["zh"], "hz-ultraman-lora")


def test_a_mark_is_explained_where_it_first_stands(real: dict[str, Tree]) -> None:
    text = page(pages.tree(tiny_edition()[0], "en"), "owl-v-fox")
    assert text.count("reported, not verified") > 2
    assert text.count('title="One weak or indirect source says so.') == 1
