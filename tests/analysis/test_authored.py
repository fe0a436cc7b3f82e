import time
import unicodedata

import pytest

from tertulia.analysis.authored import read
from tertulia.core.links import read_links
from tertulia.core.restructured import written

TARGET = "Title: El destino\nSlug: el-destino\nDate: 2020-01-02\n\nNada.\n"

PLAIN = {"2020/destino.md": TARGET}


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
        "Lo vi [aquí](<{filename}../2020/el gran viaje.md> 'título').",
        "Lo vi [aquí]({filename}el gran viaje.md).",
    ],
)
def test_a_link_is_found_and_hidden_and_its_words_stay(body):
    more = {"2020/el gran viaje.md": TARGET} if "gran viaje" in body else {}
    authored = read({"2020/origen.md": f"Title: Origen\n\n{body}\n", **(more or PLAIN)})
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


@pytest.mark.parametrize(
    "body",
    [
        "Lo vi [aquí]({% post_url 2020-01-02-destino %}).",
        "Lo vi [aquí]({{ site.baseurl }}/2020/01/el-destino/).",
        'Lo vi [aquí]({{< ref "destino.md" >}}).',
        "Lo vi [aquí](../2020/destino.md).",
        "Lo vi [aquí](/es/el-destino-es.html).",
    ],
)
def test_addresses_of_template_languages_and_translations_are_found(body):
    target = TARGET.replace("Date:", "Lang: es\nDate:")
    authored = read({"2020/origen.md": f"Title: O\n\n{body}\n", "2020/destino.md": target})
    assert authored.links["origen"] == ("el-destino",)
    (origin,) = (page for page in authored.pages if page.id == "origen")
    assert " ".join(origin.text.split()) == "Lo vi aquí."


@pytest.mark.parametrize(
    "body",
    [
        "[foto]({static}/images/el-destino.png)",
        "[lista](/tag/el-destino.html)",
        "[todo](/category/el-destino/)",
        "[archivo](/files/el-destino.pdf)",
    ],
)
def test_files_and_lists_called_like_a_post_are_not_the_post(body):
    assert linking(body).links["origen"] == ()


def test_a_host_with_many_other_pages_is_not_the_blogs_own():
    links = "".join(f"[{n}](https://forja.example/yo/cosa-{n}) " for n in range(9))
    both = f"{links}[a](https://forja.example/yo/el-destino)"
    assert linking(f"{both} [b](https://forja.example/otro/el-destino)").links["origen"] == ()


def test_pictures_lists_and_the_front_page_do_not_make_a_host_another_s():
    own = "https://mi.example"
    around = f"[yo]({own}) [a]({own}/tag/x/) " + "".join(
        f"[![f]({own}/f/{n}.jpg)]({own}/f/{n}.jpg) " for n in range(9)
    )
    more = {f"{n}.md": f"Title: N {n}\n\n{around}[y]({own}/el-destino/)" for n in range(2)}
    assert linking(f"{around}[x]({own}/el-destino/)", **more).links["origen"] == ("el-destino",)


def test_a_link_leads_to_the_translation_of_its_own_language():
    posts = {
        "uno.md": "Title: Uno\nSlug: uno\nLang: fr\n\nBonjour.\n",
        "uno-en.md": "Title: One\nSlug: uno\nLang: en\n\nHello.\n",
        "dos.md": "Title: Two\nLang: en\n\n[one](/uno.html)\n",
        "tres.md": "Title: Three\nLang: en\n\n[un](/fr/uno.html)\n",
    }
    links = read(posts).links
    assert links["dos"] == ("uno",)  # the first of that slug keeps it: "One", by file
    assert links["tres"] == ("uno.fr",)


