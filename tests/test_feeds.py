"""Feeds as feed readers take them: valid by the schema of RFC 4287, dated by git, and their texts are texts."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import feedparser
import pytest
from lxml import etree

from generator import feeds
from generator.history import Change, History
from tests.conftest import edition_of, real_edition, tiny_edition
from tests.hostile import NAME, hostile_edition

SCHEMA = etree.RelaxNG(etree.parse(str(Path(__file__).parent / "atom.rng")))
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def real() -> dict[PurePosixPath, bytes]:
    edition, where = real_edition()
    return dict(feeds.files(edition, where.site_url))


def test_there_is_a_feed_of_all_decisions_and_one_a_question(real: dict[PurePosixPath, bytes]) -> None:
    book = real_edition()[0].casebook
    names = ["all", *book.records["topic"]]
    assert {str(path) for path in real} == {f"feeds/{name}.{code}.xml" for name in names for code in ("en", "zh")}
    for code in ("en", "zh"):
        assert len(feedparser.parse(real[feeds.file("all", code)]).entries) == len(book.all("case"))
        for topic in book.all("topic"):
            found = {entry.id for entry in feedparser.parse(real[feeds.file(topic.id, code)]).entries}
            cases = [case for case in book.all("case") if set(case.questions) & set(topic.questions)]
            assert found == {f"https://aigc-casebook.example/{code}/cases/{case.id}/" for case in cases}


def test_every_feed_is_valid(real: dict[PurePosixPath, bytes]) -> None:
    for path, data in real.items():
        assert SCHEMA.validate(etree.fromstring(data)), (path, SCHEMA.error_log)
        assert not feedparser.parse(data).bozo, path


def test_the_schema_refuses_a_feed_without_a_date(real: dict[PurePosixPath, bytes]) -> None:
    feed = etree.fromstring(real[feeds.file("all", "en")])
    feed.remove(feed.find(f"{ATOM}updated"))
    assert not SCHEMA.validate(feed)


def test_a_feed_names_itself_its_author_and_its_language(real: dict[PurePosixPath, bytes]) -> None:
    for path, data in real.items():
        feed, code = feedparser.parse(data).feed, path.suffixes[0][1:]
        links = {link.rel: (link.type, link.href) for link in feed.links}
        assert links["self"] == ("application/atom+xml", f"https://aigc-casebook.example/{path}")
        assert links["alternate"][1].startswith(f"https://aigc-casebook.example/{code}/")
        assert feed.author == real_edition()[0].casebook.book.title[code]
        assert (
            ElementTree.fromstring(data).get("{http://www.w3.org/XML/1998/namespace}lang")
            == {
                "en": "en",
                "zh": "zh-Hans",
            }[code]
        )


def test_an_entry_is_dated_by_its_record_s_last_change_and_the_newest_comes_first() -> None:
    edition, where = tiny_edition()
    fox, owl = PurePosixPath("cases/fox-v-wolf.yml"), PurePosixPath("cases/owl-v-fox.yml")
    changed = {fox: Change("b" * 40, 1_700_000_000), owl: Change("a" * 40, 1_600_000_000)}
    edition = replace(edition, history=History(changed[fox], changed))
    feed = feedparser.parse(dict(feeds.files(edition, where.site_url))[feeds.file("all", "en")])
    assert feed.feed.updated == "2023-11-14T22:13:20Z"
    assert [(entry.link, entry.updated) for entry in feed.entries] == [
        ("https://marks.example/book/en/cases/fox-v-wolf/", "2023-11-14T22:13:20Z"),
        ("https://marks.example/book/en/cases/owl-v-fox/", "2020-09-13T12:26:40Z"),
    ]


def test_outside_git_an_entry_is_dated_by_the_day_its_status_was_looked_up(marks: Path) -> None:
    edition, _ = edition_of(marks)
    when = feeds.changed(edition, "cases/owl-v-fox.yml", datetime.date(2022, 2, 1))
    assert when == datetime.datetime(2022, 2, 1, tzinfo=datetime.UTC)


def test_a_text_that_tries_to_be_more_stays_text(marks: Path) -> None:
    edition, where = hostile_edition(marks)
    data = dict(feeds.files(edition, where.site_url))[feeds.file("all", "en")]
    titles = [element.text for element in ElementTree.fromstring(data).iter(f"{ATOM}title")]
    assert NAME.replace("\r\n", "\n") in [" ".join((t or "").split(" ")).replace("\r\n", "\n") for t in titles]
    assert b"<script>" not in data
    assert b"]]>" not in data
