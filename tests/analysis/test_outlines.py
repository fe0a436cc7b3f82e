from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from typing import Any

from builders import entry, page
from tertulia.analysis.facts import hear_all
from tertulia.analysis.outlines import REPLIES, outline
from tertulia.analysis.related import relate
from tertulia.analysis.survey import Wishes, survey
from tertulia.analysis.talks import talk
from tertulia.core.findings import Label, Related, Talk, Tone

WISHES = Wishes(address="https://s.example", zone=UTC, folders={})


def tone(polarity: float) -> Tone:
    label = Label.POSITIVE if polarity > 0 else Label.NEGATIVE
    return Tone(polarity=polarity, subjectivity=1, label=label, confidence=1, lang="es")


def spoken(id: str, swing: float) -> Talk:
    said = [entry(f"t:{id}:{n}", minutes=n, text=f"El envío número {n}.") for n in range(12)]
    said += [
        entry(f"t:{id}:own{n}", parent=f"t:{id}:{n}", minutes=20 + n, role="brand", text="Ya va.")
        for n in range(REPLIES + 2)
    ]
    said.append(entry(f"t:{id}:link", minutes=40, text="Está en https://s.example/b/ dicho."))
    tones = {e.id: tone(swing if n % 3 else -swing) for n, e in enumerate(said)}
    return talk(page(id, thread=id), said, tones, UTC)


def test_only_what_others_may_show_stays():
    found = outline(spoken("a", 0.8), UTC, quoted=False)
    ids = [placed.entry.id for placed in found.thread.comments]
    assert sorted(ids) == sorted(["t:a:link", *(f"t:a:own{n}" for n in range(2, REPLIES + 2))])
    assert not found.tones


def test_what_others_quote_stays_where_they_do():
    whole = spoken("a", 0.8)
    quoted = {quotation.id for quotation in whole.summary.quotations}
    assert quoted
    ids = {p.entry.id for p in outline(whole, UTC, quoted=True).thread.comments}
    assert quoted <= ids


def test_the_rest_of_a_site_is_the_same_by_outlines_as_by_whole_conversations():
    pages = [
        page(id, thread=id, url=f"{id}/", topics=("t",), text="El envío tarda y la tienda calla.")
        for id in "abcd"
    ]
    talks = {p.id: spoken(p.id, 0.2 * n) for n, p in enumerate(pages, 1)}
    outlines = {id: outline(talk, UTC, quoted=True) for id, talk in talks.items()}
    assert hear_all(outlines) == hear_all(talks)
    by_talks = survey(pages, talks, WISHES, outlines=talks)
    assert survey(pages, talks, WISHES, outlines=outlines) == by_talks
    assert survey(pages, talks, WISHES) == by_talks
    assert by_talks.by_id["b"].backlinks
    assert by_talks.replies


def test_the_figures_behind_related_pages_change_nothing_that_is_shown():
    pages = [page(id, url=f"{id}/", text="El envío tarda y la tienda calla.") for id in "abcd"]
    talks = {p.id: spoken(p.id, 0.2) for p in pages}

    def moved(pages: Any, talks: Any, *more: Any) -> Callable[[], dict[str, tuple[Related, ...]]]:
        lists = {
            id: tuple(replace(one, score=one.score / 2, parts={}) for one in found)
            for id, found in relate(pages, hear_all(talks), *more).items()
        }
        return lambda: lists

    shown = survey(pages, talks, WISHES)
    assert shown.by_id["a"].related
    assert survey(pages, talks, WISHES, relate=moved) == shown
