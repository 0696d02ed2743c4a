"""What several processes of a test run share is made by the first that asks, and anew in every run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import serving


@pytest.mark.parametrize(
    ("runs", "made"),
    [
        (["a", "a", "a"], [True, False, False]),
        (["a", "b", "b"], [True, True, False]),
        (["", ""], [True, True]),
        (["a", "", "a"], [True, True, True]),
    ],
)
def test_the_first_process_of_a_run_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: list[str], made: list[bool]
) -> None:
    monkeypatch.setattr(serving, "ROOT", tmp_path)
    found = []
    for run in runs:
        monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", run)
        with serving.once("x") as first:
            found.append(first)
    assert found == made


def test_what_failed_is_tried_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "ROOT", tmp_path)
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "a")
    with pytest.raises(ValueError, match="no site"), serving.once("x"):
        raise ValueError("no site")
    with serving.once("x") as first:
        assert first
