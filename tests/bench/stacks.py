"""Other ways to build the same pages: their configurations, made from the ones that the book writes, and their commands.

Each reads the Markdown that ``casebook render`` wrote, unchanged, and the theme's overrides in ``templates/theme``. What differs
from the book's own configuration is written out in `configuration` and is as little as each needs.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.site import QUIET
from tests.bench import process

SEPARATOR = r"[\s\u200b\-、。，．？！；]+"
"""How the index is cut beside jieba's own marks, as Material's manual has it for Chinese."""


@dataclass(frozen=True, slots=True)
class Build:
    """The commands of a stack, run one after the other, and the folder the site comes to lie in.

    ``may_fail``: it is young, and that it cannot build these pages is a result; of the others it is a fault of the benchmark.
    """

    commands: tuple[tuple[str, ...], ...]
    site: Path
    may_fail: bool = False


def builds(book: Path, languages: list[str], programs: Path) -> dict[str, Build]:
    """Write the configuration of each stack below the book's ``build/``; what builds with it, by the stack's name.

    ``programs`` is the folder of the stacks' commands.
    """
    folder = book / "build" / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    own = {code: json.loads((book / "build" / f"{code}.yml").read_text(encoding="utf-8")) for code in languages}
    found = {}
    for name, program in (
        ("usual", "mkdocs"),
        ("mkdocs", "mkdocs"),
        ("properdocs", "properdocs"),
        ("zensical", "zensical"),
    ):
        site = folder / f"{name}.site"
        commands = []
        for file, settings in configurations(name, book, own, site):
            path = (book if name == "zensical" else folder) / file
            path.write_text(json.dumps(settings, ensure_ascii=False, indent=1), encoding="utf-8")
            commands.append(
                (str(programs / program), "build", "-f", str(path), *(("-c",) if name == "zensical" else ()))
            )
        found[name] = Build(tuple(commands), site, may_fail=name == "zensical")
    both = folder / "docs"
    for code in languages:
        shutil.copytree(book / "build" / code, both / code)
    return found


def configurations(
    name: str, book: Path, own: dict[str, dict[str, Any]], site: Path
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The file name and content of each configuration of a stack: one for all languages, or one for each."""
    shared = {"INHERIT": str(book / "mkdocs.yml"), "theme": {}, "site_dir": str(site)}
    if name == "usual":
        first = next(iter(own.values()))
        plugin = {"docs_structure": "folder", "reconfigure_material": False, "languages": list(_languages(own))}
        search = {"lang": list(own), "separator": SEPARATOR, "jieba_dict": None, "jieba_dict_user": None}
        yield (
            f"{name}.yml",
            {
                **{key: value for key, value in first.items() if key not in ("nav", "docs_dir")},
                **shared,
                "docs_dir": str(site.parent / "docs"),
                "theme": _theme(book, first),
                "not_in_nav": "/*",
                "plugins": [{"search": {key: value for key, value in search.items() if value}}, {"i18n": plugin}],
            },
        )
        return
    for code, settings in own.items():
        plugins = [] if name == "zensical" else [{"search": {"lang": code, "separator": SEPARATOR}}]
        yield (
            f"{name}.{code}.yml",
            {
                **settings,
                "INHERIT": shared["INHERIT"],
                "docs_dir": f"build/{code}" if name == "zensical" else str(book / "build" / code),
                "site_dir": str((site / code).relative_to(book) if name == "zensical" else site / code),
                "theme": {
                    **_theme(book, settings),
                    **(
                        {"custom_dir": None, "palette": {"scheme": "default"}, "language": code}
                        if name == "zensical"
                        else {}
                    ),
                },
                "plugins": [*plugins, *(["search"] if name == "zensical" else [])],
            },
        )


def _languages(own: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, (code, settings) in enumerate(own.items()):
        yield {
            "locale": code,
            "default": number == 0,
            "name": settings["site_name"],
            "site_name": settings["site_name"],
            "site_description": settings["site_description"],
            "nav": settings["nav"],
            "extra": settings["extra"],
            "theme": {"language": settings["theme"]["language"]},
        }


def _theme(book: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """The theme with the same overrides, whose folder is named from the root because the configuration lies elsewhere."""
    return {**settings["theme"], "custom_dir": str((book / "build" / settings["theme"]["custom_dir"]).resolve())}


def build(one: Build, folder: Path, limit: float) -> list[process.Run]:
    """Build a site from nothing, each command in at most so many seconds. Raises `process.Failed`, `process.TooLong`."""
    shutil.rmtree(one.site, ignore_errors=True)
    return [process.run(command, folder, QUIET, limit) for command in one.commands]


def index(site: Path) -> int | None:
    """What a browser fetches of the index for the first search in any language, compressed: all of it; none if there is none."""
    sizes = [len(gzip.compress(path.read_bytes(), 6, mtime=0)) for path in site.rglob("search*.json")]
    return max(sizes, default=None)
