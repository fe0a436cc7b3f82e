import gzip

import pytest

from tertulia.core.search import Record
from tertulia.edge import searchindex

HOSTILE = Record(
    url='a/#"><script>alert(1)</script>',
    title="<b>Título</b> & «más»",
    section='"onload=x',
    heads=(("h1", "</h1><script>x</script>"),),
    text="uno <script>malo()</script>\ndos & tres",
    filters={"brand": ('M "y" <N>', "Ñ"), "tone": ("negative",), "kind": ("comment",)},
)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    if not searchindex.available():
        pytest.skip("needs the extra [search]: pip install 'tertulia[search]'")
    return searchindex.index_files([HOSTILE], "es")


def test_what_is_written_in_a_record_stays_text(made):
    (name,) = (name for name in made if name.startswith("fragment/"))
    fragment = gzip.decompress(made[name]).decode()
    assert "malo()" in fragment
    assert "script>malo" in fragment  # as text, told apart by the page's own script
    assert '\\"at\\"' in fragment or '"at"' in fragment
    assert "<N>" in fragment.replace("\\u003c", "<").replace("&lt;", "<").replace("&gt;", ">")


def test_the_same_records_give_the_same_files(made):
    for _ in range(3):  # its filters came in another order now and then
        assert searchindex.index_files([HOSTILE], "es") == made


def test_no_widget_of_its_own_is_kept(made):
    assert "pagefind.js" in made
    assert not [name for name in made if name.endswith((".css", "ui.js", "highlight.js"))]


def test_a_site_without_records_has_no_index():
    assert searchindex.index_files([], "es") == {}
