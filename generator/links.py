"""The addresses of the sources, asked one host at a time, and what is to be said of those that no longer answer as they did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from generator.asking import Answer, Manners
from generator.problems import Problem, Said, Severity, said
from generator.registers import LinkException
from generator.source_addresses import Address, host, is_address, matches

WARNED = ("refused",)
"""What a person's browser may well be shown."""


def to_ask(addresses: Iterable[Address], exceptions: Iterable[LinkException]) -> list[Address]:
    """Those that are web addresses, and that no exception means; what is no address is a problem of another check."""
    excepted = list(exceptions)
    return [one for one in addresses if is_address(one.url) and not any(matches(other, one.url) for other in excepted)]


def ask_all(
    addresses: Iterable[Address],
    manners: Manners,
    ask: Callable[[str], Answer],
    sleep: Callable[[float], None],
) -> dict[str, Answer]:
    """The answer of each address, asked once however often it stands in the book.

    Several hosts at a time, but of each host one address after the other, with a pause between them.
    """
    hosts: dict[str, list[str]] = {}
    for url in dict.fromkeys(one.url for one in addresses):
        hosts.setdefault(host(url), []).append(url)

    def of_host(urls: list[str]) -> dict[str, Answer]:
        answers = {}
        for number, url in enumerate(urls):
            if number:
                sleep(manners.pause)
            answers[url] = ask(url)
        return answers

    with ThreadPoolExecutor(max_workers=max(1, manners.hosts)) as pool:
        return {url: answer for found in pool.map(of_host, hosts.values()) for url, answer in found.items()}


def problems(addresses: Iterable[Address], answers: dict[str, Answer]) -> list[Problem]:
    """What is wrong at each place at which an address stands, sorted by place."""
    return sorted(one for address in addresses for one in _problems(address, answers[address.url]))


def _problems(address: Address, answer: Answer) -> Iterator[Problem]:
    if answer.fault:
        severity: Severity = "warning" if answer.fault in WARNED else "error"
        yield Problem(address.at, _said(address, answer), address.source.line(address.at.line), severity)
    elif answer.lasting and answer.lasting != address.url:
        moved = said("link-moved", url=address.url, place=answer.lasting)
        yield Problem(address.at, moved, address.source.line(address.at.line), "warning")


def _said(address: Address, answer: Answer) -> Said:
    """What an address did instead of answering as it should, and where a copy may be."""
    url, copy, status = address.url, archived(address), _status(answer.status)
    sent_on = answer.final and answer.final != url.partition("#")[0]
    onward: Said | str = said("onward", place=answer.final) if sent_on else ""
    match answer.fault:
        case "gone":
            return said("link-gone", url=url, status=status, onward=onward, copy=copy)
        case "refused":
            return said("link-refused", url=url, status=status, onward=onward, copy=copy)
        case "failed":
            return said("link-failed", url=url, status=status, onward=onward, copy=copy)
        case "timeout":
            return said("link-timeout", url=url, onward=onward, copy=copy)
        case "unreachable":
            return said("link-unreachable", url=url, onward=onward, copy=copy)
        case "dns":
            return said("link-dns", url=url, onward=onward, copy=copy)
        case "tls":
            return said("link-tls", url=url, onward=onward, copy=copy)
        case "loop":
            return said("link-loop", url=url, copy=copy)
        case "private":
            return said("link-private", url=url, onward=onward)
        case "address":
            return said("link-address", url=url, onward=onward)
        case "nowhere":
            return said("link-nowhere", url=url, place=answer.final, copy=copy)
    raise AssertionError(f"an unknown fault: {answer.fault}")


def _status(number: int) -> str:
    """A status with its name (https://www.iana.org/assignments/http-status-codes)."""
    known = number in HTTPStatus._value2member_map_
    return f"{number} {HTTPStatus(number).phrase}" if known else str(number)


def archived(address: Address) -> str:
    """Where a copy may be: the archive shows the one nearest to the date of the source, or the list of all."""
    day = address.date.replace("-", "")
    return f"https://web.archive.org/web/{day if day.isdecimal() else '*'}/{address.url}"
