"""What all commands share: the clock, the terminal, reading the book, and how problems end a command."""

from __future__ import annotations

import datetime
import gc
import os
import sys
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import IO, Any

import click
from jinja2 import TemplateError, TemplateSyntaxError

from generator import checks, editions, fonts, loading, messages, problems, reports, words
from generator.casebook import Casebook
from generator.edition import Edition
from generator.loading import Loaded
from generator.messages import Messages
from generator.problems import Refusal, Said, instead, said
from generator.settings import Settings
from generator.troubles import trouble

TODAY = datetime.date.today
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


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


def _asked() -> str:
    """The language of messages that was asked for; “” for none."""
    context = click.get_current_context(silent=True)
    return str(context.meta.get(LANGUAGE, "")) if context else ""


def speaking() -> Messages:
    """The messages in the language that was asked for, or that the environment prefers."""
    return messages.load(TEMPLATES, _asked() or messages.preferred(os.environ, messages.languages(TEMPLATES)))


def say(what: Said) -> str:
    """A sentence in the language of whoever gave the command."""
    return speaking().say(what)


def tell(what: Said) -> None:
    """Say it on the error stream, so that what a command prints can go elsewhere."""
    click.echo(say(what), err=True)


class Failed(click.ClickException):
    """Something that went wrong on the way: what happened, in the language of whoever gave the command, and exit 1."""

    def __init__(self, why: Said) -> None:
        super().__init__(say(why))
        self.line = say(said("failed", why=why))

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.line, file=file or sys.stderr)


class Refused(Failed):
    """Something asked for that cannot be done as asked: why, and exit 2."""

    exit_code = 2


def read(root: Path) -> tuple[tuple[Edition, Settings] | None, list[problems.Problem]]:
    """The book with everything a page needs, and every problem of every file; no book if one cannot be made.

    All of it stays until the command ends, so no garbage is looked for in it, neither meanwhile nor later; see `forget`.
    """
    gc.disable()
    try:
        found = editions.read(root, TEMPLATES, TODAY(), characters_held())
    finally:
        gc.freeze()
        gc.enable()
    if found.edition is None:
        return None, found.problems
    if found.edition.history.shallow:
        tell(said("note.told", note=said("note.shallow")))
    return (found.edition, found.where), found.problems


def forget() -> None:
    """Give back the room of what was read and is held by nobody any more."""
    gc.unfreeze()
    gc.collect()


def characters_held() -> fonts.Characters:
    """The characters that the packs' fonts can show; a font that is not there or cannot be read ends the command with 1."""
    try:
        return fonts.held(TEMPLATES / "fonts")
    except fonts.FontError as error:
        raise Failed(error.said) from None


def loaded(root: Path, form: reports.Form) -> tuple[Loaded, Casebook]:
    """The files as read, whatever the checks say; where no book can be made of them, their problems end the command."""
    found = loading.load(root)
    if found.casebook is None:
        report(sorted(found.problems), form)
        raise AssertionError("a book that cannot be read has problems")
    return found, found.casebook


def edition(root: Path) -> tuple[Edition, Settings]:
    """The book, checked; any problem ends the command with 1."""
    edition, found = read(root)
    report(found)
    assert edition is not None
    return edition


def language(book: Casebook, code: str | None) -> str:
    """The language of the book that was asked for, else the one in which the command speaks, else the book's first.

    One that the book does not have is refused.
    """
    if code is None:
        spoken = _asked()
        return spoken if spoken in book.languages else messages.preferred(os.environ, book.languages)
    if code not in book.languages:
        raise Refused(said("refused.language", language=code, instead=instead(code, book.languages)))
    return code


def inside(root: Path, path: Path) -> PurePosixPath:
    """The path relative to the book; one that is not there, or not in it, is refused."""
    full = path.resolve()
    if not full.exists():
        raise Refused(said("refused.absent", path=str(path)))
    if not full.is_relative_to(root):
        raise Refused(said("refused.outside", path=str(path), root=str(root)))
    return PurePosixPath(full.relative_to(root).as_posix())


def concerns(path: PurePosixPath, wanted: Collection[PurePosixPath]) -> bool:
    """Whether a file is one of the files and folders wanted, or lies below one; all are where none is named."""
    return not wanted or any(path == one or one in path.parents for one in wanted)


def report(found: list[problems.Problem], form: reports.Form = "text") -> None:
    """Print problems, if there are any (as JSON in any case), and leave with 1 if one is an error.

    For people, their count and the rule of each code follow, on the error stream.
    """
    speak = speaking()
    if found or form == "json":
        click.echo(reports.report(found, form, speak))
    wrong = any(one.severity == "error" for one in found)
    if wrong:
        click.echo(f"\n{say(summary(found))}", err=True)
    if form == "text" and (lines := helps(found, speak)):
        click.echo("\n" + "\n".join(lines), err=True)
    if wrong:
        raise SystemExit(1)


def happened(error: Refusal | OSError | TemplateError) -> Said:
    """What to say of an error, with the template's file and line where a template is at fault."""
    if isinstance(error, Refusal):
        return error.said
    if isinstance(error, TemplateSyntaxError):
        place = f"{error.filename or error.name}:{error.lineno}"
        return said("template.syntax", place=place, message=error.message or "")
    if isinstance(error, TemplateError):
        return said("template.other", message=str(error))
    return trouble(error)


def summary(found: list[problems.Problem]) -> Said:
    """How many problems in how many files."""
    return said("summary.some", problems=len(found), files=len({one.location.path for one in found}))


def helps(found: list[problems.Problem], speak: Messages) -> list[str]:
    """One line for each code that occurred, in the order of the checks: its rule, and how to read more."""
    occurred = {one.code for one in found}
    known = rules(speak)
    return [speak.say(said("help.line", code=code, rule=known[code])) for code in checks.CODES if code in occurred]


def rules(speak: Messages) -> dict[str, str]:
    """The rule of every check, by its code."""
    known = words.words_of(TEMPLATES / f"words/{speak.language}.yml")
    return {code: known[f"rule.{code}"] for code in checks.CODES}
