"""The Markdown tree of one language. Knows nothing of how pages become HTML."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from html import escape as html_escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator import (
    address,
    bibliography,
    checks_page,
    citation,
    contents,
    data,
    derived,
    escape,
    lag_notice,
    metadata,
    packs,
    sheets,
    spreadsheets,
    styles,
    tables,
)
from generator.citation import Citation
from generator.edition import Edition, tongue
from generator.packs import Pack
from generator.page import Page
from generator.records import Source
from generator.reference import GroundOf
from generator.sheets import Sheet
from generator.tongue import Tongue, shorten
from generator.values import Reference


def tree(edition: Edition, code: str) -> dict[PurePosixPath, str]:
    """Every page of one language by its path in the tree."""
    return dict(written(edition, code))


def written(edition: Edition, code: str) -> Iterator[tuple[PurePosixPath, str]]:
    """Every page of one language, one after the other: its path in the tree and its text."""
    speaking = tongue(edition, code)
    shared = {
        **_helpers(speaking),
        "citation": _citation(edition, speaking),
        "explained": checks_page.told(edition.templates, speaking),
    }
    for page in contents.pages(speaking):
        yield page.path, _write(edition, speaking, shared, page)


@cache
def _environment(templates: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(templates / "pages"),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=escape.text,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _write(edition: Edition, tongue: Tongue, shared: dict[str, Any], page: Page) -> str:
    """One page: its front matter, and its template filled in."""
    sheet = Sheet(tongue, page.path)
    cited = citation.of(edition, tongue, page.cites) if page.cites else None
    values = {
        **sheets.context(sheet),
        **shared,
        **_origin(edition, tongue, page),
        "prints": _prints(edition, tongue, page),
        **(_citing(cited, tongue, page) if cited else {}),
        **_files(edition, tongue, page),
        **page.values,
    }
    body = _tidy(_environment(edition.templates).get_template(f"{page.template}.md.j2").render(values))
    if lag_notice.is_due(sheet, page):
        body = lag_notice.under_heading(body, tongue)
    return f"---\n{_front(tongue, page, cited)}---\n\n{body}"


def _citing(cited: Citation, tongue: Tongue, page: Page) -> dict[str, Any]:
    """What the section of a page that says how to cite it is written with; the files' links by name of their format."""

    def offered(id_: str) -> list[tuple[str, str]]:
        return [
            (name, address.file(bibliography.path(id_, tongue.code, ending), tongue.code, page.path))
            for ending, name in bibliography.FORMATS.items()
        ]

    return {
        "citations": styles.groups(cited, tongue.voice),
        "citation_files": offered(cited.case.id),
        "citation_files_of_all": offered(bibliography.ALL),
        "locale": tongue.voice.language.locale.replace("_", "-"),
    }


def _front(tongue: Tongue, page: Page, cited: Citation | None) -> str:
    """Front matter as YAML, each value as JSON; the theme prints it as it stands, so it is escaped for HTML here."""
    front: dict[str, Any] = {
        "title": html_escape(page.title),
        "description": html_escape(shorten(page.description)),
        "hide": ["navigation"] if page.contents else ["navigation", "toc"],
    }
    if page.scripts:
        front["scripts"] = list(page.scripts)
    if cited:
        front["metadata"] = [{"name": name, "content": html_escape(content)} for name, content in metadata.tags(cited)]
        front["linked"] = metadata.linked(cited, tongue)
    if page.searched:
        front["filters"] = [
            {"key": key, "value": html_escape(value)} for key, values in page.filters.items() for value in values
        ]
    else:
        front["unsearched"] = True
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items())


def _origin(edition: Edition, tongue: Tongue, page: Page) -> dict[str, Any]:
    """Where the page's record can be edited, and when it last changed."""
    changed = edition.history.changed.get(PurePosixPath(page.source))
    return {
        "edit": edition.edit_url + page.source,
        "changed": tongue.voice.day(changed.day) if changed else None,
    }


@dataclass(frozen=True, slots=True)
class Offer:
    """One form of a pack as a page offers it: what the link says and in which language, where it leads, how much it is."""

    label: str
    tag: str
    href: str
    extent: str
    day: str


