"""The command ``casebook``: the only place that knows the clock, the terminal and exit codes."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path, PurePosixPath

import click

from generator import casebook, checks, history, pages, problems, site, terms, words

TODAY = datetime.date.today
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(), help="The folder of the book (default: this one).")
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
        rules = words.load(TEMPLATES, root, ["en"])[0]["en"]
        width = max(map(len, checks.CODES))
        for code in checks.CODES:
            click.echo(f"{code:<{width}}  {rules[f'rule.{code}']}")
        return
    wanted = [_inside(root, path) for path in paths]
    found = checks.run(casebook.load(root), TODAY())
    if wanted:
        found = [p for p in found if any(p.location.path == w or w in p.location.path.parents for w in wanted)]
    _report(found)


@main.command()
@click.pass_obj
def render(root: Path) -> None:
    """Write the Markdown tree and MkDocs configuration of every language below build/."""
    edition, where = _edition(root)
    done = site.render(edition, where)
    trees = ", ".join(f"build/{code} ({count})" for code, count in done.pages.items())
    click.echo(f"{trees}: {_count(done.written, 'file')} written, {done.removed} removed", err=True)


@main.command()
@click.pass_obj
def build(root: Path) -> None:
    """Check the book, build the whole site and put it in place of site/."""
    tell = partial(click.echo, err=True)
    tell("check")
    edition, where = _edition(root)
    try:
        built = site.build(edition, where, root / "site", lambda line: tell(line))
    except site.BuildError as error:
        raise click.ClickException(f"{error}\n\nsite/ is unchanged.") from None
    total = sum(built.pages.values())
    done = f"{total} pages in {len(built.pages)} languages, {built.files} files" if built.fresh else "nothing has changed; site/ is up to date"
    tell(f"done      {done}, {built.seconds:.1f} s")


def _edition(root: Path) -> tuple[pages.Edition, site.Settings]:
    """The checked book with everything a page needs; any problem ends the command with 1."""
    loaded = casebook.load(root)
    found = checks.run(loaded, TODAY())
    where, wrong = site.settings(root)
    found += wrong
    vocabulary: dict[str, words.Words] = {}
    if loaded.casebook is not None:
        vocabulary, missing = words.load(TEMPLATES, root, loaded.casebook.languages)
        found += missing
    if found or loaded.casebook is None:
        _report(found)
    assert loaded.casebook is not None
    book = loaded.casebook
    return pages.Edition(book, terms.Usage(book), vocabulary, history.read(root), where.edit_url, TEMPLATES), where


def _inside(root: Path, path: Path) -> PurePosixPath:
    """The path relative to the book; a path that is not there, or not in it, is a usage error."""
    full = path.resolve()
    if not full.exists():
        raise click.UsageError(f"there is no file or folder “{path}”")
    if not full.is_relative_to(root):
        raise click.UsageError(f"“{path}” is not in the book at {root}")
    return PurePosixPath(full.relative_to(root).as_posix())


def _report(found: list[problems.Problem]) -> None:
    """Print problems and leave with 1, or say that there are none."""
    if found:
        click.echo(problems.report_text(found))
        files = len({p.location.path for p in found})
        click.echo(f"\n{_count(len(found), 'problem')} in {_count(files, 'file')}", err=True)
        raise SystemExit(1)
    click.echo("no problems", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
