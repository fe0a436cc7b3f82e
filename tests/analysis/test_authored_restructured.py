"""Posts in reStructuredText are read as those in Markdown are."""

from datetime import UTC, datetime

import pytest

from tertulia.analysis.authored import read

TARGET = "Title: El destino\nSlug: el-destino\nDate: 2020-01-02\n\nNada.\n"


def test_restructured_text_is_read_too():
    rest = (
        "Origen de todo\n##############\n\n:slug: origen\n:date: 2013-1-2 9:05\n:tags: a,\n   b\n\n"
        "Ver `el destino <{filename}/2020/destino.md>`_, `otra vez`_, y una_ más.\n\n"
        ".. _otra vez: /el-destino.html\n.. _una: el-destino.html\n"
        ".. image:: foto.png\n   :alt: x\n"
    )
    authored = read({"origen.rst": rest, "2020/destino.md": TARGET})
    assert authored.links["origen"] == ("el-destino",)
    (origin,) = (page for page in authored.pages if page.id == "origen")
    assert " ".join(origin.text.split()) == "Ver el destino, otra vez, y una más."
    assert origin.topics == ("a", "b")
    assert origin.published == datetime(2013, 1, 2, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        "Lo vi otra_.\n\n.. _otra: `la una`_\n.. _la una: /el-destino.html",
        "Lo vi `otra`__.\n\n__ una_\n\n.. _una: /el-destino.html",
        "Lo vi `otra <una_>`__.\n\n  .. _una:\n     /el-destino.html",
        "Lo vi |otra|.\n\n.. |otra| replace:: `otra </el-destino.html>`__",
        ".. note:: Lo vi `otra </el-destino.html>`__.",
        '.. raw:: html\n\n   Lo vi <a class="x" href="/el-destino.html">otra</a>.',
    ],
)
def test_restructured_links_by_way_of_names_and_in_directives_are_found(body):
    rest = f"Origen\n######\n\n:slug: origen\n\n{body}\n"
    authored = read({"origen.rst": rest, "2020/destino.md": TARGET})
    assert authored.links["origen"] == ("el-destino",)
    (origin,) = (page for page in authored.pages if page.id == "origen")
    assert "destino" not in origin.text
    assert "href" not in origin.text
    assert "otra" in origin.text


REST_LINK = "`otra </el-destino.html>`_ y otra_"


@pytest.mark.parametrize(
    ("body", "links"),
    [
        (f"Así::\n\n   {REST_LINK}\n\n   {REST_LINK}\n\nNada.", False),
        (f".. code-block:: rst\n   :linenos:\n\n   {REST_LINK}\n\nNada.", False),
        (f"Se escribe ``{REST_LINK}``.", False),
        (f"Así::\n\n   nada\n\n{REST_LINK}", True),
        (f".. note::\n\n   {REST_LINK}", True),
    ],
)
def test_what_restructured_text_shows_as_code_is_no_link(body, links):
    rest = f"Origen\n######\n\n:slug: origen\n\n{body}\n\n.. _otra: /el-destino.html\n"
    authored = read({"origen.rst": rest, "2020/destino.md": TARGET})
    assert authored.links["origen"] == (("el-destino",) if links else ())


def test_a_link_in_a_summary_of_restructured_text_is_hidden_too():
    rest = "Algo\n####\n\n:slug: a\n:summary: Sigue a `lo otro\n  </el-destino.html>`_.\n\nx\n"
    authored = read({"a.rst": rest, "2020/destino.md": TARGET})
    assert authored.links["a"] == ("el-destino",)
    assert authored.pages[1].summary == "Sigue a lo otro."
