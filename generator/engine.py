"""One language's tree of Markdown made into pages by MkDocs' own parts, one page after the other, so that none is kept.

MkDocs' own command holds every page of a tree in memory until the last is written. The parts are called in its order and with
every event of its plugins, but each page is written as soon as it is read; only those in the navigation are read first, since
every page shows something of them.

``python -m generator.engine CONFIGURATION TARGET`` makes the pages of a language. What MkDocs would warn of is an error.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from mkdocs.commands.build import _build_extra_template, _build_page, _populate_page
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from generator import lean, twins

INCLUDED = InclusionLevel.is_included
Finish = Callable[[Path], None]
GARBAGE = 100_000
"""So many things are made before Python looks for garbage: a page is made of tens of thousands, which go with it."""


class Warnings(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(f"{record.levelname:<8} -  {record.getMessage()}")


class Engine:
    """MkDocs made ready for one language; ``finish`` is called with each page once it is written."""

    def __init__(self, configuration: Path, target: Path, finish: Finish) -> None:
        self._config: MkDocsConfig = load_config(str(configuration), site_dir=str(target))
        self._config = self._config.plugins.on_config(self._config)
        self._finish = finish
        config = self._config
        self._files = get_files(config)
        self._env = config.theme.get_env()
        self._files.add_files_from_theme(self._env, config)
        self._files = config.plugins.on_files(self._files, config=config)
        set_exclusions(self._files, config)
        self._nav = config.plugins.on_nav(get_navigation(self._files, config), config=config, files=self._files)
        for page in self._nav.pages:
            _populate_page(page, config, self._files)
        self._env = config.plugins.on_env(self._env, config=config, files=self._files) or self._env
        self._documents = self._files.documentation_pages(inclusion=INCLUDED)

    def whole(self) -> None:
        """Every page of the tree and every file beside them."""
        config = self._config
        config.plugins.on_pre_build(config=config)
        self._files.copy_static_files(inclusion=INCLUDED)
        for template in config.extra_templates:
            _build_extra_template(str(template), self._files, config, self._nav)
        pages = [self._built(file) for file in self._documents]
        for page in pages:
            page.validate_anchor_links(files=self._files, log_level=config.validation.links.anchors)
        config.plugins.on_post_build(config=config)

    def again(self, path: PurePosixPath) -> bool:
        """A page of the tree whose own text changed; False for one that was not there when the engine was made ready."""
        file = self._files.get_file_from_path(str(path))
        if file is None:
            return False
        if file.page is not None and file.page in self._nav.pages:
            _populate_page(file.page, self._config, self._files)
        self._built(file)
        return True

    def _built(self, file: File) -> Page:
        """A page, written and finished. What it was written from is let go unless it belongs to the navigation."""
        in_navigation = file.page is not None and file.page in self._nav.pages
        page = file.page if file.page is not None and in_navigation else Page(None, file, self._config)
        if not in_navigation:
            _populate_page(page, self._config, self._files)
        _build_page(page, self._config, self._documents, self._nav, self._env)
        self._finish(Path(file.abs_dest_path))
        page.content = page.markdown = None
        page.toc = TableOfContents([])
        if not in_navigation:
            page.meta = {}
        return page


def finished(target: Path, plan: twins.Plan) -> Finish:
    """What is done to each page below ``target``: its indentation goes, and its plain twin is written beside it."""

    def finish(page: Path) -> None:
        html = lean.lean(page.read_text(encoding="utf-8"))
        page.write_text(html, encoding="utf-8")
        twin = plan.of(PurePosixPath(page.relative_to(target).as_posix()), html)
        if twin is not None:
            page.with_suffix(".md").write_text(twin, encoding="utf-8")

    return finish


def main(configuration: Path, target: Path) -> int:
    """Make the pages of one language; the number of warnings comes back, and stands on the error stream with them."""
    gc.set_threshold(GARBAGE)
    warnings = Warnings()
    logging.getLogger("mkdocs").addHandler(warnings)
    try:
        Engine(configuration, target, finished(target, twins.read(configuration.with_suffix(".json")))).whole()
    except MkDocsException as error:
        warnings.found.append(f"ERROR    -  {error}")
    for warning in warnings.found:
        print(warning, file=sys.stderr)
    return min(len(warnings.found), 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
