"""The Nu HTML checker judges one page of each kind in both languages."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.conftest import ROOT, needed
from tests.serving import PAGES, built

pytestmark = pytest.mark.site

JAR = ROOT / "tests/judges/node_modules/vnu-jar/build/dist/vnu.jar"
# The theme's base.html hard-codes autocomplete="off" on the two checkboxes that open its drawer and its own search.
EXCEPTED = (
    "Attribute “autocomplete” is only allowed when the input type is “color”, “date”, “datetime-local”, “email”, “hidden”, "
    "“month”, “number”, “password”, “range”, “search”, “tel”, “text”, “time”, “url”, or “week”."
)
SWITCHES = ('id="__drawer" autocomplete="off"', 'id="__search" autocomplete="off"')


def test_the_checker_finds_no_error() -> None:
    needed("Java", shutil.which("java") is not None)
    needed("the Nu HTML checker (npm)", JAR.is_file())
    site = built()
    kinds = sorted({path.split("?")[0].split("#")[0] for path in PAGES.values()})
    paths = [site / language / path / "index.html" for language in ("en", "zh") for path in kinds]
    paths += [site / "index.html", site / "404.html"]
    command = ["java", "-jar", str(JAR), "--format", "json", "--stdout", "--errors-only", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stdout)["messages"]
    excepted = [m for m in messages if m["message"] == EXCEPTED and any(s in m["extract"] for s in SWITCHES)]
    assert len(excepted) == 2 * (len(paths) - 2), "an exception that is no longer needed must go"
    assert sorted((m["url"].rsplit("/tested/", 1)[-1], m["message"]) for m in messages if m not in excepted) == []
