"""Books of any size for the benchmark: valid, the same for the same seed, and no decision a copy of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from generator import markup, measures, reports, source
from generator.nodes import Mapping, Scalar
from generator.reading import leaves, plain
from generator.records import Case
from generator.values import Inline
from tests import conftest
from tests.bench import books
from tests.conftest import ENGLISH

SIZE = 50


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books") / "made"
    books.book(folder, SIZE, seed=1)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_made_book_has_no_problem_and_as_many_decisions_as_were_asked_for(made: Path) -> None:
    edition, _, found = conftest.read(made)
    assert not found, reports.text(found, ENGLISH)
    assert edition is not None
    assert len(edition.casebook.records["case"]) == SIZE


def test_the_same_seed_gives_the_same_files_and_another_gives_others(made: Path, tmp_path: Path) -> None:
    for name, seed in (("again", 1), ("other", 2)):
        books.book(tmp_path / name, SIZE, seed)
    assert files(tmp_path / "again") == files(made)
    assert files(tmp_path / "other") != files(made)


def test_a_decision_is_the_same_in_a_larger_book() -> None:
    stock = books.take(books.ROOT)
    few, many = (list(books.made(stock, count, seed=1)) for count in (5, 60))
    assert many[:5] == few


def test_no_two_made_decisions_of_one_model_tell_the_same() -> None:
    stock = books.take(books.ROOT)
    count = 3 * len(stock.real)
    told: dict[str, list[str]] = {}
    for id_, text, _ in books.made(stock, count, seed=1):
        told.setdefault(id_.rpartition("-")[0], []).append(text)
    assert len(told) == len(stock.real)
    for model in stock.real:
        stories = [model.data, *(_data(text) for text in told[model.id])]
        for one in stories:
            for other in stories:
                assert one is other or _story(one) != _story(other), model.id
                assert one is other or one["name"] != other["name"]


def _data(text: str) -> dict[str, object]:
    parsed, problems = source.read(PurePosixPath("cases/x.yml"), text.encode())
    assert not problems and isinstance(parsed.root, Mapping)
    return dict(plain(parsed.root))


def _story(data: dict[str, object]) -> str:
    return repr([data[part] for part in ("verdict", "facts", "parties", "significance")])


@pytest.mark.parametrize("place", [0.2, 0.4, 0.6, 0.8, 1.0])
def test_no_page_of_a_made_decision_is_longer_than_its_limit_allows(place: float) -> None:
    """Whatever is mixed, led in and moved, it keeps to the limit, here the length of one of the real pages; a real page that is
    longer than that becomes no longer."""
    stock = books.take(books.ROOT)
    languages = stock.casebook.book.languages
    real = {(one.case, one.language): one.size for one in measures.lengths(stock.casebook)}
    limits = {}
    for language in languages:
        sizes = sorted(size for (_, code), size in real.items() if code == language.code)
        limits[language.code] = sizes[round(place * (len(sizes) - 1))]
    tight = [one.model_copy(update={"page_limit": limits[one.code]}) for one in languages]
    casebook = replace(stock.casebook, book=stock.casebook.book.model_copy(update={"languages": tight}))
    changed = 0
    for id_, text, _ in books.made(replace(stock, casebook=casebook), 2 * len(stock.real), seed=1):
        parsed, _ = source.read(PurePosixPath(f"cases/{id_}.yml"), text.encode())
        for one in languages:
            before = real[id_.rpartition("-")[0], one.code]
            now = sum(measures.count(told, one.counts) for told in _told(parsed, one.code))
            assert now <= max(limits[one.code], before)
            changed += now != before
    assert changed > 20


def _told(parsed: source.Source, language: str) -> Iterator[str]:
    """The story of a record in one language."""
    assert parsed.root is not None
    for leaf in leaves(parsed.root, Case, (), (Inline,)):
        if leaf.path[0] not in measures.APPARATUS and isinstance(leaf.node, Mapping):
            text = leaf.node.get(language)
            assert isinstance(text, Scalar)
            yield markup.as_plain(text.value)


def test_a_book_smaller_than_the_real_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(books.TooSmall, match="or more, not 3"):
        books.book(tmp_path / "small", 3, seed=1)


def test_a_made_book_can_be_a_repository_of_one_commit(made: Path) -> None:
    books.commit(made)
    edition, _, found = conftest.read(made)
    assert edition is not None and not found
    assert len({change.commit for change in edition.history.changed.values()}) == 1
