"""One page being written: it knows its own place, so it can link to any other, and links a term where it first uses it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from generator import address, derived, escape, markup
from generator.casebook import Casebook
from generator.records import Source
from generator.terms import Terms
from generator.values import Reference
from generator.voice import Voice

TIP_LENGTH = 160
TIPS = {
    "case": "verdict",
    "law": "asks",
    "item": "text",
    "factor": "text",
    "principle": "text",
    "term": "definition",
    "topic": "agree",
}


@dataclass(frozen=True)
class Tongue:
    """The book in one language: what every page of that language's tree is written with."""

    casebook: Casebook
    voice: Voice
    terms: Terms
    term_users: dict[str, list[tuple[str, str]]]

    @property
    def code(self) -> str:
        return self.voice.language.code

    def found(self, reference: Reference) -> tuple[str, Any]:
        """The kind and record of a reference. Raises KeyError for one that the checks would have refused."""
        found = self.casebook.find(reference)
        if found is None:
            raise KeyError(str(reference))
        return found

    def name(self, reference: Reference) -> str:
        """How a record or its part is called in running text."""
        kind, record = self.found(reference)
        if kind == "item":
            return str(record.id)
        if kind == "law":
            short = self.voice.say("ref.law", law=record.short[self.code])
            if not reference.part:
                return short
            article = self.casebook.part(kind, record, reference.part)
            return self.voice.say("ref.article", law=short, article=article.label[self.code])
        if kind == "case" and reference.part:
            number = derived.holding_numbers(self.casebook, record)[reference.part]
            return self.voice.say("ref.holding", case=record.name[self.code], number=number)
        return str(record.name[self.code])

    def tip(self, reference: Reference) -> str:
        """One line about a record, shown where a link to it is pointed at."""
        kind, record = self.found(reference)
        part = self.casebook.part(kind, record, reference.part)
        if part is not None:
            text = part.text
        elif kind == "court":
            text = self.casebook.word("court_levels", record.level).name
        else:
            text = getattr(record, TIPS[kind])
        return shorten(self.plain(text))

    def plain(self, text: dict[str, str]) -> str:
        """A text without marks, references under their names."""
        words = []
        for token in markup.parse(text[self.code]):
            if isinstance(token, markup.Link):
                words.append(token.label or self.name(token.target))
            else:
                words.append(token.text)
        return "".join(words)


class Sheet:
    """The functions templates write a page with; every value they return is already escaped."""

    def __init__(self, tongue: Tongue, path: PurePosixPath) -> None:
        self.tongue = tongue
        self.path = path
        self._seen: set[str] = set()

    def name(self, names: dict[str, str]) -> Markup:
        return escape.text(names[self.tongue.code])

    def plain(self, text: dict[str, str]) -> Markup:
        return escape.text(self.tongue.plain(text))

    def text(self, text: dict[str, str], terms: bool = True) -> Markup:
        """Inline text as Markdown: emphasis, links to what it refers to, and a link at the first use of each term."""
        pieces = []
        for token in markup.parse(text[self.tongue.code]):
            if isinstance(token, markup.Link):
                pieces.append(self.link(str(token.target), token.label))
            elif isinstance(token, markup.Emphasis):
                pieces.append(Markup("**{}**").format(self._words(token.text, terms=False)))
            else:
                pieces.append(self._words(token.text, terms))
        return escape.at_start(Markup("").join(pieces))

    def _words(self, text: str, terms: bool) -> Markup:
        if not terms:
            return escape.inner(text)
        pieces = []
        for words, term in self.tongue.terms.split(text):
            own = self.path == address.page("term", term) if term else False
            if term and term not in self._seen and term in self.tongue.term_users and not own:
                self._seen.add(term)
                pieces.append(self._link(Reference(term, ""), "term", escape.inner(words)))
            else:
                pieces.append(escape.inner(words))
        return Markup("").join(pieces)

    def link(self, target: str, label: str = "") -> Markup:
        """A link to a record or its part under its own name, or under ``label``."""
        reference = Reference.parse(target)
        kind, _ = self.tongue.found(reference)
        shown = escape.inner(label or self.tongue.name(reference))
        if kind == "term" and reference.id not in self.tongue.term_users:
            return shown
        return self._link(reference, kind, shown)

    def _link(self, reference: Reference, kind: str, label: Markup) -> Markup:
        page = address.page(kind, reference.id)
        anchor = address.anchor(kind, reference.id, reference.part)
        href = address.relative(page, self.path, anchor)
        if page == self.path and not anchor:
            return label
        tip = escape.title(self.tongue.tip(reference))
        return Markup('[{}]({} "{}"){{ .ref .ref-{} }}').format(label, href, tip, kind)

    def to(self, page: str, label: object, anchor: str = "") -> Markup:
        """A plain link to a page of the tree."""
        href = address.relative(PurePosixPath(page), self.path, anchor)
        return Markup("[{}]({})").format(escape.text(label), href)

    def cite(self, ids: list[str], sources: list[Source]) -> Markup:
        """Numbers of sources, each a link to its place on the page."""
        numbers = {source.id: (number, source) for number, source in enumerate(sources, 1)}
        links = []
        for id_ in ids:
            number, source = numbers[id_]
            tip = escape.title(
                self.tongue.voice.say("site.source_number", number=number, publisher=source.publisher[self.tongue.code])
            )
            links.append(Markup('[{}](#source-{} "{}")').format(number, id_, tip))
        label = escape.text(self.tongue.voice.say("site.sources_for"))
        return Markup('<span class="cite" role="group" aria-label="{}" data-pagefind-ignore="all">{}</span>').format(
            label, Markup(" ").join(links)
        )

    def word(self, vocabulary: str, id_: str) -> Markup:
        return self.name(self.tongue.casebook.word(vocabulary, id_).name)

    def mark(self, vocabulary: str, id_: str) -> Markup:
        """A controlled word with its sign; the sign never stands alone."""
        entry = self.tongue.casebook.word(vocabulary, id_)
        sign = (
            Markup('<span class="sign" aria-hidden="true">{}</span>').format(escape.text(entry.sign))
            if entry.sign
            else Markup("")
        )
        tip = Markup(' title="{}"').format(self.plain(entry.text)) if entry.text else Markup("")
        warns = " is-warning" if entry.warns else ""
        return Markup('<span class="mark mark-{} is-{}{}"{}>{}{}</span>').format(
            vocabulary, id_, warns, tip, sign, self.name(entry.name)
        )

    def lead(self) -> Markup:
        """The mark of a statement that only one weak source carries."""
        say = self.tongue.voice.say
        return Markup(
            '<span class="mark mark-lead" title="{}"><span class="sign" aria-hidden="true">△</span>{}</span>'
        ).format(escape.text(say("case.lead_text")), escape.text(say("case.lead")))


def shorten(text: str, length: int = TIP_LENGTH) -> str:
    """The text up to ``length`` characters, cut between words and marked as cut."""
    if len(text) <= length:
        return text
    cut = text[:length]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:，；、") + "…"


def context(sheet: Sheet) -> dict[str, Any]:
    """What a template sees of its sheet."""
    voice = sheet.tongue.voice
    return {
        "t": sheet.text,
        "n": sheet.name,
        "plain": sheet.plain,
        "link": sheet.link,
        "to": sheet.to,
        "cite": sheet.cite,
        "word": sheet.word,
        "mark": sheet.mark,
        "lead": sheet.lead,
        "say": voice.say,
        "date": voice.date,
        "money": voice.money,
        "sep": escape.inner(voice.say("site.list_separator")),
        "book": sheet.tongue.casebook,
        "code": sheet.tongue.code,
    }
