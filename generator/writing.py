"""Files are written whole or not at all: whoever reads one finds the old text or the new, also after a crash in the middle."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from pathlib import Path

PART = re.compile(r"\..+\.(?P<process>[0-9]{1,9})\.part")
"""The name of a file that is being written: hidden, with the number of the process that writes it."""
UNLINKABLE = (errno.EPERM, errno.ENOTSUP)
"""What a file system says that has no second names for a file."""


def replace(path: Path, data: bytes) -> None:
    """Put a whole file in place of another, with its permissions, in one step. Raises OSError and leaves the other as it was."""
    part = _part(path)
    try:
        part.write_bytes(data)
        if path.exists():
            part.chmod(path.stat().st_mode & 0o777)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def create(path: Path, data: bytes) -> None:
    """Write a file that is not there yet. Raises FileExistsError, or another OSError, and leaves nothing behind."""
    part = _part(path)
    try:
        part.write_bytes(data)
        try:
            os.link(part, path)  # the one step that both puts it in place and refuses to replace
        except OSError as error:
            if error.errno not in UNLINKABLE:
                raise
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def is_part(name: str) -> bool:
    """Whether a file of that name is one that is being written, or was when its process was ended."""
    return PART.fullmatch(name) is not None


def sweep(paths: Iterable[Path]) -> None:
    """Remove those files that a process was writing when it was ended. To be called while this process writes none."""
    for path in paths:
        match = PART.fullmatch(path.name)
        if match and not _lives(int(match["process"])):
            path.unlink(missing_ok=True)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _lives(process: int) -> bool:
    """Whether another process of that number is there. Of this process's own number, what is found is of one before it."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
