"""Asking addresses: a server on this machine answers in every way that servers do, and each is told for what it is."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from generator import asking, cli, links, source_addresses
from generator.asking import Answer, Manners
from generator.commands import links as command
from generator.problems import Location
from generator.registers import LinkException
from generator.source import Source
from generator.source_addresses import Address
from tests.conftest import Expect, needed

LINKS = Path(__file__).parent / "links"
HOSTS = {
    "site.example": ["127.0.0.1"],
    "other.example": ["127.0.0.1"],
    "near.example": ["10.0.0.7"],
    "both.example": ["127.0.0.1", "169.254.169.254"],
}
MOVES = {
    "/301": (301, "/page"),
    "/308": (308, "http://other.example:{port}/page#part"),
    "/302": (302, "/page"),
    "/301-then-302": (301, "/302"),
    "/302-then-301": (302, "/301"),
    "/301-to-404": (301, "/404"),
    "/circle": (302, "/circle-back"),
    "/circle-back": (302, "/circle"),
    "/to-near": (302, "http://near.example:{port}/page"),
    "/to-both": (302, "http://both.example:{port}/page"),
    "/to-file": (302, "file:///etc/passwd"),
    "/to-utf-8": (301, "/页"),
    "/to-broken": (302, "http://[::1"),
}


def resolve(host: str, port: int) -> list[str]:
    if host not in HOSTS:
        raise socket.gaierror(socket.EAI_NONAME, "not known")
    return HOSTS[host]


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.at_once = 0
        self.most_at_once = 0
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.sent = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str, host: str = "site.example") -> str:
        return f"http://{host}:{self.port}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        server = self.server
        with server.lock:
            server.asked.append((self.command, self.path))
            server.agents.add(self.headers["User-Agent"])
        try:
            self._say(self.path, sum(path == self.path for _, path in server.asked))
        except OSError:
            return

    def _say(self, path: str, times: int) -> None:
        if path in MOVES:
            status, target = MOVES[path]
            self.send_response(status)
            self.wfile.write(b"".join(self._headers_buffer))
            self._headers_buffer: list[bytes] = []
            self.wfile.write(f"Location: {target.format(port=self.server.port)}\r\n\r\n".encode())
        elif path == "/never":
            self.server.over.wait(5)
        elif path == "/slow":
            time.sleep(0.05)
            self._end(200)
        elif path == "/drops":
            for letter in "HTTP/1.1 200 OK\r\nServer: " + "x" * 100:
                self.wfile.write(letter.encode())
                self.wfile.flush()
                if self.server.over.wait(0.05):
                    return
        elif path == "/503-then-200":
            self._end(503 if times == 1 else 200, {"Retry-After": "7"})
        elif path == "/429-then-200":
            self._end(429 if times < 3 else 200)
        elif path == "/no-head":
            self._end(405 if self.command == "HEAD" else 200)
        elif path == "/hangs-up":
            self.connection.close()
        elif path == "/nonsense":
            self.wfile.write(b"hello\r\n\r\n")
        elif path == "/huge":
            self.send_response(405 if self.command == "HEAD" else 200)
            self.end_headers()
            while self.command == "GET" and self.server.sent < 50_000_000:
                self.server.sent += self.wfile.write(b"x" * 65536)
        elif path.startswith("/pause"):
            with self.server.lock:
                self.server.at_once += 1
                self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
            time.sleep(0.05)
            with self.server.lock:  # before the answer, after which the next request may come at any time
                self.server.at_once -= 1
            self._end(200)
        else:
            number = path.strip("/")
            self._end(int(number) if number.isdecimal() else 200)

    def _end(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    made.over.set()
    made.shutdown()
    made.server_close()
    thread.join()


MANNERS = Manners(
    agent="Mozilla/5.0 (compatible; casebook-links; +https://marks.example/)",
    connect=2,
    read=0.5,
    whole=2,
    backoff=0.01,
    longest=0.02,
    pause=0,
    redirects=4,
    resolve=resolve,
    allowed=lambda address: address == "127.0.0.1",
)


HURRIED = replace(MANNERS, read=0.1, whole=0.3)
"""Where nothing is to come: a busy machine must not make a good answer late, but a wait for nothing may be short."""


def ask(server: Server, path: str, manners: Manners = MANNERS) -> Answer:
    return asking.ask(server.url(path), manners)


# What a server says


@pytest.mark.parametrize("path", ["/page", "/slow", "/no-head", "/503-then-200", "/429-then-200", "/204"])
def test_what_answers_is_well(server: Server, path: str) -> None:
    answer = ask(server, path)
    assert (answer.fault, answer.final, answer.lasting) == ("", server.url(path), "")


@pytest.mark.parametrize(
    ("path", "fault", "status", "requests"),
    [
        ("/404", "gone", 404, ["HEAD", "GET"]),
        ("/410", "gone", 410, ["HEAD", "GET"]),
        ("/403", "refused", 403, ["HEAD", "GET"]),
        ("/429", "refused", 429, ["HEAD", "GET", "GET"]),
        ("/500", "failed", 500, ["HEAD", "GET", "GET"]),
        ("/never", "timeout", 0, ["HEAD", "GET", "GET"]),
        ("/drops", "timeout", 0, ["HEAD", "GET", "GET"]),
        ("/hangs-up", "unreachable", 0, ["HEAD", "GET", "GET"]),
        ("/nonsense", "unreachable", 0, ["HEAD", "GET", "GET"]),
    ],
)
def test_what_does_not_is_told_and_asked_again_only_if_that_may_help(
    server: Server, path: str, fault: str, status: int, requests: list[str]
) -> None:
    answer = ask(server, path, HURRIED if fault == "timeout" else MANNERS)
    assert (answer.fault, answer.status) == (fault, status)
    assert server.asked == [(method, path) for method in requests]


@pytest.mark.parametrize(
    ("path", "lasting", "final"),
    [
        ("/301", "/page", "/page"),
        ("/301#p3", "/page#p3", "/page"),
        ("/302", "", "/page"),
        ("/301-then-302", "/302", "/page"),
        ("/302-then-301", "", "/page"),
        ("/to-utf-8", "/页", "/页"),
    ],
)
def test_only_what_moved_for_good_has_a_lasting_address(server: Server, path: str, lasting: str, final: str) -> None:
    assert ask(server, path) == Answer("", 200, server.url(final), server.url(lasting) if lasting else "")


def test_a_lasting_address_keeps_its_own_part(server: Server) -> None:
    assert ask(server, "/308#old").lasting == server.url("/page#part", "other.example")


@pytest.mark.parametrize(
    ("path", "fault", "final"),
    [
        ("/circle", "loop", "/circle"),
        ("/301-to-404", "gone", "/404"),
        ("/to-file", "nowhere", "file:///etc/passwd"),
        ("/to-broken", "nowhere", "http://[::1"),
    ],
)
def test_a_way_that_leads_nowhere_is_told_with_its_end(server: Server, path: str, fault: str, final: str) -> None:
    answer = ask(server, path)
    assert (answer.fault, answer.final) == (fault, server.url(final) if final.startswith("/") else final)


def test_a_way_with_too_many_turns_is_not_followed_to_its_end(server: Server) -> None:
    answer = ask(server, "/302-then-301", replace(MANNERS, redirects=1))
    assert (answer.fault, server.asked[:2]) == ("loop", [("HEAD", "/302-then-301"), ("HEAD", "/301")])


def test_a_host_that_is_not_known_and_one_without_a_certificate(server: Server) -> None:
    assert asking.ask("http://nowhere.example/", MANNERS).fault == "dns"
    assert asking.ask(server.url("/page").replace("http:", "https:"), MANNERS).fault == "tls"
    assert server.asked == []


def test_a_port_on_which_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert asking.ask(f"http://site.example:{port}/", MANNERS).fault == "unreachable"


def test_of_a_huge_page_nothing_is_read(server: Server) -> None:
    assert ask(server, "/huge").fault == ""
    time.sleep(0.1)
    assert server.sent < 10_000_000


def test_a_server_that_names_a_time_is_given_it_up_to_the_longest(server: Server) -> None:
    slept: list[float] = []
    asking.ask(server.url("/503-then-200"), replace(MANNERS, longest=60), slept.append)
    asking.ask(server.url("/500"), replace(MANNERS, longest=60), slept.append)
    asking.ask(server.url("/500"), MANNERS, slept.append)
    assert slept == [7, 0.01, 0.02, 0.01, 0.02]


def test_the_agent_says_who_asks(server: Server) -> None:
    ask(server, "/page")
    assert server.agents == {MANNERS.agent}


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for site.example, which vouches for itself."""
    needed("openssl", shutil.which("openssl") is not None)
    path = tmp_path / "site.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=site.example"
    made += f" -addext subjectAltName=DNS:site.example -keyout {path} -out {tmp_path / 'own.pem'}"
    subprocess.run(["openssl", *made.split()], check=True, capture_output=True)
    with path.open("a", encoding="ascii") as file:
        file.write((tmp_path / "own.pem").read_text(encoding="ascii"))
    return path


