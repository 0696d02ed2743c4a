"""Keeps exactly one open issue for a list that is made anew every week; closes it when the list is empty.

``issue.py due build/due.md`` takes Markdown as it is; ``issue.py links build/links.txt`` shows text as it was printed.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import calls

MOST = 60_000
"""GitHub takes 65,536 characters; past this the list is cut, and the run has the whole of it."""
CUT = "\n\n… The list goes on; run the command for the whole of it. 清单未完，请运行该命令查看全文。"


@dataclass(frozen=True)
class Kind:
    """A list: its issue's title, label and first sentence, what it says when nothing is left, and whether it is Markdown."""

    title: str
    label: str
    text: str
    done: str
    markdown: bool


KINDS = {
    "due": Kind(
        "What is due · 到期事项",
        "due",
        "Made anew every Monday by `casebook due`; do not edit it here. 每周一由`casebook due`重新生成，请勿在此编辑。",
        "Nothing is due. 没有到期事项。",
        markdown=True,
    ),
    "links": Kind(
        "Links that no longer work · 失效链接",
        "links",
        "Made anew every Monday by `casebook links`; do not edit it here. 每周一由`casebook links`重新生成，请勿在此编辑。",
        "Every link works. 所有链接均有效。",
        markdown=False,
    ),
}


def main(name: str, file: str) -> None:
    keep(calls.repository(), name, Path(file).read_text(encoding="utf-8"))


def keep(repository: str, name: str, listed: str) -> None:
    """Make the issues of this kind say what is listed: one open with it, or none."""
    kind, mark = KINDS[name], f"<!-- casebook: {name} -->"
    listed = listed.strip()
    ours = sorted(
        one["number"]
        for one in calls.pages(f"repos/{repository}/issues", state="open")
        if one["user"]["login"] == calls.BOT and (one["body"] or "").startswith(mark) and "pull_request" not in one
    )
    kept = ours[:1] if listed else []
    for number in ours[len(kept) :]:
        done = f"{mark}\n{kind.done}\n"
        calls.send("PATCH", f"repos/{repository}/issues/{number}", state="closed", state_reason="completed", body=done)
    if listed:
        body = f"{mark}\n{kind.text}\n\n{_body(kind, listed)}\n"
        if kept:
            calls.send("PATCH", f"repos/{repository}/issues/{kept[0]}", title=kind.title, body=body)
        else:
            calls.send("POST", f"repos/{repository}/issues", title=kind.title, body=body, labels=[kind.label])


def _body(kind: Kind, listed: str) -> str:
    cut = listed if len(listed) <= MOST else listed[:MOST].rpartition("\n")[0]
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", cut)), default=0))
    return (cut if kind.markdown else f"{fence}text\n{cut}\n{fence}") + ("" if cut == listed else CUT)


if __name__ == "__main__":
    main(*sys.argv[1:])
