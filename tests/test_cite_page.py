"""Citations on a decision's page in a real browser: copied, announced, selected where copying is refused, read without script."""

from __future__ import annotations

import datetime
import json

import pytest
from playwright.sync_api import Browser

from tests.accessibility import violations
from tests.test_browser import LANGUAGES, Scheme, Watched, address, browser, watched

__all__ = ["address", "browser", "watched"]
pytestmark = [pytest.mark.browser, pytest.mark.site]

PAGE = "cases/hz-ultraman-lora/"
COUNT = 9
"""Two decisions and the page, each in three forms."""
TODAY = datetime.datetime(2027, 2, 3, 12)


@pytest.mark.parametrize(
    ("language", "accessed", "figures", "said"),
    [
        ("en", "accessed 3 February 2027", "[2027-02-03]", "Copied."),
        ("zh", "访问日期：2027年2月3日", "[2027-02-03]", "已复制。"),
    ],
)
def test_a_form_is_copied_and_the_reader_hears_it(
    watched: Watched, language: str, accessed: str, figures: str, said: str
) -> None:
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.page.clock.set_fixed_time(TODAY)
    page = watched.open(f"{language}/{PAGE}")
    buttons = page.locator(".citations button")
    assert buttons.count() == COUNT
    texts = page.locator(".citation").all_text_contents()
    for index in (0, COUNT - 2, COUNT - 1):
        buttons.nth(index).click()
        said_here = page.locator(".citations [role=status]").nth(index)
        said_here.get_by_text(said).wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == texts[index]
        assert [text for text in page.locator(".citations [role=status]").all_text_contents() if text] == [said]
    assert accessed in texts[-2]
    assert figures in texts[-1]


def test_where_the_clipboard_is_refused_the_text_is_selected(watched: Watched) -> None:
    watched.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page = watched.open(f"en/{PAGE}")
    button = page.locator(".citations button").nth(1)
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".citations [role=status]").nth(1).get_by_text("The text is selected").wait_for()
    assert page.evaluate("getSelection().toString()") == page.locator(".citation").nth(1).text_content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_every_form_and_file_is_there_and_no_button(
    browser: Browser, address: str, language: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/{language}/{PAGE}")
    assert page.locator(".citation:visible").count() == COUNT
    assert page.locator(".citations button:visible").count() == 0
    day = {"en": "[date of access]", "zh": "[引用日期]"}[language]
    assert day in (page.locator(".citation").nth(COUNT - 1).text_content() or "")
    links = [link.get_attribute("href") or "" for link in page.locator(".citations a:visible").all()]
    assert [link.rsplit("/", 1)[-1] for link in links] == [
        f"{id_}.{language}.{ending}" for id_ in ("hz-ultraman-lora", "all") for ending in ("bib", "ris", "json")
    ]
    for link in page.locator(".citations a").all():
        answer = page.request.get(link.evaluate("element => element.href"))
        assert answer.status == 200
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_violation_among_the_citations(
    browser: Browser, address: str, language: str, scheme: Scheme
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, color_scheme=scheme)
    seen = Watched(context.new_page(), address)
    page = seen.open(f"{language}/{PAGE}")
    page.locator(".citations button").first.wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
    assert seen.faults == []


def test_the_head_holds_tags_and_linked_data_that_parse(watched: Watched) -> None:
    page = watched.open("zh/cases/bj-li-v-liu/")
    tags = dict(
        page.evaluate("[...document.querySelectorAll('head meta[name]')].map((one) => [one.name, one.content])")
    )
    assert tags["citation_title"] == tags["DC.title"] == "李某某诉刘某某AI图片案"
    assert (tags["DC.language"], tags["DC.type"]) == ("zh-Hans", "webpage")
    data = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert data["about"][0]["identifier"] == "(2023)京0491民初11279号"
    assert tags["DC.identifier"] == data["@id"] == "https://aigc-casebook.example/zh/cases/bj-li-v-liu/"
