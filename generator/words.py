"""The interface's own words, a file per language: the usual ones beside the templates, a book's own in ``docs/words/``.

What belongs under each key of a record is told in ``templates/fields/``, and is among the words under ``field``. A language
without such a file has it in English; ``field.language`` says in which language it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from string import Formatter

from generator import files, fonts, source
from generator.fonts import Characters
from generator.nodes import Mapping, Node, Scalar
from generator.problems import Location, Problem, said

Words = dict[str, str]
BLANK = re.compile(r"\{(\w+)\}")
"""What looks like a blank in a word that has none to fill."""


def load(
    templates: Path, root: Path, languages: list[str], characters: Characters
) -> tuple[dict[str, Words], list[Problem]]:
    """Words by language and dotted key; a key known in one language and missing in another is a problem.

    So is a character that the packs' fonts do not hold."""
    words: dict[str, Words] = {}
    problems: list[Problem] = []
    for language in languages:
        found = _fields(templates / "fields", language)
        for base, path, shown in (
            (templates, PurePosixPath(f"words/{language}.yml"), PurePosixPath(f"templates/words/{language}.yml")),
            (root, PurePosixPath(f"docs/words/{language}.yml"), PurePosixPath(f"docs/words/{language}.yml")),
        ):
            if files.is_there(base, path):
                data, wrong = files.read(base, path)
                parsed, more = source.read(shown, data) if data is not None else (None, [])
                problems += [*wrong, *more]
                if parsed is not None and parsed.root is not None:
                    problems += fonts.missing(parsed, characters)
                    found |= _flat(parsed.root)
        words[language] = found
    usual = words_of(templates / "words/en.yml")
    every = sorted(usual.keys() | set().union(*words.values()))
    for language in languages:
        missing = [key for key in every if not words[language].get(key)]
        for key in missing:
            problems.append(
                Problem(
                    Location(PurePosixPath(f"docs/words/{language}.yml")),
                    said("word-missing", key=key, language=language),
                )
            )
    for language in languages:
        for key, word in words[language].items():
            at = Location(PurePosixPath(f"docs/words/{language}.yml"))
            if not key.startswith("field."):
                problems += _unfilled(at, key, word, _known(key, usual.get(key, word)), language)
    return words, problems


def _known(key: str, usual: str) -> list[str] | None:
    """The blanks that are filled in a word; None where nothing is, so that its braces are shown as they are."""
    if key.startswith("money."):
        return ["code", "amount"]
    return blanks(usual) or None


def _unfilled(at: Location, key: str, word: str, known: list[str] | None, language: str) -> Iterator[Problem]:
    found = BLANK.findall(word) if known is None else blanks(word)
    fillable = tuple(sorted(f"{{{name}}}" for name in set(known or [])))
    if found is None:
        yield Problem(at, said("word-blank.braces", key=key, language=language))
    for blank in found or []:
        if blank in (known or []):
            continue
        unfilled = f"{{{blank}}}"
        if fillable:
            yield Problem(at, said("word-blank.other", key=key, blank=unfilled, language=language, known=fillable))
        else:
            yield Problem(at, said("word-blank.none", key=key, blank=unfilled, language=language))


def blanks(word: str) -> list[str] | None:
    """The names of a word's blanks; None where its braces are not ``{name}`` and nothing more, so that filling it could fail."""
    try:
        parts = list(Formatter().parse(word))
    except ValueError:
        return None
    if any(form or turned or name == "" for _, name, form, turned in parts):
        return None
    return [name for _, name, _, _ in parts if name is not None]


def unchecked(templates: Path, root: Path, languages: list[str]) -> dict[str, Words]:
    """The words as `load` gives them, for what goes on while a file of words has problems."""
    return {
        code: words_of(templates / f"words/{code}.yml") | words_of(root / f"docs/words/{code}.yml")
        for code in languages
    }


def _fields(folder: Path, language: str) -> Words:
    own = words_of(folder / f"{language}.yml") or words_of(folder / "en.yml")
    return {f"field.{key}": word for key, word in own.items()}


def words_of(path: Path) -> Words:
    """The words of one file, for comparison; its problems are told where it is loaded."""
    name = PurePosixPath(path.name)
    data, _ = files.read(path.parent, name)
    parsed, _ = source.read(name, data) if data is not None else (None, [])
    return _flat(parsed.root) if parsed is not None and parsed.root is not None else {}


def _flat(node: Node, prefix: str = "") -> Words:
    if isinstance(node, Mapping):
        flat: Words = {}
        for key, value in node.entries:
            flat |= _flat(value, f"{prefix}.{key.value}" if prefix else key.value)
        return flat
    return {prefix: node.value} if isinstance(node, Scalar) else {}
