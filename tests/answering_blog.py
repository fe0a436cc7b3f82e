"""A small WordPress on loopback, and a site that fetches from it."""

import ipaddress
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from small_site import SETTINGS, Small
from tertulia.commands.fetch import fetch
from tertulia.edge.web import Web

FEED = b"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Comments</title></channel></rss>"""

LOOPBACK = ipaddress.ip_address("127.0.0.1")


class Blog:
    """A WordPress of a few answers, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.address = ""

    def page(self, number: int, total: int, *ids: int, status: int = 200) -> None:
        body = json.dumps([self.comment(id) for id in ids]).encode()
        path = f"/wp-json/wp/v2/comments?per_page=100&order=asc&page={number}"
        headers = {"X-WP-TotalPages": str(total), "ETag": f'"{number}-{len(ids)}"'}
        self.answers[path] = (status, headers, body)

    def comment(self, id: int) -> dict[str, object]:
        return {
            "id": id,
            "post": 1,
            "parent": 0,
            "author_name": f"Persona {id}",
            "author_url": "",
            "date": f"2025-02-0{id}T10:00:00",
            "date_gmt": f"2025-02-0{id}T09:00:00",
            "content": {"rendered": f"<p>Comentario {id}.</p>"},
            "link": f"{self.address}/hola-mundo/#comment-{id}",
            "status": "approved",
            "type": "comment",
        }


@pytest.fixture
def blog() -> Iterator[Blog]:
    made = Blog()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            status, headers, body = made.answers.get(self.path, (404, {}, b""))
            if status == 200 and self.headers.get("If-None-Match") == headers.get("ETag", "-"):
                status, body = 304, b""
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    made.answers["/comments/feed/"] = (200, {"ETag": '"f"'}, FEED)
    made.page(1, 2, 1, 2)
    made.page(2, 2, 3)
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def fetching(folder: Path, blog: Blog) -> Small:
    """A site with one page whose settings name the blog."""
    site = Small(folder)
    site.page("hola-mundo")
    name_place(site, blog)
    return site


def name_place(site: Small, blog: Blog) -> None:
    """Put the blog into the settings of a site."""
    wanted = {"viejo": {"kind": "wordpress", "url": blog.address}}
    site.settings.write_text(f"{SETTINGS}\nTERTULIA['fetch'] = {wanted!r}\n", "utf-8")


def fetched(site: Small, *names: str) -> int:
    web = Web(may=lambda ip: ip == LOOPBACK, sleep=lambda _: None)
    return fetch(
        names, content=site.content, settings=site.settings, folder=site.folder / "kept", web=web
    )
