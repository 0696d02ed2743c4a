"""The preview serves the last good pages, rebuilds on a change and tells open pages to reload."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator import preview
from generator.problems import Said


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A preview of a one-page site whose page is made of ``source/page.txt``; a page that says “bad” cannot be built."""
    watched = folder / "source"
    watched.mkdir()
    (watched / "page.txt").write_text("one")
    said: list[Said] = []
    stop = threading.Event()

    class Keeper:
        def glance(self) -> bool:
            return False

        def rest(self, is_waiting: Callable[[], bool]) -> bool:
            text = (watched / "page.txt").read_text()
            if text == "bad":
                return False
            (folder / "site/index.html").write_text(f"<body>{text}</body>")
            (folder / "site/404.html").write_text("<body>lost</body>")
            return True

    def run() -> None:
        preview.serve(folder / "site", [watched], 0, Keeper(), said.append, stop)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    wait_for(lambda: said)
    try:
        yield str(dict(said[0].values)["address"]).rstrip("/")
    finally:
        stop.set()
        thread.join(timeout=10)
        assert not thread.is_alive()


def test_a_change_is_rebuilt_and_announced_and_a_fault_keeps_the_last_good_page(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        status, page = get(f"{address}/")
        assert (status, page.startswith("<body>one<script>")) == (200, True)
        assert get(f"{address}/__version") == (200, "1")

        (tmp_path / "source/page.txt").write_text("two")
        wait_for(lambda: get(f"{address}/__version")[1] == "2")
        assert "two" in get(f"{address}/")[1]

        (tmp_path / "source/page.txt").write_text("bad")
        time.sleep(1)
        assert get(f"{address}/__version")[1] == "2"
        assert "two" in get(f"{address}/")[1]

        (tmp_path / "source/page.txt").write_text("three")
        wait_for(lambda: "three" in get(f"{address}/")[1])


def test_an_address_that_leads_nowhere_gets_the_page_for_lost_addresses(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        status, page = get(f"{address}/nowhere/")
        assert (status, "lost" in page) == (404, True)
