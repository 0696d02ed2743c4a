"""The book's words for paper: each text in the languages of a pack, in pieces that a typesetter needs no markup for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator import address, markup
from generator.casebook import Casebook
from generator.reference import Entry
from generator.tongue import LAG, Tongue
from generator.values import PartialDate, Reference

Words = dict[str, str]
"""A text as typed, by language."""
Piece = list[str]
"""``[kind, text]``, kind being plain, strong, docket or lag; or ``["ref", text, id, address]`` for a reference to a record."""
Pieces = dict[str, list[Piece]]


@dataclass(frozen=True)
class Ink:
    """The languages of a pack, and the address of the site on which everything else is found."""

    tongues: list[Tongue]
    site_url: str

    @property
    def casebook(self) -> Casebook:
        return self.tongues[0].casebook

    def say(self, key: str, **values: object) -> Words:
        return {t.code: t.voice.say(key, **values) for t in self.tongues}

    def each(self, write: Callable[[Tongue], str]) -> Words:
        """What a function writes in each language."""
        return {t.code: write(t) for t in self.tongues}

    def names(self, names: dict[str, str]) -> Words:
        return {t.code: names[t.code] for t in self.tongues}

    def date(self, date: PartialDate) -> Words:
        return {t.code: t.voice.date(date) for t in self.tongues}

    def word(self, vocabulary: str, id_: str) -> Words:
        return self.names(self.casebook.word(vocabulary, id_).name)

    def mark(self, vocabulary: str, id_: str) -> dict[str, Any]:
        """A controlled word with its sign."""
        entry: Entry = self.casebook.word(vocabulary, id_)
        return {"sign": entry.sign or "", "name": self.names(entry.name)}

    def text(self, text: dict[str, str]) -> Pieces:
        """Inline text in pieces; a reference comes with its record's id and its address on the site."""
        return {t.code: [*self._pieces(t, text[t.code]), *self._lag(t, text)] for t in self.tongues}

    def _lag(self, tongue: Tongue, text: dict[str, str]) -> list[Piece]:
        """The mark of a text that may lag behind another language; nothing for all others."""
        behind = self.casebook.freshness.behind(tongue.code, text)
        if not behind:
            return []
        said = tongue.voice.say("lag.mark", language=tongue.language_of(behind[0]))
        return [["lag", f"{LAG}\N{NO-BREAK SPACE}{said}"]]

    def plain(self, pieces: Words) -> Pieces:
        """Words that hold no marks, as pieces."""
        return {code: self._words(text) for code, text in pieces.items()}

    def reference(self, ref: str) -> Pieces:
        reference = Reference.parse(ref)
        return {t.code: [self._reference(t, reference, "")] for t in self.tongues}

    def page(self, kind: str, id_: str) -> Words:
        """The address of a record's page on the site."""
        return self.each(lambda t: f"{self.site_url}{t.code}/{address.url(address.page(kind, id_))}")

    def _pieces(self, tongue: Tongue, text: str) -> list[Piece]:
        found: list[Piece] = []
        for token in markup.parse(text):
            if isinstance(token, markup.Link):
                found.append(self._reference(tongue, token.target, token.label))
            elif isinstance(token, markup.Emphasis):
                found.append(["strong", token.text])
            else:
                found += self._words(token.text)
        return found

    def _words(self, text: str) -> list[Piece]:
        pieces = self._dockets.split(text)
        return [["docket" if number % 2 else "plain", piece] for number, piece in enumerate(pieces) if piece]

    def _reference(self, tongue: Tongue, reference: Reference, label: str) -> Piece:
        kind, _ = tongue.found(reference)
        anchor = address.anchor(kind, reference.id, reference.part)
        url = f"{self.site_url}{tongue.code}/{address.url(address.page(kind, reference.id))}"
        return ["ref", label or tongue.name(reference), reference.id, f"{url}#{anchor}" if anchor else url]

    @cached_property
    def _dockets(self) -> re.Pattern[str]:
        """Every docket number of the book, longest first: a number is never broken or stretched, wherever it stands."""
        numbers = {i.docket for case in self.casebook.all("case") for i in case.instances if i.docket}
        return re.compile(
            f"({'|'.join(map(re.escape, sorted(numbers, key=lambda n: (-len(n), n))))})" if numbers else "(?!)()"
        )
