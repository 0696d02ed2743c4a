"""The addresses of the sources, asked one host at a time, and what is to be said of those that no longer answer as they did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from generator.asking import Answer, Manners
from generator.problems import Problem, Severity
from generator.registers import LinkException
from generator.source_addresses import Address, host, is_address, matches

EXPECTED: dict[str, str] = {
    "gone": "an address under which the source can still be read",
    "refused": "a page that opens without a log-in",
    "failed": "a page that opens",
    "timeout": "a page that opens",
    "unreachable": "a page that opens",
    "dns": "a host that exists",
    "tls": "a page with a valid certificate",
    "loop": "a page that opens",
    "private": "an address on the public network",
    "address": "https://… or http://…, without a user’s name",
    "nowhere": "a page that opens",
}
WARNED = ("refused",)
"""What a person's browser may well be shown."""

BY_HAND = "open it in a browser; if it is there, put it into docs/links.yml with the reason"


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
    def problem(code: str, message: str, expected: str, hint: str, severity: Severity) -> Problem:
        return Problem(address.at, code, message, expected, hint, address.source.line(address.at.line), severity)

    if answer.fault:
        message = f"“{address.url}” {said(answer)}"
        if answer.final and answer.final != address.url.partition("#")[0] and answer.fault not in ("loop", "nowhere"):
            message += f", after it sent on to “{answer.final}”"
        hint = "" if answer.fault in ("private", "address") else archived(address)
        if answer.fault in WARNED:
            hint = f"{BY_HAND}; {hint}"
        severity: Severity = "warning" if answer.fault in WARNED else "error"
        yield problem(f"link-{answer.fault}", message, EXPECTED[answer.fault], hint, severity)
    elif answer.lasting and answer.lasting != address.url:
        message = f"“{address.url}” has moved for good"
        yield problem("link-moved", message, f"“{answer.lasting}”", "see that it is the same document", "warning")


def said(answer: Answer) -> str:
    """What an address did instead of answering as it should."""
    if answer.status and answer.fault in ("gone", "refused", "failed"):
        known = answer.status in HTTPStatus._value2member_map_
        phrase = f" {HTTPStatus(answer.status).phrase}" if known else ""
        return f"answers {answer.status}{phrase}"
    return {
        "timeout": "does not answer in time",
        "unreachable": "cannot be reached",
        "dns": "is on a host that is not known",
        "tls": "has no valid certificate",
        "loop": "sends on in a circle or too often",
        "private": "leads into a private network, and was not asked",
        "address": "cannot be asked",
        "nowhere": f"sends on to “{answer.final}”, which is no web address",
    }[answer.fault]


def archived(address: Address) -> str:
    """Where a copy may be: the archive shows the one nearest to the date of the source, or the list of all."""
    day = address.date.replace("-", "")
    return f"a copy may be at https://web.archive.org/web/{day if day.isdecimal() else '*'}/{address.url}"
