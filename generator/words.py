"""The interface's own words, a file per language: the usual ones beside the templates, a book's own in ``docs/words/``.

What belongs under each key of a record is told in ``templates/fields/``, and is among the words under ``field``. A language
without such a file has it in English; ``field.language`` says in which language it is.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from generator import fonts, source
from generator.fonts import Characters
from generator.problems import Location, Problem, Said, said
from generator.source import Mapping, Node, Scalar

Words = dict[str, str]
BLANK = re.compile(r"\{([^{}]*)\}")


def load(
    templates: Path, root: Path, languages: list[str], characters: Characters
) -> tuple[dict[str, Words], list[Problem]]:
    """Words by language and dotted key; a key known in one language and missing in another is a problem.

    So is a character that the packs' fonts do not hold."""
    words: dict[str, Words] = {}
    problems: list[Problem] = []
    for language in languages:
        found = _fields(templates / "fields", language)
        for folder, shown in (
            (templates / "words", PurePosixPath("templates/words")),
            (root / "docs/words", PurePosixPath("docs/words")),
        ):
            path = folder / f"{language}.yml"
            if path.is_file():
                parsed, wrong = source.read(shown / path.name, path.read_bytes())
                problems += [*wrong, *fonts.missing(parsed, characters)]
                if parsed.root is not None:
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
            known = set(BLANK.findall(usual.get(key, word)))
            for blank in BLANK.findall(word):
                if blank not in known:
                    problems.append(
                        Problem(
                            Location(PurePosixPath(f"docs/words/{language}.yml")),
                            _unfilled(key, blank, language, tuple(sorted(f"{{{name}}}" for name in known))),
                        )
                    )
    return words, problems


def unchecked(templates: Path, root: Path, languages: list[str]) -> dict[str, Words]:
    """The words as `load` gives them, for what goes on while a file of words has problems."""
    return {
        code: words_of(templates / f"words/{code}.yml") | words_of(root / f"docs/words/{code}.yml")
        for code in languages
    }


def _unfilled(key: str, blank: str, language: str, known: tuple[str, ...]) -> Said:
    if known:
        return said("word-blank.other", key=key, blank=f"{{{blank}}}", language=language, known=known)
    return said("word-blank.none", key=key, blank=f"{{{blank}}}", language=language)


def _fields(folder: Path, language: str) -> Words:
    own = words_of(folder / f"{language}.yml") or words_of(folder / "en.yml")
    return {f"field.{key}": word for key, word in own.items()}


def words_of(path: Path) -> Words:
    """The words of one file, for comparison; its problems are told where it is loaded."""
    parsed, _ = source.read(PurePosixPath(path.name), path.read_bytes()) if path.is_file() else (None, [])
    return _flat(parsed.root) if parsed is not None and parsed.root is not None else {}


def _flat(node: Node, prefix: str = "") -> Words:
    if isinstance(node, Mapping):
        flat: Words = {}
        for key, value in node.entries:
            flat |= _flat(value, f"{prefix}.{key.value}" if prefix else key.value)
        return flat
    return {prefix: node.value} if isinstance(node, Scalar) else {}
