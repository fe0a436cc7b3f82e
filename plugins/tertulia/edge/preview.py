"""Shows a folder of HTML to the browser of this machine and tells it when to load anew.

Only the loopback address is listened on, and only requests that name this machine are
answered, so that no other site can read drafts through the browser.
"""

import json
import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

LOOPBACK = "127.0.0.1"
NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
SCRIPT = "/_tertulia/refresh.js"
CHANGES = "/_tertulia/changes"
POLL_S = 0.1  # how long closing may take
HEARTBEAT_S = 15  # a browser that went away is noticed at the next one

_POLICY = re.compile(
    rb"""(<meta\s[^>]*http-equiv=["']?Content-Security-Policy["']?[^>]*content=")([^"]*)(")""", re.I
)
_BODY_END = re.compile(rb"</body\s*>", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the browser needs to know.

    Attributes:
        build: Counts the builds that changed something.
        complaint: Why the last build failed; empty where it did not.
    """

    build: int = 0
    complaint: str = ""


class Bulletin:
    """The state, and those who wait for the next one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._state = State()

    @property
    def state(self) -> State:
        """As it is now."""
        with self._changed:
            return self._state

    def post(self, *, changed: bool, complaint: str = "") -> None:
        """Tell everybody that a build has ended."""
        with self._changed:
            self._state = State(build=self._state.build + changed, complaint=complaint)
            self._changed.notify_all()

    def after(self, seen: State | None, timeout_s: float) -> State:
        """The state as soon as it is another one than `seen`, or when the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self._state != seen, timeout_s)
            return self._state


@contextmanager
def listening(folder: Path, port: int, bulletin: Bulletin) -> Iterator[int]:
    """Serve that folder in threads of its own; gives the port, and ends with the block.

    Args:
        port: 0 for any that is free.

    Raises:
        OSError: The port is taken.
    """
    handler = type("Handler", (_Handler,), {"folder": folder.absolute(), "bulletin": bulletin})
    server = ThreadingHTTPServer((LOOPBACK, port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(POLL_S,), daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def with_script(page: bytes, build: int) -> bytes:
    """A page that loads itself anew; its content policy lets our script through."""
    page = _POLICY.sub(lambda m: m[1] + _relaxed(m[2].decode()).encode() + m[3], page)
    tag = f'<script src="{SCRIPT}" data-build="{build}" defer></script>'.encode()
    ends = list(_BODY_END.finditer(page))
    at = ends[-1].start() if ends else len(page)
    return page[:at] + tag + page[at:]


def _relaxed(policy: str) -> str:
    """The policy with scripts and connections of this very server allowed."""
    rules = {}
    for rule in policy.split(";"):
        name, *sources = rule.split()[:1] + rule.split()[1:] if rule.split() else ("",)
        if name:
            rules[name.lower()] = sources
    for name in ("script-src", "connect-src"):
        sources = rules.get(name, rules.get("default-src", []))
        rules[name] = [s for s in sources if s not in ("'none'", "'self'")] + ["'self'"]
    return "; ".join(" ".join((name, *sources)) for name, sources in rules.items())


class _Handler(BaseHTTPRequestHandler):
    folder: ClassVar[Path]
    bulletin: ClassVar[Bulletin]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self._host() not in NAMES:
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"Only this machine may ask.")
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, "text/javascript", _SCRIPT.encode())
        elif path == CHANGES:
            self._stream()
        else:
            self._file(unquote(path))

    do_HEAD = do_GET  # noqa: N815 (the library's name)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: ANN401
        """Requests are not shown: builds are."""

    def _host(self) -> str:
        return re.sub(r":\d+$", "", self.headers.get("Host", ""))

    def _file(self, path: str) -> None:
        if "\0" in path:
            self._missing()
            return
        file = (self.folder / path.lstrip("/")).resolve()
        if not file.is_relative_to(self.folder.resolve()):
            self._missing()
        elif file.is_dir() and not path.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", urlsplit(self.path).path + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif (found := file / "index.html" if file.is_dir() else file).is_file():
            kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
            self._send(HTTPStatus.OK, kind, found.read_bytes())
        else:
            self._missing()

    def _missing(self) -> None:
        own = self.folder / "404.html"
        page = own.read_bytes() if own.is_file() else b"<!doctype html><h1>404</h1>"
        self._send(HTTPStatus.NOT_FOUND, "text/html", page)

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        if kind == "text/html":
            content = with_script(content, self.bulletin.state.build)
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        self.send_response(status)
        self.send_header("Content-Type", kind + charset)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _stream(self) -> None:
        """Each new state as a server-sent event, for as long as the browser listens."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        seen = None
        try:
            while True:
                state = self.bulletin.after(seen, HEARTBEAT_S)
                told = {"build": state.build, "complaint": state.complaint}
                event = f"data: {json.dumps(told)}\n\n" if state != seen else ":\n\n"
                seen = state
                self.wfile.write(event.encode())
        except OSError:
            return  # the browser has gone


_SCRIPT = """\
(() => {
  const built = Number(document.currentScript.dataset.build);
  let box = null;
  new EventSource("/_tertulia/changes").onmessage = (event) => {
    const { build, complaint } = JSON.parse(event.data);
    if (build !== built) return location.reload();
    box?.remove();
    box = null;
    if (!complaint) return;
    box = document.createElement("pre");
    box.textContent = complaint;
    box.setAttribute("role", "alert");
    Object.assign(box.style, {
      position: "fixed", inset: "auto 0 0 0", zIndex: 9999, margin: 0, padding: "1em",
      maxHeight: "50vh", overflow: "auto", whiteSpace: "pre-wrap",
      background: "#7a1022", color: "#fff", font: "14px/1.4 ui-monospace, monospace",
    });
    document.body.append(box);
  };
})();
"""
