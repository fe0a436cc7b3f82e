"""Our own theme for Pelican as it comes: what `invoke bench` compares with.

The templates that draw a conversation are emptied, and the few places where a template takes
what a plugin found are made to take Pelican's own; nothing else is changed.
"""

import re
from pathlib import Path
from shutil import copytree

from jinja2.filters import FILTERS

_CONF = Path(__file__).parent / "_plain" / "sameconf.txt"

# What these draw was said, counted or found by our plugins.
OF_A_CONVERSATION = tuple(
    f"includes/{name}.html"
    for name in (
        "agreement backlinks chart comment comment_pager evidence facts hop map_svg mood outcomes"
        " related thread"
    ).split()
)

_FOUND_BY_PLUGINS = (
    (re.compile(r"\b(article|page|part|case|topic)\.view\b"), r"(\1|view)"),
    (re.compile(r"\bsite\.(posts|cases|topics)\b"), r"(articles|views('\1/'))"),
    (re.compile(r"\bsite\.pages\b"), "(pages|views)"),
)
_FILTER = re.compile(r"\|\s*([a-z_]+)")


def write_same(folder: Path, root: Path, more: str = "") -> None:
    """Settings and the theme; the content is the site's own.

    Args:
        more: Settings that take the place of the sample site's.
    """
    copytree(root / "theme", folder / "same-theme", dirs_exist_ok=True)
    templates = folder / "same-theme" / "templates"
    for name in OF_A_CONVERSATION:
        (templates / name).write_text("", "utf-8")
    filters: set[str] = set()
    for path in sorted(templates.rglob("*.html")):
        text = path.read_text("utf-8")
        for pattern, instead in _FOUND_BY_PLUGINS:
            text = pattern.sub(instead, text)
        path.write_text(text, "utf-8")
        filters.update(_FILTER.findall(text))
    conf = _CONF.read_text("utf-8").replace("ROOT", repr(str(root)))
    own = sorted(filters - FILTERS.keys())
    conf = conf.replace("FILTERS,", f"{own},", 1).replace("MORE", more, 1)
    (folder / "sameconf.py").write_text(conf, "utf-8")