def test_a_certificate_is_believed_for_its_own_host_only_and_only_if_trusted(server: Server, certificate: Path) -> None:
    keys = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    keys.load_cert_chain(certificate)
    server.socket = keys.wrap_socket(server.socket, server_side=True)
    trusting = replace(MANNERS, trust=lambda: ssl.create_default_context(cafile=certificate))
    url = server.url("/page").replace("http:", "https:")
    assert asking.ask(url, trusting) == Answer("", 200, url)
    assert asking.ask(url.replace("site", "other"), trusting).fault == "tls"
    assert asking.ask(url, MANNERS).fault == "tls"


# Where nobody may be sent


@pytest.mark.parametrize("path", ["/to-near", "/to-both"])
def test_no_redirect_leads_into_a_private_network(server: Server, path: str) -> None:
    answer = ask(server, path)
    assert answer.fault == "private"
    assert answer.final.startswith(("http://near.example", "http://both.example"))
    assert server.asked == [("HEAD", path)]


@pytest.mark.parametrize("host", ["site.example", "127.0.0.1", "localhost", "[::1]", "127.1", "0x7f.1", "2130706433"])
def test_without_the_switch_of_the_tests_this_machine_is_never_asked(server: Server, host: str) -> None:
    usual = replace(MANNERS, allowed=asking.is_public, resolve=resolve if host in HOSTS else asking.resolve)
    answer = asking.ask(server.url("/page", host), usual)
    assert answer.fault in ("private", "dns")
    assert answer.fault == "private" or host in ("[::1]", "0x7f.1")
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:0a00:0001::", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("no address", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert asking.is_public(address) is public


