"""Two or three sentences on a thread, made of facts: every number in them can be counted again.

A sentence is a text of `messages.py`; each number that goes into one becomes a `Fact` with
the ids of the comments that it counts. So the text cannot say what the figures do not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from gettext import NullTranslations

from tertulia.analysis.figures import FEWEST, share
from tertulia.analysis.telling import Teller, duration
from tertulia.analysis.wording import ENGLISH
from tertulia.core.findings import Fact, Label

CLEAR_TURN = 0.4  # the share of negative messages must change by this much to be the headline
LEAD = 2 / 3  # share from which one side of an aspect is "mostly" so
WORTH_NAMING = 0.2  # share of the public's comments: what fewer say goes unsaid
OPINIONS = (Label.POSITIVE, Label.NEUTRAL, Label.NEGATIVE)

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What the sentences may speak of: ids of the comments behind each figure.

    Attributes:
        public: All of the public.
        labels: The public's by label.
        before, after: Those with an opinion before and after the first own answer.
        negative: Those with a negative one.
        agree, disagree: With the post.
        aspects: For each aspect, most spoken of first, its comments by label.
        contested: Names of the contested aspects.
        asked, answered: Messages open to an answer, and those of them that got one.
        first: The first public message and the first own answer, where both times are known.
        wait: The time between these two.
        brand: A brand answers here; otherwise the author does.
        own: Somebody of the house has spoken at all.
        unanswered: Questions that nobody answered.
        voices: The first comment of each person of the public.
    """

    public: Ids = ()
    labels: Mapping[Label, Ids] = field(default_factory=dict)
    before: Ids = ()
    after: Ids = ()
    negative: frozenset[str] = frozenset()
    agree: Ids = ()
    disagree: Ids = ()
    aspects: Mapping[str, Mapping[Label, Ids]] = field(default_factory=dict)
    contested: frozenset[str] = frozenset()
    asked: Ids = ()
    answered: Ids = ()
    first: Ids = ()
    wait: timedelta | None = None
    brand: bool = False
    own: bool = False
    unanswered: Ids = ()
    voices: Ids = ()


def tell(
    grounds: Grounds, words: NullTranslations = ENGLISH
) -> tuple[tuple[str, ...], tuple[Fact, ...]]:
    """Say what a thread sounds like.

    Args:
        grounds: The comments behind each figure.
        words: The catalogue of the language to say it in.

    Returns:
        One to three sentences, and the facts in them in the order in which they stand there.
    """
    teller = Teller(words)
    parts = [_headline(grounds, teller)]
    if sum(len(grounds.labels.get(label, ())) for label in OPINIONS) >= FEWEST:
        parts.append(_matter(grounds, teller))
    parts.append(_answers(grounds, teller))
    if len([part for part in parts if part]) == 1 and grounds.voices and len(grounds.public) > 1:
        parts.append(teller.say("voices", v=teller.count("voices", grounds.voices)))
    sentences = tuple(teller.finish(part) for part in parts if part)
    return sentences, tuple(teller.facts)


def _headline(g: Grounds, t: Teller) -> str:
    n = len(g.public)
    if n == 0:
        return t.say("nobody")
    opinions = _join(*(g.labels.get(label, ()) for label in OPINIONS))
    if len(opinions) < FEWEST:
        return _too_few(g, t, opinions)
    return _turn(g, t) or _with_unclear(_tone(g, t, opinions), g, t)


def _too_few(g: Grounds, t: Teller, opinions: Ids) -> str:
    n = t.count("public", g.public)
    if len(g.labels.get(Label.COURTESY, ())) == len(g.public):
        return t.say("few.courtesy", n=n)
    if len(g.public) == 1 or len(opinions) == len(g.public):
        return t.say("few", n=n)
    if not opinions:
        return t.say("few.none", n=n)
    return t.say("few.some", n=n, k=t.count("opinions", opinions))


def _turn(g: Grounds, t: Teller) -> str:
    """The headline where the tone turned with the first answer."""
    if len(g.before) < FEWEST or len(g.after) < FEWEST:
        return ""
    bad = tuple(i for i in g.before if i in g.negative)
    bad_after = tuple(i for i in g.after if i in g.negative)
    fell = len(bad) / len(g.before) - len(bad_after) / len(g.after)
    if abs(fell) < CLEAR_TURN:
        return ""
    key = "turn.all" if len(bad) == len(g.before) else "turn" if bad else "turn.none"
    return t.say(
        key,
        k=t.count("negative_before", bad),
        n=t.count("before", g.before),
        k2=t.count("negative_after", bad_after, few=fell > 0),
        n2=t.count("after", g.after),
    )


def _tone(g: Grounds, t: Teller, opinions: Ids) -> str:
    present = [label for label in OPINIONS if g.labels.get(label)]
    present.sort(key=lambda label: -len(g.labels[label]))
    if len(present) == 1:
        label = present[0]
        return t.say(f"all.{label}", n=t.count(label, opinions))
    good, bad = (len(g.labels.get(x, ())) for x in (Label.POSITIVE, Label.NEGATIVE))
    divided = min(good, bad) >= max(2, len(opinions) / 4) and max(good, bad) < 2 * min(good, bad)
    if divided:  # what divides comes first
        present.sort(key=lambda label: label is Label.NEUTRAL)
    items = [_item(g, t, label, first=i == 0) for i, label in enumerate(present)]
    if divided:
        return t.say("divided", list=t.row(items))
    ways = {label: len(g.labels[label]) for label in present}
    if ways[present[0]] == ways[present[1]] and {Label.NEUTRAL} < set(present[:2]):
        side = next(label for label in present if label is not Label.NEUTRAL)
        return t.say(f"between.{side}", list=t.row(items))
    leading = share(len(g.labels[present[0]]), len(opinions))
    how = "clearly" if leading.low >= 0.5 else "mostly" if leading.value >= LEAD else "rather"
    which = t.say(f"which.{present[0]}")
    return t.say("tone", how=t.say(f"how.{how}"), which=which, list=t.row(items))


