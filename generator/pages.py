"""The Markdown tree of one language: which pages there are and what each shows. Knows nothing of how they become HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from html import escape as html_escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator import address, derived, docket, escape, sheets
from generator.casebook import Casebook
from generator.checks import CODES
from generator.history import History
from generator.records import Case, Instance, Source
from generator.reference import GroundOf, Law
from generator.sheets import Sheet, Tongue
from generator.terms import Terms, Usage
from generator.voice import Voice
from generator.words import Words

FILTERS = ("kind", "jurisdiction", "court", "question", "stage", "outcome")
MARKED = ("verification_levels", "translation_states", "statuses", "findings", "authorities")


@dataclass(frozen=True)
class Edition:
    """What all pages of all languages share beside the book itself."""

    casebook: Casebook
    usage: Usage
    words: dict[str, Words]
    history: History
    edit_url: str
    templates: Path


def tree(edition: Edition, code: str) -> dict[PurePosixPath, str]:
    """Every page of one language by its path in the tree."""
    return _Writer(edition, code).write()


class _Writer:
    """Writes the pages of one language."""

    def __init__(self, edition: Edition, code: str) -> None:
        self.edition = edition
        self.book = edition.casebook
        language = next(one for one in self.book.book.languages if one.code == code)
        self.code = code
        self.voice = Voice(language, edition.words[code])
        used = frozenset(edition.usage.by_term)
        self.tongue = Tongue(self.book, self.voice, Terms(self.book.all("term"), code), used)
        self.environment = Environment(
            loader=FileSystemLoader(edition.templates / "pages"),
            undefined=StrictUndefined,
            autoescape=True,
            finalize=escape.text,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.newest = derived.newest_first(self.book)
        self.roles = list(self.book.vocabulary["roles"].values())

    def write(self) -> dict[PurePosixPath, str]:
        book, say = self.book, self.voice.say
        pages = {
            "index.md": self._home(),
            "cases/index.md": self._page(
                "cases", "cases/index.md", say("cases.title"), say("cases.description", count=len(self.newest)), cases=self.newest
            ),
            "checklist/index.md": self._page(
                "checklist",
                "checklist/index.md",
                say("checklist.title"),
                say("checklist.description", count=len(book.all("item"))),
                kind="item",
                authority_kinds=sorted(book.vocabulary["authorities"].values(), key=lambda entry: entry.rank or 0),
            ),
            "factors.md": self._factors(),
            "laws/index.md": self._laws(),
            "courts.md": self._courts(),
            "glossary.md": self._glossary(),
            "checks.md": self._page("checks", "checks.md", say("checks.title"), say("checks.description"), codes=CODES),
            "about.md": self._about(),
            "search.md": self._page(
                "search", "search.md", say("search.title"), say("search.description"), search_words=Markup(self._search_words()), searched=False
            ),
        }
        for role in self.roles:
            path = str(address.role_page(role.id))
            title = say("checklist.role_title", role=role.name[self.code])
            description = say("checklist.role_description", role=role.name[self.code])
            pages[path] = self._page("role", path, title, description, kind="item", role=role, groups=derived.items_for(book, role.id), searched=False)
        for case in self.newest:
            pages[f"cases/{case.id}.md"] = self._case(case)
        for law in book.all("law"):
            pages[f"laws/{law.id}.md"] = self._law(law)
        return {PurePosixPath(path): text for path, text in pages.items()}

    def _page(
        self,
        template: str,
        path: str,
        title: str,
        description: str,
        kind: str = "page",
        filters: dict[str, Iterable[str]] | None = None,
        searched: bool = True,
        **values: Any,
    ) -> str:
        sheet = Sheet(self.tongue, PurePosixPath(path))
        facts = {"kind": [self.voice.say(f"kind.{kind}")], **(filters or {})}
        front: dict[str, Any] = {
            "title": html_escape(title),
            "description": html_escape(sheets.shorten(description)),
            "hide": ["navigation"],
        }
        if searched:
            front["filters"] = [{"key": key, "value": html_escape(value)} for key in FILTERS for value in facts.get(key, ())]
        else:
            front["unsearched"] = True
        head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items())
        context = {**sheets.context(sheet), **self._context(sheet), **values}
        body = self.environment.get_template(f"{template}.md.j2").render(context)
        return f"---\n{head}---\n\n{_tidy(body)}"

    def _context(self, sheet: Sheet) -> dict[str, Any]:
        """What every template may use beside its own values and its sheet's."""
        book = self.book
        return {
            "roles": self.roles,
            "role_page": lambda id_: str(address.role_page(id_)),
            "case_page": lambda id_: str(address.page("case", id_)),
            "law_page": lambda id_: str(address.page("law", id_)),
            "here": lambda label, anchor: Markup("[{}](#{})").format(escape.text(label), anchor),
            "host": lambda url: urlsplit(url).hostname or url,
            "urls": _urls,
            "language_name": self.voice.language_name,
            "unsettled": partial(derived.unsettled, book),
            "refs_of": _refs,
            "authorities": partial(derived.authorities, book),
            "lessons_for": partial(derived.lessons_for, book),
            "findings": lambda factor: list(derived.findings(book, factor)),
            "decided_on": self._decided_on,
            "sign_and_word": self._sign_and_word,
        }

    def _decided_on(self, case: Case) -> str:
        event = derived.decided(self.book, case)
        return self.voice.date(event.date) if event else self.voice.say("cases.not_decided_date")

    def _sign_and_word(self, vocabulary: str, id_: str) -> str:
        entry = self.book.word(vocabulary, id_)
        return f"{entry.sign or ''} {entry.name[self.code]}".strip()

    def _home(self) -> str:
        counts = {}
        for role in self.roles:
            groups = derived.items_for(self.book, role.id)
            counts[role.id] = (len(next(iter(groups.values()), [])), sum(map(len, groups.values())))
        return self._page(
            "index",
            "index.md",
            self.book.book.title[self.code],
            self.book.book.description[self.code],
            prose=Markup(self.book.prose[self.code].get("index", "")),
            cases=self.newest,
            role_counts=counts,
        )

    def _case(self, case: Case) -> str:
        book = self.book
        path = f"cases/{case.id}.md"
        ordered = derived.instances(book, case)
        levels = {i.id: book.word("instance_levels", i.level).name[self.code] for i in case.instances}
        filters = {
            "jurisdiction": [book.word("jurisdictions", case.jurisdiction).name[self.code]],
            "court": [book.get("court", i.court).name[self.code] for i in ordered],
            "question": [book.word("questions", q).name[self.code] for q in case.questions],
            "stage": [book.word("stages", s).name[self.code] for s in case.stages],
            "outcome": [book.word("outcomes", i.outcome).name[self.code] for i in ordered if i.outcome],
        }
        return self._page(
            "case",
            path,
            case.name[self.code],
            self.tongue.plain(case.summary),
            kind="case",
            filters={key: list(dict.fromkeys(values)) for key, values in filters.items()},
            case=case,
            instances=ordered,
            level_of=lambda id_: levels[id_],
            aloud=self._aloud,
            sums=derived.sums(case),
            sum_text=lambda one: self._sum_text(one, levels),
            holdings_by_stage=self._by_stage(case),
            **self._file(f"cases/{case.id}.yml"),
        )

    def _file(self, path: str) -> dict[str, Any]:
        changed = self.edition.history.changed.get(PurePosixPath(path))
        date = None
        if changed is not None:
            date = self.voice.day(changed)
        return {"changed": date, "edit": self.edition.edit_url + path}

    def _by_stage(self, case: Case) -> list[tuple[str, list[Any]]]:
        """Holdings under the first stage they name, in the order of the stages; those on no stage come first."""
        order = ["", *self.book.vocabulary["stages"]]
        groups = [(stage, [h for h in case.holdings if (h.stages or [""])[0] == stage]) for stage in order]
        return [(stage, holdings) for stage, holdings in groups if holdings]

    def _aloud(self, instance: Instance) -> str:
        """The docket number in words; as typed where its jurisdiction has no grammar."""
        court = self.book.get("court", instance.court)
        grammar = next((g for g in self.book.all("grammar") if g.jurisdiction == court.jurisdiction), None)
        found = docket.parse(instance.docket or "", grammar) if grammar else None
        return docket.aloud(found, grammar, court.name[self.code], self.code) if found and grammar else instance.docket or ""

    def _sum_text(self, one: derived.Sum, levels: dict[str, str]) -> str:
        say, money = self.voice.say, self.voice.money
        claimed = money(one.claimed)
        if one.awarded:
            paid = self.voice.join(say("case.awarded_in", text=money(m), instance=levels[i]) for i, m in one.awarded)
            text = say("case.claimed_awarded", claimed=claimed, awarded=paid)
        else:
            text = say("case.claimed_nothing" if one.settled else "case.claimed_only", claimed=claimed)
        return say("site.label", label=levels[one.raised], value=text)

    def _factors(self) -> str:
        say, book = self.voice.say, self.book
        found = [case for case in self.newest if case.factor_findings]
        return self._page("factors", "factors.md", say("factors.title"), say("factors.description"), kind="factor", found_cases=found)

    def _laws(self) -> str:
        say, laws = self.voice.say, self.book.all("law")
        groups = [(j, [law for law in laws if law.jurisdiction == j]) for j in self.book.vocabulary["jurisdictions"]]
        shown = [(j, found) for j, found in groups if found]
        return self._page("laws", "laws/index.md", say("laws.title"), say("laws.description"), kind="law", laws_by_jurisdiction=shown)

    def _law(self, law: Law) -> str:
        book, say = self.book, self.voice.say
        path = f"laws/{law.id}.md"
        sheet = Sheet(self.tongue, PurePosixPath(path))
        used = [
            (say("laws.used_cases"), [sheet.link(id_) for id_ in book.ids_naming(law.id, "case")]),
            (say("laws.used_items"), [Markup("{} {}").format(sheet.link(i), sheet.plain(book.get("item", i).text)) for i in book.ids_naming(law.id, "item")]),
            (say("laws.used_factors"), [sheet.link(i) for kind in ("factor", "principle") for i in book.ids_naming(law.id, kind)]),
            (say("laws.used_terms"), [sheet.link(i) for i in book.ids_naming(law.id, "term") if i in self.tongue.used_terms]),
        ]
        return self._page(
            "law",
            path,
            law.name[self.code],
            self.tongue.plain(law.asks),
            kind="law",
            filters={"jurisdiction": [book.word("jurisdictions", law.jurisdiction).name[self.code]]},
            law=law,
            used=[(label, links) for label, links in used if links],
            naming_part=lambda id_, part: self._naming_part(sheet, id_, part),
            **self._file(f"docs/laws/{law.id}.yml"),
        )

    def _naming_part(self, sheet: Sheet, id_: str, part: str) -> Markup:
        """Links to the decisions and items that name one article."""
        naming = [m for m in self.book.mentioned_by(id_, "case", "item", "factor") if m.target.part == part]
        return Markup(" ").join(sheet.link(other) for other in dict.fromkeys(m.id for m in naming))

    def _courts(self) -> str:
        book, say = self.book, self.voice.say
        seen = {i.court for case in self.newest for i in case.instances}
        courts = [court for court in book.all("court") if court.id in seen]
        examples = []
        for grammar in book.all("grammar"):
            for case in self.newest:
                for instance in case.instances:
                    court = book.get("court", instance.court)
                    if instance.docket == grammar.example and court.jurisdiction == grammar.jurisdiction:
                        examples.append((grammar, self._aloud(instance)))
        return self._page(
            "courts",
            "courts.md",
            say("courts.title"),
            say("courts.description"),
            kind="court",
            courts=courts,
            decisions=lambda id_: [(c, i) for c in self.newest for i in c.instances if i.court == id_],
            dockets=examples,
        )

    def _glossary(self) -> str:
        book, say, used = self.book, self.voice.say, self.edition.usage.by_term
        terms = [term for term in book.all("term") if term.id in used]
        groups = [(group, [t for t in terms if t.group == group]) for group in book.vocabulary["term_groups"]]
        return self._page(
            "glossary",
            "glossary.md",
            say("glossary.title"),
            say("glossary.description"),
            kind="term",
            terms_by_group=[(group, found) for group, found in groups if found],
            other_languages=[one for one in book.book.languages if one.code != self.code],
            users=lambda id_: [user for _, user in used[id_]],
        )

    def _about(self) -> str:
        say = self.voice.say
        labels = {
            "verification_levels": "about.verification",
            "translation_states": "about.translation",
            "statuses": "about.statuses",
            "findings": "about.findings",
            "authorities": "about.authority",
        }
        return self._page(
            "about",
            "about.md",
            say("about.title"),
            say("about.description"),
            prose=Markup(self.book.prose[self.code].get("about", "")),
            marked=[(name, say(labels[name])) for name in MARKED if self.book.vocabulary.get(name)],
        )

    def _search_words(self) -> str:
        """The words the search script shows, as JSON that can stand inside a script element."""
        keys = ("none", "some", "one", "browse", "start", "more", "reset", "failed", *FILTERS)
        words = {key: self.voice.words[f"search.{key}"] for key in keys}
        return json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")


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
