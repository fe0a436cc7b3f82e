from tertulia.analysis.titles import Named, index, named
from tertulia.core.frontmatter import parse

HOURS = Named(file="cases/nueve-horas.md", title="Nueve horas de silencio", aliases=("9 horas",))
OTHER = Named(file="posts/otra.md", title="Otra cosa", slug="otra-cosa")


def test_a_page_is_found_by_title_alias_slug_and_path():
    titles, faults = index([HOURS, OTHER])
    assert not faults
    for name in ("nueve  horas de SILENCIO", "9 horas", "nueve-horas", "cases/nueve-horas.md"):
        assert titles.file(name) == "cases/nueve-horas.md"
    assert titles.file("otra-cosa") == "posts/otra.md"


def test_accents_do_not_matter_but_an_enye_does():
    titles, _ = index([Named(file="posts/a.md", title="La atención del año")])
    assert titles.file("la atencion del año")
    assert not titles.file("la atencion del ano")


def test_an_unknown_name_has_nearest_titles():
    titles, _ = index([HOURS, OTHER])
    assert titles.file("Nueve horas de silensio") == ""
    assert titles.nearest("Nueve horas de silensio") == ("Nueve horas de silencio",)


def test_two_pages_with_one_title_are_a_fault_that_names_both():
    twin = Named(file="posts/b.md", title="Otra Cosa", slug="b", line=3)
    titles, faults = index([OTHER, twin])
    assert titles.file("otra cosa") == ""
    (fault,) = faults
    assert str(fault) == (
        "posts/otra.md:1: the title 'otra cosa' is also that of posts/b.md;"
        " links by it find neither"
    )
    assert titles.file("b") == "posts/b.md"


def test_an_alias_that_is_also_a_page_is_the_fault_of_the_alias():
    greedy = Named(file="posts/a.md", title="A", aliases=("Otra cosa",))
    titles, faults = index([greedy, OTHER])
    assert titles.file("otra cosa") == "posts/otra.md"
    assert len(faults) == 1
    assert faults[0].file == "posts/a.md"
    assert "posts/otra.md" in faults[0].message


def test_strange_titles_are_names_like_any_other():
    strange = ['<b>«Comillas»</b> & "más"', "🙂🙃", "x" * 300, "../../x"]
    titles, faults = index(
        [Named(file=f"posts/{n}.md", title=title) for n, title in enumerate(strange)]
    )
    assert not faults
    for n, title in enumerate(strange):
        assert titles.file(title) == f"posts/{n}.md"


def test_aliases_are_parted_by_commas_or_stand_one_a_line():
    head = parse("Title: A\nAliases: uno, dos\n")
    assert named("posts/a.md", head).aliases == ("uno", "dos")
    head = parse("Title: A\nAliases: uno, con coma\n    dos\n")
    assert named("posts/a.md", head).aliases == ("uno, con coma", "dos")