@pytest.mark.parametrize(
    "url", ["ftp://site.example/", "http://user:word@site.example/", "http://", "http://[::1", "x"]
)
def test_what_is_no_plain_web_address_is_not_asked(url: str) -> None:
    assert asking.ask(url, MANNERS).fault == "address"


# Many addresses


def addresses(urls: list[str]) -> list[Address]:
    nothing = Source(PurePosixPath("cases/a.yml"), "", None)
    return [Address(url, Location(nothing.path, line), "", nothing) for line, url in enumerate(urls, 1)]


def test_a_host_is_asked_one_address_after_the_other_with_a_pause(server: Server) -> None:
    slept: list[float] = []
    found = addresses([server.url(f"/pause{number}") for number in range(4)])
    links.ask_all(found, replace(MANNERS, pause=3), lambda url: asking.ask(url, MANNERS), slept.append)
    assert server.most_at_once == 1
    assert [path for _, path in server.asked] == ["/pause0", "/pause1", "/pause2", "/pause3"]
    assert slept == [3, 3, 3]


@pytest.mark.parametrize(("most", "seen"), [(1, 1), (2, 2)])
def test_so_many_hosts_are_asked_at_a_time_and_no_more(server: Server, most: int, seen: int) -> None:
    hosts = [f"h{number}.example" for number in range(5)]
    known = replace(MANNERS, hosts=most, resolve=lambda host, port: ["127.0.0.1"])
    found = addresses([server.url("/pause", host) for host in hosts])
    links.ask_all(found, known, lambda url: asking.ask(url, known), time.sleep)
    assert server.most_at_once == seen
    assert len(server.asked) == 5


def test_an_address_that_stands_twice_is_asked_once_and_told_twice(server: Server) -> None:
    found = addresses([server.url("/404"), server.url("/404")])
    answers = links.ask_all(found, MANNERS, lambda url: asking.ask(url, MANNERS), time.sleep)
    assert len(server.asked) == 2
    assert [str(one.location) for one in links.problems(found, answers)] == ["cases/a.yml:1:1", "cases/a.yml:2:1"]


