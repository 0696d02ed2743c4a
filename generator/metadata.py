"""What a page says of itself to programs: tags that reference managers read, and linked data (JSON-LD, schema.org)."""

from __future__ import annotations

import json
from typing import Any

from generator.citation import Citation, Decision
from generator.tongue import Tongue


def tags(citation: Citation) -> list[tuple[str, str]]:
    """Names and contents of ``meta`` elements, about the page and not about the decision it tells of.

    Highwire's names and Dublin Core's are the two that Zotero's translator “Embedded Metadata” reads. It takes ``citation_title``
    alone for a journal article and believes ``DC.type`` where that is one of its own types, hence ``webpage``. It takes
    an author with a comma for a name already in order, so a comma at the end keeps a body's name whole.
    """
    page = citation.page
    found = [
        ("citation_title", page.name),
        ("citation_author", f"{page.book},"),
        ("citation_publisher", page.book),
        ("citation_language", page.language),
        ("citation_public_url", page.url),
        ("DC.title", page.name),
        ("DC.creator", page.book),
        ("DC.publisher", page.book),
        ("DC.type", "webpage"),
        ("DC.language", page.language),
        ("DC.identifier", page.url),
        ("DC.rights", page.licence),
    ]
    if page.changed:
        day = page.changed.isoformat()
        found += [("citation_publication_date", day.replace("-", "/")), ("DC.date", day)]
    return found


def linked(citation: Citation, tongue: Tongue) -> str:
    """The page as JSON-LD, written so that it can stand inside a script element.

    schema.org has no type for a court's decision: ``Legislation`` is what a legislator makes, and nothing else comes near. So a
    decision is a ``CreativeWork`` that the page is about. The sources are named by their addresses; the page has the rest.
    """
    page = citation.page
    body = {"@type": "Organization", "name": page.book}
    data = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": page.url,
        "url": page.url,
        "name": page.name,
        "inLanguage": page.language,
        "isPartOf": {"@type": "WebSite", "name": page.book},
        "author": body,
        "publisher": body,
        "license": page.licence,
        "about": [_decision(one) for one in citation.decisions],
        "isBasedOn": [source.url or f"{page.url}#source-{source.id}" for source in citation.case.sources],
    }
    if page.changed:
        data["dateModified"] = page.changed.isoformat()
    written = json.dumps(data, ensure_ascii=False)
    return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _decision(one: Decision) -> dict[str, Any]:
    work: dict[str, Any] = {
        "@type": "CreativeWork",
        "name": one.name,
        "creator": {"@type": "Organization", "name": one.court},
    }
    if one.docket:
        work["identifier"] = one.docket
    if one.date:
        work["dateCreated"] = str(one.date)
    return work
