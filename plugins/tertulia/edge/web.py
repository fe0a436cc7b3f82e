"""The only way out: one guarded GET.

Every hop is resolved once, its addresses are looked at, and the connection goes to the very
address that was looked at: no name can change its mind in between. Sizes, times and redirects
are bounded, also against who sends one byte at a time or a megabyte out of a kilobyte.
"""

import contextlib
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from tertulia.core.errors import FetchDenied, FetchRefused

AGENT = "Tertulia/0.1 (static blog; imports conversations of its own pages)"
DENIED = (401, 403, 404, 405, 410)
MOST_BYTES = 32 << 20  # of one answer, unpacked
LONGEST_S = 60.0  # of one hop, whatever comes
PATIENCE_S = 15.0  # for the next byte
MOST_HOPS = 5
BETWEEN_S = 1.0  # between two questions to one host
LONGEST_WAIT_S = 120.0  # that a host may ask for; more is for another day

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# The only part of the net that is given out (iana.org/assignments/ipv6-address-space, read
# 2026-11-26). What lies beside it may lead home: old site-local addresses, IPv4 in other wraps.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back.

    Attributes:
        url: Of the last hop.
        status: 200, or 304 where nothing has changed.
        headers: Names in small letters.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def is_public(address: IpAddress) -> bool:
    """Whether an address is of the open internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if inner := address.ipv4_mapped or address.sixtofour:
            return is_public(inner)
        if address.teredo or address not in _GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast


@dataclass(slots=True)
class Web:
    """A patient and suspicious reader of other people's servers.

    Attributes:
        may: Whether an address may be connected to.
        sleep, now: The clock.
        longest_s, most_bytes: Bounds of one answer.
    """

    may: Callable[[IpAddress], bool] = is_public
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    longest_s: float = LONGEST_S
    most_bytes: int = MOST_BYTES
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)

    def get(self, url: str, known: Mapping[str, str] | None = None) -> Answer:
        """Ask for an address.

        Args:
            url: http or https.
            known: Validators of what was fetched before: "etag", "last-modified".

        Raises:
            FetchRefused: It must not be asked, does not answer, or answers over the limits.
        """
        if not self._allowed(url):
            raise FetchRefused(f"{url}: its robots.txt asks not to be read")
        for attempt in range(3):
            answer = self._hops(url, known or {})
            if answer.status not in (429, 503):
                break
            wait = _seconds(answer.headers.get("retry-after", ""), 5.0 * 3**attempt)
            if wait > LONGEST_WAIT_S:
                raise FetchRefused(f"{url}: it asks to wait {wait:.0f} s; try again later")
            self.sleep(wait)
        if answer.status in DENIED:
            raise FetchDenied(f"{url}: it answers {answer.status}")
        if answer.status not in (200, 304):
            raise FetchRefused(f"{url}: it answers {answer.status}")
        return answer

    def _allowed(self, url: str) -> bool:
        parts = _parts(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            rules = RobotFileParser()
            try:
                answer = self._hops(f"{root}/robots.txt", {})
            except FetchRefused:
                answer = None
            lines = (
                answer.body.decode("utf-8", "replace") if answer and answer.status == 200 else ""
            )
            rules.parse(lines.splitlines())
            self._robots[root] = rules
        return self._robots[root].can_fetch(AGENT, url)

    def _hops(self, url: str, known: Mapping[str, str]) -> Answer:
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip"}
        names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        headers |= {names[key]: value for key, value in known.items() if key in names and value}
        seen: list[str] = []
        while len(seen) <= MOST_HOPS:
            seen.append(url)
            answer = self._once(url, headers)
            target = answer.headers.get("location", "")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            try:
                url = urljoin(url, target)
            except ValueError as error:
                raise FetchRefused(f"{url}: it redirects to {target!r}: {error}") from error
            if url in seen:
                raise FetchRefused(f"{seen[0]}: it redirects in a circle")
        raise FetchRefused(f"{seen[0]}: more than {MOST_HOPS} redirects")

    def _once(self, url: str, headers: Mapping[str, str]) -> Answer:
        parts = _parts(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchRefused(f"{url}: only http and https are asked")
        if parts.username or parts.password:
            raise FetchRefused(f"{parts.hostname}: an address with a password in it is not asked")
        self._be_patient(parts.hostname)
        deadline = _Deadline(self.longest_s)
        try:
            with self._opened(parts.scheme, parts.hostname, parts.port, deadline) as pool:
                target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                response = pool.urlopen(
                    "GET",
                    target,
                    headers=dict(headers),
                    redirect=False,
                    retries=False,
                    preload_content=False,
                    decode_content=False,
                    assert_same_host=False,
                )
                with contextlib.closing(response):
                    found = {name.lower(): value for name, value in response.headers.items()}
                    body = self._body(url, response, found, deadline)
                return Answer(url=url, status=response.status, headers=found, body=body)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if deadline.passed:
                raise FetchRefused(f"{url}: no whole answer within {self.longest_s:g} s") from error
            raise FetchRefused(f"{url}: {error or type(error).__name__}") from error
        finally:
            deadline.cancel()

    def _body(
        self,
        url: str,
        response: urllib3.BaseHTTPResponse,
        headers: Mapping[str, str],
        deadline: "_Deadline",
    ) -> bytes:
        packing = headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("", "identity", "gzip", "x-gzip"):
            raise FetchRefused(f"{url}: it answers in {packing!r}, which was not asked for")
        unpack = zlib.decompressobj(31) if "gzip" in packing else None
        parts: list[bytes] = []
        size = 0
        while chunk := response.read1(65_536):
            if deadline.passed:
                break
            room = self.most_bytes - size + 1
            parts.append(unpack.decompress(chunk, room) if unpack else chunk)
            size += len(parts[-1])
            if size > self.most_bytes or (unpack and unpack.unconsumed_tail):
                raise FetchRefused(f"{url}: it answers with more than {self.most_bytes >> 20} MiB")
        if deadline.passed:
            raise FetchRefused(f"{url}: no whole answer within {self.longest_s:g} s")
        return b"".join(parts)

    @contextlib.contextmanager
    def _opened(
        self, scheme: str, host: str, port: int | None, deadline: "_Deadline"
    ) -> Iterator[HTTPConnectionPool]:
        connection = _guarded(self._connect, deadline)[scheme == "https"]
        timeout = urllib3.Timeout(connect=PATIENCE_S, read=min(PATIENCE_S, self.longest_s))
        pool: HTTPConnectionPool
        if scheme == "https":
            context = ssl.create_default_context()
            pool = HTTPSConnectionPool(host, port, timeout=timeout, ssl_context=context)
        else:
            pool = HTTPConnectionPool(host, port, timeout=timeout)
        pool.ConnectionCls = connection
        try:
            yield pool
        finally:
            pool.close()

    def _connect(self, host: str, port: int, deadline: "_Deadline") -> socket.socket:
        """A connection to an address of that name which was looked at.

        Raises:
            FetchRefused: None may be connected to.
        """
        bare = host.strip("[]")
        found = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)
        for *_, address in found:
            ip = ipaddress.ip_address(str(address[0]).split("%")[0])
            if not self.may(ip):
                where = f"http://{host}:{port}"
                raise FetchRefused(f"{where}: {ip} is no address of the open internet")
        error: OSError | None = None
        for family, kind, protocol, _, address in found:
            if deadline.passed:  # a name may have very many addresses, none of which answers
                break
            one = socket.socket(family, kind, protocol)
            one.settimeout(min(PATIENCE_S, self.longest_s))
            try:
                one.connect(address)
            except OSError as failed:
                one.close()
                error = failed
            else:
                return one
        raise error or OSError("it has no address")

    def _be_patient(self, host: str) -> None:
        since = self.now() - self._asked.get(host, float("-inf"))
        if since < BETWEEN_S:
            self.sleep(BETWEEN_S - since)
        self._asked[host] = self.now()


class _Deadline:
    """Cuts a connection when its time is over, also one that never stops sending."""

    def __init__(self, seconds: float) -> None:
        """Begin to count."""
        self.passed = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, one: socket.socket) -> None:
        """Cut this one, at once where the time is over already."""
        self._socket = one
        if self.passed:
            self._cut()

    def cancel(self) -> None:
        """It ended in time."""
        self._timer.cancel()

    def _cut(self) -> None:
        self.passed = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _guarded(
    connect: "Callable[[str, int, _Deadline], socket.socket]", deadline: _Deadline
) -> tuple[type[HTTPConnection], type[HTTPSConnection]]:
    """Connections that are made by `connect` alone, http and https."""

    def opened(connection: HTTPConnection) -> socket.socket:
        one = connect(connection.host, connection.port or 80, deadline)
        deadline.watch(one)
        return one

    class Http(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return opened(self)

    class Https(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return opened(self)

    return Http, Https


def _parts(url: str) -> SplitResult:
    """The parts of an address.

    Raises:
        FetchRefused: Nobody can read it, as "http://[x/".
    """
    try:
        return urlsplit(url)
    except ValueError as error:
        raise FetchRefused(f"{url}: {error}") from error


def _seconds(raw: str, otherwise: float) -> float:
    plain = raw.strip()
    return float(plain) if plain.isascii() and plain.isdigit() else otherwise
