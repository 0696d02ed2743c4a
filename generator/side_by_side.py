"""A decision in all languages of the book side by side, statement by statement, in the order of its page.

These pages repeat what others hold and there is one a decision, so they are written as plain HTML in one block, which the site
engine takes as it stands: a page costs a fraction of what the same text costs as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from markupsafe import Markup

from generator import address, derived, escape
from generator.page import Page, kinds
from generator.records import Case, DatedEvent, Instance
from generator.sheets import Sheet
from generator.tongue import Tongue
from generator.values import Money, Reference

FOLDER = "side-by-side"
TIP = re.compile(r' title="[^"]*"')


def path(case: str) -> PurePosixPath:
    """In a folder of its own, so that no decision's id can be in its way."""
    return PurePosixPath(FOLDER, f"{case}.md")


class Column(Sheet):
    """One language of the page, written as HTML; a link leads into the tree of the column's own language."""

    def __init__(self, tongue: Tongue, path: PurePosixPath, tree: str) -> None:
        super().__init__(tongue, path)
        self.code = tongue.code
        self.html = tongue.voice.language.html
        self.language = tongue.voice.language.name
        self.n = self.name
        self.say = tongue.voice.say
        self.date = tongue.voice.date
        self.aloud = tongue.aloud
        self._tree = tree
        self._marked: set[Markup] = set()

    def t(self, text: dict[str, str]) -> Markup:
        """Inline text; terms are linked on the decision's page, here the languages explain each other."""
        return self.text(text, terms=False)

    def to(self, page: str, label: object, anchor: str = "") -> Markup:
        return Markup('<a href="{}">{}</a>').format(self._href(PurePosixPath(page), anchor), escape.text(label))

    def court(self, instance: Instance) -> Markup:
        return self.link(instance.court)

    def amount(self, money: Money) -> Markup:
        return Markup('<strong class="amount">{}</strong>').format(escape.text(self.tongue.voice.money(money)))

    def sum(self, one: derived.Sum, case: Case) -> Markup:
        return escape.text(self.tongue.sum(one, case))

    def label(self, label: object, value: object) -> Markup:
        return escape.text(self.say("site.label", label=label, value=value))

    def event(self, event: DatedEvent) -> Markup:
        return escape.text(self.tongue.event(event))

    def level(self, of: str, case: Case) -> Markup:
        """The instance a statement belongs to, as a mark."""
        level = next(i.level for i in case.instances if i.id == of)
        return Markup('<span class="mark mark-level">{}</span>').format(self.word("instance_levels", level))

    def named(self, vocabulary: str, id_: str) -> str:
        """A controlled word as typed, to be put into a sentence that is escaped as a whole."""
        return self.tongue.casebook.word(vocabulary, id_).name[self.code]

    def words(self, vocabulary: str, ids: list[str]) -> Markup:
        return escape.text(self.tongue.voice.join(self.named(vocabulary, id_) for id_ in ids))

    def names(self, names: list[dict[str, str]]) -> Markup:
        return escape.text(self.tongue.voice.join(name[self.code] for name in names))

    def mark(self, vocabulary: str, id_: str) -> Markup:
        return self._explained_once(super().mark(vocabulary, id_))

    def lead(self) -> Markup:
        return self._explained_once(super().lead())

    def _explained_once(self, mark: Markup) -> Markup:
        """A mark with what it means where it first stands in the column, without it from then on."""
        if mark not in self._marked:
            self._marked.add(mark)
            return mark
        return Markup(TIP.sub("", mark, count=1))

    def lag_of(self, behind: tuple[str, ...]) -> Markup:
        """The mark of a text that lags behind; its twin stands beside it, so it leads nowhere."""
        self.lagging += 1
        return self._explained_once(Markup(' <span class="mark is-warning"{}</span>').format(self._lag_says(behind[0])))

    def _strong(self, words: Markup) -> Markup:
        return Markup("<strong>{}</strong>").format(words)

    def _link(self, reference: Reference, kind: str, label: Markup, with_tip: bool = True) -> Markup:
        page, anchor = (
            address.page(kind, reference.id),
            address.anchor(kind, reference.id, reference.part),
        )
        tip = Markup(' title="{}"').format(escape.title(self.tongue.tip(reference))) if with_tip else Markup("")
        found = '<a class="ref ref-{}" href="{}"{}>{}</a>'
        return Markup(found).format(kind, self._href(page, anchor), tip, label)

    def _href(self, page: PurePosixPath, anchor: str) -> str:
        """As a browser follows it from this page, into the tree of the column's language."""
        href = address.file(PurePosixPath(self.code, address.url(page)), self._tree, self.path)
        return f"{href}/#{anchor}" if anchor else f"{href}/"


def pages(tongue: Tongue) -> Iterator[Page]:
    """A page a decision; none in a book of one language."""
    for case in derived.newest_first(tongue.casebook) if tongue.twins else ():
        yield page(tongue, case)


def page(tongue: Tongue, case: Case) -> Page:
    book, code, say = tongue.casebook, tongue.code, tongue.voice.say
    here = path(case.id)
    numbers = {source.id: number for number, source in enumerate(case.sources, 1)}
    return Page(
        here,
        FOLDER,
        say("side_by_side.title", case=case.name[code]),
        say("side_by_side.description", case=case.name[code]),
        {
            "case": case,
            "columns": [Column(one, here, code) for one in (tongue, *tongue.twins)],
            "instances": derived.instances(book, case),
            "sums": derived.sums(case),
            "holdings_by_stage": derived.holdings_by_stage(book, case),
            "holding_numbers": derived.holding_numbers(book, case),
            "lessons_by_role": derived.lessons_by_role(book, case),
            "is_judged": derived.is_judged(case),
            "numbers": _cites(numbers, say("site.sources_for")),
        },
        filters=kinds(tongue, "case"),
        source=f"cases/{case.id}.yml",
        searched=False,
        contents=False,
    )


def _cites(numbers: dict[str, int], label: str) -> Callable[[list[str]], Markup]:
    """The numbers of the sources of a statement, once for all languages."""

    def cites(ids: list[str]) -> Markup:
        links = Markup(" ").join(Markup('<a href="#source-{}">{}</a>').format(id_, numbers[id_]) for id_ in ids)
        return Markup('<p class="twin-cites"><span class="only-heard">{} </span>{}</p>').format(
            escape.text(label), links
        )

    return cites
