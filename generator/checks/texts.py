"""Texts: there in every language, clean of anything that is not text, and short enough to be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from generator import fonts, markup, measures
from generator.casebook import SINGLES
from generator.checks import Context
from generator.loading import Place
from generator.problems import Problem, did_you_mean, one_of
from generator.reading import Leaf, leaves
from generator.source import Mapping, Node, Path, Scalar, Sequence
from generator.values import UNFINISHED, Inline, Words


def _texts(context: Context) -> Iterator[tuple[Place, Leaf, Mapping]]:
    for place in context.loaded.places:
        root = place.source.node(place.path)
        if root is not None:
            for leaf in leaves(root, place.model, place.path):
                if isinstance(leaf.mark, Inline | Words) and isinstance(leaf.node, Mapping):
                    yield place, leaf, leaf.node


def languages(context: Context) -> Iterator[Problem]:
    """Every text is there in every language of the book, and in no other."""
    known = context.casebook.languages
    for place, leaf, node in _texts(context):
        for code in known:
            value = node.get(code)
            if value is None or (isinstance(value, Scalar) and not value.value.strip()):
                at = place.source.location(leaf.path if value is None else (*leaf.path, code))
                yield place.source.problem(
                    at, "text-missing", f"this text is missing in “{code}”", f"“{code}:” with the same statement"
                )
        for key, _ in node.entries:
            if key.value not in known:
                yield place.source.problem(
                    place.source.key_location((*leaf.path, key.value)),
                    "unknown-language",
                    f"“{key.value}” is not a language of this book",
                    one_of(known),
                    did_you_mean(key.value, known),
                )
    for place in context.loaded.places:
        states = place.source.node((*place.path, "translation"))
        if place.kind in SINGLES and isinstance(states, Mapping):
            for key, _ in states.entries:
                if key.value not in known:
                    yield place.source.problem(
                        place.source.key_location((*place.path, "translation", key.value)),
                        "unknown-language",
                        f"“{key.value}” is not a language of this book",
                        one_of(known),
                        did_you_mean(key.value, known),
                    )
            for code in known:
                if states.get(code) is None:
                    yield place.source.problem(
                        place.source.location((*place.path, "translation")),
                        "text-missing",
                        f"the state of “{code}” is missing",
                        f"“{code}:” with a translation state",
                    )


def clean(context: Context) -> Iterator[Problem]:
    """No control characters anywhere; no HTML, Markdown or addresses in texts."""
    for place in context.loaded.places:
        root = place.source.node(place.path)
        if root is not None:
            yield from _controls(place, root, place.path)
    for place, leaf, node in _texts(context):
        for key, value in node.entries:
            if isinstance(value, Scalar):
                yield from _foreign(place, (*leaf.path, key.value), value.value.replace(UNFINISHED, ""))


def printable(context: Context) -> Iterator[Problem]:
    """Every character of a record is in the fonts that packs are set in; prose pages are not printed."""
    for source in context.loaded.sources:
        if source.path.suffix == ".yml":
            yield from fonts.missing(source, context.characters)


def _controls(place: Place, node: Node, path: Path) -> Iterator[Problem]:
    if isinstance(node, Scalar):
        for char, name in dict.fromkeys(markup.control_characters(node.value)):
            yield place.source.problem(
                place.source.location_in(path, char),
                "control-character",
                f"an invisible character stands here ({name})",
                "remove it; it is not text",
            )
        mixed = markup.mixed(node.value)
        if mixed:
            yield place.source.problem(
                place.source.location_in(path, mixed[0]),
                "mixed-script",
                f"“{mixed[0]}” mixes letters of two alphabets: “{mixed[1]}” is {unicodedata.name(mixed[1])}",
                "letters of one alphabet in a word",
                "type the word anew instead of pasting it",
            )
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _controls(place, item, (*path, index))
    else:
        for key, value in node.entries:
            yield from _controls(place, value, (*path, key.value))


def _foreign(place: Place, path: Path, text: str) -> Iterator[Problem]:
    for pattern, code, message, expected in (
        (
            markup.HTML,
            "html",
            "“{}” is HTML",
            "plain text; < and & are shown as typed, so HTML would be seen by readers",
        ),
        (markup.SCHEME, "link-in-text", "“{}” begins an address", "the address under “sources:”, or a [[reference]]"),
        (markup.MARKDOWN, "markdown", "“{}” is Markdown", "plain text with *emphasis* and [[reference]] only"),
    ):
        match = pattern.search(text)
        if match:
            found = match[0].strip()
            yield place.source.problem(place.source.location_in(path, found), code, message.format(found), expected)


def lengths(context: Context) -> Iterator[Problem]:
    """A summary keeps to the language's limit, and so does the body of a decision's page."""
    for place in context.loaded.places:
        if place.kind != "case":
            continue
        located = context.casebook.records["case"].get(_id(place))
        if located is None or located.source.path != place.source.path:
            continue
        for language in context.casebook.book.languages:
            summary = markup.as_plain((located.record.summary or {}).get(language.code, ""))
            body = " ".join(measures.texts(context.casebook, located.record.id, language.code))
            for text, limit, key in ((summary, language.summary_limit, "summary"), (body, language.page_limit, "id")):
                size = measures.count(text, language.counts)
                if size > limit:
                    what = "the summary" if key == "summary" else "the page's text"
                    yield place.source.problem(
                        place.source.location((key, language.code) if key == "summary" else ()),
                        "text-too-long",
                        f"{what} has {size} {language.counts} in “{language.code}”",
                        f"at most {limit}",
                    )


def _id(place: Place) -> str:
    node = place.source.node((*place.path, "id"))
    return node.value if isinstance(node, Scalar) else ""
