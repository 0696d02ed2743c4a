"""What all commands share: the clock, the terminal, reading the book, and how problems end a command."""

from __future__ import annotations

import datetime
import os
from functools import partial
from pathlib import Path, PurePosixPath

import click
from jinja2 import TemplateSyntaxError

from generator import checks, editions, fonts, messages, problems, reports, trees, troubles, words
from generator.casebook import Casebook
from generator.edition import Edition
from generator.messages import Messages
from generator.problems import said as sentence

TODAY = datetime.date.today
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

tell = partial(click.echo, err=True)


def _form(context: click.Context, parameter: click.Parameter, value: str) -> str:
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    return ("github" if on_github else "text") if value == "auto" else value


form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["auto", "text", "json", "github"]),
    default="auto",
    callback=_form,
    help="How problems are printed: text, json, github (annotations), or auto: github in its workflows, else text.",
)
"""The option ``--format`` of every command that reports problems; gives a `reports.Form`."""


LANGUAGE = "generator.door.language"
"""Where the language asked for is kept in a command's context: set by the group, or nearer by the command."""


def _remember(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:
        context.meta[LANGUAGE] = value


language_option = click.option(
    "--lang",
    type=click.Choice(messages.languages(TEMPLATES)),
    expose_value=False,
    callback=_remember,
    help="The language of messages (default: that of the environment, else English).",
)
"""The option ``--lang`` of the group and of commands that mostly talk; `speaking` gives the messages in that language."""


def speaking() -> Messages:
    """The messages in the language that was asked for, or that the environment prefers."""
    context = click.get_current_context(silent=True)
    asked = context.meta.get(LANGUAGE) if context else None
    return messages.load(TEMPLATES, asked or messages.preferred(os.environ, messages.languages(TEMPLATES)))


class Refused(click.ClickException):
    """Something asked for that cannot be done as asked: one line, exit 2."""

    exit_code = 2


def read(root: Path) -> tuple[tuple[Edition, trees.Settings] | None, list[problems.Problem]]:
    """The book with everything a page needs, and every problem of every file; no book if one cannot be made."""
    found = editions.read(root, TEMPLATES, TODAY(), characters_held())
    if found.edition is None:
        return None, found.problems
    if found.edition.history.shallow:
        tell(
            "note      this copy of the repository is shallow, so pages do not say when they last changed (git fetch --unshallow)"
        )
    return (found.edition, found.where), found.problems


def characters_held() -> fonts.Characters:
    """The characters that the packs' fonts can show; a font that is not there or cannot be read ends the command with 1."""
    try:
        return fonts.held(TEMPLATES / "fonts")
    except fonts.FontError as error:
        raise click.ClickException(str(error)) from None


def edition(root: Path) -> tuple[Edition, trees.Settings]:
    """The book, checked; any problem ends the command with 1."""
    edition, found = read(root)
    report(found)
    assert edition is not None
    return edition


def language(book: Casebook, code: str | None) -> str:
    """The language of the book that was asked for, or its first; one that it does not have is refused."""
    if code is None:
        return book.languages[0]
    if code not in book.languages:
        known = problems.did_you_mean(code, book.languages) or problems.one_of(book.languages)
        raise Refused(f"“{code}” is not a language of this book; {known}")
    return code


def inside(root: Path, path: Path) -> PurePosixPath:
    """The path relative to the book; a path that is not there, or not in it, is a usage error."""
    full = path.resolve()
    if not full.exists():
        raise click.UsageError(f"there is no file or folder “{path}”")
    if not full.is_relative_to(root):
        raise click.UsageError(f"“{path}” is not in the book at {root}")
    return PurePosixPath(full.relative_to(root).as_posix())


def report(found: list[problems.Problem], form: reports.Form = "text") -> None:
    """Print problems, if there are any (as JSON in any case), and leave with 1 if one is an error.

    For people, their count and the rule of each code follow, on the error stream.
    """
    speak = speaking()
    if found or form == "json":
        click.echo(reports.report(found, form, speak))
    wrong = any(one.severity == "error" for one in found)
    if wrong:
        tell(f"\n{summary(found, speak)}")
    if form == "text" and (lines := helps(found, speak)):
        tell("\n" + "\n".join(lines))
    if wrong:
        raise SystemExit(1)


def said(error: Exception) -> str:
    """An error as one sentence, with the template's file and line where a template is at fault."""
    if isinstance(error, OSError):
        return troubles.said(error)
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: error[template]: {error.message}"
    return str(error)


def summary(found: list[problems.Problem], speak: Messages) -> str:
    files = len({one.location.path for one in found})
    if len(found) == 1:
        return speak.say(sentence("summary.one"))
    if files == 1:
        return speak.say(sentence("summary.file", problems=len(found)))
    return speak.say(sentence("summary.files", problems=len(found), files=files))


def helps(found: list[problems.Problem], speak: Messages) -> list[str]:
    """One line for each code that occurred, in the order of the checks: its rule, and how to read more."""
    occurred = {one.code for one in found}
    known = rules(speak)
    return [speak.say(sentence("help.line", code=code, rule=known[code])) for code in checks.CODES if code in occurred]


def rules(speak: Messages) -> dict[str, str]:
    """The rule of every check, by its code."""
    known = words.words_of(TEMPLATES / f"words/{speak.language}.yml")
    return {code: known[f"rule.{code}"] for code in checks.CODES}


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
