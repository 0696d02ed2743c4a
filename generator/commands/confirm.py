"""``casebook confirm``: Record that texts were read and say the same in every language."""

from __future__ import annotations

from pathlib import Path

import click

from generator import confirming, door, problems
from generator.casebook import Casebook
from generator.freshness import Text

EVERYTHING = "everything"


@click.command()
@click.argument("names", nargs=-1, metavar="ID|PATH…")
@click.option("--all", "word", metavar=EVERYTHING, help="Every text of the book; the word has to be written out.")
@click.pass_obj
def confirm(root: Path, names: tuple[str, ...], word: str | None) -> None:
    """Record that you read the texts of records (by id), files or folders in every language, and that they say the same."""
    if bool(names) == bool(word):
        raise door.Refused(
            f"name the records or files that you read, or write --all {EVERYTHING} if you read the whole book"
        )
    if word and word != EVERYTHING:
        raise door.Refused(f"“--all {word}” confirms nothing; write --all {EVERYTHING} if you read the whole book")
    made, found = door.read(root)
    if made is None:
        door.report(found)
        raise SystemExit(1)
    book = made[0].casebook
    texts = list(book.freshness.texts) if word else [text for name in names for text in _texts(root, book, name)]
    texts = list(dict.fromkeys(texts))
    wrong = confirming.faults(texts, found)
    if wrong:
        door.tell("nothing was confirmed; these files have errors:\n")
        door.report(wrong)
    new = [*book.freshness.unconfirmed, *(one.text for one in book.freshness.stale)]
    fresh = len(set(new) & set(texts))
    contents = confirming.files(book.freshness, texts)
    try:
        confirming.record(root, contents, book.freshness.leftovers if word else ())
    except OSError as error:
        raise door.Refused(f"the confirmation cannot be written: {error}") from None
    door.tell(
        f"{door.count(len(texts), 'text')} confirmed in {door.count(len(contents), 'file')}, {fresh} of them new or changed"
    )


def _texts(root: Path, book: Casebook, name: str) -> list[Text]:
    """The texts that a name means: of a record, else of a file or folder."""
    found = confirming.of_record(book, name)
    if found:
        return found
    path = Path(name)
    if not path.exists():
        known = [*confirming.ids(book), *sorted({str(text.file) for text in book.freshness.texts})]
        hint = problems.did_you_mean(name, known)
        raise door.Refused(f"there is no record, file or folder “{name}”{f'; {hint}' if hint else ''}")
    found = confirming.of_path(book, door.inside(root, path))
    if not found:
        raise door.Refused(f"“{name}” holds no text that stands in every language")
    return found
