"""The scripts that workflows run with the right to write: what they ask GitHub, what they write, and what they refuse.

A stand-in for GitHub's command ``gh`` answers from a file and keeps what it was asked.
"""

from __future__ import annotations

import base64
import importlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, Expect

SCRIPTS = ROOT / ".github/scripts"
EXPECTED = Path(__file__).parent / "github"
HEAD, OTHER = "a" * 40, "b" * 40
REPOSITORY = "aigc-casebook/aigc-casebook"
API = f"repos/{REPOSITORY}"
GH = f"""#!{sys.executable}
import base64, json, pathlib, sys
here = pathlib.Path(__file__).parent
given = sys.stdin.read() if "--input" in sys.argv else ""
with (here / "asked.jsonl").open("a") as file:
    file.write(json.dumps([sys.argv[1:], given]) + "\\n")
answers = json.loads((here / "answers.json").read_text())
if sys.argv[1] == "label":
    sys.exit(0)
answer = answers[" ".join(sys.argv[3:5]) if sys.argv[2] == "--method" else sys.argv[2]]
if answer == "fail":
    sys.exit(1)
if "page=2" in sys.argv:
    answer = []
sys.stdout.buffer.write(base64.b64decode(answer[6:]) if str(answer).startswith("bytes:") else
    answer[5:].encode() if str(answer).startswith("text:") else json.dumps(answer).encode())
"""

