"""The fonts that packs are set in: which characters they hold, and how they are cut from the published ones."""

from __future__ import annotations

import re
import struct
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from generator.nodes import Mapping, Node, Scalar, Sequence
from generator.nodes import Path as NodePath
from generator.problems import Problem, Refusal, said
from generator.source import Source

Characters = frozenset[int]
RANGE = re.compile(r"U\+([0-9A-F]{4,5})-([0-9A-F]{4,5})(?:\s+#.*)?")
CUT = {
    "NotoSans_400Regular.ttf": "NotoSans-Regular.ttf",
    "NotoSans_700Bold.ttf": "NotoSans-Bold.ttf",
    "NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
    "NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf",
    "NotoSansSymbols_400Regular.ttf": "NotoSansSymbols-Regular.ttf",
    "NotoSansSymbols2_400Regular.ttf": "NotoSansSymbols2-Regular.ttf",
}
"""The published fonts' file names and the names under which their subsets are kept."""


class FontError(Refusal):
    """A font that is not there or cannot be read."""


def held(folder: Path) -> Characters:
    """The code points that at least one font of the folder can show. Raises FontError where one of them cannot be used."""
    found: set[int] = set()
    for name in sorted(CUT.values()):
        try:
            with TTFont(folder / name, lazy=True) as font:
                found.update(font.getBestCmap())
        except (OSError, TTLibError, struct.error, AssertionError, AttributeError, LookupError, ValueError) as error:
            why = said("font.absent") if isinstance(error, FileNotFoundError) else said("font.broken")
            raise FontError(said("font.unusable", name=name, why=why, path=str(folder / name))) from None
    return frozenset(found)


def missing(source: Source, characters: Characters) -> Iterator[Problem]:
    """Every character of a file's values that no font can show, each once per value."""
    if source.root is not None and ("\\" in source.text or not _shown(source.text, characters)):
        yield from _missing(source, source.root, (), characters)


def _shown(text: str, characters: Characters) -> bool:
    """Whether every character of a whole file can be shown, line ends aside; nearly every file is done with that."""
    return characters.issuperset(map(ord, set(text) - {"\n"}))


def _missing(source: Source, node: Node, path: NodePath, characters: Characters) -> Iterator[Problem]:
    if isinstance(node, Scalar):
        for char in dict.fromkeys(node.value):
            if ord(char) not in characters and not unicodedata.category(char).startswith("C"):
                yield source.problem(
                    source.location_in(path, char),
                    said("glyph-missing", char=char, code=f"U+{ord(char):04X}"),
                )
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _missing(source, item, (*path, index), characters)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield from _missing(source, value, (*path, key.value), characters)


def wanted(text: str) -> Characters:
    """The code points that a list of characters asks for: a line is a range, characters as they are, or a comment."""
    found: set[int] = set()
    for line in text.splitlines():
        line = line.strip()
        if match := RANGE.fullmatch(line):
            found.update(range(int(match[1], 16), int(match[2], 16) + 1))
        elif not line.startswith("#"):
            found.update(ord(char) for char in line if not char.isspace())
    return frozenset(found)


def cut(published: Path, characters: Iterable[int], target: Path) -> None:
    """Write the subset of a published font that holds the characters; the same bytes every time.

    Hints are left out: they are for low-resolution screens. Of the layout rules, those stay that running text needs.
    """
    from fontTools import subset  # a tenth of a second that no other command needs

    options = subset.Options(
        hinting=False,
        layout_features=["kern", "mark", "mkmk", "ccmp", "locl"],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
        drop_tables=["DSIG", "STAT", *subset.Options().drop_tables],
    )
    font = subset.load_font(published, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    subset.save_font(font, target, options)


def main(published: Path, folder: Path) -> None:
    """Cut every font anew from the published files below one folder."""
    characters = wanted((folder / "characters.txt").read_text(encoding="utf-8"))
    for name, kept in CUT.items():
        (found,) = published.rglob(name)
        cut(found, characters, folder / kept)
        print(f"{kept:<32} {(folder / kept).stat().st_size / 1e6:>5.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
