"""A WordPress of Debian's packages on loopback, with a database of its own in a folder."""

import getpass
import json
import shutil
import subprocess
import threading
import xmlrpc.client
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from live.browsing import MAIL, Browser
from live.server import Server, free_port, needed

PACKAGES = "wordpress php-cli php-mysql php-xml mariadb-server-core"
PROGRAM = Path("/usr/share/wordpress")
DATABASE = Path("/usr/sbin/mariadbd")
PHP = Path("/usr/bin/php")
OURS = Path(__file__).parent / "blog"  # what it is made of
PASSWORD = "una frase larga 4711"


class WordPress:
    """A blog that runs.

    Attributes:
        url: Without a slash at its end.
        posts: Of each post: its number as "id", its address as "url".
    """

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.visitor = Browser()
        self.owner = Browser()
        self.posts: dict[str, dict[str, Any]] = {}

    def install(self) -> None:
        """By WordPress's own form, then our posts and settings by PHP."""
        self.owner.post(
            f"{self.url}/wp-admin/install.php?step=2",
            weblog_title="Réplicas & <preguntas>", user_name="clara", admin_email=MAIL,
            admin_password=PASSWORD, admin_password2=PASSWORD, pw_weak="1", blog_public="1",
        )  # fmt: skip
        self.posts = json.loads(self.php("setup.php"))
        self.owner.get(f"{self.url}/wp-login.php")  # sets the cookie that the form asks for
        self.owner.post(f"{self.url}/wp-login.php", log="clara", pwd=PASSWORD, testcookie="1")

    def php(self, script: str, *arguments: object) -> str:
        """What a script of ours prints, run inside this WordPress."""
        return subprocess.run(
            [str(PHP), "-d", "display_errors=stderr", str(OURS / script), *map(str, arguments)],
            cwd=self.folder, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    def comment(self, slug: str, author: str, text: str, *, parent: int = 0, site: str = "") -> int:
        """Send the form below a post.

        Returns:
            The comment's number.
        """
        where, _ = self.visitor.post(
            f"{self.url}/wp-comments-post.php",
            comment_post_ID=self.posts[slug]["id"], comment_parent=parent,
            author=author, email=MAIL, url=site, comment=text,
        )  # fmt: skip
        return int(where.rpartition("-")[2])

    def trackback(self, slug: str, **form: str) -> bytes:
        return self.visitor.post(self.posts[slug]["url"] + "trackback/", **form)[1]

    def pingback(self, source: str, slug: str) -> str:
        """What WordPress says to the ping; it fetches the source before."""
        with xmlrpc.client.ServerProxy(f"{self.url}/xmlrpc.php") as server:
            return str(server.pingback.ping(source, self.posts[slug]["url"]))

    def export(self) -> bytes:
        """The WXR file, as its owner downloads it."""
        return self.owner.get(f"{self.url}/wp-admin/export.php?download=true&content=all")


@contextmanager
def running(folder: Path) -> Iterator[WordPress]:
    """A new blog, installed; nothing of it is left running afterwards."""
    needed(PROGRAM / "wp-settings.php", DATABASE, PHP, install=PACKAGES)
    blog = folder / "blog"
    shutil.copytree(PROGRAM, blog, ignore=_unneeded, symlinks=False)
    shutil.copy(OURS / "wp-config.php", blog)
    shutil.copytree(OURS / "wp-content", blog / "wp-content", dirs_exist_ok=True)
    data = folder / "data"
    data.mkdir()
    (folder / "init.sql").write_text("CREATE DATABASE wordpress CHARACTER SET utf8mb4;")
    port = free_port()
    database = Server(
        [
            str(DATABASE), "--no-defaults", f"--user={getpass.getuser()}", f"--datadir={data}",
            f"--socket={folder / 'sql'}", f"--pid-file={folder / 'pid'}",
            f"--init-file={folder / 'init.sql'}", "--skip-networking", "--skip-grant-tables",
            "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M",
        ],
        "ready for connections", folder,
    )  # fmt: skip
    try:
        server = Server(
            [
                *(str(PHP), "-d", "display_errors=0", "-d", "opcache.enable_cli=1"),
                *("-d", f"mysqli.default_socket={folder / 'sql'}"),
                *("-S", f"127.0.0.1:{port}", "-t", str(blog)),
            ],
            "started", blog,
            PHP_CLI_SERVER_WORKERS="3",  # WordPress asks itself while it is being installed
        )  # fmt: skip
        try:
            wordpress = WordPress(f"http://localhost:{port}", blog)
            wordpress.install()
            yield wordpress
        finally:
            server.stop()
    finally:
        database.stop()


def _unneeded(folder: str, names: list[str]) -> list[str]:
    top = {"wp-config.php", ".htaccess", "wp-content"} if folder == str(PROGRAM) else set()
    return [name for name in names if name in top]


@contextmanager
def other_site(folder: Path) -> Iterator[str]:
    """The files of a folder as another site, on an address of its own."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass
