"""A preview's site, kept as its book is: made whole once, then page by page, at the cost of what changed.

A decision that changed is on its own pages first; the pages that tell of it elsewhere, the data and the search index follow.
When all is done the site is what a build from nothing makes, without packs and without the copy for reading offline.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from mkdocs.exceptions import MkDocsException

from generator import engine, exports, lock, pages, publishing, search_index, site, state, trees, twins, writing
from generator.edition import Edition
from generator.editions import Read
from generator.engine import Engine, Warnings
from generator.problems import Said, said
from generator.settings import Settings
from generator.troubles import BuildError

Tell = Callable[[Said], None]
BY_PAGE = ("cases/", "docs/")
"""Where what is written stands on pages alone, so that each can be made anew by itself."""


class Stopped(Exception):
    """What was being done is out of date: something newer waits."""


class Different(Exception):
    """The site has other pages than before, or another frame round them, so that none can be made by itself."""


class Workshop:
    """The site of the book at ``root`` in ``target``."""

    def __init__(self, root: Path, target: Path, tell: Tell) -> None:
        self._root, self._target, self._tell = root, target.resolve(), tell
        self._made: Read | None = None
        self._is_indexed = False
        self._engines: dict[str, Engine] = {}
        self._warnings = Warnings()
        self._guard = threading.Lock()
        os.environ.update(site.QUIET)
        logging.getLogger("mkdocs").addHandler(self._warnings)

    def cases(self, edition: Edition, ids: Iterable[str]) -> None:
        """The pages of some decisions alone. May be called while `keep` is at work, and goes before it, unless all is made anew.

        Raises Different, and BuildError.
        """
        with self._guard:
            for code in edition.casebook.languages if self._made is not None else ():
                for path, text in pages.of_cases(edition, code, ids):
                    self._put(code, self._tree(code) / path, text)

    def keep(self, read: Read, is_waiting: Callable[[], bool]) -> tuple[int, list[str]]:
        """Everything as the book is now: how many pages were made, and what MkDocs warns of.

        Raises Stopped as soon as something newer is waiting, and BuildError.
        """
        edition, where = read.edition, read.where
        assert edition is not None
        if self._made is not None and _is_by_page(self._made, read):
            try:
                return self._by_page(read, edition, where, is_waiting), list(dict.fromkeys(self._warnings.found))
            except Different:
                pass  # then the site is made as if there were none
        return self._whole(edition, where, read), []

    def _by_page(self, read: Read, edition: Edition, where: Settings, is_waiting: Callable[[], bool]) -> int:
        self._warnings.found.clear()

        def pause() -> None:
            if is_waiting():
                raise Stopped

        def put(code: str, path: Path, text: str) -> int:
            with self._guard:
                pause()
                return self._put(code, path, text)

        with lock.held(self._root / publishing.BUILD, self._tell):
            exported = exports.files(edition, where, pause)
            edition = replace(edition, exported={path: len(made) for path, made in exported.items()})
            count, paths = 0, tuple[PurePosixPath, ...]()
            for code in edition.casebook.languages:
                tree = trees.language(edition, where, code, partial(put, code))
                if tree.removed or tree.written > len(tree.changed):
                    raise Different
                count, paths = count + len(tree.changed), tree.pages
            site.doors(edition, where, self._target, paths)
            exported |= dict(twins.guides(edition, where.site_url, list(exported)))
            for path, data in exported.items():
                if not (self._target / path).is_file() or (self._target / path).read_bytes() != data:
                    (self._target / path).parent.mkdir(parents=True, exist_ok=True)
                    writing.replace(self._target / path, data)
            self._made = read
            pause()
            if not self._is_indexed:
                self._index(edition)
        return count

    def _whole(self, edition: Edition, where: Settings, read: Read) -> int:
        """Everything from nothing, as a build does."""
        with self._guard:
            self._made, self._engines = None, {}
        built = site.build(edition, where, self._target, lambda _: None, with_packs=False, with_copy=False)
        with self._guard:
            self._made, self._is_indexed = read, True
        return sum(built.pages.values())

    def ready(self) -> None:
        """Get everything ready that the first change will need."""
        for code in self._made.edition.casebook.languages if self._made and self._made.edition else ():
            self._engine(code)

    def _engine(self, code: str) -> Engine:
        if code not in self._engines:
            build, target = self._root / publishing.BUILD, self._target / code
            plan = twins.read(build / f"{code}.json")
            self._engines[code] = Engine(build / f"{code}.yml", target, engine.finished(target, plan))
        return self._engines[code]

    def _tree(self, code: str) -> Path:
        return self._root / publishing.BUILD / code

    def _put(self, code: str, path: Path, text: str) -> int:
        """Write a page's text and make the page, if it changed. Where that fails the text goes too, so that it counts as changed
        the next time."""
        if not trees.write(path, text):
            return 0
        self._is_indexed = False
        try:
            if not self._engine(code).again(PurePosixPath(path.relative_to(self._tree(code)).as_posix())):
                raise Different
        except BaseException as error:
            path.unlink(missing_ok=True)
            if isinstance(error, MkDocsException):
                why = said("build.failed", what=said("build.no-pages", language=code), output=str(error))
                raise BuildError(why) from None
            raise
        return 1

    def _index(self, edition: Edition) -> None:
        """The search index anew, put in place of the old one when it is whole."""
        fresh = publishing.unfinished(self._root, self._target)
        shutil.rmtree(fresh, ignore_errors=True)
        site.index(edition, self._target, fresh)
        publishing.swap(fresh, self._target / search_index.FOLDER)
        self._is_indexed = True


def _is_by_page(before: Read, now: Read) -> bool:
    """Whether only what is told on pages changed, in the same languages."""
    one, other = before.edition, now.edition
    if one is None or other is None or one.state is None or other.state is None:
        return False
    names = [name for name in state.changed(one.state, other.state) if name != state.HISTORY]
    return one.casebook.languages == other.casebook.languages and all(name.startswith(BY_PAGE) for name in names)
