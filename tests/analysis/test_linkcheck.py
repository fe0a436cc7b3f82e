import markdown
import pytest

from tertulia.analysis.linkcheck import Source, faults, notices
from tertulia.core import headings
from tertulia.core.frontmatter import parse
from tertulia.core.kinds import FOLDERS

CASE = "Title: Nueve horas\nSources: Alguien | | 2026-01-01\n"


def source(file: str, text: str) -> Source:
    head = parse(text)
    body = "\n".join(text.splitlines()[head.body_line - 1 :])
    slug = head.text("slug") or file.rsplit("/", 1)[-1].removesuffix(".md")
    kind = FOLDERS[file.split("/", 1)[0]]
    return Source(file=file, kind=kind, slug=slug, head=head, body=body)


def found(*files: tuple[str, str], others: tuple[str, ...] = ()) -> list[str]:
    return [str(f) for f in faults([source(*file) for file in files], frozenset(others))]


def test_an_unknown_wiki_link_names_file_line_and_the_nearest_titles():
    post = "Title: Uno\nDate: 2026-01-01\n\nPrimera línea.\nVéase [[Nueve oras]].\n"
    assert found(("posts/uno.md", post), ("cases/nueve.md", f"{CASE}\nx\n")) == [
        "posts/uno.md:5: [[Nueve oras]]: no page of that name; did you mean 'Nueve horas'?"
    ]


def test_sections_must_be_there_in_wiki_links_and_intrasite_links():
    case = f"{CASE}\n## Qué pasó\n\nx\n"
    post = (
        "Title: Uno\n\n[[Nueve horas#Qué pasó]] [a]({filename}/cases/nueve.md#que-paso)\n"
        "[[Nueve horas#Que paso ayer]] [b]({filename}/cases/nueve.md#que-pasa) [[#Nada]]\n"
    )
    assert found(("cases/nueve.md", case), ("posts/uno.md", post)) == [
        (
            "posts/uno.md:4: [[Nueve horas#Que paso ayer]]: cases/nueve.md has no such section;"
            " did you mean 'que-paso'?"
        ),
        "posts/uno.md:4: [[#Nada]]: posts/uno.md has no such section",
        (
            "posts/uno.md:4: {filename}/cases/nueve.md#que-pasa: cases/nueve.md has no such"
            " section; did you mean 'que-paso'?"
        ),
    ]


def test_files_that_links_mean_must_be_there():
    post = "Title: Uno\n\n![x]({static}/images/a.png) [y]({filename}dos.md) [z]({static}b.pdf)\n"
    assert found(("posts/uno.md", post), others=("posts/b.pdf",)) == [
        (
            "posts/uno.md:3: {filename}dos.md: there is no such file;"
            " did you mean 'posts/uno.md', 'posts/b.pdf'?"
        ),
    ]


def test_an_image_above_the_text_must_be_there():
    post = "Title: Uno\nImage: images/foto.jpeg\n\nx\n"
    assert found(("posts/uno.md", post)) == [
        "posts/uno.md:2: image: there is no file 'images/foto.jpeg'"
    ]


def test_topics_in_a_circle_are_told_once_with_all_names():
    files = [
        ("topics/a.md", "Title: A\nBroader: b\n\n"),
        ("topics/b.md", "Title: B\nBroader: c\n\n"),
        ("topics/c.md", "Title: C\nBroader: a\n\n"),
        ("topics/d.md", "Title: D\nBroader: a\n\n"),
    ]
    assert found(*files) == ["topics/a.md:1: topics go in a circle: a < b < c < a"]
    own = ("topics/e.md", "Title: E\nNarrower: e\n\n")
    assert found(own) == ["topics/e.md:1: topics go in a circle: e < e"]


def test_a_case_rests_on_a_source():
    assert found(("cases/a.md", "Title: A\n\nx\n")) == [
        "cases/a.md:1: a case rests on a source: add `Sources:`"
    ]


def test_code_is_not_looked_at():
    assert found(("posts/a.md", "Title: A\n\n`[[nada]]`\n\n```\n[[nada]]\n```\n")) == []


def test_orphans_and_former_names_are_notices():
    pages = [
        source("posts/uno.md", "Title: Uno\n\n[[Lo de antes]]\n"),
        source("posts/dos.md", "Title: Dos\nAliases: Lo de antes\n\nx\n"),
    ]
    assert [str(n) for n in notices(pages, frozenset())] == [
        "posts/uno.md:1: no other page leads here",
        "posts/uno.md:3: [[Lo de antes]] is now called 'Dos'",
    ]
    assert faults(pages, frozenset()) == []


HEADED = """
# Año «nuevo»: *qué* pasó

Otra
----

## Igual

## Igual

## Con enlace a [casa](x.html) {#propio}

```
# no lo es
```

### ¿Y [esto](y.html)? `código`
"""


def test_ids_of_headings_are_those_that_markdown_gives():
    made = markdown.markdown(HEADED, extensions=["extra", "toc"])
    ids = {part.split('"', 1)[0] for part in made.split(' id="')[1:]}
    assert headings.ids(HEADED) == ids


@pytest.mark.parametrize("title", ["<script>", '"', "🙂", "x" * 300, "../../x"])
def test_strange_titles_break_nothing(title):
    post = f"Title: {title}\n\n[[{title}]]\n"
    assert found(("posts/a.md", post)) == []


def test_a_name_that_two_pages_claim_is_said_to_be_theirs():
    twins = [(f"posts/{n}.md", f"Title: El mismo\nSlug: p{n}\n\nx\n") for n in (1, 2)]
    (fault,) = found(*twins, ("posts/uno.md", "Title: Uno\n\n[[El MISMO]]\n"))
    assert fault == "posts/uno.md:3: [[El MISMO]]: two pages are called so"


def test_what_is_shown_as_code_need_not_be_there():
    post = "Title: Uno\n\n```\n[y]({filename}dos.md)\n```\n\n`[z]({filename}tres.md)`\n"
    assert found(("posts/uno.md", post)) == []
    two = ("posts/dos.md", "Title: Dos\n\nNada.\n")
    assert any(
        "posts/dos.md" in str(n)
        for n in notices([source("posts/uno.md", post), source(*two)], frozenset())
    )
