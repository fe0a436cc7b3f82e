"""The same figures over many threads: of a brand, a channel, a topic, a year, the site.

Comments of one thread are not independent of each other, so the mean is one over threads:
a long quarrel weighs as much as a short one, and the interval says how far threads differ.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta
from statistics import median

from tertulia.analysis.figures import FEWEST, mean_interval, share
from tertulia.core.findings import Interval, Label, Rollup, Talk
from tertulia.core.model import Case, Silence

FEWEST_OPINIONS = 10  # under this no mean over threads


def roll_up(
    name: str, talks: Mapping[str, Talk], cases: Mapping[str, Case], pages: Collection[str]
) -> Rollup:
    """Figures over the threads of some pages.

    Args:
        name: As it is shown.
        talks: By page id; pages that are not among `pages` are left out.
        cases: The facts of case pages, by page id.
        pages: Ids of the pages that belong together.
    """
    every = tuple(sorted(set(pages)))
    ids = _once(every, talks)
    spoken = [talks[i] for i in ids if i in talks and talks[i].summary.public]
    counts: Counter[Label] = Counter()
    for talk in spoken:
        counts.update(talk.summary.counts)
    return Rollup(
        name=name,
        pages=every,
        threads=len(spoken),
        comments=sum(talk.summary.public for talk in spoken),
        counts={label: counts[label] for label in Label},
        mean=_mean(spoken, counts),
        median_first_s=_median_first(ids, talks, cases),
        answer_rate=_answer_rate(spoken),
        outcomes=dict(sorted(Counter(cases[i].outcome.value for i in ids if i in cases).items())),
    )


def _once(ids: Collection[str], talks: Mapping[str, Talk]) -> tuple[str, ...]:
    """One page for each thread: translations share theirs."""
    by_thread: dict[str, str] = {}
    for i in ids:
        by_thread.setdefault(talks[i].thread.page if i in talks else i, i)
    return tuple(by_thread.values())


def _mean(spoken: list[Talk], counts: Counter[Label]) -> Interval | None:
    if sum(n for label, n in counts.items() if label.opinion) < FEWEST_OPINIONS:
        return None
    means = (talk.summary.mean for talk in spoken)
    return mean_interval(m.value for m in means if m is not None)


def _median_first(
    ids: Collection[str], talks: Mapping[str, Talk], cases: Mapping[str, Case]
) -> float | None:
    """A case's own fact wins over its thread; None where most were never answered."""
    found = []
    for i in ids:
        first = cases[i].first if i in cases else None
        if first is Silence.NONE:
            found.append(math.inf)  # never is longer than every wait
            continue
        if not isinstance(first, timedelta):
            first = talks[i].service.first_answer if i in talks else None
        if first is not None:
            found.append(first.total_seconds())
    middle = median(found) if len(found) >= FEWEST else math.inf
    return middle if math.isfinite(middle) else None


def _answer_rate(spoken: list[Talk]) -> Interval | None:
    asked = sum(talk.service.asked for talk in spoken)
    answered = sum(talk.service.answered for talk in spoken)
    return share(answered, asked) if asked >= FEWEST else None
