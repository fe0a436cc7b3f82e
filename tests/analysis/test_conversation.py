"""What readers say of a case later is not what its customers said."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.talks import OVEN, spoken, thread, tone
from builders import entry
from tertulia.analysis.conversation import conversation
from tertulia.analysis.service import measure
from tertulia.analysis.summary import summarise
from tertulia.core.findings import Label
from tertulia.core.model import Role

DAYS = 60 * 24
LATER = [
    ("l:1", None, 20 * DAYS, "Elena", "other", "Muy útil el caso, enhorabuena.", 0.8),
    ("l:2", "l:1", 20 * DAYS + 5, "Clara", "author", "Gracias, Elena.", None),
    ("l:3", None, 21 * DAYS, "Gastón", "other", "Muy bueno, che.", 0.9),
]


def test_praise_of_the_case_is_no_praise_of_the_brand():
    alone, with_readers = spoken(OVEN), spoken(OVEN + LATER)
    found, before = summarise(*with_readers), summarise(*alone)
    assert (found.total, found.public, found.aside) == (12, 7, 3)
    assert found.counts == before.counts
    assert found.sentences == before.sentences
    assert {p.id for p in found.course} == {line[0] for line in OVEN}


def test_the_last_word_is_of_the_conversation():
    assert measure(*spoken(OVEN + LATER)).last_word is Role.CUSTOMER


def test_a_strand_in_which_a_customer_speaks_again_belongs_to_the_conversation():
    again = ("l:4", "l:3", 22 * DAYS, "Nora", "customer", "Sigo esperando respuesta.", -0.5)
    talk, _ = spoken([*OVEN, *LATER, again])
    assert {p.entry.id for p in conversation(talk).comments} >= {"l:1", "l:3", "l:4"}


def test_on_a_blog_nobody_is_late():
    talk, tones = spoken(LATER)
    assert conversation(talk) is talk
    assert summarise(talk, tones).counts[Label.POSITIVE] == 2


def test_who_has_no_date_is_not_left_out():
    made = [
        entry("t:1", role="customer", name="Ana", text="¿Y mi pan?"),
        entry("t:2", name="Eva", posted=None, text="Eso."),
    ]
    assert len(conversation(thread(made)).comments) == 2


@given(st.permutations(OVEN + LATER))
def test_the_order_of_the_entries_does_not_matter(lines):
    talk, tones = spoken(lines)
    assert summarise(talk, tones) == summarise(*spoken(OVEN + LATER))
    assert conversation(conversation(talk)) == conversation(talk)


def test_only_whole_strands_are_left_out():
    made = [
        entry("t:1", role="customer", name="Ana", text="¿Y mi pan?"),
        entry("t:2", parent="t:1", minutes=30 * DAYS, name="Eva", text="Lo mismo digo."),
    ]
    tones = {e.id: tone(-0.5) for e in made}
    assert summarise(thread(made), tones).aside == 0
