"""``casebook new``: Start the file of a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import click

from generator import door, draft, drafting, issue, messages, reports, words
from generator.casebook import Casebook
from generator.draft import Told
from generator.loading import Loaded
from generator.obstacles import obstacle
from generator.problems import Said, said
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
    loaded, book = door.loaded(root, form)
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
    notes: tuple[Said, ...] = ()
    try:
        if from_issue is not None:
            if asked != Told(level=level, short=short):
                raise door.Refused(said("new.from-issue"))
            told, notes, found = issue.read(_shown(root, from_issue), _read(from_issue), book, say)
            door.report(found, form)
            assert told is not None
            asked = replace(told, level=level, short=short or told.short)
        elif not names:
            asked, id_ = _interview(loaded, book, asked, id_)
        drafted = drafting.prepare(loaded, book, asked, id_, say, _voices(book), notes)
    except Unfit as error:
        raise door.Refused(error.said) from None
    door.report([replace(one, severity="warning") for one in drafted.alike] if even_so else drafted.alike, form)
    _save(root, drafted)
    for note in notes:
        door.tell(said("note.told", note=note))
    door.tell(said("new.done", path=str(drafted.path), blanks=drafted.blanks))


def _save(root: Path, drafted: drafting.Drafted) -> None:
    try:
        draft.save(root / drafted.path, drafted.text)
    except FileExistsError:
        raise door.Refused(said("new.there", path=str(drafted.path))) from None
    except OSError as error:
        raise door.Refused(said("refused.unwritten", path=str(drafted.path), why=obstacle(error))) from None


def _voices(book: Casebook) -> list[messages.Messages]:
    """The messages in the languages of the book, as far as there are any; where there are none, the usual ones."""
    known = messages.languages(door.TEMPLATES)
    own = [code for code in book.languages if code in known] or [messages.FIRST]
    return [messages.load(door.TEMPLATES, code) for code in own]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise door.Refused(said("refused.unread", path=str(path), why=obstacle(error))) from None


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
        raise door.Refused(said("new.party", text=text, role=next(iter(book.vocabulary["party_roles"]))))
    return role.strip(), dict([_by_language(book, name)])


def _interview(loaded: Loaded, book: Casebook, told: Told, id_: str) -> tuple[Told, str]:
    """Ask for what the options did not tell; what the docket number tells is proposed, not asked."""
    names = {word: " / ".join(entry.name.values()) for word, entry in book.vocabulary["jurisdictions"].items()}
    levels = {word: " / ".join(entry.name.values()) for word, entry in book.vocabulary["instance_levels"].items()}
    roles = {word: " / ".join(entry.name.values()) for word, entry in book.vocabulary["party_roles"].items()}
    courts = {court.id: " / ".join(court.name.values()) for court in book.all("court")}
    propose(book, told.docket, told.jurisdiction, told.court, told.level)
    while not told.docket:
        number = _ask(said("ask.docket"))
        if not number:
            break
        try:
            propose(book, number, told.jurisdiction, told.court, told.level)
            told = replace(told, docket=number)
        except Unfit as error:
            door.tell(error.said)
    known = propose(book, told.docket, told.jurisdiction, told.court, told.level)
    if aloud := known.aloud.get(door.language(book, None)):
        click.echo(f"{known.docket}: {aloud}", err=True)
    for note in known.notes:
        door.tell(said("note.told", note=note))
    if not known.jurisdiction:
        told = replace(told, jurisdiction=_choose(said("ask.where"), names, list(names)))
        known = propose(book, told.docket, told.jurisdiction, told.court, told.level)
    if not known.court and known.courts:
        told = replace(told, court=_choose(said("ask.court"), courts, known.courts))
    if not known.level:
        told = replace(told, level=_choose(said("ask.level"), levels, known.levels))
    for language in book.book.languages:
        while not told.names.get(language.code):
            name = _ask(said("ask.name", language=language.name))
            if name:
                told = replace(told, names=told.names | {language.code: name})
            elif told.names or language != book.book.languages[-1]:
                break
    while name := _ask(said("ask.party")):
        role = _choose(said("ask.role"), roles, list(roles))
        told = replace(told, parties=(*told.parties, (role, dict([_by_language(book, name)]))))
    while address := _ask(said("ask.source")):
        told = replace(told, sources=(*told.sources, ("", address)))
    known = propose(book, told.docket, told.jurisdiction, told.court, told.level)
    while not id_:
        try:
            proposed = drafting.choose_id(loaded, book, told, known)
        except Unfit:
            proposed = ""
        typed = _ask(said("ask.id"), proposed or None)
        try:
            id_ = drafting.choose_id(loaded, book, told, known, typed)
        except Unfit as error:
            door.tell(error.said)
    return told, id_


def _ask(what: Said, proposed: str | None = "") -> str:
    """An answer, or where Enter was pressed what is proposed; with None, Enter is no answer."""
    suffix = door.say(said("ask.suffix"))
    typed = click.prompt(door.say(what), proposed, prompt_suffix=suffix, show_default=bool(proposed), err=True)
    return str(typed).strip()


def _choose(what: Said, names: dict[str, str], among: Sequence[str]) -> str:
    """One of some words by its number or itself; “” for none of them."""
    click.echo(f"{door.say(what)}{door.say(said('ask.suffix'))}".rstrip(), err=True)
    for number, word in enumerate(among, 1):
        click.echo(f"{number:>3}  {word}  {names[word]}", err=True)
    while True:
        typed = _ask(said("ask.number"))
        if not typed or typed in among:
            return typed
        if typed.isdecimal() and 1 <= int(typed) <= len(among):
            return among[int(typed) - 1]
        door.tell(said("ask.among", most=len(among)))
