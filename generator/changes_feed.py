"""The feed of changes in each language (Atom, RFC 4287): an entry per record that a commit changed."""

from __future__ import annotations

import datetime
import uuid
from itertools import islice
from pathlib import PurePosixPath
from xml.sax.saxutils import escape, quoteattr

from generator import address, news
from generator.edition import Edition, tongue
from generator.news import Piece, Told
from generator.revisions import clean
from generator.settings import Settings
from generator.tongue import Tongue

LENGTH = 100
"""How many entries a feed holds, the newest."""
ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"


def files(edition: Edition, where: Settings) -> dict[PurePosixPath, bytes]:
    """The feed of every language. Without a history it is there and empty, so that its address stays good."""
    return {
        news.feed(code): _feed(tongue(edition, code), where.site_url, edition.history.timestamp).encode()
        for code in edition.casebook.languages
    }


def _feed(tongue: Tongue, site_url: str, newest: int) -> str:
    say, language = tongue.voice.say, tongue.voice.language
    home = f"{site_url}{tongue.code}/changes/"
    own = f"{site_url}{news.feed(tongue.code)}"
    pieces = sorted(news.tell(tongue, news.read(tongue)), key=lambda piece: -piece.entry.timestamp)
    listed = list(islice(((piece, told) for piece in pieces for told in piece.told), LENGTH))
    updated = _time(listed[0][0].entry.moment if listed else datetime.datetime.fromtimestamp(newest, datetime.UTC))
    title = escape(clean(say("changes.feed_title", book=tongue.casebook.book.title[tongue.code])))
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<feed xmlns="{ATOM}" xml:lang={quoteattr(language.html)}>',
            f"<id>{escape(own)}</id>",
            f"<title>{title}</title>",
            f"<updated>{updated}</updated>",
            f"<author><name>{escape(clean(tongue.casebook.book.title[tongue.code]))}</name></author>",
            f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>',
            f'<link rel="alternate" type="text/html" hreflang={quoteattr(language.html)} href={quoteattr(home)}/>',
            *(_entry(tongue, piece, told, site_url, home) for piece, told in listed),
            "</feed>",
            "",
        ]
    )


def _entry(tongue: Tongue, piece: Piece, told: Told, site_url: str, home: str) -> str:
    say = tongue.voice.say
    entry = piece.entry
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{entry.commit}/{told.kind}/{told.id}/{tongue.code}")
    href = f"{home}#c-{entry.commit[:10]}"
    if told.page is not None:
        anchor = f"#{told.anchor}" if told.anchor else ""
        href = f"{site_url}{tongue.code}/{address.url(told.page)}{anchor}"
    title = say("site.label", label=say(f"changes.actions.{told.action}"), value=told.name)
    lines = [f'<p lang="en" xml:lang="en">{escape(entry.reason)}</p>'] if entry.reason else []
    if told.was:
        lines.append(f"<p>{escape(say('changes.was', id=told.was))}</p>")
    if told.fields is None:
        lines.append(f"<p>{escape(say('changes.unreadable'))}</p>")
    elif told.fields:
        fields = (
            f"<li><code>{escape(field)}</code>{escape(say('changes.in', languages=languages) if languages else '')}</li>"
            for field, languages in told.fields
        )
        lines.append(f"<ul>{''.join(fields)}</ul>")
    return "\n".join(
        [
            "<entry>",
            f"<id>urn:uuid:{name}</id>",
            f"<title>{escape(clean(title))}</title>",
            f"<updated>{_time(entry.moment)}</updated>",
            f"<category term={quoteattr(told.kind)} label={quoteattr(clean(say(f'changes.kinds.{told.kind}')))}/>",
            f'<link rel="alternate" type="text/html" href={quoteattr(href)}/>',
            f'<content type="xhtml"><div xmlns="{XHTML}">{"".join(lines)}</div></content>',
            "</entry>",
        ]
    )


def _time(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
