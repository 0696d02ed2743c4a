"""What is still to be written: a draft is a valid file, but nobody may read it before its last blank is filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.checks import Context
from generator.loading import Place
from generator.nodes import Mapping, Node, Path, Scalar, walk
from generator.problems import Problem, Said, said
from generator.reading import leaves
from generator.values import UNFINISHED, Inline, To, Words


def blanks(context: Context) -> Iterator[Problem]:
    """No part of a record is still a blank."""
    for place in context.places:
        root = place.source.node(place.path)
        if root is not None and UNFINISHED in place.source.text:
            wanted = dict(_wanted(context, place, root))
            for path, text in _texts(root, place.path):
                if UNFINISHED in text:
                    keys = [step for step in path if isinstance(step, str) and step not in context.casebook.languages]
                    what = keys[-1] if keys else "this"
                    yield place.source.problem(
                        place.source.location_in(path, UNFINISHED),
                        said("unfinished", what=what, wanted=wanted.get(path, said("blank.value", blank=UNFINISHED))),
                    )


def told_once(problems: Iterable[Problem], context: Context) -> set[Problem]:
    """The problems without those that a value has only because it is a blank."""
    found = set(problems)
    empty = {
        place.source.location(path)
        for place in context.places
        if UNFINISHED in place.source.text
        for path, text in _texts(place.source.node(place.path), place.path)
        if text.strip() == UNFINISHED
    }
    return {one for one in found if one.code == "unfinished" or one.location not in empty}


def _wanted(context: Context, place: Place, root: Node) -> Iterator[tuple[Path, Said]]:
    """What is expected at each marked value of a record."""
    for leaf in leaves(root, place.model, place.path):
        if isinstance(leaf.mark, To):
            words = context.casebook.vocabulary.get(leaf.mark.kind)
            if words:
                yield leaf.path, said("blank.word", known=tuple(words))
            else:
                yield leaf.path, said("blank.id", kind=leaf.mark.kind)
        elif isinstance(leaf.mark, Inline | Words) and isinstance(leaf.node, Mapping):
            for key, _ in leaf.node.entries:
                yield (*leaf.path, key.value), said("blank.text", language=key.value)


def _texts(node: Node | None, path: Path) -> Iterator[tuple[Path, str]]:
    for here, one in walk(node, path) if node is not None else ():
        if isinstance(one, Scalar):
            yield here, one.value
