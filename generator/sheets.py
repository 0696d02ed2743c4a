"""One page being written: it knows its own place, so it can link to any other, and links a term where it first uses it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from generator import address, escape, markup
from generator.records import Source
from generator.tongue import LAG, Tongue
from generator.values import Reference


class Sheet:
    """The functions templates write a page with; every value they return is already escaped."""

    def __init__(self, tongue: Tongue, path: PurePosixPath) -> None:
        self.tongue = tongue
        self.path = path
        self.lagging = 0
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
                pieces.append(self._strong(self._words(token.text, terms=False)))
            else:
                pieces.append(self._words(token.text, terms))
        return escape.at_start(Markup("").join(pieces)) + self.lag(text)

    def lag(self, text: dict[str, str]) -> Markup:
        """The mark of a text that may lag behind its twin in another language, with a link to it; nothing for all others."""
        behind = self.tongue.casebook.freshness.behind(self.tongue.code, text)
        return self.lag_of(behind) if behind else Markup("")

    def lag_of(self, behind: tuple[str, ...]) -> Markup:
        """The mark of a text that lags behind in the sheet's language; it leads to the first language that changed."""
        self.lagging += 1
        other = next(one for one in self.tongue.casebook.book.languages if one.code == behind[0])
        href = address.file(PurePosixPath(other.code, address.url(self.path)), self.tongue.code, self.path)
        return Markup(' <a class="mark is-warning" href="{}/" hreflang="{}"{}</a>').format(
            href, other.html, self._lag_says(other.code)
        )

    def _lag_says(self, other: str) -> Markup:
        """The end of the mark's tag, and what it says."""
        say, name = self.tongue.voice.say, self.tongue.language_of(other)
        return Markup(
            ' title="{}" data-pagefind-ignore="all"><span class="sign" aria-hidden="true">{}</span>{}'
        ).format(escape.text(say("lag.tip", language=name)), LAG, escape.text(say("lag.mark", language=name)))

    def prose(self, name: str) -> Markup:
        """A prose page as its people wrote it, with a mark below the heading of each section that may lag behind."""
        code, book = self.tongue.code, self.tongue.casebook
        text = book.prose[code].get(name, "")
        for one in book.freshness.stale:
            if one.text.kind == "prose" and one.text.id == name and code in one.languages:
                said = one.text.parts[code].said
                heading, _, rest = said.partition("\n") if one.text.pointer else ("", "", said)
                text = text.replace(said, f"{heading}\n\n<p>{self.lag_of(one.changed).strip()}</p>\n\n{rest}", 1)
        return Markup(text)

    def _strong(self, words: Markup) -> Markup:
        return Markup("**{}**").format(words)

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

    def link(self, target: str, label: str = "", tip: bool = True) -> Markup:
        """A link to a record or its part under its own name, or under ``label``; with its line, or without where many stand."""
        reference = Reference.parse(target)
        kind, _ = self.tongue.found(reference)
        shown = escape.inner(label or self.tongue.name(reference))
        if kind == "term" and reference.id not in self.tongue.term_users:
            return shown
        return self._link(reference, kind, shown, tip)

    def _link(self, reference: Reference, kind: str, label: Markup, with_tip: bool = True) -> Markup:
        page = address.page(kind, reference.id)
        anchor = address.anchor(kind, reference.id, reference.part)
        href = address.relative(page, self.path, anchor)
        if page == self.path and not anchor:
            return label
        if not with_tip:
            return Markup("[{}]({}){{ .ref .ref-{} }}").format(label, href, kind)
        tip = escape.title(self.tongue.tip(reference))
        return Markup('[{}]({} "{}"){{ .ref .ref-{} }}').format(label, href, tip, kind)

    def to(self, page: str, label: object, anchor: str = "") -> Markup:
        """A plain link to a page of the tree."""
        href = address.relative(PurePosixPath(page), self.path, anchor)
        return Markup("[{}]({})").format(escape.text(label), href)

    def cite(self, ids: list[str], sources: list[Source]) -> Markup:
        """Numbers of sources, each a link to its place on the page."""
        numbers = {source.id: number for number, source in enumerate(sources, 1)}
        links = [Markup("[{}](#source-{})").format(numbers[id_], id_) for id_ in ids]
        label = escape.text(self.tongue.voice.say("site.sources_for"))
        return Markup('<span class="cite" role="group" aria-label="{}">{}</span>').format(
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
        "lag": sheet.lag,
        "prose": sheet.prose,
        "say": voice.say,
        "date": voice.date,
        "money": voice.money,
        "sep": escape.inner(voice.say("site.list_separator")),
        "book": sheet.tongue.casebook,
        "code": sheet.tongue.code,
    }
