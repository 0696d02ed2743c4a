"""The real site, built once for all tests that look at it, and a plain server for it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from generator import site
from tests.conftest import ROOT, real_edition

PAGES = {
    "home": "",
    "cases": "cases/",
    "decision": "cases/hz-ultraman-lora/",
    "unsettled": "cases/sh-medusa-lora/",
    "pending": "cases/bj-trik/",
    "lead": "cases/de-gema-v-suno/",
    "topics": "topics/",
    "topic": "topics/outputs/",
    "checklist": "checklist/",
    "role": "checklist/model-host/",
    "self-check": "self-check/",
    "answered": "self-check/#a=Q2:host;Q3:yes;Q6:yes",
    "factors": "factors/",
    "compare": "compare/",
    "side by side": "side-by-side/sh-medusa-lora/",
    "laws": "laws/",
    "law": "laws/prc-spc-rcin-provisions/",
    "courts": "courts/",
    "glossary": "glossary/",
    "pictures": "pictures/",
    "checks": "checks/",
    "about": "about/",
    "translations": "translations/",
    "changes": "changes/",
    "search": "search/?q=LoRA",
}
"""One page of each kind, below its language."""


@functools.cache
def built() -> Path:
    target = ROOT / "build" / "tested"
    site.build(*real_edition(), target, lambda _: None)
    return target


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Requests are not news."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
