"""``casebook confirm``: Record that texts were read and say the same in every language."""

from __future__ import annotations

from pathlib import Path

import click

from generator import confirming, door
from generator.casebook import Casebook
from generator.freshness import Text
from generator.obstacles import obstacle
from generator.problems import nearest, said

EVERYTHING = "everything"


@click.command()
@click.argument("names", nargs=-1, metavar="ID|PATH…")
@click.option("--all", "word", metavar=EVERYTHING, help="Every text of the book; the word has to be written out.")
@click.pass_obj
def confirm(root: Path, names: tuple[str, ...], word: str | None) -> None:
    """Record that you read the texts of records (by id), files or folders in every language, and that they say the same."""
    if bool(names) == bool(word):
        raise door.Refused(said("confirm.which", word=EVERYTHING))
    if word and word != EVERYTHING:
        raise door.Refused(said("confirm.word", typed=word, word=EVERYTHING))
    made, found = door.read(root)
    if made is None:
        door.report(found)
        raise SystemExit(1)
    book = made[0].casebook
    texts = list(book.freshness.texts) if word else [text for name in names for text in _texts(root, book, name)]
    texts = list(dict.fromkeys(texts))
    wrong = confirming.faults(texts, found)
    if wrong:
        door.tell(said("confirm.errors"))
        door.report(wrong)
    new = [*book.freshness.unconfirmed, *(one.text for one in book.freshness.stale)]
    fresh = len(set(new) & set(texts))
    contents = confirming.files(book.freshness, texts)
    try:
        confirming.record(root, contents, book.freshness.leftovers if word else ())
    except OSError as error:
        raise door.Refused(said("confirm.unwritten", why=obstacle(error))) from None
    door.tell(said("confirm.done", texts=len(texts), files=len(contents), fresh=fresh))


def _texts(root: Path, book: Casebook, name: str) -> list[Text]:
    """The texts that a name means: of a record, else of a file or folder."""
    found = confirming.of_record(book, name)
    if found:
        return found
    path = Path(name)
    if not path.exists():
        known = [*confirming.ids(book), *sorted({str(text.file) for text in book.freshness.texts})]
        if close := nearest(name, known):
            raise door.Refused(said("confirm.close", name=name, close=close))
        raise door.Refused(said("confirm.absent", name=name))
    found = confirming.of_path(book, door.inside(root, path))
    if not found:
        raise door.Refused(said("confirm.no-text", name=name))
    return found
