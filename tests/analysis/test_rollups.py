"""Figures over threads: never an average of too few."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from analysis.talks import FLAT, OVEN, spoken, thread, tone
from builders import entry
from tertulia.analysis.rollups import roll_up
from tertulia.analysis.service import measure
from tertulia.analysis.summary import summarise
from tertulia.core.findings import Label, Talk
from tertulia.core.model import Case, Outcome, Silence


def talk(made, tones) -> Talk:
    return Talk(
        thread=made, tones=tones, summary=summarise(made, tones), service=measure(made, tones)
    )


def opinions(count: int, polarity: float) -> Talk:
    made = [entry(f"t:{i}", name=f"N{i}", minutes=i, text="Bien.") for i in range(count)]
    return talk(thread(made), {e.id: tone(polarity) for e in made})


def site(talks: dict[str, Talk]) -> dict[str, Talk]:
    """Each talk as the thread of a page of its own."""
    return {page: replace(t, thread=replace(t.thread, page=page)) for page, t in talks.items()}


def case(outcome: Outcome, first: timedelta | Silence) -> Case:
    return Case(
        brands=(), channel="", sector="", period="", trigger="", happened="", outcome=outcome,
        first=first,
    )  # fmt: skip


def test_comments_and_labels_add_up_over_threads():
    talks = site({"a": talk(*spoken(OVEN)), "b": talk(*spoken(FLAT)), "c": opinions(2, 0.9)})
    found = roll_up("x", talks, {}, ["a", "b", "c", "without-a-thread"])
    assert (found.threads, found.comments) == (3, 7 + 3 + 2)
    assert found.counts[Label.POSITIVE] == 3 + 2 + 2


def test_a_long_quarrel_weighs_as_much_as_a_short_one():
    talks = site({"a": opinions(100, -0.9), "b": opinions(5, 0.6), "c": opinions(5, 0.6)})
    found = roll_up("x", talks, {}, talks)
    assert found.mean.value == 0.1
    assert found.mean.low < 0 < found.mean.high


def test_two_threads_have_no_mean_nor_do_nine_opinions():
    talks = site({"a": opinions(50, 0.5), "b": opinions(50, 0.5)})
    assert roll_up("x", talks, {}, talks).mean is None
    few = site({name: opinions(3, 0.5) for name in "abc"})
    assert roll_up("x", few, {}, few).mean is None


def test_a_cases_own_fact_wins_and_never_is_longer_than_every_wait():
    hours = [case(Outcome.RECOVERED, timedelta(hours=n)) for n in (1, 3)]
    cases = dict(zip("ab", hours, strict=True)) | {
        "c": case(Outcome.UNRESOLVED, Silence.NONE),
        "d": case(Outcome.UNKNOWN, Silence.UNKNOWN),
    }
    found = roll_up("x", {}, cases, cases)
    assert found.median_first_s == 3 * 3600
    assert found.outcomes == {"recovered": 2, "unknown": 1, "unresolved": 1}
    mostly_never = cases | {"e": cases["c"], "f": cases["c"]}
    assert roll_up("x", {}, mostly_never, mostly_never).median_first_s is None


def test_translations_share_a_thread_that_counts_once():
    es = talk(*spoken(OVEN))
    found = roll_up("x", {"pagina": es, "pagina.en": es}, {}, ["pagina", "pagina.en"])
    assert (found.threads, found.comments) == (1, 7)
    assert found.pages == ("pagina", "pagina.en")


def test_the_answer_rate_says_how_far_it_may_be_off():
    found = roll_up("x", {"a": talk(*spoken(OVEN))}, {}, ["a"]).answer_rate
    assert found.value == 0.75
    assert found.low < 0.4


@given(st.permutations(["a", "b", "c"]))
def test_the_order_of_pages_does_not_matter(pages):
    talks = site({"a": opinions(4, 0.5), "b": opinions(3, -0.5), "c": opinions(5, 0.1)})
    assert roll_up("x", {p: talks[p] for p in pages}, {}, pages) == roll_up("x", talks, {}, talks)
