"""The notice at the top of a page on which some text may lag behind another language; no other page holds anything of it."""

from __future__ import annotations

from pathlib import PurePosixPath

from markupsafe import Markup

from generator import escape
from generator.casebook import SINGLES
from generator.page import Page
from generator.sheets import Sheet
from generator.tongue import LAG, Tongue


def is_due(sheet: Sheet, page: Page) -> bool:
    """Whether a text that was written on the page lags behind, or anything else of the record or prose it shows.

    Controlled words are explained on the page that says how the book is made, so theirs is the notice there.
    """
    sheets = [sheet, *page.values.get("columns", ())]
    if any(one.lagging for one in sheets):
        return True
    book = sheet.tongue.casebook
    own = [PurePosixPath("docs", book.languages[0], f"{page.template}.md")]
    if page.template == "about":
        own.append(PurePosixPath("docs/vocabulary.yml"))
    if any(PurePosixPath(page.source).match(pattern) for pattern, _ in SINGLES.values()):
        own.append(PurePosixPath(page.source))
    return any(book.freshness.is_behind(one.tongue.code, *own) for one in sheets)


def under_heading(body: str, tongue: Tongue) -> str:
    """The page's Markdown with the notice below its first heading, or at its top where it does not start with one."""
    notice = Markup('<p class="notice notice-warning" role="note" data-pagefind-ignore="all">{}</p>').format(
        escape.text(tongue.voice.say("lag.notice", sign=LAG))
    )
    first, _, rest = body.partition("\n")
    return f"{first}\n\n{notice}\n{rest}" if first.startswith("# ") else f"{notice}\n\n{body}"