def _prints(edition: Edition, tongue: Tongue, page: Page) -> Callable[[Pack], list[Offer]]:
    """For each page: the forms in which a pack was printed, none in a preview."""
    languages = {one.code: one for one in edition.casebook.book.languages}
    say, voice = tongue.voice.say, tongue.voice

    def offers(pack: Pack) -> list[Offer]:
        found = []
        for form in packs.forms(edition.casebook):
            file = packs.file_name(pack, form)
            made = edition.prints.get(file)
            if made is not None:
                href = address.file(PurePosixPath("packs", file), tongue.code, page.path)
                extent = say("packs.extent", pages=made.pages, size=voice.bytes(made.size))
                day = voice.day(made.day) if made.day else ""
                one = languages.get(form, voice.language)
                label = one.name if form in languages else say("packs.both")
                found.append(Offer(label, one.html, href, extent, day))
        return found

    return offers


def _files(edition: Edition, tongue: Tongue, page: Page) -> dict[str, Any]:
    """How a page offers files that stand beside the languages: a link, with the file's size once it was made."""
    say = tongue.voice.say

    def take(path: PurePosixPath, label: str, about: str = "") -> Markup:
        href = address.file(path, tongue.code, page.path)
        named = Markup(' aria-label="{}"').format(escape.text(f"{about}, {label}")) if about else ""
        size = edition.exported.get(path)
        extent = Markup(' <span class="note">{}</span>').format(escape.text(tongue.voice.bytes(size))) if size else ""
        link = Markup('<a href="{}"{}>{}</a>').format(escape.text(href), named, escape.text(label))
        return Markup('<span class="offer">{}{}</span>').format(link, extent)

    def table(name: str) -> Markup:
        """Both forms of a table, for the foot of the page that shows it."""
        if name not in tables.names(tongue.casebook):
            return Markup()
        title = say(f"tables.{name}")
        forms = [take(spreadsheets.file(name, tongue.code, form), form.upper(), title) for form in spreadsheets.FORMS]
        label = escape.text(say("data.table"))
        return Markup('<p class="downloads" data-pagefind-ignore="all"><span class="label">{}</span> {}</p>').format(
            label, Markup(" ").join(forms)
        )

    return {"take": take, "table_files": table}


def _citation(edition: Edition, tongue: Tongue) -> str:
    """How the book is cited: its title, and the version that the data carries too."""
    made, title = data.version(edition), tongue.casebook.book.title[tongue.code]
    if not made:
        return tongue.voice.say("data.citation_undated", title=title)
    day = tongue.voice.day(datetime.date.fromisoformat(made["date"]))
    key = "data.citation_changed" if "uncommitted_changes" in made else "data.citation"
    return tongue.voice.say(key, title=title, date=day, commit=made["version"][:10])


def _helpers(tongue: Tongue) -> dict[str, Any]:
    """What every template may use beside its own values and its sheet's."""
    book = tongue.casebook

    def sign_and_word(vocabulary: str, id_: str) -> str:
        entry = book.word(vocabulary, id_)
        return f"{entry.sign or ''} {entry.name[tongue.code]}".strip()

    return {
        "roles": list(book.vocabulary["roles"].values()),
        "role_page": lambda id_: str(address.role_page(id_)),
        "case_page": lambda id_: str(address.page("case", id_)),
        "topic_page": lambda id_: str(address.page("topic", id_)),
        "law_page": lambda id_: str(address.page("law", id_)),
        "here": lambda label, anchor: Markup("[{}](#{})").format(escape.text(label), anchor),
        "host": lambda url: urlsplit(url).hostname or url,
        "urls": _urls,
        "language_name": tongue.voice.language_name,
        "unsettled": partial(derived.unsettled, book),
        "refs_of": _refs,
        "authorities": partial(derived.authorities, book),
        "is_lead": lambda ref: derived.is_lead(book, Reference.parse(ref)),
        "lessons_for": partial(derived.lessons_for, book),
        "findings": lambda factor: list(derived.findings(book, factor)),
        "decided_on": tongue.decided_on,
        "event_text": tongue.event,
        "is_coming": derived.is_coming,
        "is_to_come": derived.is_to_come,
        "finding_anchor": address.finding,
        "decision_pack": packs.decision,
        "percent": tongue.voice.percent,
        "sign_and_word": sign_and_word,
    }


def _urls(source: Source) -> list[str]:
    return ([source.url] if source.url else []) + source.also


def _refs(grounds: Iterable[GroundOf]) -> list[str]:
    return [ground.ref for ground in grounds]


def _tidy(body: str) -> str:
    """No runs of blank lines and no spaces at line ends; the same page whatever the templates' own layout."""
    lines: list[str] = []
    for line in body.split("\n"):
        line = line.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"
