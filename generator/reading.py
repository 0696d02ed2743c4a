"""From located YAML to records: one fault never hides another, and no fault of one record reaches its neighbours."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from generator.kept import kept
from generator.nodes import Mapping, Node, Path, Scalar, Sequence
from generator.problems import Location, Problem, nearest, said
from generator.source import Source
from generator.values import Inline, Record, To, Words

R = TypeVar("R", bound=Record)
Mark = Inline | Words | To

WRONG_TYPES = {
    "string_type": said("wrong-type.text"),
    "list_type": said("wrong-type.list"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), said("wrong-type.mapping")),
    **dict.fromkeys(("bool_parsing", "bool_type"), said("wrong-type.boolean")),
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), said("wrong-type.whole")),
    **dict.fromkeys(
        ("decimal_parsing", "float_parsing", "float_type", "decimal_type", "finite_number"), said("wrong-type.number")
    ),
    **dict.fromkeys(("greater_than_equal", "less_than_equal"), said("wrong-type.months")),
    "amount": said("wrong-type.amount"),
}
"""What is said of pydantic's errors of type."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Located(Generic[R]):
    """A record and where it stands: its file and the path of keys and indices inside it. Not ``whole``: see `read_record`."""

    record: R
    source: Source
    path: Path = ()
    whole: bool = True
    answers: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def location(self, *steps: str | int) -> Location:
        return self.source.location(self.path + steps)


class Leaf(NamedTuple):
    """A part of a file that carries a mark: a text in all languages, a name, or an id of something else."""

    path: Path
    node: Node
    mark: Mark


def plain(node: Node) -> Any:
    """The node without its positions: dicts, lists and strings."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.entries}


@kept
def read_record(source: Source, path: Path, model: type[R]) -> tuple[Located[R] | None, tuple[Problem, ...]]:
    """Validate the mapping at ``path``.

    Parts that are wrong are reported and left out, so that everything else about the record can still be checked. Where a
    part is wrong that every such record needs, that part of the record is None; such a record is only ever checked, never
    shown, because its book has problems.
    """
    node = source.node(path)
    if not isinstance(node, Mapping):
        return None, (source.problem(source.location(path), said("wrong-type.mapping")),)
    problems: list[Problem] = []
    lost: set[str | int] = set()
    while True:
        here = _replace(source, path, node)
        try:
            return Located(model.model_validate(plain(node)), here, path), tuple(problems)
        except ValidationError as error:
            details = [(d["type"], tuple(d["loc"])) for d in error.errors(include_url=False, include_context=False)]
        fresh = [(kind, loc) for kind, loc in details if not (kind == "missing" and len(loc) == 1 and loc[0] in lost)]
        if not fresh:
            return Located(_partial(model, plain(node)), here, path, whole=False), tuple(problems)
        problems += [_problem(here, model, path, kind, loc) for kind, loc in fresh]
        drops = {_drop(model, kind, loc) for kind, loc in fresh}
        lost |= {drop[0] for drop in drops if len(drop) == 1} | {loc[0] for _, loc in fresh if len(loc) == 1}
        node = _without(node, drops)
        assert isinstance(node, Mapping)


def _partial(model: type[R], data: dict[str, Any]) -> R:
    """The record with what can be read of it; a needed part that cannot is None."""
    values = {}
    for name, known in model.model_fields.items():
        if name in data:
            values[name] = _adapter(model, name).validate_python(data[name])
        elif known.is_required():
            values[name] = None
    return model.model_construct(**values)


@cache
def _adapter(model: type[Record], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    annotation: Any = field.annotation
    for mark in field.metadata:
        annotation = Annotated[annotation, mark]
    return TypeAdapter(annotation, config=None)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where marks stand below a value of some type: on it, on a record's fields, on a list's items, on a mapping's values."""

    mark: Mark | None = None
    fields: dict[str, _Shape] | None = None
    items: _Shape | None = None
    values: _Shape | None = None


def leaves(
    node: Node, model: type[Record], path: Path = (), marks: tuple[type[Mark], ...] = (Inline, Words, To)
) -> list[Leaf]:
    """Every part of a record that has one of the ``marks`` and is there, valid or not, in the order of the file."""
    found: list[Leaf] = []
    shape = _shape(model, (), marks)
    if shape is not None:
        _gather(node, shape, path, found)
    return found


def _gather(node: Node, shape: _Shape, path: Path, found: list[Leaf]) -> None:
    if shape.mark is not None:
        found.append(Leaf(path, node, shape.mark))
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            inner = shape.fields.get(key.value) if shape.fields is not None else shape.values
            if inner is not None and inner.mark is not None:
                found.append(Leaf((*path, key.value), value, inner.mark))
            elif inner is not None:
                _gather(value, inner, (*path, key.value), found)
    elif isinstance(node, Sequence) and shape.items is not None:
        for index, item in enumerate(node.items):
            _gather(item, shape.items, (*path, index), found)


@cache
def _shape(annotation: Any, own: tuple[Any, ...], marks: tuple[type[Mark], ...]) -> _Shape | None:
    """The shape of a type with marks of its ``own``; None where nothing below has one of the ``marks``."""
    annotation, more = bare(annotation)
    mark = next((m for m in (*own, *more) if isinstance(m, marks)), None)
    if mark is not None and get_origin(annotation) is not list:
        return _Shape(mark)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        known: dict[str, Any] = annotation.model_fields
        fields = {name: _shape(one.annotation, tuple(one.metadata), marks) for name, one in known.items()}
        marked = {name: one for name, one in fields.items() if one is not None}
        return _Shape(fields=marked) if marked else None
    arguments: tuple[Any, ...] = get_args(annotation) if get_origin(annotation) in (list, dict) else ()
    inner = _shape(arguments[-1], (), marks) if arguments else None
    if inner is None:
        return None
    return _Shape(items=inner) if get_origin(annotation) is list else _Shape(values=inner)


