"""One generated site of `invoke bench`, and the edits and builds of it that are measured."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tertulia.commands import _generated
from tertulia.commands._measure import Cost, Server, run, set_aside

CASES = (
    "cold",
    "cold, second site",
    "nothing changed",
    "one post edited",
    "one post added",
    "one comment added",
    "one setting changed",
    "theme file changed",
    "serve, one post edited",
)
CACHES = "caches"


@dataclass(slots=True)
class Site:
    """One generated site on disk.

    Attributes:
        checkout: Whose code builds it.
        edits: How many were made so far.
        said: How many comments were added to one post.
    """

    checkout: Path
    folder: Path
    posts: int
    comments: int
    edits: int = 0
    said: int = 0

    @property
    def output(self) -> Path:
        """Where ours writes."""
        return self.folder / "out-ours"

    @property
    def environment(self) -> dict[str, str]:
        """Whose code it is, and a folder in place of the user's for what all sites share."""
        plugins, caches = self.checkout / "plugins", self.folder / CACHES
        return {"PYTHONPATH": str(plugins), "XDG_CACHE_HOME": str(caches)}

    def text(self, number: int) -> str:
        """A post with a sentence that it never had before."""
        self.edits += 1
        path = self.post(number)
        return f"{path.read_text('utf-8')}\nUna frase más, la número {self.edits}.\n"

    def post(self, number: int) -> Path:
        """The file of a post."""
        return self.folder / "content" / _generated.source(number)


def builds_of(site: Site) -> dict[str, Callable[[], Cost]]:
    """Builds of ours, in an order in which each finds what the one before it left."""
    builds = (_cold, _second, _ours, _edited, _added, _commented, _setting, _theme, _served)
    return {case: partial(build, site) for case, build in zip(CASES, builds, strict=True)}


def pelican(folder: Path, settings: str, output: Path) -> Cost:
    """A build by Pelican as it comes, into an empty folder."""
    command = [sys.executable, "-m", "pelican", "-q", "-s", settings, "-o", str(output)]
    return fresh(output, command, folder)


def fresh(output: Path, command: Sequence[str], folder: Path) -> Cost:
    """A build into an empty folder."""
    set_aside(output)
    return run(command, folder, {})


def _ours(site: Site) -> Cost:
    module = ["-m", "tertulia.site.run", "--content", "content", "--settings", "oursconf.py"]
    command = [sys.executable, *module, "--output", str(site.output)]
    return run(command, site.folder, site.environment)


def _cold(site: Site) -> Cost:
    set_aside(site.folder / CACHES)
    return _second(site)


def _second(site: Site) -> Cost:
    """Nothing is known of this site; what all sites share is there."""
    for folder in (site.output, site.folder / ".cache"):
        set_aside(folder)
    return _ours(site)


def _edited(site: Site) -> Cost:
    number = site.posts // 2
    site.post(number).write_text(site.text(number), "utf-8")
    return _ours(site)


def _added(site: Site) -> Cost:
    site.edits += 1
    one = _generated.post(site.posts + site.edits, site.posts, lambda _: "https://example.com/")
    _generated.write_post(site.folder / "content", one)
    return _ours(site)


def _commented(site: Site) -> Cost:
    number = site.posts // 3
    site.said += 1
    _generated.write_thread(site.folder / "content", number, site.comments + site.said)
    return _ours(site)


def _setting(site: Site) -> Cost:
    site.edits += 1
    path = site.folder / "oursconf.py"
    path.write_text(f"{path.read_text('utf-8')}\nSITESUBTITLE = 'Cambio {site.edits}'\n", "utf-8")
    return _ours(site)


def _theme(site: Site) -> Cost:
    site.edits += 1
    path = site.folder / "ours-theme" / "templates" / "reading.html"
    path.write_text(f"{path.read_text('utf-8')}\n{{# {site.edits} #}}\n", "utf-8")
    return _ours(site)


def _served(site: Site) -> Cost:
    """A second edit in a running server: the first one finds everything in memory."""
    options = ["--content", "content", "--output", "out-served", "--settings", "oursconf.py"]
    paths = [str(site.folder / o) if n % 2 else o for n, o in enumerate(options)]
    command = [sys.executable, "-m", "invoke", "serve", "--port", "0", *paths]
    server = Server(command, site.checkout, site.environment)
    try:
        for number in (1, 2):
            cost = server.rebuild(site.post(number), site.text(number))
    finally:
        server.close()
    return cost
