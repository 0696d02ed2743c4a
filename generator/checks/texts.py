"""Texts: there in every language, clean of anything that is not text, and short enough to be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from generator import fonts, markup, measures
from generator.checks import Context
from generator.loading import Place
from generator.nodes import Mapping, Node, Path, Scalar, walk
from generator.problems import Problem, Said, nearest, said
from generator.reading import Leaf, leaves
from generator.reference import Language
from generator.values import UNFINISHED, Inline, Words

FOREIGN: tuple[tuple[re.Pattern[str], Callable[[str], Said]], ...] = (
    (markup.HTML, lambda found: said("html", found=found)),
    (markup.SCHEME, lambda found: said("link-in-text", found=found)),
    (markup.MARKDOWN, lambda found: said("markdown", found=found)),
)
SUSPECT = re.compile(r"<|&|`|#|\]\(|\*\*|__|:\S")
"""Without any of these a text has nothing of what `FOREIGN` looks for. See `source.OTHER_BREAKS` on the way it is written."""
UNITS = {"words": said("unit.words"), "characters": said("unit.characters")}


def _texts(context: Context) -> Iterator[tuple[Place, Leaf, Mapping]]:
    for place in context.places:
        root = place.source.node(place.path)
        if root is not None:
            for leaf in leaves(root, place.model, place.path, (Inline, Words)):
                if isinstance(leaf.node, Mapping):
                    yield place, leaf, leaf.node


def languages(context: Context) -> Iterator[Problem]:
    """Every text is there in every language of the book, and in no other."""
    known = context.casebook.languages
    for place, leaf, node in _texts(context):
        for code in known:
            value = node.get(code)
            if value is None or (isinstance(value, Scalar) and not value.value.strip()):
                at = place.source.location(leaf.path if value is None else (*leaf.path, code))
                yield place.source.problem(at, said("text-missing.text", language=code))
        for key, _ in node.entries:
            if key.value not in known:
                yield _unknown(place, (*leaf.path, key.value), known)
    for place in context.places:
        states = place.source.node((*place.path, "translation"))
        if "translation" in place.model.model_fields and isinstance(states, Mapping):
            yield from _states(place, states, known)


def _states(place: Place, states: Mapping, known: list[str]) -> Iterator[Problem]:
    """A translation state for every language of the book, and for no other. What the register lacks, its own check tells."""
    at = (*place.path, "translation")
    for code in known:
        if states.get(code) is None and place.kind != "state":
            yield place.source.problem(place.source.location(at), said("text-missing.state", language=code))
    for key, _ in states.entries:
        if key.value not in known:
            yield _unknown(place, (*at, key.value), known)


def _unknown(place: Place, path: Path, known: list[str]) -> Problem:
    code = str(path[-1])
    return place.source.problem(
        place.source.key_location(path),
        said("unknown-language.book", language=code, known=tuple(known), close=nearest(code, known)),
    )


def clean(context: Context) -> Iterator[Problem]:
    """No control characters anywhere; no HTML, Markdown or addresses in texts."""
    sources = {place.source.path: place.source for place in context.places}
    harmless = {path for path, source in sources.items() if _is_harmless(source.text)}
    for place in context.places:
        root = place.source.node(place.path)
        if root is not None and place.source.path not in harmless:
            yield from _controls(place, root, place.path)
    for place, leaf, node in _texts(context):
        for key, value in node.entries:
            if isinstance(value, Scalar):
                yield from _foreign(place, (*leaf.path, key.value), value.value.replace(UNFINISHED, ""))


def printable(context: Context) -> Iterator[Problem]:
    """Every character of a record is in the fonts that packs are set in; prose pages are not printed."""
    for source in context.loaded.sources:
        if source.path.suffix == ".yml" and context.concerns(source):
            yield from fonts.missing(source, context.characters)


def _is_harmless(text: str) -> bool:
    """Whether a file, read as it stands, can hold no value with a control character or a look-alike letter in it.

    Told from the whole text at once, which spares nearly every file the search through its values.
    """
    return "\\" not in text and text.replace("\n", "").isprintable() and not markup.LIKE.search(text)


def _controls(place: Place, node: Node, path: Path) -> Iterator[Problem]:
    for here, one in walk(node, path):
        if not isinstance(one, Scalar):
            continue
        for char, name in dict.fromkeys(markup.control_characters(one.value)):
            yield place.source.problem(
                place.source.location_in(here, char), said("control-character.invisible", name=name)
            )
        mixed = markup.mixed(one.value)
        if mixed:
            what = said("mixed-script", word=mixed[0], letter=mixed[1], name=unicodedata.name(mixed[1]))
            yield place.source.problem(place.source.location_in(here, mixed[0]), what)


def _foreign(place: Place, path: Path, text: str) -> Iterator[Problem]:
    if not SUSPECT.search(text):
        return
    for pattern, what in FOREIGN:
        match = pattern.search(text)
        if match:
            found = match[0].strip()
            yield place.source.problem(place.source.location_in(path, found), what(found))


def lengths(context: Context) -> Iterator[Problem]:
    """A summary keeps to the language's limit, and so does the body of a decision's page."""
    for place in context.places:
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
                    what = _long(key, size, language, limit)
                    at = place.source.location((key, language.code) if key == "summary" else ())
                    yield place.source.problem(at, what)


def _long(key: str, size: int, language: Language, limit: int) -> Said:
    unit = UNITS.get(language.counts, language.counts)
    if key == "summary":
        return said("text-too-long.summary", size=size, unit=unit, language=language.code, limit=limit)
    return said("text-too-long.page", size=size, unit=unit, language=language.code, limit=limit)


def _id(place: Place) -> str:
    node = place.source.node((*place.path, "id"))
    return node.value if isinstance(node, Scalar) else ""
