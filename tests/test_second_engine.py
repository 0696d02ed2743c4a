"""The same trees build with a second engine, page for page: nothing of ours depends on one program's life."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import trees
from generator.site import QUIET
from tests.conftest import ROOT, edition_of

pytestmark = pytest.mark.site

SENTENCES = {"en": "There is no general duty to pre-screen.", "zh": "不存在一般性事前审查义务。"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_second_engine_builds_the_same_pages(language: str, tmp_path: Path) -> None:
    done = trees.render(*edition_of(ROOT))
    built = {}
    for engine in ("mkdocs", "properdocs"):
        target = tmp_path / engine
        command = [
            sys.executable,
            "-m",
            engine,
            "build",
            "--strict",
            "-f",
            f"build/{language}.yml",
            "-d",
            str(target),
        ]
        result = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **QUIET}, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr
        built[engine] = {path.relative_to(target) for path in target.rglob("index.html")}
        page = (target / "checklist/index.html").read_text(encoding="utf-8")
        assert SENTENCES[language] in page
    assert len(built["mkdocs"]) == done.pages[language]
    assert built["properdocs"] == built["mkdocs"]
