"""The files of a book on their own, away from any repository: as one commit holds them, or as they lie in the folder."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from generator import revisions
from generator.settings import CONFIGURATION

FOLDERS = ("cases", "docs")


def of_commit(root: Path, commit: str, target: Path) -> None:
    """Write the book as the commit holds it into ``target``.

    Only regular files whose path stays inside are written: no symbolic link, no submodule, no file mode, no attribute of the
    commit's own has a say, so a foreign commit can put nothing elsewhere and run nothing.
    """
    held = revisions.files(root, commit, (*FOLDERS, str(CONFIGURATION)))
    contents = revisions.contents(root, (version.blob for version in held))
    for version in held:
        path = PurePosixPath(version.path)
        if _is_inside(path) and version.blob in contents:
            _write(target / path, contents[version.blob])


def of_folder(root: Path, target: Path) -> None:
    """Write the book as it lies in the folder into ``target``, committed or not. Symbolic links are left out here too."""
    paths = [root / CONFIGURATION, *(path for folder in FOLDERS for path in (root / folder).rglob("*"))]
    for path in sorted(paths):
        if path.is_file() and not path.is_symlink():
            _write(target / path.relative_to(root), path.read_bytes())


def _is_inside(path: PurePosixPath) -> bool:
    """Whether a path from a commit is one of the book's, relative and going nowhere but down."""
    mine = path == CONFIGURATION or path.parts[:1] in [(folder,) for folder in FOLDERS]
    return mine and not {"..", ".git"} & {part.lower() for part in path.parts}


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