RECORD_KINDS = ("case", "item", "factor", "principle", "law", "court", "term", "topic", "ground", "source", "instance")


def word_kinds(model: type[BaseModel]) -> Iterator[str]:
    """The vocabularies that the fields of a record and of its parts draw on, in the order of the fields."""
    for known in model.model_fields.values():
        yield from _word_kinds(known.annotation, tuple(known.metadata))


def _word_kinds(annotation: Any, marks: tuple[Any, ...]) -> Iterator[str]:
    annotation, more = bare(annotation)
    for mark in (*marks, *more):
        if isinstance(mark, To) and mark.kind not in RECORD_KINDS:
            yield mark.kind
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from word_kinds(annotation)
    elif get_origin(annotation) in (list, dict):
        yield from _word_kinds(get_args(annotation)[-1], ())


@cache
def bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """The annotation without ``Annotated`` and ``| None``, and the marks found on the way."""
    marks: tuple[Any, ...] = ()
    while True:
        if get_origin(annotation) is Annotated:
            marks += annotation.__metadata__
            annotation = annotation.__origin__
        elif get_origin(annotation) in (Union, types.UnionType):
            annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
        else:
            return annotation, marks


def _model_at(model: type[BaseModel], loc: Path) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The model whose key the last step of ``loc`` is, and that key's field."""
    annotation: Any = model
    owner: type[BaseModel] | None = None
    field: FieldInfo | None = None
    for step in loc:
        annotation, _ = bare(annotation)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            owner, field = annotation, annotation.model_fields.get(str(step))
            annotation = field.annotation if field else None
        else:
            owner, field = None, None
            args = get_args(annotation)
            annotation = args[-1] if args else None
    return owner, field


def _problem(source: Source, model: type[Record], path: Path, kind: str, loc: Path) -> Problem:
    full = path + loc
    key = loc[-1] if loc else ""
    if kind == "extra_forbidden":
        owner, _ = _model_at(model, loc)
        known = list(owner.model_fields) if owner else []
        here = source.node(full[:-1])
        missing = [name for name in known if not isinstance(here, Mapping) or here.key(name) is None]
        close = nearest(str(key), known)
        what = said("unknown-key.here", key=str(key), known=tuple(missing or known), close=close)
        return source.problem(source.key_location(full), what)
    if kind == "missing":
        return source.problem(source.location(full[:-1]), said("missing-key.key", key=str(key)))
    if kind == "partial_date":
        value = plain(source.node(full) or Scalar("", 1, 1, 0, 0))
        return source.problem(source.location(full), said("wrong-date", value=str(value)))
    if kind == "string_pattern_mismatch":
        value = plain(source.node(full) or Scalar("", 1, 1, 0, 0))
        return source.problem(source.location(full), said("wrong-id", value=str(value)))
    return source.problem(source.location(full), WRONG_TYPES.get(kind, said("wrong-type.other")))


def _drop(model: type[Record], kind: str, loc: Path) -> Path:
    """What to leave out so that the rest can be validated: the faulty key if nothing needs it, else the entry of the list
    it stands in, else the record's own key that holds it."""
    if kind == "extra_forbidden":
        return loc
    if kind != "missing":
        _, field = _model_at(model, loc)
        if isinstance(loc[-1], int) or (field is not None and not field.is_required()):
            return loc
    for length in range(len(loc) - 1, 1, -1):
        if isinstance(loc[length - 1], int):
            return loc[:length]
        _, field = _model_at(model, loc[:length])
        if field is not None and not field.is_required():
            return loc[:length]
    return loc[:1]


def _without(node: Node, drops: Iterable[Path]) -> Node:
    """The node without the parts at the paths, all left out in one pass."""
    below: dict[str | int, list[Path]] = {}
    for first, *rest in drops:
        below.setdefault(first, []).append(tuple(rest))
    gone = {step for step, rests in below.items() if () in rests}
    if isinstance(node, Mapping):
        entries = [
            (key, _without(value, below[key.value]) if key.value in below else value)
            for key, value in node.entries
            if key.value not in gone
        ]
        return Mapping(tuple(entries), node.line, node.column)
    if isinstance(node, Sequence):
        items = [
            _without(item, below[index]) if index in below else item
            for index, item in enumerate(node.items)
            if index not in gone
        ]
        return Sequence(tuple(items), node.line, node.column)
    return node


def _replace(source: Source, path: Path, node: Node) -> Source:
    """The same file with the record at ``path`` put in place of what stands there, so that indices keep their places."""

    def put(old: Node, rest: Path) -> Node:
        if not rest:
            return node
        if isinstance(old, Mapping):
            entries = ((k, put(v, rest[1:]) if k.value == rest[0] else v) for k, v in old.entries)
            return Mapping(tuple(entries), old.line, old.column)
        if isinstance(old, Sequence):
            items = (put(v, rest[1:]) if i == rest[0] else v for i, v in enumerate(old.items))
            return Sequence(tuple(items), old.line, old.column)
        return old

    if source.root is None or source.node(path) is node:
        return source
    return Source(source.path, source.text, put(source.root, path))
