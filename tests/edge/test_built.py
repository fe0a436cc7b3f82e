from pathlib import Path

from tertulia.edge.built import dead_links


def site(folder: Path, **pages: str) -> Path:
    for name, text in pages.items():
        path = folder / "out" / name.replace("__", "/") / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "out"


def test_links_to_pages_files_and_places_that_are_there_are_well(tmp_path):
    output = site(
        tmp_path,
        a='<p id="x y">&amp;</p><a href="../b/#año">b</a> <a href="#x%20y">x</a> <a href="/b/">'
        '<img src="../c.png"> <a href="https://s.example/b/#a&ntilde;o">z</a><a href="?q=1">q</a>',
        b='<h2 id="año">x</h2><a href="mailto:a@b.example">m</a><a href="//otro.example/x">o</a>'
        "<script>var x = '<a href=\"nada/\">'</script>",
    )
    (output / "c.png").write_bytes(b"x")
    assert list(dead_links(output, "https://s.example")) == []


def test_dead_links_name_page_line_and_link(tmp_path):
    output = site(
        tmp_path,
        a='<a href="b/">b</a>\n<a href="/a/#nada">n</a>\n<a href="https://s.example/z/">z</a>',
    )
    assert [str(f) for f in dead_links(output, "https://s.example")] == [
        "out/a/index.html:1: b/: there is no such file",
        "out/a/index.html:2: /a/#nada: there is no such place on that page",
        "out/a/index.html:3: https://s.example/z/: there is no such file",
    ]


def test_a_link_out_of_the_site_is_dead(tmp_path):
    (tmp_path / "secret.html").write_text("x")
    output = site(tmp_path, a='<a href="../../secret.html">s</a>')
    assert len(list(dead_links(output))) == 1


def test_nothing_built_is_nothing_wrong(tmp_path):
    assert list(dead_links(tmp_path / "none")) == []
