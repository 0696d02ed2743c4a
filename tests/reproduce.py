"""``make reproduce``: build the current commit twice, as differently as one machine can, and hold every file against its twin.

The two builds are of two clones, in folders of other names on other disks, by other users where it may, in other time zones and
languages, with other seeds, permissions and homes. Same commit, same bytes: a file that differs is named, with the first of its
bytes that do.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE_OF = ("cases", "docs", "generator", "templates", "mkdocs.yml")
NOBODY = 65534
"""The user that owns nothing, by convention of Linux."""
OTHERS = {
    "setpriv": ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"],
    "unshare": ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"],
}
"""What runs a command as another user (util-linux): for root, and, where the system lets it, for anybody; with this second one
the files keep their owner and the program sees another. Nobody has to be able to read the installed packages."""
SHARED_MEMORY = Path("/dev/shm")
"""A disk in memory, which lists the files of a folder in another order than others do."""
ROOM = 1_000_000_000
AROUND = 20
LIMIT = 3600
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Way:
    """How one of the builds is made."""

    folder: str
    environment: Mapping[str, str]
    umask: int
    alone: bool
    """As a user that owns nothing and on a disk in memory, where that is possible."""


WAYS = (
    Way("casebook", {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}, 0o022, alone=False),
    Way(
        "Neuer Ordner 案例 2",
        {"TZ": "Asia/Kathmandu", "LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "4294967295"},
        0o077,
        alone=True,
    ),
)


class Unbuilt(Exception):
    """A build that failed; the message is what it told."""


@contextmanager
def built(way: Way, tell: Tell, root: Path = ROOT) -> Iterator[Path]:
    """The site of the newest commit of a repository, built in one way; it is gone at the end. Raises Unbuilt."""
    in_memory = way.alone and SHARED_MEMORY.is_dir() and shutil.disk_usage(SHARED_MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix="reproduce-", dir=SHARED_MEMORY if in_memory else None) as name:
        place = Path(name)
        clone, home = place / way.folder, place / "home"
        home.mkdir()
        _run(["git", "clone", "--quiet", "--no-hardlinks", str(root), str(clone)], place)
        commit = _run(["git", "rev-parse", "HEAD"], root).strip()
        _run(["git", "checkout", "--quiet", "--detach", commit], clone)
        environment = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
        environment |= {"HOME": str(home), **way.environment}
        other = _other(environment) if way.alone else ""
        if other == "setpriv":
            place.chmod(0o755)
            for path in (home, clone, *clone.rglob("*")):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        tell(
            f"build     {commit[:10]} in “{clone}”, {way.environment['TZ']}, {way.environment['LC_ALL']}"
            f"{', as nobody' if other else ''}{', on a disk in memory' if in_memory else ''}"
        )
        _run([*OTHERS.get(other, []), sys.executable, "-m", "generator", "build"], clone, environment, way.umask)
        yield clone / "site"


def differences(one: Path, other: Path) -> list[str]:
    """A line for each file that is not the same in both folders, or in one only."""
    left, right = _digests(one), _digests(other)
    lines = []
    for name in sorted(left.keys() | right.keys()):
        if name not in right:
            lines.append(f"{name}: only in the first")
        elif name not in left:
            lines.append(f"{name}: only in the second")
        elif left[name] != right[name]:
            lines.append(f"{name}: {_first_difference((one / name).read_bytes(), (other / name).read_bytes())}")
    return lines


def uncommitted(root: Path = ROOT) -> list[str]:
    """Files that a site is made of and that no commit holds as they are."""
    return _run(["git", "status", "--porcelain", "--", *MADE_OF], root).splitlines()


def main() -> int:
    """Build twice and compare; 0 where every file is the same."""

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    for line in uncommitted():
        tell(f"note      not committed, so not built: {line[3:]}")
    try:
        with built(WAYS[0], tell) as one, built(WAYS[1], tell) as other:
            found = differences(one, other)
            count = len(_digests(one))
    except Unbuilt as error:
        tell(str(error))
        return 1
    for line in found:
        print(line)
    tell(f"{count} files, {f'{len(found)} of them differ' if found else 'the same bytes in both builds'}")
    return 1 if found or not count else 0


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _first_difference(one: bytes, other: bytes) -> str:
    """Where two contents part, and what stands there in each."""
    length = min(len(one), len(other))
    at = next((number for number in range(length) if one[number] != other[number]), length)
    return f"byte {at}: {one[at : at + AROUND]!r} and {other[at : at + AROUND]!r}"


def _other(environment: Mapping[str, str]) -> str:
    """What can run a build, and the programs that a build starts, as another user here, or “”."""
    within = f"import os, mkdocs, pagefind, typst; assert os.getuid() == {NOBODY} != {os.getuid()}"
    asked = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {within!r}], check=True)"
    for name, command in OTHERS.items():
        try:
            _run([*command, sys.executable, "-c", asked], Path("/"), environment)
        except (Unbuilt, OSError):
            continue
        return name
    return ""


def _run(command: list[str], folder: Path, environment: Mapping[str, str] | None = None, umask: int = -1) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        umask=umask,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=LIMIT,
    )
    if done.returncode != 0:
        raise Unbuilt(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
