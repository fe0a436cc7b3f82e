"""The dev server as an author meets it: a real process, real HTTP, real edits."""

import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

DEADLINE_S = 90  # for one step; it is met in a second or two where nothing else runs


class Served:
    """A running `invoke serve` and the browser that listens to it."""

    def __init__(self, root: Path, content: Path, output: Path) -> None:
        self.content = content
        self.output = output
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "invoke", "serve", "--port", "0"),
                *("--content", str(content), "--output", str(output)),
            ],
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stderr is not None
        found = re.search(r"http://([\d.]+):(\d+)/", self._process.stderr.readline())
        assert found
        self.host, self.port = found[1], int(found[2])
        self._events = http.client.HTTPConnection(self.host, self.port, timeout=DEADLINE_S)
        self._events.request("GET", "/_tertulia/changes")
        self._stream = self._events.getresponse()
        self.state = {"build": 0, "complaint": ""}

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        asked = http.client.HTTPConnection(self.host, self.port, timeout=DEADLINE_S)
        asked.request("GET", path, headers=headers)
        answer = asked.getresponse()
        text = answer.read().decode()
        asked.close()
        return answer.status, text

    def next_state(self) -> dict[str, object]:
        """What the browser is told next; the stream itself has the deadline."""
        while True:
            line = self._stream.readline().decode()
            assert line, "the server has gone"
            if line.startswith("data: "):
                self.state = json.loads(line.removeprefix("data: "))
                return self.state

    def until_shown(self, path: str, text: str) -> None:
        while text not in self.ask(path)[1]:
            self.next_state()

    def stop(self) -> int:
        self._events.close()
        self._process.send_signal(signal.SIGTERM)
        said = self._process.communicate(timeout=DEADLINE_S)[1]
        assert "Stopped." in said
        return self._process.returncode


POST = "posts/la-cola-que-no-se-ve.md"
PAGE = "/articulos/la-cola-que-no-se-ve/"


@pytest.fixture(scope="module")
def served(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    content = Path(shutil.copytree(root / "content", folder / "content"))
    server = Served(root, content, folder / "output")
    while server.next_state()["build"] == 0:
        pass
    yield server
    assert server.stop() == 0


def test_it_listens_on_the_loopback_address_alone(served: Served) -> None:
    assert served.host == "127.0.0.1"
    assert served.ask("/", Host="evil.example")[0] == 403


def test_a_page_refreshes_itself_within_its_policy(served: Served) -> None:
    status, page = served.ask(PAGE)
    assert status == 200
    assert '<script src="/_tertulia/refresh.js"' in page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert re.search(r"script-src [^;]*'self'", policy[1])
    assert "_tertulia" not in (served.output / PAGE.strip("/") / "index.html").read_text("utf-8")


def test_what_is_not_there_is_answered_with_the_sites_404(served: Served) -> None:
    own = served.output / "404.html"
    if not own.exists():
        own.write_text("<!doctype html><title>No está</title><p>Esta página no está.</p>", "utf-8")
    title = re.findall(r"<title>.*?</title>", own.read_text("utf-8"), re.S)[0]
    for path in (
        "/no/such/page/",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%00",
        "/%FF",
    ):
        status, page = served.ask(path)
        assert status == 404
        assert title in page


def test_an_edit_is_shown(served: Served) -> None:
    path = served.content / POST
    before = served.state["build"]
    path.write_text(path.read_text("utf-8") + "\nUna frase recién escrita.\n", "utf-8")
    served.until_shown(PAGE, "Una frase recién escrita.")
    assert served.state["build"] > before


def test_a_draft_is_shown_and_an_edit_during_a_build_is_not_lost(served: Served) -> None:
    (served.content / "posts/en-obras.md").write_text(
        "Title: En obras\nDate: 2024-01-05\nSummary: Nada.\nStatus: draft\n\nSin terminar.\n",
        "utf-8",
    )
    path = served.content / POST
    for number in range(6):  # one of them falls into a build
        path.write_text(path.read_text("utf-8") + f"\nRetoque número {number}.\n", "utf-8")
        served.ask(PAGE)
    served.until_shown("/drafts/articulos/en-obras/", "Sin terminar.")
    served.until_shown(PAGE, "Retoque número 5.")


def test_a_failed_build_leaves_the_last_good_site_and_says_why(served: Served) -> None:
    path = served.content / POST
    good = path.read_text("utf-8")
    shown = (served.output / PAGE.strip("/") / "index.html").read_text("utf-8")
    path.write_text(good.replace("Title:", "Titel:", 1), "utf-8")
    while not served.next_state()["complaint"]:
        pass
    assert "titel" in str(served.state["complaint"]).lower()
    assert (served.output / PAGE.strip("/") / "index.html").read_text("utf-8") == shown
    path.write_text(good, "utf-8")
    while served.next_state()["complaint"]:
        pass


def test_the_page_of_a_removed_file_is_gone(served: Served) -> None:
    (served.content / "posts/fugaz.md").write_text(
        "Title: Fugaz\nDate: 2024-01-06\nSummary: Dura poco.\n\nDura poco.\n", "utf-8"
    )
    served.until_shown("/articulos/fugaz/", "Dura poco.")
    (served.content / "posts/fugaz.md").unlink()
    while served.ask("/articulos/fugaz/")[0] != 404:
        served.next_state()
