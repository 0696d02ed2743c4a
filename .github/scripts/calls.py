"""Calls to GitHub's API through its own command ``gh``, which holds the token. Nothing goes through a shell."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import Any

BOT = "github-actions[bot]"
"""Who writes with a workflow's own token."""


def repository() -> str:
    """The repository's name as owner/name. Raises ValueError for anything else."""
    return matching(os.environ.get("GITHUB_REPOSITORY", ""), r"[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}", "repository")


def matching(value: str, pattern: str, what: str) -> str:
    """The value if the whole of it has the form. Raises ValueError."""
    if not re.fullmatch(pattern, value):
        raise ValueError(f"this is no {what}: {value[:80]!r}")
    return value


def get(path: str, **fields: str) -> Any:
    """What the API answers, as data."""
    return json.loads(_gh("GET", path, *(part for pair in fields.items() for part in ("-f", "=".join(pair)))))


def pages(path: str, **fields: str) -> list[Any]:
    """All entries of a list that the API gives in parts of a hundred."""
    found: list[Any] = []
    for number in range(1, 11):
        part = get(path, **fields, per_page="100", page=str(number))
        found += part
        if len(part) < 100:
            break
    return found


def raw(path: str) -> bytes:
    return _gh("GET", path)


def send(method: str, path: str, **body: Any) -> Any:
    """Change something; the body goes in as JSON, so no value can be taken for an option or a file."""
    return json.loads(_gh(method, path, "--input", "-", given=json.dumps(body).encode()) or b"null")


def _gh(method: str, path: str, *arguments: str, given: bytes = b"") -> bytes:
    command = ["gh", "api", "--method", method, path, *arguments]
    return subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True).stdout
