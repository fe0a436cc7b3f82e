"""Markdown files are read as Pelican reads them, with one object for each label."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pelican.contents import Article
from pelican.plugins import signals
from pelican.readers import MarkdownReader, Readers
from pelican.settings import DEFAULT_CONFIG

from bare_build import build_of
from tertulia.edge.keep import Keep
from tertulia.site import readers

HEAD = "Title: Un *título*\nDate: 2010-04-16 08:14\nCategory: Crisis\nTags: {}\nAuthors: Ana, Eva\n"
Read = Callable[[str], Article]


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Read]:
    settings = DEFAULT_CONFIG.copy() | {"PATH": str(tmp_path), "CACHE_PATH": str(tmp_path / "c")}
    settings["MARKDOWN"] = {**settings["MARKDOWN"], "extensions": ["meta"]}
    build = build_of(tmp_path, Keep(None))
    found = Readers(settings)
    readers.replace(found, build)
    own = found.reader_classes["md"](settings)

    def read(tags: str) -> Article:
        path = tmp_path / f"{tags}.md"
        path.write_text(HEAD.format(tags) + "\nTexto.\n")
        html, metadata = own.read(str(path))
        plain = MarkdownReader(settings).read(str(path))
        assert (html, metadata) == plain
        return Article(html, metadata, settings, str(path), {})

    yield read  # noqa: PT022  (the build lives as long as this frame)


def test_contents_share_their_labels(read: Read) -> None:
    one, other = read("uno, dos"), read("dos")
    assert one.category is other.category
    assert one.authors[1] is other.authors[1]
    assert one.tags[1] is other.tags[0]
    assert one.tags[0] != one.tags[1]


def test_where_others_listen_each_content_has_its_own(read: Read) -> None:
    def listen(sender: object) -> None:
        raise AssertionError(sender)

    signals.finalized.connect(listen)
    try:
        one, other = read("uno"), read("uno ")
        assert one.category == other.category
        assert one.category is not other.category
        one.category.slug = "otra"
        assert other.category.slug == "crisis"
    finally:
        signals.finalized.disconnect(listen)
