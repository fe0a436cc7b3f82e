"""In a process that builds again the map is that of a build which knows nothing."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from builders import page
from tertulia.analysis.maps import linked_pages
from tertulia.core.model import Page, PageKind
from tertulia.edge.keep import Keep
from tertulia.site import maps
from tertulia.site.state import SETTING


def found(keep: Keep, pages: dict[str, Page]) -> Any:
    views = {id: SimpleNamespace(page=one) for id, one in pages.items()}
    build = SimpleNamespace(keep=keep, memo=lambda _, make: make())
    return maps._linked({SETTING: build}, {"site": SimpleNamespace(by_id=views)})


CHANGES = {
    "text": {"text": "Otra cosa.", "links": (("p02", "otra"), ("p03", "x"))},
    "link": {"links": (("p05", "x"),)},
    "topic": {"topics": ("tema",)},
    "title": {"title": "Antes"},
    "draft": {"listed": False},
}


@pytest.mark.parametrize("what", CHANGES)
def test_after_a_change_the_map_has_the_pages_and_lines_of_a_clean_one(what, tmp_path, monkeypatch):
    pages = {f"p{n:02d}": page(f"p{n:02d}", title=f"Título {n}") for n in range(8)}
    pages["p01"] = replace(pages["p01"], links=(("p02", "x"), ("p03", "x")))
    pages["tema"] = page("tema", kind=PageKind.TOPIC)
    keep = Keep(None, lasting=True)
    found(keep, pages)
    keep.commit(tmp_path, None)
    pages["p01"] = replace(pages["p01"], **CHANGES[what])
    clean = linked_pages(pages.values())
    if what == "text":  # then nobody looks for lines
        monkeypatch.setattr(maps, "linked_pages", None)
    after = found(keep, pages)
    assert after == clean
    assert all(one is pages[one.id] for one in (*after[0], *after[2]))
