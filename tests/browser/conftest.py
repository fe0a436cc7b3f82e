"""A real Chromium and the sample site on a local port.

Skipped with a reason where there is no Chromium; an error where CI says there must be one.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn

import pytest

import themed

try:
    from playwright.sync_api import Browser, Page, sync_playwright
except ImportError:  # pragma: no cover - the development packages bring it
    sync_playwright = None  # type: ignore[assignment]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

Tab = Callable[..., "Page"]


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """The system's Chromium, or the one that Playwright keeps at home, without a window."""
    reason = "needs Chromium and Playwright; docs/theme.md says how to install them"
    if sync_playwright is None:
        _missing(reason)
    with ExitStack() as stack:
        try:
            playwright = stack.enter_context(sync_playwright())
        except Exception as error:  # noqa: BLE001  (its own program does not start here)
            _missing(f"{reason}: {error}")
        own = playwright.chromium.executable_path
        named = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
        path = next(filter(None, named), own if Path(own).exists() else None)
        if path is None:
            _missing(reason)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def address(sample: Path) -> Iterator[str]:
    """Where the sample site is served."""
    yield from _served(sample)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a page of every kind is served, drafts and tags too."""
    folder = tmp_path_factory.mktemp("small")
    themed.write(themed.small_site(), folder)
    yield from _served(folder)


@pytest.fixture(scope="session")
def hard(hard_sites: dict[str, Path]) -> Iterator[Callable[[str], str]]:
    """Where a site that is hard on a theme is served, by its name."""
    served = {name: _served(output) for name, output in hard_sites.items()}
    addresses = {name: next(server) for name, server in served.items()}
    yield addresses.__getitem__
    for server in served.values():
        next(server, None)


@pytest.fixture
def tab(chromium: "Browser") -> Iterator[Tab]:
    """Opens an address in a new tab of its own; keeps what it asked for and complained of."""
    contexts = []

    def opened(url: str, width: int = 1280, scheme: str = "light", **options: Any) -> "Page":
        size = {"width": width, "height": 900}
        context = chromium.new_context(viewport=size, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []  # type: ignore[attr-defined]
        page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
        page.on(
            "console",
            lambda line: line.type == "error" and page.complaints.append(line.text),  # type: ignore[attr-defined]
        )
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
