"""Five hundred damaged files in the ordinary suite (`make fuzz` runs thousands), and that a broken promise would be noticed."""

from __future__ import annotations

import resource
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from generator import source
from generator.problems import Location, Problem, said
from tests import fuzz
from tests.conftest import ROOT

COUNT, SEED = 500, 2026


def test_five_hundred_damaged_files_break_no_promise() -> None:
    before = [fuzz.snapshot(ROOT / name) for name in ("cases", "docs", "templates/words")]
    result = fuzz.run(COUNT, SEED)
    assert result.faults == []
    assert result.refused + result.accepted == COUNT
    assert result.refused > COUNT / 2
    assert result.accepted > COUNT / 20
    assert result.rendered > 0
    assert before == [fuzz.snapshot(ROOT / name) for name in ("cases", "docs", "templates/words")]


def test_an_input_is_the_same_every_time_and_differs_from_the_next() -> None:
    assert fuzz.make(1, 7) == fuzz.make(1, 7)
    made = [fuzz.make(1, number) for number in range(300)]
    assert len({one.data for one in made}) > 280
    assert {one.how.partition(":")[0] for one in made} == set(fuzz.SHARES)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[fuzz.Host]:
    host = fuzz.Host(tmp_path_factory.mktemp("host"))
    yield host
    assert host.untouched()


HERE = PurePosixPath("cases/fox-v-wolf.yml")
ONE = fuzz.Input(0, HERE, b"", "")


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (lambda control: control[1:], "told otherwise"),
        (lambda control: [replace(control[0], said=said("missing-file")), *control[1:]], "told otherwise"),
        (lambda control: [*control, Problem(Location(HERE, 1000, 1), said("encoding"))], "no such place"),
        (lambda control: [*control, Problem(Location(HERE, 1, 1000), said("encoding"))], "no such place"),
        (
            lambda control: [*control, Problem(Location(PurePosixPath("cases/x.yml")), said("encoding"))],
            "no such file",
        ),
    ],
)
def test_a_wrong_answer_is_a_fault(host: fuzz.Host, told: Callable[[list[Problem]], list[Problem]], fault: str) -> None:
    host.judge(ONE, host.control, 0.1)
    with pytest.raises(fuzz.Fault, match=fault):
        host.judge(ONE, told(host.control), 0.1)


def test_a_slow_answer_is_a_fault(host: fuzz.Host) -> None:
    with pytest.raises(fuzz.Fault, match="took"):
        host.judge(ONE, host.control, fuzz.SECONDS + 1)


def test_a_crash_is_a_fault_with_its_input_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def crash(self: fuzz.Host, one: fuzz.Input, result: fuzz.Result) -> None:
        raise ValueError("crashed")

    monkeypatch.setattr(fuzz, "ROOT", tmp_path)
    monkeypatch.setattr(fuzz, "guard", lambda: None)
    fuzz.material.cache_clear()
    monkeypatch.setattr(fuzz, "make", lambda seed, number: ONE)
    monkeypatch.setattr(fuzz.Host, "run", crash)
    result = fuzz.work(1, range(1))
    assert "ValueError: crashed" in result.faults[0]
    assert (tmp_path / "build/fuzz/1-0.yml").exists()


def test_too_much_memory_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "guard", lambda: None)
    monkeypatch.setattr(fuzz, "most_memory", lambda: fuzz.MEGABYTES + 1.0)
    assert fuzz.work(1, range(0)).faults == ["seed 1, inputs range(0, 0): 501 MB of memory"]


def test_a_change_elsewhere_is_noticed(tmp_path: Path) -> None:
    host = fuzz.Host(tmp_path)
    assert host.untouched()
    (host.book / "docs/courts.yml").write_text("[]\n")
    assert not host.untouched()


def test_the_guard_refuses_the_network_and_bounds_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limit: limits.append((kind, limit)))
    monkeypatch.setattr(socket.socket, "connect", socket.socket.connect)
    monkeypatch.setattr(socket, "getaddrinfo", socket.getaddrinfo)
    monkeypatch.setattr(source, "read", source.read)
    fuzz.guard()
    with pytest.raises(fuzz.Fault, match="network"):
        socket.create_connection(("127.0.0.1", 9))
    with pytest.raises(fuzz.Fault, match="network"):
        socket.socket().connect(("127.0.0.1", 9))
    assert limits[0][0] == resource.RLIMIT_AS
