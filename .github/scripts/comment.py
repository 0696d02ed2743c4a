"""Says on a pull request how many pages change, in one comment that is kept up to date.

It runs with a token that may write, beside a run of foreign code. So it trusts nothing that the run made: the pull request is
found by asking GitHub which open one has the run's branch and the run's very commit, and from the artifact it takes numbers and
the ids of pages alone, in one small file of one exact form. Anything else, and nothing is written.
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from typing import Any

import calls

MARK = "<!-- casebook: pages -->"
FILE, ARTIFACT = "pages.json", "pages"
MOST_BYTES = 500_000
MOST_PAGES = 20_000
SHOWN = 30
KINDS = {"added": ("added 新增", "+"), "changed": ("changed 改动", "~"), "removed": ("removed 删除", "−")}
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
PAGE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*){0,3}\.md")
COMMIT = r"[0-9a-f]{40}"


class Unfit(Exception):
    """An artifact that is not of the one form."""


def main() -> None:
    repository = calls.repository()
    run = calls.matching(os.environ["RUN"], r"[0-9]{1,20}", "run")
    head = calls.matching(os.environ["HEAD"], COMMIT, "commit")
    number = pull_request(repository, head, os.environ["OWNER"], os.environ["BRANCH"])
    if number is None:
        print("no open pull request has this commit at its head; nothing is written")
        return
    packed = artifact(repository, run)
    if packed is None:
        print("the run left no list of pages; nothing is written")
        return
    write(
        repository, number, comment(read(packed), f"{os.environ['GITHUB_SERVER_URL']}/{repository}/actions/runs/{run}")
    )


def pull_request(repository: str, head: str, owner: str, branch: str) -> int | None:
    """The open pull request into this repository whose head is this commit on this branch; None where there is not just one."""
    if not owner or not branch:
        return None
    listed = calls.pages(f"repos/{repository}/pulls", state="open", head=f"{owner}:{branch}")
    found = [
        one["number"]
        for one in listed
        if one["head"]["sha"] == head and one["base"]["repo"]["full_name"].lower() == repository.lower()
    ]
    return int(found[0]) if len(found) == 1 else None


def artifact(repository: str, run: str) -> bytes | None:
    """The packed artifact of the run; None where there is none. Raises Unfit for one that is too large."""
    listed = calls.get(f"repos/{repository}/actions/runs/{run}/artifacts", name=ARTIFACT, per_page="100")["artifacts"]
    held = [one for one in listed if one["name"] == ARTIFACT and not one["expired"]]
    if not held:
        return None
    newest = max(held, key=lambda one: one["id"])
    if newest["size_in_bytes"] > MOST_BYTES:
        raise Unfit("the artifact is too large")
    return calls.raw(f"repos/{repository}/actions/artifacts/{int(newest['id'])}/zip")


def read(packed: bytes) -> dict[str, Any]:
    """The numbers and ids in the artifact, checked; nothing is unpacked to disk. Raises Unfit."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = archive.infolist()
            if [entry.filename for entry in entries] != [FILE] or entries[0].file_size > MOST_BYTES:
                raise Unfit(f"the artifact holds something else than one small {FILE}")
            with archive.open(entries[0]) as file:
                data = file.read(MOST_BYTES + 1)
        found = json.loads(data.decode("ascii")) if len(data) <= MOST_BYTES else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, RecursionError, EOFError) as error:
        raise Unfit(f"the artifact cannot be read: {type(error).__name__}") from None
    return checked(found)


def checked(found: Any) -> dict[str, Any]:
    """The data if it is of the one form, key by key. Raises Unfit."""
    _keys(found, {"base", "problems", "languages"})
    if not isinstance(found["base"], str) or not re.fullmatch(COMMIT, found["base"]):
        raise Unfit("“base” is no commit")
    _count(found["problems"])
    if not isinstance(found["languages"], dict) or len(found["languages"]) > 10:
        raise Unfit("“languages” is not a few languages")
    for code, one in found["languages"].items():
        if not LANGUAGE.fullmatch(code):
            raise Unfit("a language has no code")
        _keys(one, {*KINDS, "unchanged"})
        _count(one["unchanged"])
        for kind in KINDS:
            _paths(one[kind])
    return dict(found)


def _keys(found: Any, wanted: set[str]) -> None:
    if not isinstance(found, dict) or found.keys() != wanted:
        raise Unfit(f"the keys are not just {', '.join(sorted(wanted))}")


def _count(value: Any) -> None:
    if type(value) is not int or not 0 <= value <= MOST_PAGES:
        raise Unfit("a number is none, or too large")


def _paths(value: Any) -> None:
    if not isinstance(value, list) or len(value) > MOST_PAGES:
        raise Unfit("the pages are no list, or too many")
    if not all(isinstance(path, str) and len(path) <= 200 and PAGE.fullmatch(path) for path in value):
        raise Unfit("a page has no id")


def comment(found: dict[str, Any], address: str) -> str:
    """The comment in both languages, made of checked numbers and ids."""
    lines = [MARK, "**Pages of the site that change · 网站页面的变化**", ""]
    if found["problems"]:
        lines += [
            f"Pages cannot be compared: main's records have problems for this pull request's checks ({found['problems']}).",
            f"无法比较页面：按本请求中的校验规则，主分支的记录有{found['problems']}个问题。",
        ]
    else:
        lines += [
            "| | " + " | ".join(name for name, _ in KINDS.values()) + " | as before 未变 |",
            "|---|--:|--:|--:|--:|",
        ]
        for code, one in found["languages"].items():
            numbers = [len(one[kind]) for kind in KINDS] + [one["unchanged"]]
            lines.append(f"| {code} | " + " | ".join(map(str, numbers)) + " |")
        lines += ["", *_listed(found["languages"])]
    lines += [
        "",
        f"As counted by [the run of this pull request]({address}), which also has the list with titles and the built site. "
        f"由[本请求的运行]({address})统计；该处另有带标题的清单和生成的网站。",
    ]
    return "\n".join(lines) + "\n"


def _listed(languages: dict[str, Any]) -> list[str]:
    """The ids of the pages that differ in any language; past the first few they are counted."""
    signs = {path: sign for kind, (_, sign) in KINDS.items() for one in languages.values() for path in one[kind]}
    shown = [f"`{sign} {path}`" for path, sign in sorted(signs.items())]
    more = [f"… +{len(shown) - SHOWN}"] if len(shown) > SHOWN else []
    return [" ".join(shown[:SHOWN] + more)] if shown else []


def write(repository: str, number: int, body: str) -> None:
    """Bring our comment up to date, or write it."""
    ours = [
        one["id"]
        for one in calls.pages(f"repos/{repository}/issues/{number}/comments")
        if one["user"]["login"] == calls.BOT and one["body"].startswith(MARK)
    ]
    if ours:
        calls.send("PATCH", f"repos/{repository}/issues/comments/{int(ours[0])}", body=body)
    else:
        calls.send("POST", f"repos/{repository}/issues/{number}/comments", body=body)


if __name__ == "__main__":
    try:
        main()
    except Unfit as error:
        raise SystemExit(f"nothing is written: {error}") from None
