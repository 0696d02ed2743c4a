"""A proposal as GitHub renders an answered issue form: each question as a heading, its answer below.

The form's syntax:
https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import docket, markup, source
from generator.casebook import Casebook
from generator.draft import Told
from generator.problems import Location, Problem, Said, said
from generator.proposal import Unfit, propose
from generator.source import Source
from generator.source_addresses import ADDRESS, is_address
from generator.values import PartialDate

HEADING = "### "
NOTHING = "_No response_"
LARGEST = 100_000
BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)、])\s+")
LINK = re.compile(r"\[([^\[\]]*)\]\((https?://[^\s()]+)\)")
AFTER_ADDRESS = re.compile(r"[，。；、（）【】《》“”「」]")

FIELDS = {
    "name": True,
    "short": False,
    "docket": False,
    "jurisdiction": True,
    "court": False,
    "decided": False,
    "parties": False,
    "verdict": True,
    "facts": False,
    "holdings": False,
    "sources": True,
    "confirm": True,
}
"""The questions of the form by their ids, in order, and whether it must be answered. Labels are the words ``issue.<id>``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The lines of an answer, each with its number in the file; none for no answer."""

    at: Location
    lines: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        return " ".join(" ".join(line for _, line in self.lines).split())


def read(
    path: PurePosixPath, data: bytes, book: Casebook, say: Callable[[str, str], str]
) -> tuple[Told | None, tuple[Said, ...], list[Problem]]:
    """What the form tells, notes for whoever goes on with the draft, and every problem with its place in the text.

    Whatever stands in an answer is text. ``say(language, key)`` gives an interface word.
    """
    content, wrong = source.text(path, data[:LARGEST])
    if len(data) > LARGEST:
        at = Location(path)
        return None, (), [Problem(at, said("issue.large", size=len(data), limit=LARGEST))]
    if wrong:
        return None, (), wrong
    page = Source(path, content.replace("\r\n", "\n"), None)
    problems = list(_invisible(page))
    labels = {code: {say(code, f"issue.{id_}"): id_ for id_ in FIELDS} for code in book.languages}
    headings = [line[len(HEADING) :].strip() for line in page.text.split("\n") if line.startswith(HEADING)]
    language = max(book.languages, key=lambda code: sum(heading in labels[code] for heading in headings))
    answers, found = _answers(page, labels[language])
    problems += found
    for id_, needed in FIELDS.items():
        label = say(language, f"issue.{id_}")
        if id_ not in answers:
            problems.append(page.problem(Location(path), said("issue.missing", label=label)))
        elif needed and not answers[id_].lines:
            problems.append(page.problem(answers[id_].at, said("issue.unanswered", label=label)))
    if problems:
        return None, (), problems
    return _told(page, answers, book, language, say)


def _invisible(page: Source) -> Iterator[Problem]:
    """The first invisible character of each line."""
    for number, line in enumerate(page.text.split("\n"), 1):
        for char, name in markup.control_characters(line):
            at = Location(page.path, number, line.index(char) + 1)
            yield page.problem(at, said("issue.invisible", name=name))
            break


def _answers(page: Source, labels: dict[str, str]) -> tuple[dict[str, Answer], list[Problem]]:
    """The answers by the ids of their questions. A heading that is none of the form's is a problem, never an answer."""
    found: dict[str, tuple[Location, list[tuple[int, str]]]] = {}
    problems: list[Problem] = []
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(page.text.split("\n"), 1):
        at = Location(page.path, number)
        if line.startswith(HEADING):
            label = line[len(HEADING) :].strip()
            lines = []
            if label not in labels:
                problems.append(page.problem(at, said("issue.unknown", label=label, known=tuple(labels))))
            elif labels[label] in found:
                first = found[labels[label]][0].line
                problems.append(page.problem(at, said("issue.twice", label=label, line=first)))
            else:
                found[labels[label]] = (at, lines)
        elif line.strip() and not found and not problems:
            problems.append(page.problem(at, said("issue.before")))
        elif line.strip() and line.strip() != NOTHING:
            lines.append((number, line))
    return {id_: Answer(at, tuple(lines)) for id_, (at, lines) in found.items()}, problems


