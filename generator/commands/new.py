"""``casebook new``: Start the file of a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

import click

from generator import door, draft, drafting, issue, loading, reports, words
from generator.casebook import Casebook
from generator.draft import Told
from generator.loading import Loaded
from generator.proposal import Unfit, propose


@click.command()
@click.option("--name", "names", multiple=True, metavar="[LANG=]TEXT", help="What the case is called; once a language.")
@click.option("--docket", default="", help="The docket number, in any brackets; court and level follow from it.")
@click.option("--jurisdiction", default="", help="Where; follows from the docket number or the court.")
@click.option("--court", default="", help="The id of the court, where the docket number does not tell it.")
@click.option("--level", default="", help="The instance, where the docket number does not tell it.")
@click.option("--party", "parties", multiple=True, metavar="ROLE=[LANG=]NAME", help="A party as published; repeatable.")
@click.option("--source", "sources", multiple=True, metavar="URL", help="The address of a source; repeatable.")
@click.option("--decided", default="", help="The date of the decision: a day, a month or a year.")
@click.option("--short", default="", help="The short name that the id is made of (default: the name).")
@click.option("--id", "id_", default="", help="The id, and the file's name, instead of one made from court and name.")
@click.option("--from-issue", type=click.Path(dir_okay=False, path_type=Path), help="The text of an answered form.")
@click.option("--even-so", is_flag=True, help="Write the file although another record may tell the same dispute.")
@door.form_option
@click.pass_obj
def new(
    root: Path,
    names: tuple[str, ...],
    docket: str,
    jurisdiction: str,
    court: str,
    level: str,
    parties: tuple[str, ...],
    sources: tuple[str, ...],
    decided: str,
    short: str,
    id_: str,
    from_issue: Path | None,
    even_so: bool,
    form: reports.Form,
) -> None:
    """Start cases/ID.yml for a decision, with a blank for everything still to be written. Asks, unless told by options."""
    loaded = loading.load(root)
    book = loaded.casebook
    if book is None:
        door.report(sorted(loaded.problems), form)
        raise AssertionError("a book that cannot be read has problems")
    interface = words.unchecked(door.TEMPLATES, root, book.languages)

    def say(language: str, key: str) -> str:
        return interface[language].get(key, "")

    asked = Told(
        dict(_by_language(book, name) for name in names),
        docket,
        jurisdiction,
        court,
        level,
        decided,
        short,
        tuple(_party(book, party) for party in parties),
        sources=tuple(("", address) for address in sources),
    )
    notes: tuple[str, ...] = ()
    try:
        if from_issue is not None:
            if asked != Told(level=level, short=short):
                raise door.Refused(
                    "--from-issue reads all but --level, --short and --id from the form; leave the rest out"
                )
            told, notes, found = issue.read(_shown(root, from_issue), _read(from_issue), book, say)
            door.report(found, form)
            assert told is not None
            asked = replace(told, level=level, short=short or told.short)
        elif not names:
            asked, id_ = _interview(loaded, book, asked, id_)
        drafted = drafting.prepare(loaded, book, asked, id_, say, notes)
    except Unfit as error:
        raise door.Refused(str(error)) from None
    door.report([replace(one, severity="warning") for one in drafted.alike] if even_so else drafted.alike, form)
    try:
        draft.save(root / drafted.path, drafted.text)
    except FileExistsError:
        raise door.Refused(f"“{drafted.path}” is there already; choose another --id") from None
    except OSError as error:
        raise door.Refused(f"“{drafted.path}” cannot be written: {error.strerror}") from None
    for note in notes:
        door.tell(f"note      {note}")
    door.tell(
        f"{drafted.path}: {door.count(drafted.blanks, 'blank')} to fill; casebook check {drafted.path} lists them"
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise door.Refused(f"“{path}” cannot be read: {error.strerror}") from None


def _shown(root: Path, path: Path) -> PurePosixPath:
    """How problems name the file: from the book's root if it lies there, else as it was given."""
    full = path.resolve()
    return PurePosixPath((full.relative_to(root) if full.is_relative_to(root) else path).as_posix())