Run = Callable[..., tuple[int, str, list[tuple[list[str], Any]]]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a script beside the stand-in: its exit code, what it said, and each call that was to change something."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "gh").write_text(GH, encoding="utf-8")
    (folder / "gh").chmod(0o755)

    def start(script: str, answers: dict[str, Any], *arguments: str, cwd: Path = ROOT, **environment: str) -> Any:
        (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        (folder / "asked.jsonl").write_text("", encoding="utf-8")
        command = [sys.executable, str(SCRIPTS / script)] if script.endswith(".py") else [str(SCRIPTS / script)]
        values = {
            "PATH": f"{folder}:{os.environ['PATH']}",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SERVER_URL": "https://github.example",
            "RUN": "7",
            "HEAD": HEAD,
            "OWNER": "fox",
            "BRANCH": "a-branch",
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        }
        done = subprocess.run([*command, *arguments], cwd=cwd, capture_output=True, text=True, check=False, env=values)
        asked = [json.loads(line) for line in (folder / "asked.jsonl").read_text(encoding="utf-8").splitlines()]
        writes = [
            (call[2:4] if call[1] == "--method" else call, given) for call, given in asked if "GET" not in call[:3]
        ]
        return (
            done.returncode,
            done.stdout + done.stderr,
            [(call, given and json.loads(given)) for call, given in writes],
        )

    return start


def script(name: str) -> Any:
    """A script as a module, to ask its functions alone."""
    sys.path.insert(0, str(SCRIPTS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(SCRIPTS))


def pages(**changes: Any) -> dict[str, Any]:
    """What the artifact holds."""
    language = {"added": ["cases/new.md"], "changed": ["index.md", "cases/fox.md"], "removed": [], "unchanged": 20}
    return {"base": OTHER, "problems": 0, "languages": {"en": language, "zh": {**language, "changed": []}}, **changes}


def packed(data: Any, name: str = "pages.json") -> str:
    """The artifact as the stand-in gives it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data if isinstance(data, str | bytes) else json.dumps(data))
    return "bytes:" + base64.b64encode(buffer.getvalue()).decode()


def pull(number: int = 12, head: str = HEAD, base: str = REPOSITORY) -> dict[str, Any]:
    return {"number": number, "head": {"sha": head}, "base": {"repo": {"full_name": base}}}


def answers(artifact: str, **changes: Any) -> dict[str, Any]:
    """What GitHub answers when all is well: one pull request, one artifact, no comment yet."""
    held = [{"id": 5, "name": "pages", "expired": False, "size_in_bytes": 900}]
    return {
        f"GET {API}/pulls": [pull()],
        f"GET {API}/actions/runs/7/artifacts": {"artifacts": held},
        f"GET {API}/actions/artifacts/5/zip": artifact,
        f"GET {API}/issues/12/comments": [],
        f"POST {API}/issues/12/comments": {},
        f"PATCH {API}/issues/comments/99": {},
        **changes,
    }


def test_a_first_comment_is_written(run: Run, expect: Expect) -> None:
    code, said, written = run("comment.py", answers(packed(pages())))
    assert (code, said) == (0, "")
    assert [call for call, _ in written] == [["POST", f"{API}/issues/12/comments"]]
    expect(EXPECTED / "comment.md", written[0][1]["body"])


def test_a_base_that_cannot_be_compared_is_said(run: Run, expect: Expect) -> None:
    _, _, written = run("comment.py", answers(packed(pages(problems=2, languages={}))))
    expect(EXPECTED / "incomparable.md", written[0][1]["body"])


def test_our_own_comment_is_brought_up_to_date_and_no_other(run: Run) -> None:
    body = "<!-- casebook: pages -->\nold"
    listed = [
        {"id": 97, "user": {"login": "fox"}, "body": body},
        {"id": 98, "user": {"login": "github-actions[bot]"}, "body": "something else"},
        {"id": 99, "user": {"login": "github-actions[bot]"}, "body": body},
    ]
    _, _, written = run("comment.py", answers(packed(pages()), **{f"GET {API}/issues/12/comments": listed}))
    assert [call for call, _ in written] == [["PATCH", f"{API}/issues/comments/99"]]


@pytest.mark.parametrize(
    "pulls",
    [
        [],
        [pull(head=OTHER)],
        [pull(base="fox/aigc-casebook")],
        [pull(12), pull(13)],
    ],
    ids=["none", "another commit", "into another repository", "two"],
)
def test_without_just_one_pull_request_of_this_commit_nothing_is_written(run: Run, pulls: list[Any]) -> None:
    code, said, written = run("comment.py", answers(packed(pages()), **{f"GET {API}/pulls": pulls}))
    assert (code, written) == (0, [])
    assert said == "no open pull request has this commit at its head; nothing is written\n"


def test_a_fork_that_is_gone_gets_no_comment(run: Run) -> None:
    assert run("comment.py", answers(packed(pages())), OWNER="")[2] == []


def test_a_run_that_failed_before_the_list_gets_no_comment(run: Run) -> None:
    for held in ([], [{"id": 5, "name": "pages", "expired": True, "size_in_bytes": 9}]):
        code, said, written = run(
            "comment.py", answers("", **{f"GET {API}/actions/runs/7/artifacts": {"artifacts": held}})
        )
        assert (code, said, written) == (0, "the run left no list of pages; nothing is written\n", [])


def two_files() -> str:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("pages.json", json.dumps(pages()))
        archive.writestr("more.txt", "x")
    return "bytes:" + base64.b64encode(buffer.getvalue()).decode()


def with_page(path: Any) -> dict[str, Any]:
    found = pages()
    found["languages"]["en"]["added"] = [path]
    return found


def with_language(**changes: Any) -> dict[str, Any]:
    found = pages()
    found["languages"]["en"] |= changes
    return found


UNFIT = {
    "no archive": "bytes:" + base64.b64encode(b"not a zip").decode(),
    "two files": two_files(),
    "another name": packed(pages(), "../../pages.json"),
    "more than it says": packed(b" " * 600_000),
    "no JSON": packed("{"),
    "deep": packed("[" * 200_000),
    "not ASCII": packed('{"base": "ａ"}'),
    "a list": packed([]),
    "a key more": packed(pages(number=1)),
    "a key less": packed({"base": OTHER, "problems": 0}),
    "no commit": packed(pages(base="main")),
    "a commit and a line": packed(pages(base=OTHER + "\n")),
    "a number as text": packed(pages(problems="1")),
    "true for a number": packed(pages(problems=True)),
    "a number below nothing": packed(pages(problems=-1)),
    "a number too large": packed(with_language(unchanged=10**9)),
    "no number": packed('{"base": "' + OTHER + '", "problems": NaN, "languages": {}}'),
    "languages as a list": packed(pages(languages=[])),
    "a language with markup": packed(pages(languages={"<b>": pages()["languages"]["en"]})),
    "too many languages": packed(pages(languages={f"a{chr(97 + n)}": pages()["languages"]["en"] for n in range(11)})),
    "a kind more": packed(with_language(moved=[])),
    "pages as text": packed(with_language(added="cases/x.md")),
    "a page with a mention": packed(with_page("cases/@everyone.md")),
    "a page with markup": packed(with_page("cases/`<img>.md")),
    "a page with a line": packed(with_page("cases/x.md\n")),
    "a page elsewhere": packed(with_page("../x.md")),
    "a page with a long name": packed(with_page("a" * 300 + ".md")),
    "a page that is a number": packed(with_page(1)),
}


@pytest.mark.parametrize("artifact", UNFIT.values(), ids=UNFIT)
def test_an_artifact_of_another_form_is_refused_whole(artifact: str) -> None:
    comment = script("comment")
    with pytest.raises(comment.Unfit):
        comment.read(base64.b64decode(artifact.removeprefix("bytes:")))


def test_an_artifact_of_the_one_form_is_read() -> None:
    assert script("comment").read(base64.b64decode(packed(pages()).removeprefix("bytes:"))) == pages()


def test_nothing_is_written_of_what_was_refused(run: Run) -> None:
    code, said, written = run("comment.py", answers(UNFIT["a page with markup"]))
    assert (code, said, written) == (1, "nothing is written: a page has no id\n", [])


def test_a_large_artifact_is_not_fetched(run: Run) -> None:
    held = [{"id": 5, "name": "pages", "expired": False, "size_in_bytes": 10**7}]
    code, said, written = run(
        "comment.py", answers("fail", **{f"GET {API}/actions/runs/7/artifacts": {"artifacts": held}})
    )
    assert (code, said, written) == (1, "nothing is written: the artifact is too large\n", [])


@pytest.mark.parametrize("value", [{"HEAD": "main"}, {"RUN": "7/../8"}, {"GITHUB_REPOSITORY": "a/b/c"}])
def test_a_value_of_the_run_that_is_none_ends_the_script(run: Run, value: dict[str, str]) -> None:
    code, said, written = run("comment.py", answers(packed(pages())), **value)
    assert (code, written) == (1, [])
    assert "ValueError: this is no" in said


def test_many_pages_are_counted(run: Run) -> None:
    found = with_language(added=[f"cases/x{number}.md" for number in range(50)])
    _, _, written = run("comment.py", answers(packed(found)))
    assert written[0][1]["body"].count("`+ ") + written[0][1]["body"].count("`~ ") == 30
    assert "… +23" in written[0][1]["body"]


def issue(number: int, body: str = "<!-- casebook: due -->\nold", login: str = "github-actions[bot]") -> dict[str, Any]:
    return {"number": number, "body": body, "user": {"login": login}}


ISSUES: dict[str, Any] = {
    f"POST {API}/issues": {},
    **{f"PATCH {API}/issues/{number}": {} for number in range(1, 9)},
}
NEAR = [
    issue(6, login="fox"),
    issue(7, body="<!-- casebook: links -->\nother"),
    issue(8) | {"pull_request": {}},
    {**issue(5), "body": None},
]
"""Issues that look like ours and are not."""


@pytest.fixture
def keep(run: Run, tmp_path: Path) -> Callable[..., list[tuple[list[str], Any]]]:
    """Keep the issue of a kind for a list, with these issues open; what was written."""

    def start(kind: str, listed: str, *there: dict[str, Any]) -> list[tuple[list[str], Any]]:
        (tmp_path / "list").write_text(listed, encoding="utf-8")
        code, said, written = run(
            "issue.py", {**ISSUES, f"GET {API}/issues": [*there, *NEAR]}, kind, str(tmp_path / "list")
        )
        assert (code, said) == (0, "")
        return written

    return start


Keep = Callable[..., list[tuple[list[str], Any]]]


def test_an_issue_is_opened_when_something_is_due(keep: Keep, expect: Expect) -> None:
    written = keep("due", "- [ ] 2026-12-01: look up a status\n")
    assert [call for call, _ in written] == [["POST", f"{API}/issues"]]
    assert (written[0][1]["title"], written[0][1]["labels"]) == ("What is due · 到期事项", ["due"])
    expect(EXPECTED / "due.md", written[0][1]["body"])


def test_links_are_shown_as_they_were_printed(keep: Keep, expect: Expect) -> None:
    expect(EXPECTED / "links.md", keep("links", "cases/x.yml:1:1: error: ```\n@fox\n")[0][1]["body"])


def test_the_open_issue_is_brought_up_to_date_and_a_second_one_closed(keep: Keep) -> None:
    written = keep("due", "- something", issue(4), issue(3))
    assert [(call[1], body.get("state")) for call, body in written] == [
        (f"{API}/issues/4", "closed"),
        (f"{API}/issues/3", None),
    ]


def test_the_issue_is_closed_when_nothing_is_left(keep: Keep) -> None:
    written = keep("due", " \n", issue(3))
    assert written == [
        (
            ["PATCH", f"{API}/issues/3"],
            {
                "state": "closed",
                "state_reason": "completed",
                "body": "<!-- casebook: due -->\nNothing is due. 没有到期事项。\n",
            },
        )
    ]


def test_nothing_is_opened_for_nothing(keep: Keep) -> None:
    assert keep("due", "") == []


def test_a_long_list_is_cut_at_a_line(keep: Keep) -> None:
    body = keep("due", "- a line of the list\n" * 9_000)[0][1]["body"]
    assert len(body) < 65_536
    assert "- a line of the list\n\n… The list goes on" in body


def test_every_label_is_made_or_brought_up_to_date(run: Run) -> None:
    code, _, written = run("labels.py", {})
    labels = yaml.safe_load((ROOT / ".github/labels.yml").read_text(encoding="utf-8"))
    assert code == 0
    assert [call[-1] for call, _ in written] == [one["name"] for one in labels]
    assert all(call[:3] == ["label", "create", "--force"] and call[-2] == "--" for call, _ in written)


@pytest.mark.parametrize(
    ("written", "served", "fault"),
    [
        ("https://a.example/x/", "text:https://a.example/x/\n", ""),
        ("https://a.example/x  # here", "text:https://a.example/x/\n", ""),
        ('"https://a.example/x/"', "text:https://a.example/x/\n", ""),
        (
            "https://b.example/",
            "text:https://a.example/x/\n",
            "::error file=mkdocs.yml,line=2::site_url is https://b.example/, but Pages serves this repository at "
            "https://a.example/x/; write that address here\n",
        ),
        (
            "https://b.example/",
            "fail",
            "::error::GitHub Pages is not set up: in the repository's settings, under Pages, "
            "choose GitHub Actions as the source\n",
        ),
    ],
)
def test_the_address_is_held_against_the_one_of_pages(
    run: Run, tmp_path: Path, written: str, served: str, fault: str
) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: X\nsite_url: {written}\nrepo_url: y\n", encoding="utf-8")
    code, said, _ = run("address.sh", {f"{API}/pages": served}, cwd=tmp_path)
    assert (code, said) == (1 if fault else 0, fault)