def _told(
    page: Source, answers: dict[str, Answer], book: Casebook, language: str, say: Callable[[str, str], str]
) -> tuple[Told | None, tuple[Said, ...], list[Problem]]:
    problems: list[Problem] = []
    notes: list[Said] = []

    def wrong(id_: str, what: Said) -> None:
        number, line = answers[id_].lines[0]
        at = Location(page.path, number, len(line) - len(line.lstrip()) + 1)
        problems.append(page.problem(at, what))

    def texts(id_: str) -> tuple[dict[str, str], ...]:
        return tuple({language: " ".join(BULLET.sub("", line).split())} for _, line in answers[id_].lines)

    jurisdictions = {word.name[language]: word.id for word in book.vocabulary["jurisdictions"].values()}
    place = answers["jurisdiction"].text
    if place not in jurisdictions and place != say(language, "issue.elsewhere"):
        wrong("jurisdiction", said("issue.choice", answer=place, known=tuple(jurisdictions)))
    jurisdiction = jurisdictions.get(place, "")
    asked = answers["court"].text
    court = _court(book, asked, jurisdiction) if asked else ""
    if asked and not court:
        notes.append(said("note.court", court=asked))
    decided = answers["decided"].text
    if decided:
        try:
            PartialDate.parse(decided)
        except ValueError:
            wrong("decided", said("issue.date", answer=decided))
    number = answers["docket"].text
    if number and not jurisdiction:
        notes.append(said("note.docket", number=number))
        number = ""
    try:
        propose(book, number, jurisdiction, court)
    except Unfit as error:
        if number:
            wrong("docket", said("issue.docket", why=error.said))
        else:
            wrong("court", said("issue.court", why=error.said))
    if problems:
        return None, (), problems
    told = Told(
        names={language: answers["name"].text},
        short=answers["short"].text,
        docket=number,
        jurisdiction=jurisdiction,
        court=court,
        decided=decided,
        parties=tuple(_party(book, text[language], language) for text in texts("parties")),
        verdict={language: answers["verdict"].text},
        facts=texts("facts"),
        holdings=texts("holdings"),
        sources=tuple(_cited(text[language]) for text in texts("sources")),
    )
    return told, tuple(notes), []


def _court(book: Casebook, asked: str, jurisdiction: str) -> str:
    """The court called so in any language of the book."""
    for court in book.all("court"):
        called = {docket.normal(name) for name in (court.id, *court.name.values())}
        if docket.normal(asked) in called and jurisdiction in ("", court.jurisdiction):
            return str(court.id)
    return ""


def _party(book: Casebook, line: str, language: str) -> tuple[str, dict[str, str]]:
    """“Plaintiff: Fox” is a role and a name; a line without a role of the book is a name."""
    head, colon, name = line.replace("：", ":", 1).partition(":")
    for role in book.vocabulary["party_roles"].values():
        if colon and name.strip() and head.strip().casefold() in (role.id, role.name[language].casefold()):
            return role.id, {language: name.strip()}
    return "", {language: line}


def _cited(line: str) -> tuple[str, str]:
    """The title and the address that a line names; what is no address is title."""
    if link := LINK.search(line):
        title = link[1] if link[1] != link[2] else ""
        return " ".join((line[: link.start()] + title + line[link.end() :]).split()), link[2]
    if found := ADDRESS.search(line):
        address = AFTER_ADDRESS.split(found[0])[0].rstrip(".,;:!?)]")
        if is_address(address):
            before, _, after = line.partition(address)
            around = (before.rstrip(" ,;:，：；<([（"), after.lstrip(" ,;.，；。>"))
            return " ".join(" ".join(around).split()), address
    return line, ""