LINK = "[otra](/el-destino.html) {filename}/2020/destino.md http://x.example/ [[Destino]]"
CODE = [
    f"```markdown\n{LINK}\n\n{LINK}\n```",
    f"~~~~\n{LINK}\n~~~\n{LINK}\n~~~~",
    f"1. Así:\n\n    ```\n    {LINK}\n    ```",
    f"Así:\n\n    {LINK}\n\n    {LINK}\n\ny nada más.",
    f"Así:\n\n\t{LINK}",
    f"- Así:\n\n        {LINK}",
    f"Se escribe `{LINK}` o ``{LINK} ` {LINK}``.",
    "Se escribe `[otra]\n(/el-destino.html)` en dos líneas.",
]
PROSE = [
    f"```\nnada\n```\n\n{LINK}",
    f"- Así:\n\n    {LINK}",
    f"1. Así:\n\n    Y.\n\n    {LINK}",
    f"Nota[^1].\n\n[^1]: Así:\n\n    {LINK}",
    f"Sigue\n    {LINK}",
    f"Un ` solo, y {LINK}",
    f"Un ` solo.\n\n{LINK} y `nada`",
    "La [`otra`](/el-destino.html) y `nada`.",
]


@pytest.mark.parametrize(("body", "links"), [*((b, ()) for b in CODE), *((b, 1) for b in PROSE)])
def test_what_is_shown_as_code_is_no_link(body, links):
    files = {"uno.md": f"Title: Uno\nSlug: uno\n\n{body}\n", "2020/destino.md": TARGET}
    authored = read(files)
    assert authored.links["uno"] == (("el-destino",) if links else ())
    (uno,) = (page for page in authored.pages if page.id == "uno")
    assert "otra" in uno.text
    assert "example" not in uno.text


def test_a_target_within_the_text_takes_no_word_of_what_follows():
    rest = "Origen\n######\n\n:slug: origen\n\n.. _sigue:\n\nSigue\n-----\n\nNada.\n"
    (origin,) = read({"origen.rst": rest}).pages
    assert "Sigue" in origin.text


@pytest.mark.parametrize("path", ["/archives/2020/01/el-destino/", "/archives/el-destino.html"])
def test_a_blog_whose_posts_stand_among_its_archives_links_to_posts(path):
    assert linking(f"[x]({path})").links["origen"] == ("el-destino",)


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("kept", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "address", ["{filename}canción.md", "{filename}/2020/canci%C3%B3n.md", "/canción.html"]
)
def test_an_accent_is_one_however_the_disk_and_the_author_write_it(written, kept, address):
    posts = {
        "2020/origen.md": f"Title: O\n\n[x]({unicodedata.normalize(written, address)})\n",
        unicodedata.normalize(kept, "2020/canción.md"): "Title: C\nDate: 2020-01-02\n\nx\n",
    }
    (found,) = read(posts).links["origen"]
    assert unicodedata.normalize("NFC", found) == "canción"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L'été à l’œuvre", "lete-a-loeuvre"),
        ("L'été à l’œuvre", "l-ete-a-l-oeuvre"),
        ("Python 3.11: ¿qué hay?", "python-311-que-hay"),
        ("A/B &amp; foo_bar", "ab-foo_bar"),
        ("Una " + "y otra vez " * 12 + "más", "una-" + "y-otra-vez-" * 12 + "mas"),
    ],
)
def test_a_post_without_a_slug_is_known_by_any_slug_of_its_title(title: str, slug: str) -> None:
    posts = {
        "origen.md": f"Title: O\n\n[x](https://mi.example/2020/{slug}.html)\n",
        "otro.md": f"Title: P\n\n[x](https://mi.example/{slug}/)\n",
        "037.md": f"Title: {title}\nDate: 2020-01-02\n\nx\n",
    }
    assert read(posts).links["origen"] == ("037",)


@pytest.mark.parametrize(
    "file", ["2018.01.25.destino.md", "2018-01-destino.md", "2018.01.destino.md"]
)
def test_a_date_before_a_file_s_name_may_be_written_in_many_ways(file: str) -> None:
    posts = {"o.md": "Title: O\n\n[x](/destino.html)\n", file: "Title: Otra cosa\n\nx\n"}
    assert read(posts).links["o"] == (file.removesuffix(".md"),)


@pytest.mark.parametrize("path", ["/EL-DESTINO.html", "/blog/otro-sitio/", "/fue/hace-tiempo.html"])
def test_a_post_is_known_in_any_case_and_by_the_addresses_in_its_front_matter(path):
    target = TARGET.replace("Date:", "URL: blog/otro-sitio/\nAliases: /fue/hace-tiempo/\nDate:")
    posts = {"origen.md": f"Title: O\n\n[x]({path})\n", "2020/destino.md": target}
    assert read(posts).links["origen"] == ("el-destino",)


