"""Glossary terms in running text: which are there, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from generator import markup
from generator.casebook import Casebook
from generator.nodes import Mapping, Scalar
from generator.reading import Located, leaves
from generator.reference import Term
from generator.values import Inline

LETTERS = "0-9A-Za-zÀ-ÖØ-öø-ɏ"
LETTERS_IN_COMMON = 60
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def _folded(form: str) -> str:
    """A form without case, of the same length, so that “ß” stays “ß”."""
    return form.lower() if len(form.lower()) == len(form) else form


def whole(form: str) -> str:
    """A pattern for a form as a whole word; Chinese, which has no spaces, is found anywhere."""
    return re.escape(form) if CJK.search(form) else rf"(?<![{LETTERS}]){re.escape(form)}(?![{LETTERS}])"


def _any_of(forms: Iterable[str], depth: int = 0) -> str:
    """A pattern for any of the forms, the longest first, which looks at each letter once however many forms there are.

    What forms begin with in common stands once: ``fair use`` and ``fair uses`` are ``fair use(?:s)?``. Beyond the first letters
    of a form, of which terms have no more, the forms stand as they are.
    """
    if depth == LETTERS_IN_COMMON:
        return f"(?:{'|'.join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))})"
    ends, after = False, dict[str, list[str]]()
    for form in forms:
        ends = ends or not form
        if form:
            after.setdefault(form[0], []).append(form[1:])
    branches = [re.escape(letter) + _any_of(rest, depth + 1) for letter, rest in after.items()]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + ("?" if ends else "")


def _begun(forms: Iterable[str]) -> str:
    """A pattern for a place where one of the forms may begin, so that all of them are tried there only."""
    return f"(?=[{''.join(sorted({re.escape(form[0]) for form in forms}))}])"


class Terms:
    """Finds the terms of one language in a text, the longest form first."""

    def __init__(self, terms: list[Term], language: str) -> None:
        self._by_form: dict[str, str] = {}
        for term in terms:
            for form in (term.name.get(language, ""), *term.forms.get(language, [])):
                if form:
                    self._by_form.setdefault(_folded(form), term.id)
        chinese = [form for form in self._by_form if CJK.search(form)]
        words = [form for form in self._by_form if not CJK.search(form)]
        patterns = [_begun(chinese) + _any_of(chinese)] if chinese else []
        if words:
            patterns.append(rf"(?<![{LETTERS}]){_begun(words)}{_any_of(words)}(?![{LETTERS}])")
        self._pattern = re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)

    def within(self, text: str) -> dict[str, None]:
        """The ids of the terms in a text, in their order."""
        forms = self._pattern.findall(text)
        return {term: None for form in forms if (term := self._by_form.get(_folded(form)))}

    def split(self, text: str) -> Iterator[tuple[str, str]]:
        """The text in pieces: each a term's words with the term's id, or other words with an empty id."""
        position = 0
        for match in self._pattern.finditer(text):
            if match.start() > position:
                yield text[position : match.start()], ""
            yield match[0], self._by_form.get(_folded(match[0]), "")
            position = match.end()
        if position < len(text):
            yield text[position:], ""


class Usage:
    """Which records use which term, in any language of the book; ``terms`` finds them in a language.

    What was found ``before`` is taken over for the records that are still the same, where the glossary is.
    """

    def __init__(self, casebook: Casebook, before: Usage | None = None) -> None:
        self._casebook = casebook
        self._glossary = (tuple(casebook.records["term"].values()), tuple(casebook.languages))
        self.terms: dict[str, Terms]
        self._found: WeakKeyDictionary[Located[Any], tuple[str, ...]]
        if before is not None and before._glossary == self._glossary:
            self.terms, self._found = before.terms, before._found
        else:
            self.terms = {code: Terms(casebook.all("term"), code) for code in casebook.languages}
            self._found = WeakKeyDictionary()

    @cached_property
    def by_term(self) -> dict[str, list[tuple[str, str]]]:
        """Term id → the kind and id of every case, item, factor and law whose text holds it, in book order."""
        found: dict[str, dict[tuple[str, str], None]] = {}
        for kind in ("case", "item", "factor", "law"):
            for id_, located in self._casebook.records[kind].items():
                if located not in self._found:
                    self._found[located] = tuple(dict.fromkeys(self._of(located)))
                for term in self._found[located]:
                    found.setdefault(term, {})[(kind, id_)] = None
        return {term: list(users) for term, users in found.items()}

    def _of(self, located: Located[Any]) -> Iterator[str]:
        """The terms that a record's texts hold."""
        node = located.source.node(located.path)
        assert node is not None
        for leaf in leaves(node, type(located.record), (), (Inline,)):
            if isinstance(leaf.node, Mapping):
                for language, value in leaf.node.entries:
                    if isinstance(value, Scalar) and language.value in self.terms:
                        yield from self._in(value.value, language.value)

    def _in(self, text: str, language: str) -> Iterator[str]:
        for token in markup.parse(text):
            if isinstance(token, markup.Link):
                if token.target.id in self._casebook.records["term"]:
                    yield token.target.id
            else:
                for _, term in self.terms[language].split(token.text):
                    if term:
                        yield term
