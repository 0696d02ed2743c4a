"""The step from one good site to the next: nothing half-made stands in its place, and what a killed build left is removed."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator import files, lock, state, writing
from generator.problems import Said, said
from generator.state import State
from generator.troubles import BuildError, trouble

BUILD = "build"
SHOWN = 3
Tell = Callable[[Said], None]


class Changed(BuildError):
    """Something the site is made of changed while it was being made. Building again may help."""

    def __init__(self, names: list[str]) -> None:
        more = len(names) - SHOWN
        shown = tuple(names[:SHOWN])
        super().__init__(
            said("build.changed-more", names=shown, more=more) if more > 0 else said("build.changed", names=shown)
        )


@contextmanager
def undisturbed(root: Path, target: Path, templates: Path, taken: State, tell: Tell) -> Iterator[None]:
    """Everything that a build does happens in here: alone below ``build/``, of the one state ``taken`` when the book was read.

    Whatever goes wrong inside, nothing that was half made stays. Raises BuildError, and Changed where the state is no more.
    """
    if why := why_not(target):
        raise BuildError(why)
    try:
        with lock.held(root / BUILD, tell):
            recover(root, target)
            same(root, templates, taken)
            try:
                yield
            except (BuildError, OSError):
                same(root, templates, taken)
                raise
            finally:
                shutil.rmtree(unfinished(root, target), ignore_errors=True)
    except OSError as error:
        raise BuildError(trouble(error)) from None


def same(root: Path, templates: Path, taken: State) -> None:
    """Raises Changed where anything is not as it was when the book was read."""
    if names := state.changed(taken, state.of(root, templates)):
        raise Changed(names)


def unfinished(root: Path, target: Path) -> Path:
    """Where this process makes a new site; of no other, so that what a killed build still runs cannot write into it."""
    return root / BUILD / f"{target.name}.new.{os.getpid()}"


def why_not(target: Path) -> Said | None:
    """Why a site cannot be put in its place, found out before it is made; None where it can."""
    if target.is_mount():
        return said("publishing.disk", path=str(target))
    if target.exists() and not target.is_dir():
        return said("publishing.no-folder", path=str(target))
    folder = next(parent for parent in target.parents if parent.exists())
    if not os.access(folder, os.W_OK):
        return said("publishing.forbidden", folder=str(folder))
    return None


def recover(root: Path, target: Path) -> None:
    """Clear away what builds left that were ended in the middle; a site that was being replaced is put back."""
    folder = root / BUILD
    old = _old(folder, target)
    if old.is_dir() and not target.exists():
        old.rename(target)
    for left in sorted(folder.glob("*.new*")):
        shutil.rmtree(left, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    writing.sweep([*folder.iterdir(), *(root / path for path in files.survey(root).files)])


def publish(fresh: Path, target: Path, stamp: Path, made: bytes) -> None:
    """Put ``fresh`` where ``target`` is, and beside it a note of what it was ``made`` of.

    The note comes first. It names the site's fingerprint, so that it counts for nothing as long as another site is in place.
    """
    writing.replace(stamp, made)
    swap(fresh, target)


def swap(fresh: Path, target: Path) -> None:
    """Put ``fresh`` where ``target`` is. On Linux both are exchanged in one system call, so no reader ever finds nothing."""
    old = _old(fresh.parent, target)
    shutil.rmtree(old, ignore_errors=True)
    if not target.exists():
        fresh.rename(target)
    elif exchange(fresh, target):
        shutil.rmtree(fresh, ignore_errors=True)
    else:
        target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """renameat2(2) with RENAME_EXCHANGE; False where the system has no such call."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    here, flag = -100, 2
    return bool(call(here, os.fsencode(one), here, os.fsencode(other), flag) == 0)


def _old(folder: Path, target: Path) -> Path:
    """Where a site waits that is being replaced in two steps."""
    return folder / f"{target.name}.old"