def test_a_link_in_a_footnote_is_found_and_the_note_stays():
    authored = linking("Texto[^1].\n\n[^1]: Lo vi [aquí](/el-destino.html).")
    assert authored.links["origen"] == ("el-destino",)
    (origin,) = (page for page in authored.pages if page.id == "origen")
    assert "Lo vi aquí." in origin.text


@pytest.mark.parametrize(
    ("file", "target"),
    [
        ("d.rst", "¡El destino!\n############\n\n:slug: d\n\nx\n"),
        ("d.md", '---\ntitle: "¡El destino!"\nslug: d\n---\nx\n'),
        ("2020-01-02-el-destino.md", "Title: Otro\nDate: 2020-01-02\nSlug: d\n\nx\n"),
    ],
)
def test_a_wiki_link_finds_every_kind_of_post_by_its_title_or_file(file, target):
    name = "el-destino" if "Otro" in target else "¡El destino!"
    assert read({"o.md": f"Title: O\n\n[[{name}|x]]\n", file: target}).links["o"] == ("d",)


@pytest.mark.parametrize(
    ("file", "date", "day"),
    [
        ("a.md", "2014-5-3 9:05", (2014, 5, 3)),
        ("a.md", "2014/05/03", (2014, 5, 3)),
        ("a.md", "2014-05-03T09:05:00Z", (2014, 5, 3)),
        ("a.md", "Sat, 3 May 2014 10:00:00 +0200", (2014, 5, 3)),
        ("a.md", "3 May 2014", (2014, 5, 3)),
        ("2014-05-03-a.md", "ayer", (2014, 5, 3)),
    ],
)
def test_dates_are_read_as_people_write_them(file, date, day):
    (post,) = read({file: f"Title: A\nDate: {date}\n\nx\n"}).pages
    assert post.published
    assert (post.published.year, post.published.month, post.published.day) == day


def test_a_link_in_the_summary_is_hidden_too():
    head = "Title: A\nSummary: Sigue a [lo otro](/el-destino.html).\n\nx\n"
    authored = read({"a.md": head, "2020/destino.md": TARGET})
    assert authored.links["a"] == ("el-destino",)
    assert authored.pages[1].summary == "Sigue a lo otro."


def test_where_else_a_post_leads_is_kept_but_nothing_that_may_mean_a_post():
    body = "[x](https://otro.example/b) [y](https://vieja.example/el-destino/)"
    authored = linking(body)
    (origin,) = (page for page in authored.pages if page.id == "origen")
    assert origin.beyond == ("https://otro.example/b",)


@pytest.mark.parametrize(
    "raw",
    ["---\ntitle: [a\n---\n\nx", "---\nt: " + "[" * 5000 + "\n---\n", "---\nx: &a [*a]\n---\n"],
)
def test_broken_front_matter_is_told_and_passed_over(raw):
    authored = read({"roto.md": raw, "2020/destino.md": TARGET})
    assert [page.id for page in authored.pages if page.id != "roto"] == ["el-destino"]
    assert authored.skipped or authored.pages[-1].id == "roto"


def test_posts_without_a_title_take_it_from_their_heading():
    (post,) = read({"a.md": "Date: 2020-01-01\n\n# La hora\n\nx\n"}).pages
    assert post.title == "La hora"
    assert read({"README.md": "# No es un artículo\n"}).pages == ()


@pytest.mark.parametrize(
    ("lang", "code"), [("fr_FR", "fr"), ("pt-BR", "pt"), ("ES", "es"), ("español", "es")]
)
def test_languages_are_known_by_their_codes(lang, code):
    text = "Esto está escrito en español para que se note en qué lengua está."
    (post,) = read({"a.md": f"Title: A\nLang: {lang}\n\n{text}\n"}).pages
    assert post.lang == code


@pytest.mark.parametrize("trap", ['<a href="', "a.", "1:", "[a](", "<a "])
def test_texts_that_never_end_cost_little(trap: str) -> None:
    begun = time.process_time()
    read_links(trap * 4_000)
    written(trap * 20_000)
    assert time.process_time() - begun < 4
