"""The head of a reStructuredText post is read as docutils and Pelican read it."""

from pathlib import Path

import pytest
from pelican.readers import RstReader
from pelican.settings import DEFAULT_CONFIG

from tertulia.core.restructured import parse

TITLED = """\
Una disculpa
============

:date: 2010-10-03 10:20
:slug: una-disculpa
"""
COMMENTED = """\
.. -*- coding: utf-8 -*-

.. De la época del
   otro blog.

==============
 Una `cosa`
==============

Con un subtítulo
----------------

.. |x| replace:: equis

:Slug: una\\_cosa
:Aliases: https://viejo.example/?p=1,
    /2009/una-cosa/
:guid:
    https://viejo.example/?p=1

:title: Otra cosa

:slug: aquí no: el párrafo de arriba no acaba las claves
:lang: es

Texto.

:lang: en
"""
BARE = ":title: Sin línea de título\n:date: 2010-10-03\n:slug: sin\n\nTexto.\n"
NONE = "Solo texto.\n\n:slug: no\n"


@pytest.mark.parametrize("text", [TITLED, COMMENTED, BARE, NONE])
def test_fields_are_those_that_pelican_finds(text: str, tmp_path: Path) -> None:
    path = tmp_path / "uno.rst"
    path.write_text(text, "utf-8")
    _, found = RstReader(DEFAULT_CONFIG).read(str(path))
    head = parse(text)
    for key in ("slug", "aliases", "guid", "lang"):
        assert head.text(key) == " ".join(str(found.get(key, "")).split())
    assert head.text("title") == found["title"].replace("<cite>", "`").replace("</cite>", "`")


def test_each_field_says_its_line() -> None:
    assert {field.key: field.line for field in parse(TITLED).fields} == {
        "title": 1,
        "date": 4,
        "slug": 5,
    }


def test_only_the_words_of_a_title_make_an_address() -> None:
    text = "Del :emphasis:`todo` `Sí <https://x.example/>`_\n" + "=" * 60 + "\n"
    assert parse(text).text("title") == "Del todo Sí"


def test_nothing_is_included_or_run_to_read_a_head(tmp_path: Path) -> None:
    (tmp_path / "secreto").write_text(":slug: secreto\n", "utf-8")
    head = parse(f".. include:: {tmp_path}/secreto\n\n:guid: .. raw:: html\n")
    assert (head.text("slug"), head.text("guid")) == ("", ".. raw:: html")
