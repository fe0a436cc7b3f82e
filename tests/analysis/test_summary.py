"""The summary of a thread: its figures, its sentences, and what it refuses to say."""

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.talks import FLAT, OVEN, spoken, thread, tone
from builders import entry
from tertulia.analysis.summary import summarise
from tertulia.analysis.wording import NUMBERS, Wording
from tertulia.core.findings import Label
from tertulia.site.translations import catalogue

LABELS = st.sampled_from(list(Label))
ROLES = st.sampled_from(["other", "customer", "brand", "author"])
TEXTS = st.sampled_from(
    [
        "¿Cuándo llega el envío?",
        "Muy de acuerdo contigo.",
        "La atención, mal.",
        "Gracias.",
        "👍",
        "",
    ]
)


@st.composite
def threads(draw):
    n = draw(st.integers(0, 14))
    entries, tones = [], {}
    for i in range(n):
        parent = draw(st.sampled_from([None, *(f"t:{j}" for j in range(i))]))
        minutes = draw(st.one_of(st.none(), st.integers(0, 500)))
        made = entry(
            f"t:{i}", parent=parent, minutes=minutes or 0, name=draw(st.sampled_from("ABCD")),
            role=draw(ROLES), text=draw(TEXTS),
            **({"posted": None} if minutes is None else {}),
        )  # fmt: skip
        entries.append(made)
        if draw(st.booleans()):
            label = draw(LABELS)
            sign = {Label.POSITIVE: 1, Label.NEGATIVE: -1}.get(label, 0)
            tones[made.id] = tone(sign * draw(st.floats(0.2, 1)), label=label)
    return entries, tones


@given(threads(), st.randoms())
def test_neither_the_order_of_entries_nor_of_tones_matters(made, random):
    entries, tones = made
    shuffled = dict(random.sample(sorted(tones.items()), len(tones)))
    mixed = random.sample(entries, len(entries))
    assert summarise(thread(mixed), shuffled) == summarise(thread(entries), tones)


@given(threads())
def test_counts_add_up(made):
    entries, tones = made
    found = summarise(thread(entries), tones)
    assert sum(found.counts.values()) == found.public <= found.total == len(entries)
    opinions = sum(n for label, n in found.counts.items() if label.opinion)
    assert sum(1 for p in found.course if p.polarity is not None and not p.role.own) == opinions
    assert abs(sum(s.value for s in found.shares.values()) - (opinions >= 3)) < 0.001
    assert all(i.low <= i.value <= i.high for i in found.shares.values())


@given(threads())
def test_nothing_is_said_under_three_opinions(made):
    entries, tones = made
    found = summarise(thread(entries), tones)
    if sum(n for label, n in found.counts.items() if label.opinion) < 3:
        assert found.mean is None
        assert not found.shares
        assert found.opening is found.closing is found.before is found.after is None
        assert not found.quotations
        assert not found.by_depth
        assert "tono" not in " ".join(found.sentences)


@given(threads(), st.sampled_from(["es", "en"]))
def test_every_number_in_the_sentences_is_a_fact(made, lang):
    entries, tones = made
    found = summarise(thread(entries), tones, lang, words=catalogue(lang))
    ids = {e.id for e in entries}
    text = " ".join(found.sentences)
    for number in re.findall(r"\d+(?: h \d+ min| d \d+ h| min| h| s| d)?\b", text):
        assert any(fact.value == number for fact in found.facts), (number, found.facts)
    wording = Wording(catalogue(lang))
    written = {wording.number(n, form): n for form in NUMBERS for n in range(10)}
    written |= {str(number): number for number in range(2, 20)}
    for fact in found.facts:
        assert set(fact.ids) <= ids
        if fact.name != "first_answer":
            assert written[fact.value] == len(fact.ids)


def test_the_turn_after_the_first_answer_is_the_headline():
    found = summarise(*spoken(OVEN), words=catalogue("es"))
    assert found.sentences[0] == (
        "Antes de la primera respuesta, los tres mensajes con opinión son negativos;"
        " después, ninguno de cuatro."
    )
    assert (found.before, found.after) == (-0.7, 0.525)


