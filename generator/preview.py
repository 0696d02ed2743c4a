"""The site while it is being written: served from this machine, rebuilt on a change, reloaded in the browser."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import watchfiles

from generator.problems import Said, said

HOST = "127.0.0.1"
RELOAD = b"""<script>(async () => { let seen = null; for (;;) { try {
const now = await (await fetch("/__version", { cache: "no-store" })).text();
if (seen !== null && now !== seen) location.reload(); seen = now; } catch {}
await new Promise((next) => setTimeout(next, 500)); } })();</script>"""
Rebuild = Callable[[Path], bool]
Tell = Callable[[Said], None]


class Version:
    """Counts good builds, so that an open page can see that it is old."""

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


def serve(
    target: Path, watched: list[Path], port: int, rebuild: Rebuild, tell: Tell, stop: threading.Event | None = None
) -> None:
    """Build, serve and watch until interrupted (or until ``stop`` is set). A failed build leaves the last good pages."""
    target.mkdir(parents=True, exist_ok=True)
    version = Version()
    handler = partial(Handler, version=version, directory=str(target))
    with Server((HOST, port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        rebuild(target)
        version.number += 1
        tell(said("serve.serving", address=f"http://{HOST}:{server.server_port}/"))
        try:
            for _ in watchfiles.watch(
                *watched, watch_filter=partial(_is_source, watched), stop_event=stop, raise_interrupt=False
            ):
                if rebuild(target):
                    version.number += 1
        finally:
            server.shutdown()
