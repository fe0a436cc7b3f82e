import pytest

from tertulia.analysis.authored import read
from tertulia.core.links import read_links

TARGET = "Title: El destino\nSlug: el-destino\nDate: 2020-01-02\n\nNada.\n"


def linking(body: str, **files: str):
    posts = {"2020/origen.md": f"Title: Origen\n\n{body}\n", "2020/destino.md": TARGET, **files}
    return read(posts)


@pytest.mark.parametrize(
    "body",
    [
        "Lo vi [aquí]({filename}destino.md).",
        "Lo vi [aquí]({filename}/2020/destino.md#sec).",
        "Lo vi [aquí](|filename|destino.md).",
        "Lo vi [aquí](el-destino.html).",
        "Lo vi [aquí](/2020/01/el-destino/ 'título').",
        "Lo vi [aquí](</2020/01/el-destino/index.html>).",
        "Lo vi [aquí][1].\n\n[1]: /el-destino.html",
        "Lo vi [aquí][].\n\n[Aquí]: el-destino.html 'x'",
        "Lo vi <a class='x' href='/el-destino/'>aquí</a>.",
        "Lo vi [[El destino|aquí]].",
        "Lo vi [![aquí](foto.jpg)](el-destino.html).",
    ],
)
def test_a_link_is_found_and_hidden_and_its_words_stay(body):
    authored = linking(body)
    assert authored.links == {"origen": ("el-destino",), "el-destino": ()}
    (origin,) = (page for page in authored.pages if page.id == "origen")
    assert " ".join(origin.text.split()) == "Lo vi aquí."


def test_addresses_of_the_blog_itself_are_told_by_their_slugs():
    more = {
        f"{n}.md": f"Title: N {n}\n\n[a](https://www.blog.example/el-destino/)" for n in range(3)
    }
    authored = linking("[x](http://blog.example/2020/el-destino.html)", **more)
    assert authored.links["origen"] == ("el-destino",)
    authored = linking("[x](https://otro.example/el-destino/)", **more)
    assert authored.links["origen"] == ()


@pytest.mark.parametrize(
    "body",
    ["![foto](el-destino.html)", "[yo](origen.html)", "[x](mailto:el-destino)", "[x](#el-destino)"],
)
def test_images_mail_and_links_to_itself_are_no_links(body):
    assert linking(body).links["origen"] == ()


def test_yaml_front_matter_is_read_too():
    head = "---\ntitle: 'Uno: dos'\ntags:\n- a\n- b\ndate: 2021-05-06 10:00\ncategory: c\n---\n"
    (post,) = read({"uno.md": f"{head}\nTexto.\n"}).pages
    assert (post.id, post.title, post.topics) == ("uno", "Uno: dos", ("a", "b", "c"))
    assert post.published is not None
    assert post.published.year == 2021


def test_translations_share_a_slug_and_are_two_posts():
    files = {
        "a.md": "Title: A\nSlug: a\nLang: es\n\nx",
        "a-fr.md": "Title: B\nSlug: a\nLang: fr\n\n[a](a.html)",
        "otro/a.md": "Title: C\nSlug: a\n\nx",
    }
    assert {page.id for page in read(files).pages} == {"a", "a.es", "otro/a.md"}


def test_a_folder_is_a_category_where_none_is_given():
    files = {
        "viajes/a.md": "Title: A\n\nx",
        "2020/b.md": "Title: B\nTags: t\n\nx",
        "viajes/c.md": "Title: C\nCategory: Cine\n\nx",
    }
    assert {page.id: page.topics for page in read(files).pages} == {
        "a": ("viajes",),
        "b": ("t",),
        "c": ("Cine",),
    }


def test_drafts_pages_and_files_without_a_title_are_no_posts():
    files = {
        "a.md": "Title: A\nStatus: draft\n\nx",
        "pages/b.md": "Title: B\n\nx",
        "c.md": "No es más que texto.",
        "d.md": "Title: D\n\nx",
    }
    assert [page.id for page in read(files).pages] == ["d"]


def test_what_the_author_picked_by_hand_counts_as_a_link_and_is_hidden():
    files = {"a.md": "Title: A\nRelated: el-destino\n\nx", "2020/destino.md": TARGET}
    authored = read(files)
    assert authored.links["a"] == ("el-destino",)
    assert all(page.related == () for page in authored.pages)


def test_bare_addresses_go_from_the_text():
    written = read_links("Véase https://ejemplo.example/a_b?c=d. Y <https://otro.example/>.")
    assert written.targets == ("https://ejemplo.example/a_b?c=d", "https://otro.example/")
    assert "example" not in written.text
