"""The real site, built once for all tests that look at it, and a plain server for it."""

from __future__ import annotations

import fcntl
import functools
import os
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from generator import address, site
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
    "compare": "compare/?ids=hz-ultraman-lora,sh-medusa-lora",
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
    """The real site with its packs, built once a test run, also where several processes share the tests."""
    target = ROOT / "build" / "tested"
    with once("tested") as first:
        if first:
            site.build(*real_edition(), target, lambda _: None)
    return target


@functools.cache
def unpacked() -> Path:
    """The offline copy as a reader has it after unpacking, in a folder whose name needs care in an address."""
    made = address.copy(real_edition()[0].casebook)
    target = ROOT / "build" / "Eigene Dateien 文件"
    archive = built() / made
    with once("unpacked") as first:
        if first:
            shutil.rmtree(target, ignore_errors=True)
            zipfile.ZipFile(archive).extractall(target)
    return target / made.stem


@contextmanager
def once(what: str) -> Iterator[bool]:
    """True for the first process of a test run that asks, while the others wait for it; always true without others."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / f"{what}.once").open("a+", encoding="utf-8") as marker:
        fcntl.flock(marker, fcntl.LOCK_EX)
        marker.seek(0)
        yield not run or marker.read() != run
        marker.truncate(0)
        marker.write(run)


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
