"""From a saved sentence until the page that is served shows it, as an editor waits for it with ``casebook serve``."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from generator import address, source
from generator.nodes import Scalar
from tests.bench.process import Failed, Memory

PAUSE = 0.01
REST = 1.0
"""How long nothing is changed before each edit, in seconds: the server must be looking for changes again."""
REFUSED = "the last good pages stay"
"""What ``casebook serve`` says where it could not show a change."""
PATIENCE = 7200.0
"""How long a page is waited for, in seconds, before the benchmark gives up."""
SERVING = re.compile(r"http://127\.0\.0\.1:\d+/")
SENTENCE = ("significance", "en")


def changes(book: Path, record: str, language: str, count: int) -> tuple[list[float], int | None]:
    """Change one sentence of a record so often; the seconds until its page showed each, and the memory of what serves it.

    Raises Failed where the page does not come.
    """
    file = book / "cases" / f"{record}.yml"
    before = file.read_text(encoding="utf-8")
    seconds = []
    with serving(book) as (process, log), Memory(process.pid) as memory:
        base = _wait_for(log, process)
        page = f"{base}{language}/{address.url(address.page('case', record))}"
        _wait_until(page, "</html>", process, log)
        for number in range(count):
            marked = f"Edit {number + 1} of this benchmark."
            text = edited(before, PurePosixPath("cases", file.name), marked)
            time.sleep(REST)
            started = time.perf_counter()
            file.write_text(text, encoding="utf-8")
            _wait_until(page, marked, process, log)
            seconds.append(time.perf_counter() - started)
    file.write_text(before, encoding="utf-8")
    return seconds, memory.peak or None


def edited(text: str, path: PurePosixPath, more: str) -> str:
    """The record's file with one more sentence at the end of its significance. Raises ValueError where it has none."""
    parsed, _ = source.read(path, text.encode(source.ENCODING))
    node = parsed.node(SENTENCE)
    if not isinstance(node, Scalar):
        raise ValueError(f"{path} has no {'.'.join(SENTENCE)}")
    ends = node.start + len(text[node.start : node.end].rstrip())
    quoted = json.dumps(f"{' '.join(node.value.split())} {more}", ensure_ascii=False)
    return f"{text[: node.start]}{quoted}{text[ends:]}"


@contextmanager
def serving(book: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """``casebook serve`` on a free port, ended at the end; the process and the file that it writes to."""
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "generator", "--root", str(book), "serve", "--port", "0"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process, Path(log.name)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(log: Path, process: subprocess.Popen[bytes]) -> str:
    """The address at which the site is served, once it is."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        found = SERVING.search(log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[0]
        _alive(process, log)
        time.sleep(PAUSE)
    raise Failed(f"the site was not served within {PATIENCE:.0f} s:\n{_tail(log)}")


def _wait_until(page: str, words: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(page, timeout=60) as answer:
                if words in answer.read().decode("utf-8"):
                    return
        except (urllib.error.URLError, OSError):
            pass  # while one site takes the place of the other there may be no page
        _alive(process, log)
        time.sleep(PAUSE)
    raise Failed(f"{page} did not show “{words}” within {PATIENCE:.0f} s:\n{_tail(log)}")


def _alive(process: subprocess.Popen[bytes], log: Path) -> None:
    if REFUSED in log.read_text(encoding="utf-8", errors="replace"):
        raise Failed(f"casebook serve refused the change:\n{_tail(log)}")
    if process.poll() is not None:
        raise Failed(f"casebook serve ended with {process.returncode}:\n{_tail(log)}")


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-4000:].strip()
