from builders import page
from tertulia.analysis.prediction import BASELINES, at_random, by_cosine, by_tags, measure

IDS = [f"p{n}" for n in range(8)]


def test_the_figures_are_what_their_definitions_say():
    rankings = {id_: [other for other in IDS if other != id_] for id_ in IDS}
    links = {"p0": ("p2", "p7"), "p1": ("p0",), "p3": ()}
    scores = measure(rankings, links)
    assert scores.mrr == 0.75  # second place, then first
    assert scores.recall_at_5 == 0.75  # one of two, then one of one
    assert scores.never_shown == 0.25  # p6 and p7
    assert scores.max_in_degree == 7  # p0 stands in every list but its own


def test_a_post_that_is_not_ranked_counts_as_missed():
    assert measure({"p0": []}, {"p0": ("p1",)}).mrr == 0.0


def test_baselines_rank_every_post_and_never_itself():
    words = ["tren andén", "tren retraso", "hotel cama", "hotel desayuno"]
    pages = [
        page(f"p{n}", title=text, text=f"{text} {text}", topics=(text.split()[0],))
        for n, text in enumerate(words)
    ]
    for baseline in BASELINES.values():
        ranked = baseline(pages)
        assert set(ranked) == {p.id for p in pages}
        assert all(own not in others for own, others in ranked.items())
    assert by_cosine(pages)["p0"][0] == "p1"
    assert by_tags(pages)["p2"][0] == "p3"
    assert at_random(pages) == at_random(pages)
