"""Terms: one term, one translation, in both directions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from generator import markup
from generator.checks import Context
from generator.nodes import Mapping, Scalar
from generator.problems import Problem, said
from generator.reading import leaves
from generator.reference import Term
from generator.terms import Terms, whole
from generator.values import Inline


def consistent(context: Context) -> Iterator[Problem]:
    """Where a text uses a term, its twins use the term's own form in their language, or a declared exception says why not."""
    book = context.casebook
    terms = {term.id: term for term in book.all("term")}
    finders = {language: Terms(list(terms.values()), language) for language in book.languages}
    says = cache(lambda term, language: _said(terms[term], language))
    excepted = {(one.record, one.term): one for one in book.all("term-exception")}
    used: set[tuple[str, str]] = set()
    for kind in ("case", "item", "law", "factor", "principle", "caution", "topic", "question"):
        for id_, located in book.records[kind].items():
            node = located.source.node(located.path)
            if node is None or not context.concerns(located.source):
                continue
            for leaf in leaves(node, type(located.record), located.path, (Inline,)):
                if not isinstance(leaf.node, Mapping):
                    continue
                texts = {k.value: _words(v.value) for k, v in leaf.node.entries if isinstance(v, Scalar)}
                for language, term, other in _differences(texts, finders, says):
                    if (id_, term) in excepted:
                        used.add((id_, term))
                        continue
                    yield located.source.problem(
                        located.source.location((*leaf.path, other)),
                        said(
                            "term-differs.twin",
                            term=terms[term].name[language],
                            language=language,
                            other=other,
                            form=terms[term].name.get(other, ""),
                        ),
                    )
    for key in excepted.keys() - used if context.only is None else ():
        located = book.records["term-exception"][excepted[key].id]
        yield located.source.problem(
            located.location(),
            said("term-differs.exception", record=key[0], term=key[1]),
        )


def _differences(
    texts: dict[str, str], finders: dict[str, Terms], says: Callable[[str, str], re.Pattern[str]]
) -> Iterator[tuple[str, str, str]]:
    """The language that uses a term, the term, and the language whose text does not say it."""
    found = {language: finders[language].within(text) for language, text in texts.items() if language in finders}
    for language in found:
        for other in found:
            for term in found[language] if other != language else ():
                if term not in found[other] and not says(term, other).search(texts[other]):
                    yield language, term, other


def _said(term: Term, language: str) -> re.Pattern[str]:
    """A pattern for the term's name, a form of it, or a word that means it in context."""
    forms = (term.name.get(language, ""), *term.forms.get(language, []), *term.says.get(language, []))
    return re.compile("|".join(whole(form) for form in forms if form) or r"(?!)", re.IGNORECASE)


def _words(text: str) -> str:
    """The words of a text, with labels of references but not their names, which the generator sets."""
    if markup.is_unmarked(text):
        return " ".join(text.split())
    return "".join(token.label if isinstance(token, markup.Link) else token.text for token in markup.parse(text))
