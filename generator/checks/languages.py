"""Languages as the rest of the world names them: locales, the languages of sources, and how texts are counted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from babel.core import Locale, UnknownLocaleError

from generator.checks import Context
from generator.nodes import Mapping, Scalar, Sequence
from generator.problems import Problem, nearest, said

UNITS = ("words", "characters")


def known(context: Context) -> Iterator[Problem]:
    """A locale and a source's language are ones that CLDR knows, and a language is counted in words or characters."""
    for place in context.places:
        listed = {"book": "languages", "case": "sources", "law": "sources"}.get(place.kind, "")
        entries = place.source.node((*place.path, listed))
        for index, entry in enumerate(entries.items if listed and isinstance(entries, Sequence) else ()):
            if not isinstance(entry, Mapping):
                continue
            at = (*place.path, listed, index)
            for key, sep, example in (("locale", "_", "en_GB, zh_Hans_CN"), ("language", "-", "en, zh")):
                code = entry.get(key)
                if isinstance(code, Scalar) and not _is_locale(code.value, sep):
                    wrong = said("unknown-language.code", code=code.value, example=example)
                    yield place.source.problem(place.source.location((*at, key)), wrong)
            unit = entry.get("counts")
            if isinstance(unit, Scalar) and unit.value not in UNITS:
                yield place.source.problem(
                    place.source.location((*at, "counts")),
                    said("wrong-type.counted", unit=unit.value, known=UNITS, close=nearest(unit.value, UNITS)),
                )


@cache
def _is_locale(code: str, sep: str) -> bool:
    try:
        Locale.parse(code, sep=sep)
    except (ValueError, TypeError, UnknownLocaleError):
        return False
    return True
