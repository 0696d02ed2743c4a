"""Citations for programs: BibTeX, RIS and CSL-JSON, a file per decision and language and one over all of them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from generator import citation, derived
from generator.citation import Citation, Decision, Told
from generator.edition import Edition, tongue
from generator.values import PartialDate
from generator.voice import Voice

FOLDER = "cite"
ALL = "all"
FORMATS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "#$%&_"},
}
Fields = list[tuple[str, str]]


def path(id_: str, language: str, ending: str) -> PurePosixPath:
    """The place of a file below the site: of one decision, or of all of them under ``ALL``."""
    return PurePosixPath(FOLDER, f"{id_}.{language}.{ending}")


def files(edition: Edition) -> dict[PurePosixPath, bytes]:
    """Every file of every language."""
    made = {}
    for code in edition.casebook.languages:
        speaking = tongue(edition, code)
        cited = [citation.of(edition, speaking, case) for case in derived.newest_first(edition.casebook)]
        for id_, some in [*((one.case.id, [one]) for one in cited), (ALL, cited)]:
            for ending, text in (
                ("bib", bibtex(some, speaking.voice)),
                ("ris", ris(some)),
                ("json", csl(some, speaking.voice)),
            ):
                made[path(id_, code, ending)] = text.encode("utf-8")
    return made


def bibtex(citations: Iterable[Citation], voice: Voice) -> str:
    """Entries of the type ``misc``, which every style knows; capitals are kept by a second pair of braces.

    A year that is not known is said to be so, since styles complain of an entry without one.
    """
    entries = []
    for one in citations:
        for decision in one.decisions:
            fields = [("author", f"{{{_tex(decision.court)}}}"), ("title", f"{{{_tex(decision.name)}}}")]
            fields += [("howpublished", _tex(decision.docket))] if decision.docket else []
            fields += _tex_date(decision.date, voice)
            fields += [("language", decision.language), ("note", _tex(decision.note))]
            entries.append(_entry(decision.key, fields))
        page = one.page
        fields = [("author", f"{{{_tex(page.book)}}}"), ("title", f"{{{_tex(page.name)}}}")]
        fields += [("url", _url(page.url)), *_tex_date(_partial(page.changed), voice), ("language", page.language)]
        entries.append(_entry(page.key, fields))
    return "\n".join(entries)


def _entry(key: str, fields: Fields) -> str:
    """One entry; a month is the name of a string that every style defines, so it stands without braces."""
    lines = [f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}" for name, value in fields]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _tex(value: str) -> str:
    """Words for TeX: what it would read as a command is written out, and braces stay in pairs."""
    return "".join(TEX.get(char, char) for char in value)


def _url(value: str) -> str:
    """An address, which BibTeX's readers take as it stands; only what would end the field is coded."""
    return value.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _tex_date(date: PartialDate | None, voice: Voice) -> Fields:
    if date is None:
        return [("year", _tex(voice.say("cite.no_date")))]
    fields = [("year", f"{date.year:04d}")]
    fields += [("month", MONTHS[date.month - 1])] if date.month else []
    return fields + ([("day", str(date.day))] if date.day else [])


def ris(citations: Iterable[Citation]) -> str:
    """Records with the tags that reference managers share; lines end as the format asks, and no value holds a line's end.

    An author that is a body ends in a comma, so that no program splits it into given and family name.
    """
    records = []
    for one in citations:
        records += [_ris_decision(decision) for decision in one.decisions]
        page = one.page
        fields = [("TY", "ELEC"), ("ID", page.key), ("AU", f"{page.book},"), ("TI", page.name), ("T2", page.book)]
        fields += [*_ris_date(_partial(page.changed)), ("LA", page.language), ("UR", page.url)]
        records.append(fields)
    return "\r\n".join("".join(f"{tag}  - {value}\r\n" for tag, value in [*fields, ("ER", "")]) for fields in records)


def _ris_decision(one: Decision) -> Fields:
    """A case: PB is the court, SV the docket number, DA the date of the decision."""
    fields = [("TY", "CASE"), ("ID", one.key), ("TI", one.name), ("PB", one.court)]
    fields += [("SV", one.docket)] if one.docket else []
    return [*fields, *_ris_date(one.date), ("LA", one.language), ("N1", one.note)]


def _ris_date(date: PartialDate | None) -> Fields:
    """Year/month/day/other, what is not known left out between the strokes."""
    if date is None:
        return []
    month, day = f"{date.month:02d}" if date.month else "", f"{date.day:02d}" if date.day else ""
    return [("PY", f"{date.year:04d}"), ("DA", f"{date.year:04d}/{month}/{day}/")]


def csl(citations: Iterable[Citation], voice: Voice) -> str:
    """CSL-JSON, version 1.0.2; a processor says “n.d.” itself where there is no date."""
    items = []
    for one in citations:
        items += [_csl_decision(decision, voice) for decision in one.decisions]
        items.append(_csl_page(one.page))
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _csl_decision(one: Decision, voice: Voice) -> dict[str, Any]:
    item: dict[str, Any] = {"id": one.key, "type": "legal_case", "title": one.name, "authority": one.court}
    if one.docket:
        item["number"] = one.docket
    item |= _csl_date(one.date)
    if one.pending:
        item["status"] = voice.say("cite.pending")
    return item | {"jurisdiction": one.jurisdiction, "language": one.language, "note": one.note}


def _csl_page(page: Told) -> dict[str, Any]:
    item = {"id": page.key, "type": "webpage", "title": page.name, "container-title": page.book}
    rest = {"author": [{"literal": page.book}], "URL": page.url, "language": page.language}
    return {**item, **_csl_date(_partial(page.changed)), **rest}


def _csl_date(date: PartialDate | None) -> dict[str, Any]:
    parts = [part for part in (date.year, date.month, date.day) if part] if date else []
    return {"issued": {"date-parts": [parts]}} if parts else {}


def _partial(day: datetime.date | None) -> PartialDate | None:
    return PartialDate(day.year, day.month, day.day) if day else None
