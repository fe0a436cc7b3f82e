"""What search engines read."""

from lxml import etree

from tertulia.site.crawlers import sitemap


def test_an_address_in_the_sitemap_is_written_as_an_address_is():
    pages = [("año/la-señal/", ""), ("etiqueta/a%20b/?p=1&q=2", "2024-05-21")]
    root = etree.fromstring(sitemap("https://example.org", pages))
    assert [found.text for found in root.iter("{*}loc")] == [
        "https://example.org/a%C3%B1o/la-se%C3%B1al/",
        "https://example.org/etiqueta/a%20b/?p=1&q=2",
    ]