def _by_language(book: Casebook, text: str) -> tuple[str, str]:
    code, equals, rest = text.partition("=")
    return (code, rest.strip()) if equals and code in book.languages else (book.languages[0], text.strip())


def _party(book: Casebook, text: str) -> tuple[str, dict[str, str]]:
    role, equals, name = text.partition("=")
    if not equals or not name.strip():
        raise door.Refused(
            f"“{text}” names no party; ROLE=NAME, for example {next(iter(book.vocabulary['party_roles']))}=…"
        )
    return role.strip(), dict([_by_language(book, name)])


def _interview(loaded: Loaded, book: Casebook, told: Told, id_: str) -> tuple[Told, str]:
    """Ask for what the options did not tell; what the docket number tells is proposed, not asked."""
    ask = partial(click.prompt, default="", show_default=False, err=True)
    names = {word: " / ".join(entry.name.values()) for word, entry in book.vocabulary["jurisdictions"].items()}
    levels = {word: " / ".join(entry.name.values()) for word, entry in book.vocabulary["instance_levels"].items()}
    roles = {word: " / ".join(entry.name.values()) for word, entry in book.vocabulary["party_roles"].items()}
    courts = {court.id: " / ".join(court.name.values()) for court in book.all("court")}
    propose(book, told.docket, told.jurisdiction, told.court, told.level)
    while not told.docket:
        number = ask("Docket number (Enter if there is none)")
        if not number:
            break
        try:
            propose(book, number, told.jurisdiction, told.court, told.level)
            told = replace(told, docket=number)
        except Unfit as error:
            door.tell(str(error))
    known = propose(book, told.docket, told.jurisdiction, told.court, told.level)
    if known.aloud:
        door.tell(f"{known.docket}: {known.aloud}")
    for note in known.notes:
        door.tell(f"note      {note}")
    if not known.jurisdiction:
        told = replace(told, jurisdiction=_choose("Where", names, list(names)))
        known = propose(book, told.docket, told.jurisdiction, told.court, told.level)
    if not known.court and known.courts:
        told = replace(told, court=_choose("Court", courts, known.courts))
    if not known.level:
        told = replace(told, level=_choose("Instance", levels, known.levels))
    for language in book.book.languages:
        while not told.names.get(language.code):
            name = ask(f"What the case is called, in {language.name} (Enter to leave it open)").strip()
            if name:
                told = replace(told, names=told.names | {language.code: name})
            elif told.names or language != book.book.languages[-1]:
                break
    while name := ask("Name of a party, as published (Enter to go on)").strip():
        role = _choose("Role", roles, list(roles))
        told = replace(told, parties=(*told.parties, (role, dict([_by_language(book, name)]))))
    while address := ask("Address of a source (Enter to go on)").strip():
        told = replace(told, sources=(*told.sources, ("", address)))
    known = propose(book, told.docket, told.jurisdiction, told.court, told.level)
    while not id_:
        try:
            proposed = drafting.choose_id(loaded, book, told, known)
        except Unfit:
            proposed = ""
        typed = click.prompt("Id, also the name of the file", default=proposed or None, err=True)
        try:
            id_ = drafting.choose_id(loaded, book, told, known, typed)
        except Unfit as error:
            door.tell(str(error))
    return told, id_


def _choose(what: str, names: dict[str, str], among: Sequence[str]) -> str:
    """One of some words by its number or itself; “” for none of them."""
    door.tell(f"{what}:")
    for number, word in enumerate(among, 1):
        door.tell(f"{number:>3}  {word}  {names[word]}")
    while True:
        typed = click.prompt("Number, or Enter to leave it open", default="", show_default=False, err=True).strip()
        if not typed or typed in among:
            return str(typed)
        if typed.isdecimal() and 1 <= int(typed) <= len(among):
            return among[int(typed) - 1]
        door.tell(f"1 to {len(among)}, or Enter")