def _with_unclear(sentence: str, g: Grounds, t: Teller) -> str:
    """Add how many comments were not classified, where they are not few."""
    unclear = g.labels.get(Label.UNCLEAR, ())
    if not unclear or len(unclear) < len(g.public) * WORTH_NAMING:
        return sentence
    return f"{sentence[:-1]}{t.say('unclear', u=t.count('unclear', unclear))}."


def _item(g: Grounds, t: Teller, label: Label, *, first: bool) -> str:
    ids = g.labels[label]
    return t.say(f"{'opinions' if first else 'more'}.{label}", n=t.count(label, ids))


def _matter(g: Grounds, t: Teller) -> str:
    """What the opinions are about: a quarrel first, then the post itself, then praise and blame."""
    for name in g.aspects:
        if name in g.contested and _weight(g, name) >= FEWEST:
            good, bad = _sides(g, name)
            x, of_x = t.aspect(name)
            p, n = t.count(f"{name}+", good), t.count(f"{name}-", bad)
            return t.say("contested", x=x, of_x=of_x, p=p, n=n)
    if g.agree and g.disagree and len(g.agree) + len(g.disagree) >= FEWEST:
        return t.say("agree.both", a=t.count("agree", g.agree), d=t.count("disagree", g.disagree))
    if len(g.agree) >= 2 and not g.disagree:
        return t.say("agree", a=t.count("agree", g.agree))
    if len(g.disagree) >= 2 and not g.agree:
        return t.say("disagree", d=t.count("disagree", g.disagree))
    return _praise_and_blame(g, t)


def _praise_and_blame(g: Grounds, t: Teller) -> str:
    liked = next((name for name in g.aspects if _leads(g, name, Label.POSITIVE)), "")
    disliked = next((name for name in g.aspects if _leads(g, name, Label.NEGATIVE)), "")
    values: dict[str, object] = {}
    if liked:
        values["x"], values["of_x"] = t.aspect(liked)
        values["p"] = t.count(f"{liked}+", _sides(g, liked)[0])
        values["t"] = t.count(liked, _join(*g.aspects[liked].values()))
    if disliked:
        values["y"], values["of_y"] = t.aspect(disliked)
        values["n"] = t.count(f"{disliked}-", _sides(g, disliked)[1])
        values["s"] = t.count(disliked, _join(*g.aspects[disliked].values()))
    if liked and disliked:
        return t.say("liked.disliked", **values)
    if values:
        return t.say("liked" if liked else "disliked", **values)
    return _subjects(g, t)


def _subjects(g: Grounds, t: Teller) -> str:
    """What is spoken of, where nothing can be said on how."""
    spoken = {name: _join(*sides.values()) for name, sides in g.aspects.items()}
    enough = max(FEWEST, len(g.public) * WORTH_NAMING)
    found = [(name, ids) for name, ids in spoken.items() if len(ids) >= enough][:2]
    if not found:
        return ""
    x, of_x = t.aspect(found[0][0])
    n = t.count(*found[0])
    if len(found) == 1:
        return t.say("subject", x=x, of_x=of_x, n=n)
    y, of_y = t.aspect(found[1][0])
    return t.say("subjects", x=x, of_x=of_x, n=n, y=y, of_y=of_y, m=t.count(*found[1]))


def _answers(g: Grounds, t: Teller) -> str:
    if not g.own or not g.asked:
        if not g.unanswered:
            return ""
        return t.say("left", u=t.count("unanswered", g.unanswered))
    who, all_of_them = "brand" if g.brand else "author", len(g.answered) == len(g.asked)
    if len(g.asked) == 1:
        text = t.say(f"{who}.only" if all_of_them else f"{who}.nobody")
    elif all_of_them:
        text = t.say(f"{who}.all", n=t.count("answered", g.answered))
    elif not g.answered:
        text = t.say(f"{who}.none", n=t.count("asked", g.asked))
    else:
        answered = t.count("answered", g.answered)
        text = t.say(f"{who}.some", a=answered, n=t.count("asked", g.asked))
    if g.wait and g.answered:  # one that took no time at all says that the clock was coarse
        key = "first" if len(g.answered) > 1 else "took"
        text += t.say(key, wait=t.fact("first_answer", duration(g.wait), g.first))
    if g.unanswered:
        text += t.say("and.left", u=t.count("unanswered", g.unanswered))
    return f"{text}."


def _sides(g: Grounds, name: str) -> tuple[Ids, Ids]:
    found = g.aspects[name]
    return found.get(Label.POSITIVE, ()), found.get(Label.NEGATIVE, ())


def _weight(g: Grounds, name: str) -> int:
    return sum(len(side) for side in _sides(g, name))


def _leads(g: Grounds, name: str, label: Label) -> bool:
    found = g.aspects[name]
    side, all_of_them = len(found.get(label, ())), sum(len(ids) for ids in found.values())
    return side >= FEWEST and side >= LEAD * all_of_them


def _join(*groups: Sequence[str]) -> Ids:
    return tuple(i for group in groups for i in group)
