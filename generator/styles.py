"""Citations as a reader writes them: plain, OSCOLA, GB/T 7714.

OSCOLA, 4th ed. (Faculty of Law, University of Oxford, 2012): part 2.8 for cases of other jurisdictions (cited as their own
jurisdiction does, with minimal punctuation, the court in brackets at the end), part 2.1.4 for unreported cases (court and date
in brackets after the name) and 2.1.3 for neutral citations, which stand alone; part 3.4.8 for websites, where a page without
a date has the date of access only. A case that waits for its decision is “pending”.

GB/T 7714—2015 《信息与文献 参考文献著录规则》: 4.6 for electronic resources, 主要责任者. 题名[文献类型标识/文献载体标识].
(更新或修改日期)[引用日期]. 获取和访问路径. Annex B names the marks of types and has none for judgments, so a judgment is
其他 [Z] and a page 电子公告 on line [EB/OL]. 8.4 has what is not known said in square brackets ([出版地不详]), which is done
here for a date too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from generator import escape
from generator.citation import Citation, Decision, Told
from generator.voice import Voice

NAME, NUMBER, DAY, DAY_IN_FIGURES = "name", "number", "long", "iso"
STOP = re.compile(r"(?<!\w)(No|vs|[^\W\d_])\.(?=\s|$)")
"""The full stops of abbreviations and initials, which OSCOLA does without (1.3.1)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a citation: words, the ``name`` of a case, its docket ``number``, or the reader's own day, in ``long`` form or in
    figures (``iso``)."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A citation in one style, under the style's name."""

    style: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def html(self) -> Markup:
        """The citation on a page: the name marked, and the places where a reader's own day belongs."""
        return Markup("").join(_html(piece) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that is cited, in every style; ``note`` says what is left out of it and why."""

    label: str
    note: str
    forms: tuple[Form, ...]


def groups(citation: Citation, voice: Voice) -> list[Group]:
    """The decisions, lowest instance first, then the page."""
    found = [
        Group(
            one.label,
            one.reported,
            (
                Form(voice.say("cite.plain"), _plain_decision(one, voice)),
                Form(voice.say("cite.oscola"), _oscola_decision(one, voice)),
                Form(voice.say("cite.gbt"), _gbt_decision(one, voice)),
            ),
        )
        for one in citation.decisions
    ]
    page = citation.page
    forms = (
        Form(voice.say("cite.plain"), _plain_page(page, voice)),
        Form(voice.say("cite.oscola"), _oscola_page(page, voice)),
        Form(voice.say("cite.gbt"), _gbt_page(page, voice)),
    )
    return [*found, Group(voice.say("cite.page"), "", forms)]


def _plain_decision(one: Decision, voice: Voice) -> tuple[Piece, ...]:
    """Name, court, docket number, date."""
    undated = voice.say("cases.no_decision" if one.pending else "cite.no_date")
    between, day = voice.say("cite.separator"), voice.date(one.date) if one.date else undated
    number = (Piece(between), Piece(one.docket, NUMBER)) if one.docket else ()
    return (Piece(f"{one.name}{between}{one.court}"), *number, Piece(f"{between}{day}"))


def _oscola_decision(one: Decision, voice: Voice) -> tuple[Piece, ...]:
    """*Name* docket (court, date); a neutral citation needs no more than the name."""
    pieces = [Piece(_minimal(one.name), NAME)]
    if one.docket:
        pieces += [Piece(" "), Piece(_minimal(one.docket), NUMBER)]
    if not one.neutral:
        day = voice.date(one.date) if one.date else voice.say("cite.pending" if one.pending else "cite.no_date")
        pieces.append(Piece(f" ({one.court}, {day if one.date or one.pending else day.replace('.', '')})"))
    return tuple(pieces)


def _gbt_decision(one: Decision, voice: Voice) -> tuple[Piece, ...]:
    """Court. Name: docket[Z]. date."""
    undated = voice.say("cases.no_decision" if one.pending else "cite.no_date")
    number = (Piece(": "), Piece(one.docket, NUMBER)) if one.docket else ()
    return (Piece(f"{one.court}. {one.name}"), *number, Piece(f"[Z]. {one.date or f'[{undated}]'}."))


def _plain_page(page: Told, voice: Voice) -> tuple[Piece, ...]:
    changed = voice.say("cite.changed", date=voice.day(page.changed)) if page.changed else voice.say("cite.no_date")
    parts = [page.name, voice.say("cite.in", book=page.book), changed, page.url, ""]
    return (Piece(voice.say("cite.separator").join(parts)), *_accessed(voice))


def _oscola_page(page: Told, voice: Voice) -> tuple[Piece, ...]:
    """Author, ‘title’ (date) <address> accessed day."""
    dated = f" ({voice.day(page.changed)})" if page.changed else ""
    return (Piece(f"{page.book}, ‘{_minimal(page.name)}’{dated} <{page.url}> "), *_accessed(voice))


def _gbt_page(page: Told, voice: Voice) -> tuple[Piece, ...]:
    """Author. Title[EB/OL]. (changed)[day of access]. address."""
    dated = f"({page.changed.isoformat()})" if page.changed else ""
    day = Piece(voice.say("cite.day"), DAY_IN_FIGURES)
    return (Piece(f"{page.book}. {page.name}[EB/OL]. {dated}["), day, Piece(f"]. {page.url}."))


def _accessed(voice: Voice) -> tuple[Piece, ...]:
    """When the page was read, which only its reader knows: a blank that says so."""
    before, after = voice.words["cite.accessed"].split("{day}")
    return (Piece(before), Piece(f"[{voice.say('cite.day')}]", DAY), Piece(after))


def _minimal(text: str) -> str:
    return STOP.sub(r"\1", text)


def _html(piece: Piece) -> Markup:
    words = escape.inner(piece.text)
    if piece.kind == NAME:
        return Markup("<i>{}</i>").format(words)
    if piece.kind == NUMBER:
        return Markup('<span class="number">{}</span>').format(words)
    if piece.kind:
        return Markup('<span data-today="{}">{}</span>').format(piece.kind, words)
    return words
