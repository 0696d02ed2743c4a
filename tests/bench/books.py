"""Books of any size that are valid and nobody wrote: the records of a real book, and as many more made from them.

A made decision keeps the shape and the length of a real one. Its id, name, parties, docket numbers, courts, dates and sources
are its own; its sentences are mixed from those of several real records, with their dates moved; what it refers to are earlier
decisions, real or made, and the factors and checklist items of the book. Number N of a seed is the same in a book of any size.
"""

from __future__ import annotations

import argparse
import copy
import datetime
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any

import yaml

from generator import confirmed, docket, loading, markup, measures, settings, source, twinned
from generator.casebook import Casebook
from generator.nodes import Path
from generator.reading import leaves, plain
from generator.records import Case
from generator.reference import Court, DocketGrammar
from generator.values import Inline, PartialDate

ROOT = FilePath(__file__).resolve().parent.parent.parent
HEAD = "# yaml-language-server: $schema=../.vscode/schemas/case.json\n"
AUTHOR = {
    **{f"GIT_{who}_NAME": "Benchmark" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "benchmark@casebook.example" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_DATE": "2026-11-24T12:00:00Z" for who in ("AUTHOR", "COMMITTER")},
}
"""Who commits a made book, and when: the same on every machine."""

MIXED = ("facts", "holdings", "factor_findings", "claims", "not_decided", "significance", "lessons", "related", "gaps")
"""The parts of a decision whose sentences may be those of another."""
NEAR = 15
"""How far apart in length, counted in places of the sorted list, two texts may be that take each other's place."""
SYLLABLES = (
    *(("Heng", "恒"), ("Yuan", "源"), ("Lan", "蓝"), ("Xing", "兴"), ("Jia", "嘉"), ("Rui", "瑞"), ("Tong", "通")),
    *(("Hai", "海"), ("Yun", "云"), ("Bo", "博"), ("Chen", "辰"), ("Feng", "丰"), ("Guang", "光"), ("Hong", "宏")),
    *(("Jing", "景"), ("Kang", "康"), ("Li", "利"), ("Ming", "明"), ("Ning", "宁"), ("Ping", "平"), ("Qing", "青")),
    *(("Shan", "山"), ("Tian", "天"), ("Wei", "伟"), ("Xin", "新"), ("Yi", "亿"), ("Zhong", "中"), ("An", "安")),
)
TRADES = (("Culture", "文化"), ("Network", "网络"), ("Trading", "贸易"), ("Pictures", "影业"), ("Design", "设计"))
MONTHS = [datetime.date(2000, month, 1).strftime("%B") for month in range(1, 13)]
SPOKEN = (
    (re.compile(rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})"), "{day} {name} {year}"),
    (re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"), "{year}年{month}月{day}日"),
)
"""How a day is written in the texts of the real book, whatever their language."""


class TooSmall(ValueError):
    """A book cannot have fewer decisions than the real one, whose checklist and topics rest on all of them."""


@dataclass(frozen=True)
class Real:
    """A real decision: its data without positions, the paths of its inline texts, and those of them that are its story."""

    id: str
    data: dict[str, Any]
    inline: tuple[Path, ...]

    @cached_property
    def story(self) -> tuple[Path, ...]:
        return tuple(path for path in self.inline if path[0] not in measures.APPARATUS)


@dataclass(frozen=True)
class Stock:
    """What decisions are made from: the real book, its decisions, and their texts by the part of the record they stand in."""

    casebook: Casebook
    real: tuple[Real, ...]
    texts: dict[Path, list[dict[str, str]]]
    serial: int

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.real]


class _Dumper(yaml.CSafeDumper):
    """Writes every scalar as the text it is, without quotes where YAML needs none: nothing is taken for a number or a date."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


def book(folder: FilePath, decisions: int, seed: int, real: FilePath = ROOT) -> None:
    """Write a book of so many decisions into a folder that is empty or not there: all of the real one, and made ones.

    The same seed gives the same files, byte for byte. Raises `TooSmall`.
    """
    stock = take(real)
    if decisions < len(stock.real):
        raise TooSmall(f"a book has {len(stock.real)} decisions or more, not {decisions}")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("cases", "docs"):
        shutil.copytree(real / name, folder / name)
    shutil.copyfile(real / settings.CONFIGURATION, folder / settings.CONFIGURATION)
    (folder / ".gitignore").write_text("/build/\n/site/\n", encoding="utf-8")
    for id_, text, confirmations in made(stock, decisions - len(stock.real), seed):
        (folder / "cases" / f"{id_}.yml").write_text(text, encoding="utf-8")
        place = folder / confirmed.place(PurePosixPath(f"cases/{id_}.yml"))
        place.write_text(confirmations, encoding="utf-8")


def commit(folder: FilePath) -> None:
    """Make the folder a git repository of one commit, as a real book is one. Raises CalledProcessError."""
    for command in (
        ["git", "init", "--quiet", "--initial-branch=main"],
        ["git", "add", "--all"],
        ["git", "-c", "commit.gpgsign=false", "-c", "gc.auto=0", "commit", "--quiet", "--message", "A book"],
    ):
        subprocess.run(command, cwd=folder, env={**os.environ, **AUTHOR}, check=True, capture_output=True)


def take(root: FilePath) -> Stock:
    """The decisions of a real book and their texts. Raises ValueError where it cannot be read."""
    casebook = loading.load(root).casebook
    if casebook is None:
        raise ValueError(f"there is no book in {root}")
    real = []
    texts: dict[Path, list[dict[str, str]]] = {}
    for located in casebook.records["case"].values():
        node = located.source.node(located.path)
        assert node is not None
        inline = tuple(leaf.path for leaf in leaves(node, Case) if isinstance(leaf.mark, Inline))
        one = Real(located.record.id, plain(node), inline)
        real.append(one)
        for path in inline:
            if path[0] in MIXED:
                texts.setdefault(_kind(path), []).append(_at(one.data, path))
    first = casebook.languages[0]
    for listed in texts.values():
        listed.sort(key=lambda text: (len(text[first]), text[first]))
    return Stock(casebook, tuple(real), texts, 1 + max(_serials(casebook), default=0))


def made(stock: Stock, count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """The id, the file and the confirmations of each decision that is made, in their order."""
    order = list(stock.real)
    random.Random(seed).shuffle(order)
    copies = {one.id: [one.id] for one in stock.real}
    ids = stock.ids
    for number in range(count):
        model = order[number % len(order)]
        draw = random.Random(f"{seed}/{number}")
        data = _Decision(stock, model, number, draw, copies, ids).data
        text = HEAD + yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
        copies[model.id].append(data["id"])
        ids.append(data["id"])
        yield data["id"], text, _confirmations(text, data["id"], stock.casebook.languages)


def _confirmations(text: str, id_: str, languages: list[str]) -> str:
    """The made twins are confirmed like those of the real book, so that pages carry no notices that real ones have not."""
    path = PurePosixPath(f"cases/{id_}.yml")
    parsed, problems = source.read(path, text.encode(source.ENCODING))
    assert not problems, problems
    return confirmed.written(
        (one.line for one in twinned.of_record(parsed, (), "case", Case, tuple(languages))), languages
    )


def _kind(path: Path) -> Path:
    return tuple(step for step in path if isinstance(step, str))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _serials(casebook: Casebook) -> Iterator[int]:
    """The serial numbers of the real dockets."""
    grammars: list[DocketGrammar] = casebook.all("grammar")
    for case in casebook.all("case"):
        for instance in case.instances:
            found = docket.read(instance.docket, grammars) if instance.docket else None
            yield from (int(digits) for name, digits in found[0].digits.items() if name == "serial") if found else ()


class _Decision:
    """One made decision, piece by piece; ``data`` is the finished record."""

    def __init__(
        self, stock: Stock, model: Real, number: int, draw: random.Random, copies: dict[str, list[str]], ids: list[str]
    ) -> None:
        self.stock, self.model, self.number, self.draw = stock, model, number, draw
        self.data: dict[str, Any] = copy.deepcopy(model.data)
        self.years, self.days = -draw.randint(1, 3), self._days()
        self.total = [
            sum(sizes) for sizes in zip(*(self._size(_at(self.data, path)) for path in model.story), strict=True)
        ]
        """How long the page's story is, in each language."""
        self._name()
        self._mix()
        self._move_texts(copies)
        self._instances()
        self._references(ids)
        for source_ in self.data["sources"]:
            if "url" in source_:
                source_["url"] += f"{'&' if '?' in source_['url'] else '?'}record={number}"

    def _company(self, place: int) -> dict[str, str]:
        """The made name of a party: two syllables and a trade, its second language in the characters of the first's."""
        index = self.number * 7 + place * 11
        one, two = SYLLABLES[index % len(SYLLABLES)], SYLLABLES[(index // len(SYLLABLES) + 5 * place) % len(SYLLABLES)]
        trade = TRADES[self.draw.randrange(len(TRADES))]
        names = (f"{one[0]}{two[0].lower()} {trade[0]} {self.number}", f"{one[1]}{two[1]}{trade[1]}{self.number}")
        first, *others = self.stock.casebook.languages
        return {first: names[0], **dict.fromkeys(others, names[1])}

    def _name(self) -> None:
        first, *others = self.stock.casebook.languages
        self.data["id"] = f"{self.model.id}-{self.number}"
        parties = [self._company(place) for place in range(max(len(self.data["parties"]), 2))]
        for party, name in zip(self.data["parties"], parties, strict=False):
            party["name"] = name
        one, other = parties[0], parties[-1]
        self.data["name"] = {first: f"{one[first]} v {other[first]}"}
        self.data["name"] |= {code: f"{one[code]}诉{other[code]}案" for code in others}
        for known in self.data.get("also_known_as", []):
            known.update({code: f"{name} {self.number}" for code, name in known.items()})
        self.lead = {first: f"Matter {self.number} is between {one[first]} and {other[first]}. "}
        self.lead |= {code: f"第{self.number}号案的双方为{one[code]}与{other[code]}。" for code in others}

    def _size(self, text: dict[str, str]) -> list[int]:
        languages = self.stock.casebook.book.languages
        return [measures.count(markup.as_plain(text[one.code]), one.counts) for one in languages]

    def _mix(self) -> None:
        """Put other decisions' sentences in the place of about half of this one's."""
        for path in self.model.story:
            if path[0] in MIXED and self.draw.random() < 0.5:
                listed = self.stock.texts[_kind(path)]
                place = listed.index(_at(self.model.data, path)) + self.draw.randint(-NEAR, NEAR)
                self._put(path, listed[min(max(place, 0), len(listed) - 1)])
        for path in (("facts", 0, "text"), ("verdict",)):
            self._put(path, {code: self.lead[code] + text for code, text in _at(self.data, path).items()})

    def _put(self, path: Path, text: dict[str, str]) -> None:
        """Put a text in the place of another, if the page keeps to its limits."""
        if path in self.model.story:
            sizes = zip(self.total, self._size(_at(self.data, path)), self._size(text), strict=True)
            after = [sum_ - before + now for sum_, before, now in sizes]
            limits = (one.page_limit for one in self.stock.casebook.book.languages)
            if any(size > limit for size, limit in zip(after, limits, strict=True)):
                return
            self.total = after
        _at(self.data, path[:-1])[path[-1]] = dict(text)

    def _move_texts(self, copies: dict[str, list[str]]) -> None:
        """Move the days named in texts, and let a reference to a decision lead to one that was made from it as well."""
        instead: dict[str, str] = {}

        def target(match: re.Match[str]) -> str:
            id_, part = match[1], match[2]
            return f"[[{instead.setdefault(id_, self.draw.choice(copies.get(id_, [id_])))}{part}"

        for path in self.model.inline:
            text = dict(_at(self.data, path))
            for code in text:
                text[code] = re.sub(r"\[\[([^\[\]|#\n]+)([^\[\]]*\]\])", target, text[code])
                for pattern, form in SPOKEN:
                    text[code] = pattern.sub(self._spoken(form), text[code])
            self._put(path, text)

    def _spoken(self, form: str) -> Callable[[re.Match[str]], str]:
        def moved(match: re.Match[str]) -> str:
            month = match["month"]
            number = int(month) if month.isdecimal() else MONTHS.index(month) + 1
            try:
                day = datetime.date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                return match[0]
            day = self._moved(day)
            return form.format(day=day.day, month=day.month, name=MONTHS[day.month - 1], year=day.year)

        return moved

    def _moved(self, day: datetime.date) -> datetime.date:
        moved = day + datetime.timedelta(self.days)
        last = 28 if (moved.month, moved.day) == (2, 29) else moved.day
        return moved.replace(year=moved.year + self.years, day=last)

    def _days(self) -> int:
        """By how many days every date moves, within what leaves each in its year; none where a date is less than a day's."""
        dates = [PartialDate.parse(one["date"]) for i in self.data["instances"] for one in i.get("dates", [])]
        if any(date.day is None for date in dates):
            return 0
        low = max((1 - date.first.timetuple().tm_yday for date in dates), default=-100)
        high = min((365 - date.first.timetuple().tm_yday for date in dates), default=100)
        return self.draw.randint(low, max(low, high))

    def _instances(self) -> None:
        for instance in self.data["instances"]:
            court: Court = self.stock.casebook.get("court", instance["court"])
            alike = [
                one
                for one in self.stock.casebook.all("court")
                if (one.jurisdiction, one.level, bool(one.code)) == (court.jurisdiction, court.level, bool(court.code))
            ]
            moved = self.draw.choice(alike)
            instance["court"] = moved.id
            for event in instance.get("dates", []):
                date = PartialDate.parse(event["date"])
                first = self._moved(date.first) if date.day else date.first.replace(year=date.year + self.years)
                event["date"] = str(PartialDate(first.year, date.month and first.month, date.day and first.day))
            if "docket" in instance:
                instance["docket"] = self._docket(instance["docket"], court, moved)

    def _docket(self, number: str, court: Court, moved: Court) -> str:
        """The number with another serial, year and court, written by the grammar that it follows."""
        grammars = [one for one in self.stock.casebook.all("grammar") if one.jurisdiction == court.jurisdiction]
        read = docket.read(number, grammars)
        if read is None:
            raise ValueError(f"{number} follows no grammar of {court.jurisdiction}")
        found, grammar = read
        pieces = []
        for part in grammar.parts:
            if part.text is not None:
                pieces.append(part.text if not part.optional or part.text in number else "")
            elif part.year is not None:
                pieces.append(str((found.year or 0) + self.years)[-part.year :] if found.year else "")
            elif part.court:
                pieces.append(moved.code or found.court_code)
            elif part.choice is not None:
                pieces.append(found.words[part.choice].word if part.choice in found.words else "")
            else:
                digits = found.digits.get(part.digits or "", "")
                pieces.append(str(self.stock.serial + self.number) if part.digits == "serial" else digits)
        return "".join(pieces)

    def _references(self, ids: list[str]) -> None:
        """Relations to earlier decisions, and some other factors and checklist items than the model's."""
        related = self.data.get("related", [])
        for relation, id_ in zip(related, self.draw.sample(ids, len(related)), strict=True):
            relation["case"] = id_
        factors, items = ([one.id for one in self.stock.casebook.all(kind)] for kind in ("factor", "item"))
        for finding in self.data.get("factor_findings", []):
            other = self.draw.choice(factors)
            if all(other != one["factor"] for one in self.data["factor_findings"]):
                finding["factor"] = other
        for lesson in self.data.get("lessons", []):
            for place in range(len(lesson["items"])):
                other = self.draw.choice(items)
                if self.draw.random() < 0.3 and other not in lesson["items"]:
                    lesson["items"][place] = other


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.books", description=__doc__)
    parser.add_argument("folder", type=FilePath, help="where to write it; a folder that is empty or not there")
    parser.add_argument("decisions", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--git", action="store_true", help="make it a git repository of one commit")
    asked = parser.parse_args()
    book(asked.folder, asked.decisions, asked.seed)
    if asked.git:
        commit(asked.folder)


if __name__ == "__main__":
    main()