def test_an_aspect_that_all_praise_and_one_that_all_blame_are_told_apart():
    found = {a.name: a for a in summarise(*spoken(OVEN), words=catalogue("es")).aspects}
    assert (found["atención"].positive, found["atención"].negative) == (3, 0)
    assert (found["envío"].positive, found["envío"].negative) == (0, 3)


def test_a_question_that_nobody_answered_is_listed():
    assert summarise(*spoken(OVEN)).unanswered == ("o:9",)


def test_a_question_is_settled_once_who_asked_says_so():
    asked = ("q:1", None, 0, "Ana", "other", "¿Dónde está la tienda?", 0.0)
    found = ("q:2", "q:1", 5, "Ana", "other", "Ya la encontré, gracias.", 0.4)
    again = ("q:3", None, 9, "Ana", "other", "¿Y a qué hora cierra?", 0.0)
    other = ("q:2", "q:1", 5, "Eva", "other", "¿Ya la encontraste?", 0.0)
    assert summarise(*spoken([asked, found])).unanswered == ()
    assert summarise(*spoken([asked, found, again])).unanswered == ("q:3",)
    assert summarise(*spoken([asked, other])).unanswered == ("q:1", "q:2")


def test_agreement_counts_what_is_said_to_the_post():
    assert summarise(*spoken(FLAT)).agreement == (2, 0)


def test_to_agree_with_a_reader_is_not_to_agree_with_the_post():
    talk = [
        ("a:1", None, 0, "Sara Gil", "other", "No estoy de acuerdo con lo que dices.", -0.5),
        ("a:2", None, 5, "Leo", "other", "Estoy de acuerdo con Sara.", 0.4),
        ("a:3", None, 9, "Eva", "other", "De acuerdo en todo.", 0.6),
        ("a:4", None, 12, "Iris", "other", "Leo tiene toda la razón.", 0.6),
    ]
    assert summarise(*spoken(talk)).agreement == (1, 1)


def test_own_voices_count_in_no_figure():
    found = summarise(*spoken(FLAT))
    assert found.public == 3
    assert found.counts[Label.POSITIVE] == 2


def test_quotations_are_verbatim_and_of_both_sides():
    talk, tones = spoken(OVEN)
    texts = {p.entry.id: p.entry.text for p in talk.comments}
    found = summarise(talk, tones).quotations
    assert {q.label for q in found} == {Label.POSITIVE, Label.NEGATIVE}
    assert all(q.text.strip("… ") in texts[q.id] for q in found)


def test_english_sentences_for_an_english_page():
    assert "support" in {a.name for a in summarise(*spoken(OVEN), "en").aspects}
    assert summarise(*spoken(OVEN), "en").sentences[0].startswith("Before the first answer")


def test_a_thread_of_5000_comments_takes_less_than_a_second():
    entries = [
        entry(
            f"t:{i}", parent=f"t:{i - i % 7}" if i % 7 else None, minutes=i, name=f"N{i % 900}",
            role="brand" if i % 11 == 3 else "customer",
            text=f"{OVEN[i % 9][5]} {OVEN[(i * 5 + 1) % 9][5]} ¿Y el pedido {i}?",
        )
        for i in range(5000)
    ]  # fmt: skip
    tones = {e.id: tone((i % 21 - 10) / 10) for i, e in enumerate(entries)}
    talk = thread(entries)
    taken = []
    for _ in range(3):  # the lemmas are loaded once a process; other work on the machine disturbs
        start = time.process_time()
        summarise(talk, tones)
        taken.append(time.process_time() - start)
    assert min(taken) < 1


@settings(max_examples=5)
@given(st.integers(2000, 3000))
def test_a_very_deep_thread_is_no_trouble(n):
    entries = [entry(f"t:{i}", parent=f"t:{i - 1}" if i else None, minutes=i) for i in range(n)]
    assert summarise(thread(entries), {}).public == n
