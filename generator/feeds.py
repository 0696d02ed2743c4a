"""Atom feeds (RFC 4287): what is new in the book, all of it and question by question, in each language."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from html import escape as html_escape
from pathlib import PurePosixPath
from xml.etree import ElementTree

from generator import address, data, derived, escape
from generator.edition import Edition, tongue
from generator.records import Case
from generator.tongue import Tongue

ATOM = "http://www.w3.org/2005/Atom"
ALL = "all"
"""The feed of every decision; no topic may be called so."""


def file(name: str, language: str) -> PurePosixPath:
    """The feed of a topic, or of all decisions."""
    return PurePosixPath("feeds", f"{name}.{language}.xml")


def files(edition: Edition, site_url: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    for language in edition.casebook.languages:
        speaking = tongue(edition, language)
        book, say = speaking.casebook, speaking.voice.say
        title, newest = book.book.title[language], derived.newest_first(book)
        cases_page, topics = PurePosixPath("cases/index.md"), book.all("topic")
        subtitle = speaking.plain(book.book.tagline)
        yield file(ALL, language), _feed(edition, speaking, site_url, ALL, title, subtitle, cases_page, newest)
        for topic in topics:
            cases = [case for case in newest if set(case.questions) & set(topic.questions)]
            name = say("site.label", label=title, value=topic.name[language])
            page = address.page("topic", topic.id)
            made = _feed(edition, speaking, site_url, topic.id, name, speaking.plain(topic.agree), page, cases)
            yield file(topic.id, language), made


def changed(edition: Edition, path: str, otherwise: datetime.date) -> datetime.datetime:
    """When a file of the book last changed, from git; outside git a date that the record itself gives."""
    change = edition.history.newest([PurePosixPath(path)])
    if change is not None:
        return datetime.datetime.fromtimestamp(change.timestamp, datetime.UTC)
    return datetime.datetime.combine(otherwise, datetime.time(), datetime.UTC)


def _feed(
    edition: Edition,
    tongue: Tongue,
    site_url: str,
    name: str,
    title: str,
    subtitle: str,
    page: PurePosixPath,
    cases: list[Case],
) -> bytes:
    book, code = tongue.casebook.book, tongue.code
    dated = [(changed(edition, f"cases/{case.id}.yml", case.as_of.last), case) for case in cases]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    own = site_url + file(name, code).as_posix()
    html = f"{site_url}{code}/{address.url(page)}"
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": tongue.voice.language.html})
    _add(feed, "id", own)
    _add(feed, "title", title)
    _add(feed, "subtitle", subtitle)
    _add(feed, "updated", _time(dated[0][0] if dated else changed(edition, "docs/book.yml", datetime.date(1970, 1, 1))))
    _add(_add(feed, "author"), "name", book.title[code])
    _add(feed, "rights", tongue.voice.say("about.licence"))
    _add(feed, "link", rel="self", type="application/atom+xml", href=own)
    _add(feed, "link", rel="alternate", type="text/html", hreflang=tongue.voice.language.html, href=html)
    for when, case in dated:
        _entry(tongue, site_url, feed, case, when)
    ElementTree.indent(feed, " ")
    text: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(tongue: Tongue, site_url: str, feed: ElementTree.Element, case: Case, when: datetime.datetime) -> None:
    """A decision: its result in one sentence as summary; the story, why it matters and its status as content."""
    code, say, page = tongue.code, tongue.voice.say, data.permanent(site_url, tongue.code, "case", case.id)
    status = tongue.casebook.word("statuses", case.status).name[code]
    as_of = say("site.as_of", date=tongue.voice.date(case.as_of))
    entry = _add(feed, "entry")
    _add(entry, "id", page)
    _add(entry, "title", case.name[code])
    _add(entry, "updated", _time(when))
    _add(entry, "link", rel="alternate", type="text/html", hreflang=tongue.voice.language.html, href=page)
    for question in case.questions:
        _add(entry, "category", term=question, label=tongue.casebook.word("questions", question).name[code])
    _add(entry, "summary", tongue.plain(case.verdict), type="text")
    paragraphs = [
        tongue.plain(case.summary),
        tongue.plain(case.significance),
        say("site.label", label=say("case.status"), value=f"{status} · {as_of}"),
    ]
    content = "".join(f"<p>{html_escape(escape.CONTROL.sub('', one), quote=False)}</p>" for one in paragraphs)
    _add(entry, "content", content, type="html")


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """A new part; characters that XML cannot hold are left out, and the rest is escaped when it is written."""
    clean = {key: escape.CONTROL.sub("", value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, name, clean)
    element.text = escape.CONTROL.sub("", text) or None
    return element


def _time(when: datetime.datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
