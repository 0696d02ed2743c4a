"""The site while it is being written: served from this machine, kept as its book is, reloaded in the browser."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

import watchfiles

from generator.problems import Said, said

HOST = "127.0.0.1"
RELOAD = b"""<script>(async () => { let seen = null; for (;;) { try {
const now = await (await fetch("/__version", { cache: "no-store" })).text();
if (seen !== null && now !== seen) location.reload(); seen = now; } catch {}
await new Promise((next) => setTimeout(next, 500)); } })();</script>"""
IDLE = 0.1
"""How many seconds pass at most between two looks at what is to be done."""
Tell = Callable[[Said], None]


class Version:
    """Counts what is worth a look, so that an open page can see that it is old."""

    def __init__(self) -> None:
        self.number = 0


class Handler(SimpleHTTPRequestHandler):
    """Serves the folder; pages carry a few lines that ask for the version twice a second."""

    version: Version

    def __init__(self, *arguments: Any, version: Version, directory: str) -> None:
        self.version = version
        super().__init__(*arguments, directory=directory)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if self.path == "/__version":
            self._answer(200, str(self.version.number).encode(), "text/plain")
        elif path.is_dir() and self.path.split("?")[0].endswith("/") and (path / "index.html").is_file():
            self._answer(200, _with_reload(path / "index.html"), "text/html; charset=utf-8")
        elif path.suffix == ".html" and path.is_file():
            self._answer(200, _with_reload(path), "text/html; charset=utf-8")
        elif not path.exists() and (Path(self.directory) / "404.html").is_file():
            self._answer(404, _with_reload(Path(self.directory) / "404.html"), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing of requests; the terminal is for problems."""


MADE = {"build", "site", ".venv", ".git", "node_modules", "__pycache__"}


def _is_source(watched: list[Path], change: watchfiles.Change, path: str) -> bool:
    """Whether a change is to something the site is made of, and not to what is made."""
    inside = [Path(path).relative_to(folder).parts for folder in watched if Path(path).is_relative_to(folder)]
    return not any(MADE & set(parts) for parts in inside) and watchfiles.DefaultFilter()(change, path)


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle of an answer is no news."""


def _with_reload(page: Path) -> bytes:
    return page.read_bytes().replace(b"</body>", RELOAD + b"</body>")


class Keeper(Protocol):
    """What makes a site and keeps it as the things are that it is made of. Tells of failures itself; the last good pages stay."""

    def glance(self) -> bool:
        """Show at once what can be shown at once; whether there is something new to see. Called while `rest` is at work, too."""

    def rest(self, is_waiting: Callable[[], bool]) -> bool:
        """Everything; whether there is something new to see. Gives up early when something newer is waiting."""


def serve(
    target: Path, watched: list[Path], port: int, keeper: Keeper, tell: Tell, stop: threading.Event | None = None
) -> None:
    """Serve a site until interrupted (or until ``stop`` is set), and keep it after each change of what is watched."""
    target.mkdir(parents=True, exist_ok=True)
    version, changed, newer, ended = Version(), threading.Event(), threading.Event(), stop or threading.Event()
    handler = partial(Handler, version=version, directory=str(target))

    def rest() -> None:
        if keeper.rest(newer.is_set):
            version.number += 1

    with Server((HOST, port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        threading.Thread(target=_watch, args=(watched, changed, ended), daemon=True).start()
        rest()
        tell(said("serve.serving", address=f"http://{HOST}:{server.server_port}/"))
        worker, is_due = threading.Thread(), False
        try:
            while not ended.is_set():
                if changed.wait(IDLE):
                    changed.clear()
                    newer.set()
                    is_due = True
                    version.number += keeper.glance()
                if is_due and not changed.is_set() and not worker.is_alive():
                    newer.clear()
                    is_due = False
                    worker = threading.Thread(target=rest, daemon=True)
                    worker.start()
        except KeyboardInterrupt:
            pass
        finally:
            ended.set()
            newer.set()
            server.shutdown()
            if worker.ident:
                worker.join()


def _watch(watched: list[Path], changed: threading.Event, ended: threading.Event) -> None:
    """Set ``changed`` after each change, until ``ended``."""
    for _ in watchfiles.watch(
        *watched, watch_filter=partial(_is_source, watched), stop_event=ended, rust_timeout=500, raise_interrupt=False
    ):
        changed.set()
