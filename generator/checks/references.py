"""Ids and what refers to them: each id once, each reference to something, each source used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import markup
from generator.casebook import LINKABLE, PARTS, SINGLES
from generator.checks import Context
from generator.loading import Place
from generator.nodes import Mapping, Node, Path, Scalar, Sequence
from generator.problems import Location, Problem, nearest, said
from generator.reading import leaves
from generator.values import Inline, Reference, To

RESERVED = {
    **dict.fromkeys(("law", "roles"), ("index", "README")),
    **dict.fromkeys(("case", "topic"), ("index", "README", "all")),
    **dict.fromkeys(("principle", "item", "caution"), ("top", "cautions", "authorities")),
    "factor": ("top", "matrix"),
    "question": ("top", "questions", "result", "rule"),
    "court": ("top", "dockets"),
    "term": ("top",),
}
SECTIONS = (
    "top",
    "glance",
    "summary",
    "facts",
    "claims",
    "holdings",
    "findings",
    "not-decided",
    "significance",
    "lessons",
    "related",
    "disagreements",
    "gaps",
    "listings",
    "named",
    "sources",
    "cite",
    "record",
    "agree",
    "split",
    "open",
    "decisions",
)
"""Ids of a page's own sections, which no part of a record may take."""

LOCAL = {"source": "sources", "instance": "instances"}
KINDS = {
    "case": said("kind.case"),
    "court": said("kind.court"),
    "factor": said("kind.factor"),
    "ground": said("kind.ground"),
    "instance": said("kind.instance"),
    "item": said("kind.item"),
    "law": said("kind.law"),
    "principle": said("kind.principle"),
    "source": said("kind.source"),
    "term": said("kind.term"),
}
"""What is called unknown: the kinds that a field can name."""


def unique_ids(context: Context) -> Iterator[Problem]:
    """An id is used once in the whole book, and a record with a file of its own is named like it."""
    first: dict[str, Location] = {}
    for place in context.loaded.places:
        node = place.source.node((*place.path, "id"))
        if not isinstance(node, Scalar):
            continue
        at = place.source.location((*place.path, "id"))
        scope = "" if place.kind in LINKABLE else f"{place.kind}/"
        name = scope + node.value.casefold()
        if name in first:
            yield place.source.problem(at, said("duplicate-id.book", id=node.value, other=str(first[name])))
        else:
            first[name] = at
        if place.kind in SINGLES and node.value != place.source.path.stem:
            named = said("id-not-file-name", id=node.value, name=place.source.path.stem)
            yield place.source.problem(at, named)
        if node.value in RESERVED.get(place.kind, ()):
            yield place.source.problem(at, said("reserved-id.page", id=node.value))
    for place in context.places:
        yield from _unique_parts(place)


def _unique_parts(place: Place) -> Iterator[Problem]:
    for key in ("sources", "instances", "holdings", "articles", "splits", "answers"):
        parts = place.source.node((*place.path, key))
        seen: dict[str, Location] = {}
        for index in range(len(parts.items) if isinstance(parts, Sequence) else 0):
            path = (*place.path, key, index, "id")
            node = place.source.node(path)
            if isinstance(node, Scalar):
                at = place.source.location(path)
                if key in ("holdings", "splits") and node.value in SECTIONS:
                    yield place.source.problem(at, said("reserved-id.section", id=node.value))
                if node.value in seen:
                    other = str(seen[node.value])
                    yield place.source.problem(at, said("duplicate-id.list", id=node.value, other=other))
                seen.setdefault(node.value, at)


def known_references(context: Context) -> Iterator[Problem]:
    """Typed fields and inline references name a record, part, source, instance or word that exists."""
    names = known(context.loaded.places)
    lost = {kind: set(ids) for kind, ids in context.loaded.lost.items()}
    lost["ground"] = lost.get("law", set()) | lost.get("case", set())
    every = set().union(*(names[kind] for kind in LINKABLE))
    for place in context.places:
        root = place.source.node(place.path)
        if root is None:
            continue
        referable = names | {kind: set(_ids(place, key)) for kind, key in LOCAL.items()}
        for leaf in leaves(root, place.model, place.path):
            if isinstance(leaf.mark, To) and isinstance(leaf.node, Scalar):
                kind, value = leaf.mark.kind, leaf.node.value
                if value not in referable.get(kind, context.casebook.vocabulary.get(kind, ())):
                    yield from _typed(context, referable, lost, place, leaf.path, value, kind)
            elif isinstance(leaf.mark, Inline) and isinstance(leaf.node, Mapping):
                for language, text in leaf.node.entries:
                    if isinstance(text, Scalar) and ("[[" in text.value or "]]" in text.value):
                        yield from _inline(every, lost, place, (*leaf.path, language.value), text.value)


