"""Which texts may lag behind: told by what they say, and shown on the pages of the language that lags, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest

from generator import confirmed, pages, reports, translations
from generator.freshness import Freshness, Part, Stale, Text, judged
from generator.source import Source
from tests.conftest import ENGLISH, ROOT, Expect, change, copy_book, edition_of, real_edition

FOLDER = Path(__file__).parent / "freshness"
BEHAVIOURS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
NOTICE = '<p class="notice notice-warning" role="note" data-pagefind-ignore="all">'


def told(root: Path) -> str:
    """What the command would list, how many texts nobody confirmed, which pages have the notice, and every mark."""
    edition, _ = edition_of(root)
    book = edition.casebook
    listed = reports.text((task.problem for task in translations.tasks(book, []) if task.what != "unreviewed"), ENGLISH)
    shown = []
    for code in book.languages:
        for path, page in sorted(pages.tree(edition, code).items()):
            if NOTICE in page:
                shown.append(f"{code}/{path}")
            shown += [f"  {line}" for line in page.splitlines() if "⇄" in line and NOTICE not in line]
    return "\n".join([listed, "", "Pages with the notice, and their marks:", *shown, ""])


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_change_is_told_exactly(behaviour: str, marks: Path, expect: Expect) -> None:
    change(marks, FOLDER / behaviour / "edits.yml")
    expect(FOLDER / behaviour / "expected.txt", told(marks))


def test_there_are_behaviours() -> None:
    assert len(BEHAVIOURS) >= 12


@pytest.mark.parametrize("behaviour", ["text-moved", "keys-reordered", "reformatted", "copy-of-a-confirmed-text"])
def test_what_says_the_same_stays_confirmed(behaviour: str, marks: Path) -> None:
    before = told(marks)
    change(marks, FOLDER / behaviour / "edits.yml")
    assert told(marks) == before == "\n\nPages with the notice, and their marks:\n"


def test_a_book_that_nobody_ever_confirmed_shows_no_notice(marks: Path) -> None:
    for path in (marks / "docs/confirmed").rglob("*.txt"):
        path.unlink()
    edition, _ = edition_of(marks)
    assert edition.casebook.freshness.stale == ()
    assert len(edition.casebook.freshness.unconfirmed) == len(edition.casebook.freshness.texts) > 100
    assert not [page for code in ("en", "de") for page in pages.tree(edition, code).values() if NOTICE in page]


def test_pages_without_a_stale_text_are_the_same_bytes_whether_confirmed_or_not(marks: Path, tmp_path: Path) -> None:
    bare = copy_book(tmp_path / "bare")
    for path in (bare / "docs/confirmed").rglob("*.txt"):
        path.unlink()
    one, other = (pages.tree(edition_of(root)[0], "de") for root in (marks, bare))
    del one[PurePosixPath("translations.md")], other[PurePosixPath("translations.md")]
    assert one == other


def test_the_real_book_has_confirmations_of_every_file() -> None:
    fresh = real_edition()[0].casebook.freshness
    assert fresh.lines.keys() == fresh.of_file.keys()
    assert fresh.leftovers == ()
    for path in sorted((ROOT / confirmed.FOLDER).rglob("*.txt")):
        text = path.read_text(encoding="utf-8")
        lines, problems = confirmed.parse(PurePosixPath(path.name), text.encode())
        assert problems == []
        assert confirmed.written(lines, fresh.languages) == text


def texts(*said: dict[str, str]) -> list[Text]:
    page = Source(PurePosixPath("cases/x.yml"), "", None)
    return [
        Text(page.path, "case", "x", f"/{number}", {code: Part(words, page, 1, 1) for code, words in one.items()})
        for number, one in enumerate(said)
    ]


def states(now: Sequence[dict[str, str]], before: Sequence[dict[str, str]], languages: str = "en de fr") -> list[str]:
    """Of each text that is not confirmed: the languages that lag, and the ones that changed; “new” for all others."""
    found = judged(texts(*now), [confirmed.line(one) for one in before], languages.split())
    return [
        f"{','.join(one.languages)} < {','.join(one.changed)}" if isinstance(one, Stale) else "new" for one in found
    ]


A = {"en": "a", "de": "b", "fr": "c"}


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (A, []),
        (A | {"en": "A"}, ["de,fr < en"]),
        (A | {"fr": "C"}, ["en,de < fr"]),
        (A | {"en": "A", "de": "B"}, ["fr < en,de"]),
        (A | {"en": "A", "de": "B", "fr": "C"}, ["new"]),
    ],
)
def test_three_languages(now: dict[str, str], state: list[str]) -> None:
    assert states([now], [A]) == state


def test_a_language_that_the_book_gained_is_not_confirmed_and_one_it_lost_is_not_missed() -> None:
    two = {"en": "a", "de": "b"}
    assert states([A], [two]) == ["new"]
    assert states([A | {"en": "A"}], [two]) == ["de < en"], "nobody knows of the third"
    assert states([two], [A], "en de") == []
    assert states([two | {"en": "A"}], [A], "en de") == ["de < en"]


def test_a_changed_twin_of_one_of_two_equal_texts_makes_one_stale() -> None:
    one, other = {"en": "pay", "de": "Zahlen"}, {"en": "pay", "de": "Zahlung"}
    assert states([one, {"en": "pay", "de": "Bezahlung"}], [one, other], "en de") == ["en < de"]
    assert states([one, {"en": "pay", "de": "Bezahlung"}], [one, one], "en de") == ["en < de"]
    assert states([one, {"en": "pay", "de": "Bezahlung"}], [one], "en de") == ["new"], "its line answers for the first"
    assert states([one, one, one], [one], "en de") == []


def test_the_order_of_texts_and_lines_says_nothing() -> None:
    now = [{"en": "pay", "de": "x"}, {"en": "pay", "de": "y"}, {"en": "go", "de": "Zahlung"}]
    before = [{"en": "pay", "de": "Zahlen"}, {"en": "pay", "de": "Zahlung"}]
    forward, back = states(now, before, "en de"), states(now[::-1], before[::-1], "en de")
    assert forward == back[::-1] == ["en < de", "en < de", "de < en"]


def test_confirming_some_texts_of_a_file_keeps_what_the_others_are_measured_by() -> None:
    before = [A, {"en": "d", "de": "e", "fr": "f"}, {"en": "gone", "de": "weg", "fr": "parti"}]
    stale, fresh, new = now = texts(A | {"en": "A"}, before[1], {"en": "n", "de": "n", "fr": "n"})
    lines = [confirmed.line(one) for one in before]
    file = stale.file
    book = Freshness(("en", "de", "fr"), lambda: now, {file: lines})
    assert book.after(file, []) == [lines[0], fresh.line], "what no text answers to is gone, what is new is not in"
    assert book.after(file, [new]) == [lines[0], fresh.line, new.line]
    assert book.after(file, [stale]) == [stale.line, fresh.line]
    assert book.after(file, now) == [stale.line, fresh.line, new.line]


def test_white_space_says_nothing_and_all_else_does() -> None:
    assert confirmed.digest("a  b\n c ") == confirmed.digest("a b c")
    assert len({confirmed.digest(text) for text in ("a b c", "ab c", "A b c", "a b c.", "a b ç")}) == 5
    assert confirmed.digest("\ud800") != confirmed.digest("\ud801"), "what YAML lets through must not stop the book"
