"""Problems as an editor reads them, as a program reads them, and as GitHub shows them beside the changed line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal

from generator.messages import Messages
from generator.problems import Problem, said

LONGEST = 1000
BEFORE = 200
"""Of a line that is longer than any in a record, so much is shown, and so much of it before the column."""

Form = Literal["text", "json", "github"]


def report(problems: Iterable[Problem], form: Form, messages: Messages) -> str:
    """All problems in one of the forms, without a line break at the end; empty for none, but for JSON ``[]``."""
    return {"text": text, "json": as_json, "github": github}[form](problems, messages)


def as_json(problems: Iterable[Problem], messages: Messages) -> str:
    """One JSON array; an object a problem: its place, severity and code, and what is said of it."""
    return json.dumps(
        [
            {
                "path": str(one.location.path),
                "line": one.location.line,
                "column": one.location.column,
                "severity": one.severity,
                "code": one.code,
                **dict(zip(("message", "expected", "hint"), messages.parts(one), strict=True)),
            }
            for one in problems
        ],
        ensure_ascii=False,
        indent=1,
    )


def github(problems: Iterable[Problem], messages: Messages) -> str:
    """One workflow command a line (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).

    Record text is never a command: percent signs and line ends are escaped everywhere, colons and commas in properties.
    """
    lines = []
    for one in problems:
        place = f"file={_property(str(one.location.path))},line={one.location.line},col={one.location.column}"
        parts = "\n".join(filter(None, messages.parts(one)))
        lines.append(f"::{one.severity} {place},title={_property(one.code)}::{_data(parts)}")
    return "\n".join(lines)


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def line(problem: Problem, messages: Messages) -> str:
    """A problem in one line: its place, its code, what is said of it."""
    parts = messages.say(said("form.separator")).join(filter(None, messages.parts(problem)))
    severity = messages.say(said("form.warning") if problem.severity == "warning" else said("form.error"))
    lead = said("form.lead", place=str(problem.location), severity=severity, code=problem.code, parts=parts)
    return messages.say(lead)


def text(problems: Iterable[Problem], messages: Messages) -> str:
    """All problems as an editor reads them: the message, the offending line, a caret under the column."""
    blocks = []
    for problem in problems:
        block = _visible(line(problem, messages))
        if problem.source_line:
            number = str(problem.location.line)
            cut = max(0, problem.location.column - 1 - BEFORE) if len(problem.source_line) > LONGEST else 0
            typed = problem.source_line[cut : cut + LONGEST] + ("…" if len(problem.source_line) > cut + LONGEST else "")
            typed = "…" * bool(cut) + typed
            lead = typed[: problem.location.column - 1 - cut + bool(cut)]
            pad = "".join("　" if _is_wide(char) else char if char == "\t" else " " for char in lead)
            block += f"\n{number} | {_visible(typed)}\n{' ' * len(number)} | {pad}^"
        blocks.append(block)
    return "\n\n".join(blocks)


def _visible(text: str) -> str:
    """Record text as a terminal may print it: nothing in it moves the cursor, turns the direction or begins a line."""
    if text.isprintable():
        return text
    return "".join(char if char == "\t" or char.isprintable() else "\ufffd" for char in text)


def _is_wide(char: str) -> bool:
    """East Asian wide characters take two columns in a terminal, so the caret's padding must as well."""
    return (
        "\u1100" <= char <= "\u115f"
        or "\u2e80" <= char <= "\ua4cf"
        or "\uac00" <= char <= "\ud7a3"
        or ("\uf900" <= char <= "\ufaff" or "\ufe30" <= char <= "\ufe4f" or "\uff00" <= char <= "\uff60")
    )
