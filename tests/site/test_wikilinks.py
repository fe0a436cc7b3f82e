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


@pytest.mark.parametrize("bar", ["|", "\\|"])
def test_a_link_with_a_bar_stands_whole_in_a_table(bar):
    table = f"| a | b |\n|---|---|\n| [[9 h{bar}aquel]] | `[[x|y]]` [[#Final{bar}fin]] |\n"
    cells = html(table)
    assert '<td><a class="wikilink" href="{filename}/cases/nueve-horas.md">aquel</a></td>' in cells
    assert '<code>[[x|y]]</code> <a class="wikilink" href="#final">fin</a></td>' in cells


@pytest.mark.parametrize("code", ["    [[9 h|x]]\n", "```\n[[9 h|x]]\n```\n", "`` [[9 h|x]] ``"])
def test_code_keeps_its_bars(code):
    assert "[[9 h|x]]" in html(f"Así:\n\n{code}\n")


def test_an_escaped_bar_is_none_of_the_name():
    (link,) = find("| [[9 h\\|aquel]] |")
    assert (link.name, link.text) == ("9 h", "aquel")
