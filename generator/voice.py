"""How the book speaks in one language: interface words, dates, amounts and lists (CLDR, through Babel)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from babel.units import format_unit

from generator.reference import Language
from generator.values import Money, PartialDate


@dataclass(frozen=True)
class Voice:
    language: Language
    words: dict[str, str]

    def say(self, key: str, **values: object) -> str:
        """The interface word ``key`` with its blanks filled. Raises KeyError for a word the language does not have."""
        return self.words[key].format(**values) if values else self.words[key]

    def date(self, date: PartialDate) -> str:
        """With the precision it was given: 25 September 2024, September 2024, 2024; 2024年9月25日, 2024年9月, 2024年."""
        if date.day:
            return format_date(date.first, "long", locale=self.language.locale)
        skeleton = "yMMMM" if date.month else "y"
        return format_skeleton(skeleton, date.first, locale=self.language.locale)

    def day(self, day: datetime.date) -> str:
        return self.date(PartialDate(day.year, day.month, day.day))

    def money(self, money: Money) -> str:
        """The amount behind its currency's code, or behind its name where the language's words give one."""
        code = money.currency or ""
        amount = format_decimal(money.value, locale=self.language.locale)
        pattern = self.words.get(f"money.{code}", "{code} {amount}")
        written = pattern.format(code=code, amount=amount)
        return self.say("money.at_least", amount=written) if money.at_least else written

    def number(self, value: float) -> str:
        return str(format_decimal(value, locale=self.language.locale))

    def compact(self, value: float) -> str:
        """A number as short as the language allows: 10K, 1M; 1万."""
        return str(format_compact_decimal(value, locale=self.language.locale))

    def percent(self, part: int, whole: int) -> str:
        """A share of a whole, to one decimal place."""
        return format_percent(part / whole if whole else 0, "#,##0.#%", locale=self.language.locale)

    def bytes(self, count: int) -> str:
        """A file's size in kilobytes, or in megabytes to one decimal place."""
        unit, number = (
            ("megabyte", round(count / 1e6, 1)) if count >= 1e6 else ("kilobyte", max(1, round(count / 1000)))
        )
        return format_unit(number, f"digital-{unit}", "short", locale=self.language.locale)

    def join(self, parts: Iterable[str]) -> str:
        return self.words["site.list_separator"].join(parts)

    def language_name(self, code: str) -> str:
        """The name of a document's language, in this language."""
        return Locale.parse(code, sep="-").get_display_name(self.language.locale) or code
