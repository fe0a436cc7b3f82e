import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia.core.anchors import anchor, old_anchor


@given(st.text())
def test_an_anchor_is_safe_whatever_the_id_holds(id: str) -> None:
    assert re.fullmatch(r"c-[0-9a-f]{10}", anchor(id))


def test_an_anchor_never_changes() -> None:
    assert anchor("wxr:blog.example:117") == "c-727965115b"


@pytest.mark.parametrize(
    ("id", "old"),
    [("wxr:blog.example:117", "comment-117"), ("disqus:forum:117", ""), ("wxr:b:1 onload=", "")],
)
def test_the_deep_links_of_wordpress_go_on(id: str, old: str) -> None:
    assert old_anchor(id) == old
