"""The same trees build with a second engine, page for page: nothing of ours depends on one program's life."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.site import QUIET
from tests.conftest import ROOT
from tests.serving import built

pytestmark = pytest.mark.site

SENTENCES = {"en": "There is no general duty to pre-screen.", "zh": "不存在一般性事前审查义务。"}


def test_the_second_engine_builds_the_same_pages(tmp_path: Path) -> None:
    first = built()
    runs = {}
    for language in SENTENCES:
        command = ["properdocs", "build", "--strict", "-f", f"build/{language}.yml", "-d", str(tmp_path / language)]
        runs[language] = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, **QUIET},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    for language, run in runs.items():
        output, _ = run.communicate()
        assert run.returncode == 0, output
        pages = {path.relative_to(tmp_path / language) for path in (tmp_path / language).rglob("index.html")}
        assert pages == {path.relative_to(first / language) for path in (first / language).rglob("index.html")}
        assert len(pages) > 50
        for engine in (first, tmp_path):
            assert SENTENCES[language] in (engine / language / "checklist/index.html").read_text(encoding="utf-8")