@pytest.mark.parametrize(
    ("pattern", "url", "matches"),
    [
        ("site.example", "https://site.example/a", True),
        ("SITE.example", "https://Site.Example/a", True),
        ("site.example", "https://www.site.example/a", False),
        ("*.site.example", "https://www.site.example/a", True),
        ("https://site.example/a", "https://site.example/a", True),
        ("https://site.example/a", "https://site.example/ab", False),
        ("https://site.example/*?n=[1]", "https://site.example/x?n=[1]", True),
        ("https://site.example/?", "https://site.example/x", False),
    ],
)
def test_which_addresses_an_exception_means(pattern: str, url: str, matches: bool) -> None:
    assert source_addresses.matches(LinkException(address=pattern, reason={}), url) is matches


# The command


@pytest.fixture
def usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "MANNERS", MANNERS)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


ALSO = 'also: ["https://mirror.example/owl"]'
ALL = ["/page", "/301", "/302", "/404", "/301-to-404", "/410", "/403", "/500", "/503-then-200", "/never", "/circle"]


def put(marks: Path, server: Server, urls: list[str], dated: bool = False) -> None:
    """The addresses instead of those of the tiny book."""
    for path in marks.glob("**/*.yml"):
        text = path.read_text(encoding="utf-8")
        if ALSO in text:
            listed = "".join(f"\n      - {url}" for url in urls)
            text = text.replace(ALSO, f"also:{listed}" + ("\n    date: 2021-12" if dated else ""))
        lines = text.splitlines(keepends=True)
        text = "".join(
            f"{line.partition('url:')[0]}url: {server.url('/page')}\n" if "url: http" in line else line
            for line in lines
        )
        if path.parent.name in ("cases", "laws"):
            path.write_text(text, encoding="utf-8")


def casebook(marks: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["--root", str(marks), "links", *arguments])


@pytest.mark.usefixtures("usual")
def test_everything_that_can_go_wrong_is_one_report(server: Server, marks: Path, expect: Expect) -> None:
    urls = [server.url(path) for path in (*ALL, "/to-near", "/to-file", "/no-head", "/huge", "/slow")]
    urls += [
        "http://nowhere.example/",
        server.url("/page", "near.example"),
        server.url("/page").replace("http", "https"),
    ]
    put(marks, server, urls, dated=True)
    result = casebook(marks)
    assert result.exit_code == 1
    assert server.agents == {MANNERS.agent.replace("/)", "/book/)")}
    expect(LINKS / "report.txt", result.stdout.replace(str(server.port), "PORT"))


@pytest.mark.usefixtures("usual")
def test_what_has_only_moved_is_a_warning_and_no_fault(server: Server, marks: Path) -> None:
    put(marks, server, [server.url("/301")])
    result = casebook(marks, "--format", "json")
    assert result.exit_code == 0
    [told] = json.loads(result.stdout)
    assert (told["code"], told["severity"], told["expected"]) == ("link-moved", "warning", f"“{server.url('/page')}”")
    assert result.stderr == "asking    2 links, 0 left out\nno link is lost, 1 warning\n"


@pytest.mark.usefixtures("usual")
def test_an_exception_is_not_asked_and_files_can_be_chosen(server: Server, marks: Path) -> None:
    put(marks, server, [server.url("/404")])
    assert casebook(marks).exit_code == 1
    assert casebook(marks, str(marks / "docs")).exit_code == 0
    reason = "reason: {en: It wants a log-in., de: Sie will eine Anmeldung.}"
    (marks / "docs/links.yml").write_text(f"- {{address: '*/404', {reason}}}\n", encoding="utf-8")
    server.asked.clear()
    result = casebook(marks)
    assert (result.exit_code, result.stderr) == (0, "asking    1 link, 1 left out\nevery link answers\n")
    assert {path for _, path in server.asked} == {"/page"}


@pytest.mark.usefixtures("usual")
def test_a_book_that_cannot_be_read_says_why(marks: Path) -> None:
    (marks / "docs/vocabulary.yml").unlink()
    result = casebook(marks)
    assert result.exit_code == 1
    assert "docs/vocabulary.yml:1:1: error[missing-file]" in result.stdout


def test_no_check_and_no_build_asks_the_network() -> None:
    asks = {"asking.py", "links.py"}
    package = Path(asking.__file__).parent
    names = {
        path.relative_to(package).as_posix()
        for path in package.glob("**/*.py")
        if "urllib3" in path.read_text(encoding="utf-8") or "generator.asking" in path.read_text(encoding="utf-8")
    }
    assert names == asks | {"commands/links.py"}
