import markdown
import pytest

from tertulia.analysis.titles import Named, index
from tertulia.core.wikilinks import find
from tertulia.site.wikilinks import WikiLinks

TITLES, _ = index(
    [
        Named(file="cases/nueve-horas.md", title="Nueve horas", aliases=("9 h",)),
        Named(file="posts/raro.md", title='<i>"Raro"</i> & 🙂'),
    ]
)


def html(text: str) -> str:
    return markdown.markdown(text, extensions=["extra", "toc", WikiLinks(titles=TITLES)])


@pytest.mark.parametrize(
    ("written", "href", "text"),
    [
        ("[[Nueve horas]]", "{filename}/cases/nueve-horas.md", "Nueve horas"),
        ("[[9 h|aquel caso]]", "{filename}/cases/nueve-horas.md", "aquel caso"),
        (
            "[[Nueve horas#Qué pasó después|lo de después]]",
            "{filename}/cases/nueve-horas.md#que-paso-despues",
            "lo de después",
        ),
        (
            "[[Nueve horas#Final]]",
            "{filename}/cases/nueve-horas.md#final",
            "Nueve horas: Final",
        ),
        ("[[#Final]]", "#final", "Final"),
    ],
)
def test_a_wiki_link_goes_to_the_file_of_its_page(written, href, text):
    assert html(f"Véase {written}.") == (
        f'<p>Véase <a class="wikilink" href="{href}">{text}</a>.</p>'
    )


def test_a_title_with_markup_stays_text():
    assert html('[[<i>"Raro"</i> & 🙂]]') == (
        '<p><a class="wikilink" href="{filename}/posts/raro.md">'
        '&lt;i&gt;"Raro"&lt;/i&gt; &amp; 🙂</a></p>'
    )


def test_an_unknown_name_is_marked_and_no_link():
    assert html("[[No existe]]") == '<p><span class="wikilink-missing">No existe</span></p>'


def test_code_is_left_alone():
    assert "wikilink" not in html("`[[Nueve horas]]`\n\n    [[Nueve horas]]\n\n\\[[Nueve horas]]")


def test_links_are_found_with_their_line_outside_of_code():
    text = "uno [[A]]\n`[[B]]`\n```\n[[C]]\n```\n- [[D|d]] y [[E#s]]\n"
    assert [(link.name, link.section, link.line) for link in find(text)] == [
        ("A", "", 1),
        ("D", "", 6),
        ("E", "s", 6),
    ]