def known(places: Iterable[Place]) -> dict[str, set[str]]:
    """Ids and ``id#part`` by kind, from every record that has an id, so that a faulty record breaks no reference to it."""
    found: dict[str, set[str]] = {kind: set() for kind in (*LINKABLE, "ground")}
    for place in places:
        if place.kind in found:
            id_ = place.source.node((*place.path, "id"))
            if isinstance(id_, Scalar):
                ids = {id_.value} | {f"{id_.value}#{part}" for part in _ids(place, PARTS.get(place.kind))}
                found[place.kind] |= ids
                if place.kind in ("law", "case"):
                    found["ground"] |= ids
    return found


def _is_lost(value: str, *lost: set[str]) -> bool:
    """Whether the reference may be to something in a file that could not be parsed; then it is not called unknown."""
    return any("*" in ids or Reference.parse(value).id in ids for ids in lost)


def _ids(place: Place, key: str | None) -> Iterator[str]:
    parts = place.source.node((*place.path, key)) if key else None
    for index in range(len(parts.items) if isinstance(parts, Sequence) else 0):
        node = place.source.node((*place.path, key or "", index, "id"))
        if isinstance(node, Scalar):
            yield node.value


def _typed(
    context: Context,
    referable: dict[str, set[str]],
    lost: dict[str, set[str]],
    place: Place,
    path: Path,
    value: str,
    kind: str,
) -> Iterator[Problem]:
    if kind not in referable:
        words = context.casebook.vocabulary.get(kind, {})
        close = nearest(value, words)
        unknown = said("unknown-word", word=value, vocabulary=kind, known=tuple(words), close=close)
        yield place.source.problem(place.source.location(path), unknown)
        return
    ids = referable[kind]
    if not _is_lost(value, lost.get(kind, set())):
        close = nearest(value, sorted(ids))
        if kind in LOCAL:
            known = tuple(sorted(ids))
            unknown = said("unknown-reference.part", kind=KINDS[kind], id=value, known=known, close=close)
        elif kind == "ground":
            unknown = said("unknown-reference.ground", kind=KINDS[kind], id=value, close=close)
        else:
            unknown = said("unknown-reference.record", kind=KINDS[kind], id=value, close=close)
        yield place.source.problem(place.source.location(path), unknown)


def _inline(every: set[str], lost: dict[str, set[str]], place: Place, path: Path, text: str) -> Iterator[Problem]:
    for token in markup.parse(text):
        if (
            isinstance(token, markup.Link)
            and str(token.target) not in every
            and not _is_lost(str(token.target), *(lost.get(kind, set()) for kind in LINKABLE))
        ):
            yield place.source.problem(
                place.source.location_in(path, token.typed),
                said("unknown-reference.text", typed=token.typed, close=nearest(str(token.target), sorted(every))),
            )
    for opened in _unclosed(text):
        yield place.source.problem(place.source.location_in(path, opened), said("unclosed-mark"))


def _unclosed(text: str) -> Iterator[str]:
    rest = markup.TOKEN.sub("", text)
    for mark in ("[[", "]]"):
        if mark in rest:
            yield mark
            return


def used_sources(context: Context) -> Iterator[Problem]:
    """A source that carries nothing is a slip: a statement lost its source, or the source is idle."""
    for place in context.places:
        listed = place.source.node((*place.path, "sources"))
        root = place.source.node(place.path)
        if place.kind not in SINGLES or root is None or not isinstance(listed, Sequence):
            continue
        used = {
            _value(leaf.node)
            for leaf in leaves(root, place.model, place.path, (To,))
            if isinstance(leaf.mark, To) and leaf.mark.kind == "source"
        }
        for index in range(len(listed.items)):
            path = (*place.path, "sources", index, "id")
            node = place.source.node(path)
            if isinstance(node, Scalar) and node.value not in used:
                yield place.source.problem(place.source.location(path), said("source-unused", id=node.value))


def _value(node: Node) -> str:
    return node.value if isinstance(node, Scalar) else ""
