"""The guarded GET, against a real server on loopback that misbehaves."""

import contextlib
import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from tertulia.core.errors import FetchRefused
from tertulia.edge.web import Web, _Deadline, is_public

LOOPBACK = ipaddress.ip_address("127.0.0.1")


BOMB = gzip.compress(bytes(64 << 20))


class Server(BaseHTTPRequestHandler):
    """Answers as the path says."""

    asked: ClassVar[list[tuple[str, dict[str, str]]]] = []
    busy = 0

    def do_GET(self) -> None:
        type(self).asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        name = self.path.strip("/").split("?")[0].replace(".", "_").replace("/", "_")
        getattr(self, f"to_{name}", self.to_nothing)()

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def to_nothing(self) -> None:
        self.answer(404)

    def to_robots_txt(self) -> None:
        self.answer(200, b"User-agent: *\nDisallow: /private/\n")

    def to_private_page(self) -> None:
        self.answer(200, b"no")

    def to_plain(self) -> None:
        if self.headers.get("If-None-Match") == '"1"':
            self.answer(304)
        else:
            self.answer(200, b"hola", ETag='"1"')

    def to_packed(self) -> None:
        self.answer(200, gzip.compress(b"hola" * 1000), Content_Encoding="gzip")

    def to_bomb(self) -> None:
        self.answer(200, BOMB, Content_Encoding="gzip")

    def to_large(self) -> None:
        self.answer(200, bytes(3 << 20))

    def to_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.stopping.wait(0.02):
            self.wfile.write(b".")
            self.wfile.flush()

    def to_slowheaders(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.stopping.wait(0.02):
            self.wfile.write(b"X: y\r\n")
            self.wfile.flush()

    def to_here(self) -> None:
        self.answer(302, Location="/plain")

    def to_circle(self) -> None:
        self.answer(302, Location="/circle")

    def to_away(self) -> None:
        self.answer(302, Location=f"http://127.0.0.2:{self.server.server_port}/plain")

    def to_file(self) -> None:
        self.answer(302, Location="file:///etc/passwd")

    def to_nowhere(self) -> None:
        self.answer(302, Location="http://[x/")

    def to_odd(self) -> None:
        type(self).busy += 1
        self.answer(200 if type(self).busy > 1 else 429, b"at last", Retry_After="\xb2")

    def to_busy(self) -> None:
        type(self).busy += 1
        if type(self).busy < 3:
            self.answer(429, Retry_After="7")
        else:
            self.answer(200, b"at last")

    def to_later(self) -> None:
        self.answer(503, Retry_After="90000")

    def to_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"only this")

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        with contextlib.suppress(OSError):  # it was hung up on
            super().handle()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    server.stopping = threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stopping.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def web() -> Web:
    Server.asked.clear()
    Server.busy = 0
    return Web(
        may=lambda ip: ip == LOOPBACK, sleep=lambda _: None, longest_s=0.4, most_bytes=1 << 20
    )


def test_an_answer_is_brought_plain_or_packed(web: Web, address: str) -> None:
    assert web.get(f"{address}/plain").body == b"hola"
    assert web.get(f"{address}/packed").body == b"hola" * 1000
    assert web.get(f"{address}/here").url == f"{address}/plain"


def test_what_is_known_is_only_asked_whether_it_changed(web: Web, address: str) -> None:
    etag = web.get(f"{address}/plain").headers["etag"]
    assert web.get(f"{address}/plain", {"etag": etag}).status == 304


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("bomb", "more than 1 MiB"),
        ("large", "more than 1 MiB"),
        ("drip", "within 0.4 s"),
        ("slowheaders", "within 0.4 s"),
        ("circle", "in a circle"),
        ("away", "127.0.0.2 is no address of the open internet"),
        ("file", "only http and https"),
        ("nowhere", "it redirects to 'http://\\[x/'"),
        ("later", "wait 90000 s"),
        ("nothing", "answers 404"),
        ("private/page", "robots.txt"),
        ("short", "IncompleteRead"),
    ],
)
def test_a_server_that_misbehaves_is_refused_in_one_line(
    web: Web, address: str, path: str, why: str
) -> None:
    with pytest.raises(FetchRefused, match=why) as caught:
        web.get(f"{address}/{path}")
    assert str(caught.value).startswith("http" if path != "file" else "file")
    assert "\n" not in str(caught.value)


def test_what_robots_txt_forbids_is_never_asked(web: Web, address: str) -> None:
    with pytest.raises(FetchRefused):
        web.get(f"{address}/private/page")
    assert [path for path, _ in Server.asked] == ["/robots.txt"]


def test_who_asks_to_wait_is_waited_for(address: str) -> None:
    Server.busy = 0
    slept: list[float] = []
    web = Web(may=lambda ip: ip == LOOPBACK, sleep=slept.append)
    assert web.get(f"{address}/busy").body == b"at last"
    assert slept.count(7.0) == 2


def test_a_wait_that_nobody_can_read_is_a_few_seconds(web: Web, address: str) -> None:
    assert web.get(f"{address}/odd").body == b"at last"


def test_one_host_is_not_asked_twice_within_a_second(address: str) -> None:
    slept: list[float] = []
    web = Web(may=lambda ip: ip == LOOPBACK, sleep=slept.append, now=lambda: 100.0)
    web.get(f"{address}/plain")
    assert slept == [1.0]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://[::1]:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://2130706433:1/",
        "http://0x7f.1:1/",
        "http://0.0.0.0:1/",
        "http://169.254.169.254/latest/",
        "http://10.0.0.1/",
        "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://user:pass@example.org/",
    ],
)
def test_no_private_address_is_ever_connected_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("it connected")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(FetchRefused):
        Web(sleep=lambda _: None).get(url)


def test_a_name_with_one_private_address_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        ips = ("93.184.215.14", "192.168.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(FetchRefused, match=r"192\.168\.0\.1 is no address"):
        Web(sleep=lambda _: None).get("http://rebind.example/")


def test_a_name_with_many_addresses_none_of_which_answers_is_given_up_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[object] = []

    def connect(_: socket.socket, address: object) -> None:
        tried.append(address)
        time.sleep(0.05)
        raise TimeoutError

    def found(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))] * 1_000

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(FetchRefused):
        Web(sleep=lambda _: None, longest_s=0.2).get("http://slow.example/")
    assert 0 < len(tried) < 100


def test_who_answers_when_the_time_is_over_is_cut_at_once() -> None:
    ours, theirs = socket.socketpair()
    theirs.settimeout(5)
    deadline = _Deadline(0)
    deadline._timer.join()
    deadline.watch(ours)
    assert theirs.recv(1) == b""
    ours.close()
    theirs.close()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("::ffff:93.184.215.14", True),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("224.0.0.1", False),
        ("100.64.0.1", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("::127.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("64:ff9b::93.184.215.14", True),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b:1::10.0.0.1", False),
        ("2001:0:7f00:1::", False),
        ("5f00::1", False),
    ],
)
def test_public_is_what_the_open_internet_has(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public
