"""One web address, asked whether it still answers: what it said, where it led, and how to ask without being a nuisance.

Whoever writes an address into a file of the book must not thereby make the machine that checks it talk to machines near it:
only addresses of the public network are asked, also after every redirect, and the connection goes to the very address that
was looked at (the pattern of the OWASP sheet “Server-Side Request Forgery Prevention”). No body is read.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.util import Url, parse_url
from urllib3.util.ssl_match_hostname import CertificateError

Fault = Literal[
    "", "gone", "refused", "failed", "timeout", "tls", "dns", "unreachable", "loop", "private", "address", "nowhere"
]
"""``gone``: 404 or 410. ``refused``: another 4xx. ``failed``: 5xx. ``private``: not on the public network. ``address``: not a web
address. ``nowhere``: sent on to something that is no web address."""

PASSING: tuple[Fault, ...] = ("failed", "timeout", "unreachable", "dns")
"""What may be otherwise in a moment, so that it is worth asking again."""

FOR_GOOD, FOR_NOW = (301, 308), (302, 303, 307)
"""Redirects (RFC 9110 §15.4): to an address that replaces the old one, and to one that does not."""

TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that mean an IPv4 address (RFC 6052)."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises OSError if it has none, UnicodeError if it cannot be a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network; an IPv6 address that wraps an IPv4 address is judged by that one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


@cache
def usual_trust() -> ssl.SSLContext:
    """Whom this machine trusts to vouch for a host."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask, in seconds and numbers: how long to wait for a connection, for an answer and for all of one try; how often to
    try, how long to pause before the second try (twice as long before each further) and at most; how many redirects to
    follow; the pause between two addresses of one host and the hosts asked at a time.

    ``resolve`` finds the addresses of a host, ``allowed`` says of each whether it may be asked, ``trust`` whose certificates
    are believed. Only a test puts others there.
    """

    agent: str = "casebook-links"
    connect: float = 10
    read: float = 20
    whole: float = 45
    tries: int = 3
    backoff: float = 3
    longest: float = 60
    redirects: int = 10
    pause: float = 1
    hosts: int = 8
    resolve: Callable[[str, int], list[str]] = resolve
    allowed: Callable[[str], bool] = is_public
    trust: Callable[[], ssl.SSLContext] = usual_trust


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking. ``final``: the address that gave it; ``lasting``: the address that has for good replaced the one that
    was asked, or “”; ``after``: the seconds after which the server asks to be asked again."""

    fault: Fault
    status: int = 0
    final: str = ""
    lasting: str = ""
    after: float = 0


def ask(url: str, manners: Manners, sleep: Callable[[float], None] = time.sleep) -> Answer:
    """Ask for the head first, then as a browser does: some servers answer only that. Never raises."""
    answer = _follow("HEAD", url, manners)
    for number in range(1, max(2, manners.tries)):
        passing = answer.fault in PASSING or answer.status == 429
        if not answer.fault or answer.fault in ("private", "address") or (number > 1 and not passing):
            break
        if passing:
            sleep(min(max(manners.backoff * 2 ** (number - 1), answer.after), manners.longest))
        answer = _follow("GET", url, manners)
    return answer


def _follow(method: str, url: str, manners: Manners) -> Answer:
    here, fragment = urldefrag(url)
    seen = {here}
    lasting, for_good = "", True
    while True:
        answer, location = _request(method, here, manners)
        answer = replace(answer, final=here, lasting=lasting)
        if not location:
            return answer
        for_good = for_good and answer.status in FOR_GOOD
        try:
            here, kept = urldefrag(urljoin(here, location))
        except ValueError:
            return replace(answer, fault="nowhere", final=location)
        if for_good:
            lasting = f"{here}#{kept or fragment}" if kept or fragment else here
        if urlsplit(here).scheme not in ("http", "https"):
            return replace(answer, fault="nowhere", final=here)
        if here in seen or len(seen) > manners.redirects:
            return replace(answer, fault="loop", final=here, lasting="")
        seen.add(here)


def _as_typed(location: str) -> str:
    """A header is read as Latin-1 (RFC 9112 §5.5 leaves other characters open); most servers that send others send UTF-8."""
    try:
        return location.strip().encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location.strip()


def _request(method: str, url: str, manners: Manners) -> tuple[Answer, str]:
    """The answer to one request, and where it sends on to, if it does."""
    try:
        where = parse_url(url)
        host = (where.host or "").strip("[]")
        if where.scheme not in ("http", "https") or not host or where.auth:
            return Answer("address"), ""
        port = where.port or (443 if where.scheme == "https" else 80)
    except (HTTPError, ValueError):
        return Answer("address"), ""
    try:
        found = manners.resolve(host, port)
    except (OSError, UnicodeError):
        return Answer("dns"), ""
    if not found:
        return Answer("dns"), ""
    if not all(map(manners.allowed, found)):
        return Answer("private"), ""
    answer: tuple[Answer, str] = (Answer("unreachable"), "")
    for address in found[:2]:
        answer = _exchange(method, where, host, address, port, manners)
        if answer[0].fault not in ("unreachable", "timeout"):
            break
    return answer


def _exchange(method: str, where: Url, host: str, address: str, port: int, manners: Manners) -> tuple[Answer, str]:
    """One request to one address of the host. A server that sends its answer drop by drop is cut off after ``whole``."""
    connection: HTTPConnection
    if where.scheme == "https":
        connection = HTTPSConnection(
            address, port, timeout=manners.connect, server_hostname=host, ssl_context=manners.trust()
        )
    else:
        connection = HTTPConnection(address, port, timeout=manners.connect)
    cut = threading.Event()

    def cut_off() -> None:
        cut.set()
        if connection.sock is not None:
            _end(connection.sock)

    clock = threading.Timer(manners.whole, cut_off)
    clock.daemon = True
    headers = {
        "Host": where.netloc or host,
        "User-Agent": manners.agent,
        "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
        "Accept-Language": "en,zh;q=0.9,*;q=0.5",
        "Connection": "close",
    }
    try:
        clock.start()
        connection.connect()
        connection.timeout = manners.read
        connection.request(method, where.request_uri, headers=headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
        location = _as_typed(response.headers.get("Location") or "")
        after = response.headers.get("Retry-After") or ""
        told = Answer(_fault(response.status), response.status, after=float(after) if after.isdecimal() else 0)
    except (ssl.SSLError, CertificateError):
        return Answer("timeout" if cut.is_set() else "tls"), ""
    except NewConnectionError:
        return Answer("unreachable"), ""
    except (TimeoutError, ConnectTimeoutError):
        return Answer("timeout"), ""
    except (OSError, HTTPError, http.client.HTTPException, ValueError):
        return Answer("timeout" if cut.is_set() else "unreachable"), ""
    finally:
        clock.cancel()
        connection.close()
    return told, location if response.status in (*FOR_GOOD, *FOR_NOW) else ""


def _end(sock: socket.socket) -> None:
    """End a connection that another thread waits on; one that is over already is left alone."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _fault(status: int) -> Fault:
    if status < 400:
        return ""
    if status in (404, 410):
        return "gone"
    return "refused" if status < 500 else "failed"
