"""The command ``casebook``: the only place that knows the clock, the terminal and exit codes."""

from __future__ import annotations

import datetime
import json
import time
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import click
from jinja2 import TemplateError, TemplateSyntaxError

from generator import (
    briefing,
    changes,
    checks,
    fonts,
    history,
    loading,
    measures,
    packs,
    press,
    preview,
    printing,
    problems,
    revisions,
    site,
    terms,
    trees,
    weight,
    words,
)
from generator.edition import Edition

TODAY = datetime.date.today
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

tell = partial(click.echo, err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder of the book (default: this one).",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Check, render, build and serve a casebook."""
    context.obj = root.resolve()


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--list", "list_codes", is_flag=True, help="Print every check code with its rule, and stop.")
@click.pass_obj
def check(root: Path, paths: tuple[Path, ...], list_codes: bool) -> None:
    """Report every problem of the book, or of the files and folders PATHS of it."""
    if list_codes:
        rules = words.words_of(TEMPLATES / "words/en.yml")
        width = max(map(len, checks.CODES))
        for code in checks.CODES:
            click.echo(f"{code:<{width}}  {rules[f'rule.{code}']}")
        return
    wanted = [_inside(root, path) for path in paths]
    _, found = _read(root)
    if wanted:
        found = [p for p in found if any(p.location.path == w or w in p.location.path.parents for w in wanted)]
    _report(found)
    tell("no problems")


@main.command()
@click.pass_obj
def render(root: Path) -> None:
    """Write the Markdown tree and MkDocs configuration of every language below build/."""
    done = trees.render(*_edition(root))
    made = ", ".join(f"build/{code} ({count})" for code, count in done.pages.items())
    tell(f"{made}: {_count(done.written, 'file')} written, {done.removed} removed")


@main.command()
@click.pass_obj
def build(root: Path) -> None:
    """Check the book, build the whole site and put it in place of site/."""
    tell("check")
    edition, where = _edition(root)
    try:
        built = site.build(edition, where, root / "site", tell)
    except (site.BuildError, OSError, TemplateError) as error:
        raise click.ClickException(f"{_said(error)}\n\nsite/ is unchanged.") from None
    if built.fresh:
        done = f"{sum(built.pages.values())} pages in {len(built.pages)} languages, {built.files} files"
    else:
        done = "nothing has changed; site/ is up to date"
    tell(f"done      {done}, {built.seconds:.1f} s")


@main.command()
@click.argument("decisions", nargs=-1)
@click.option("--role", help="Everything for one kind of company.")
@click.option("--principle", help="Everything on one principle of the checklist.")
@click.option("--topic", help="Everything on one question.")
@click.option("--book", "whole", is_flag=True, help="The whole book.")
@click.option("--all", "every", is_flag=True, help="Every standard pack in every language, into build/packs/.")
@click.option("--lang", "form", help="A language of the book, or “both”: side by side (default: its first language).")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The PDF to write (default: its name, here).")
@click.pass_obj
def pack(
    root: Path,
    decisions: tuple[str, ...],
    role: str | None,
    principle: str | None,
    topic: str | None,
    whole: bool,
    every: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Print a briefing pack as PDF: one decision, several DECISIONS, or a standard pack."""
    chosen = [name for name, given in (("decisions", decisions), ("--role", role), ("--principle", principle)) if given]
    chosen += [name for name, given in (("--topic", topic), ("--book", whole), ("--all", every)) if given]
    if len(chosen) > 1:
        raise _Refused(f"{' and '.join(chosen)} are different packs; name one")
    edition, where = _edition(root)
    book = edition.casebook
    if every:
        _print_all(edition, where.site_url, root, form or output)
        return
    try:
        form = form or book.languages[0]
        paper = briefing.Paper(edition, where.site_url, form)
        if role:
            wanted = packs.role(book, role)
        elif principle:
            wanted = packs.principle(book, principle)
        elif topic:
            wanted = packs.topic(book, topic)
        else:
            wanted = packs.whole(book) if whole else packs.selection(book, decisions)
    except packs.UnknownPack as error:
        raise _Refused(str(error)) from None
    target = output or Path(packs.file_name(wanted, form))
    if why := press.why_not(target):
        raise _Refused(why)
    if (urlsplit(where.site_url).hostname or "").endswith(".example"):
        tell(
            f"note      {where.site_url} is a placeholder: the pack's codes lead nowhere until site_url is set in mkdocs.yml"
        )
    try:
        made = printing.pdf(paper.values(wanted), edition.templates)
        press.write(target, made.data)
    except printing.PrintError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise _Refused(f"“{target}” cannot be written: {error.strerror}; choose another place with --output") from None
    tell(f"{target}: {_count(made.pages, 'page')}, {len(made.data) / 1000:.0f} KB")


def _print_all(edition: Edition, site_url: str, root: Path, narrowed: object) -> None:
    if narrowed:
        raise _Refused("--all prints every language into build/packs/; leave --lang and --output out")
    started = time.monotonic()
    try:
        prints, anew = press.standard(edition, site_url, root / "build" / "packs")
    except (printing.PrintError, OSError) as error:
        raise click.ClickException(str(error)) from None
    for name, made in prints.items():
        click.echo(f"{name:<48} {made.pages:>4} pages {made.size / 1000:>6.0f} KB")
    size = sum(made.size for made in prints.values()) / 1e6
    pages = sum(made.pages for made in prints.values())
    tell(f"{len(prints)} packs, {pages} pages, {size:.1f} MB; {anew} printed anew, {time.monotonic() - started:.1f} s")


class _Refused(click.ClickException):
    """Something asked for that cannot be done as asked: one line, exit 2."""

    exit_code = 2


@main.command()
@click.option("--sentence", default=25, show_default=True, help="The most words an average sentence may have.")
@click.pass_obj
def measure(root: Path, sentence: int) -> None:
    """Show how long each decision's page is and how long its sentences are; exit 1 if one is too long to be read easily."""
    edition, _ = _edition(root)
    limits = {language.code: language for language in edition.casebook.book.languages}
    over = 0
    for one in measures.lengths(edition.casebook):
        long = one.size > limits[one.language].page_limit or (one.unit == "words" and one.sentence > sentence)
        over += long
        click.echo(
            f"{one.case:<36} {one.language}  {one.size:>5} {one.unit:<10} {one.sentence:>5.1f} a sentence"
            f"{'  too long' if long else ''}"
        )
    if over:
        tell(f"{_count(over, 'page')} too long")
        raise SystemExit(1)


@main.command()
@click.argument("older", metavar="FROM")
@click.argument("newer", metavar="[TO]", default="HEAD")
@click.pass_obj
def diff(root: Path, older: str, newer: str) -> None:
    """Print as JSON what differs in the records between two releases or commits (TO: the newest commit)."""
    try:
        click.echo(json.dumps(changes.diff(root, older, newer), ensure_ascii=False, indent=1))
    except revisions.UnknownRevision as error:
        raise _Refused(str(error)) from None


@main.command()
@click.pass_obj
def weigh(root: Path) -> None:
    """Show how much a reader's device fetches of the built site; exit 1 if a page or a search is over its limit."""
    edition, _ = _edition(root)
    try:
        weights = weight.weigh(root / "site", edition.casebook)
    except FileNotFoundError as error:
        raise _Refused(f"there is no “{error.filename}”; run casebook build first") from None
    click.echo("\n".join(map(str, weights)))
    if over := sum(one.is_over for one in weights):
        tell(f"{_count(over, 'weight')} over the limit")
        raise SystemExit(1)


@main.command()
@click.option("--port", default=8000, show_default=True, help="The port on this machine.")
@click.pass_obj
def serve(root: Path, port: int) -> None:
    """Show the site on this machine and build it anew when a file of the book changes."""
    watched = [root, TEMPLATES]

    def rebuild(target: Path) -> bool:
        try:
            found_edition, found = _read(root)
            if found_edition is None or found:
                tell(problems.report_text(found))
                tell(f"\n{_summary(found)}; the last good pages stay")
                return False
            built = site.build(*found_edition, target, lambda _: None, with_packs=False)
        except (site.BuildError, OSError, TemplateError) as error:
            tell(f"{_said(error)}\nthe last good pages stay")
            return False
        tell(f"built     {sum(built.pages.values())} pages, {built.seconds:.1f} s")
        return True

    try:
        preview.serve(root / "build" / "preview", watched, port, rebuild, tell)
    except OSError as error:
        raise click.ClickException(f"port {port}: {error.strerror}; choose another with --port") from None


def _read(root: Path) -> tuple[tuple[Edition, trees.Settings] | None, list[problems.Problem]]:
    """The book with everything a page needs, and every problem of every file; no book if one cannot be made."""
    loaded = loading.load(root)
    characters = fonts.held(TEMPLATES / "fonts")
    found = checks.run(loaded, TODAY(), characters)
    where, wrong = trees.settings(root)
    found += wrong
    book = loaded.casebook
    if book is None:
        return None, sorted(found)
    said, missing = words.load(TEMPLATES, root, book.languages, characters)
    edition = Edition(
        book, terms.Usage(book), said, history.read(root), where.edit_url, TEMPLATES, site_url=where.site_url
    )
    if edition.history.shallow:
        tell(
            "note      this copy of the repository is shallow, so pages do not say when they last changed (git fetch --unshallow)"
        )
    return (edition, where), sorted(found + missing)


def _edition(root: Path) -> tuple[Edition, trees.Settings]:
    """The book, checked; any problem ends the command with 1."""
    edition, found = _read(root)
    _report(found)
    assert edition is not None
    return edition


def _inside(root: Path, path: Path) -> PurePosixPath:
    """The path relative to the book; a path that is not there, or not in it, is a usage error."""
    full = path.resolve()
    if not full.exists():
        raise click.UsageError(f"there is no file or folder “{path}”")
    if not full.is_relative_to(root):
        raise click.UsageError(f"“{path}” is not in the book at {root}")
    return PurePosixPath(full.relative_to(root).as_posix())


def _report(found: list[problems.Problem]) -> None:
    """Print problems, if there are any, and leave with 1."""
    if found:
        click.echo(problems.report_text(found))
        tell(f"\n{_summary(found)}")
        raise SystemExit(1)


def _said(error: Exception) -> str:
    """An error as one sentence, with the template's file and line where a template is at fault."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: error[template]: {error.message}"
    return str(error)


def _summary(found: list[problems.Problem]) -> str:
    return f"{_count(len(found), 'problem')} in {_count(len({p.location.path for p in found}), 'file')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
