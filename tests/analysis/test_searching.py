from datetime import UTC

from builders import entry, page
from tertulia.analysis.searching import records, sections
from tertulia.analysis.survey import Wishes, survey
from tertulia.analysis.talks import talk
from tertulia.core.anchors import anchor
from tertulia.core.findings import Label, Tone
from tertulia.core.model import Heading

WISHES = Wishes(address="https://s.example", zone=UTC, folders={"brand": "m", "year": "a"})

LONG = page(
    "larga",
    title="Una entrada",
    summary="De qué va.",
    text="Antes.\nUno\nDe uno.\nUno\nDos\nDe dos.",
    headings=(Heading(id="uno", title="Uno", level=2), Heading(id="dos", title="Dos", level=3)),
    thread="larga",
)


def test_sections_are_parted_at_their_headings_in_order():
    assert [(h.id if h else "", text) for h, text in sections(LONG)] == [
        ("", "Antes."),
        ("uno", "De uno.\nUno"),
        ("dos", "De dos."),
    ]


def test_a_page_without_headings_is_one_section():
    assert [text for _, text in sections(page("a", text="Uno.\nDos."))] == ["Uno.\nDos."]


def test_each_section_and_each_comment_is_a_record_that_opens_there():
    said = entry("t:s:1", text="Me gustó.", name="Eva")
    own = entry("t:s:2", text="Gracias.", name="Marca", role="brand", minutes=5)
    tone = Tone(polarity=0.5, subjectivity=0.5, label=Label.POSITIVE, confidence=0.9, lang="es")
    talks = {"larga": talk(LONG, [said, own], {"t:s:1": tone, "t:s:2": tone}, UTC)}
    site = survey([LONG], talks, WISHES)
    found = list(records(site))
    assert [(r.url, r.section) for r in found] == [
        ("larga/", ""),
        ("larga/#uno", "Uno"),
        ("larga/#dos", "Dos"),
        (f"larga/#{anchor('t:s:1')}", "Eva"),
        (f"larga/#{anchor('t:s:2')}", "Marca"),
    ]
    assert {r.title for r in found} == {"Una entrada"}
    assert found[0].heads == (("h1", "Una entrada"),)
    assert found[0].text.splitlines() == ["De qué va.", "Antes."]
    assert found[3].filters == {"kind": ("comment",), "tone": ("positive",)}
    assert found[4].filters == {"kind": ("comment",)}  # own voices have no tone to look for


def test_drafts_are_not_found():
    draft = page("borrador", text="Secreto.", listed=False)
    site = survey([draft], {"borrador": talk(draft, [], {}, UTC)}, WISHES)
    assert list(records(site)) == []
