"""Addresses of files, and of what stands beside a page."""

import pytest

from tertulia.core.addresses import address_of, beside


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("index.html", ""),
        ("casos/index.html", "casos/"),
        ("archives.html", "archives.html"),
        ("a/myindex.html", "a/myindex.html"),
    ],
)
def test_an_index_is_where_its_folder_is(file: str, address: str) -> None:
    assert address_of(file) == address


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("casos/x/", "casos/x/feeds/all.xml"),
        ("x.html", "x/feeds/all.xml"),
        ("a/x.htm", "a/x/feeds/all.xml"),
        ("a/x", "a/x/feeds/all.xml"),
        ("v1.2/x", "v1.2/x/feeds/all.xml"),
        ("", "index/feeds/all.xml"),
        ("index.html", "index/feeds/all.xml"),
    ],
)
def test_what_belongs_to_a_page_has_its_address_as_folder(url: str, feed: str) -> None:
    assert beside(url, "feeds/all.xml") == feed
