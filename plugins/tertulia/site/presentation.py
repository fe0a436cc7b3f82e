"""Everything templates can call: formats, translations, charts, escaping.

Pelican's Jinja does not escape by itself. Here it is switched on for all templates: what
is HTML by right (`article.content`) is marked `|safe` in the one place that prints it.
docs/theme.md lists what there is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar
from urllib.parse import urlsplit

from jinja2 import Environment
from pelican import signals

from tertulia import config
from tertulia.analysis.maps import page_map
from tertulia.core import anchors, charts, drawing
from tertulia.core.addresses import beside
from tertulia.core.badges import host, initials
from tertulia.core.findings import Group, Label, Point, Talk
from tertulia.core.views import PageView
from tertulia.site import foreign, pagedata
from tertulia.site.assets import assets
from tertulia.site.cards import Cards
from tertulia.site.compiled import compiled
from tertulia.site.engine import Engine
from tertulia.site.images import Album, pictures
from tertulia.site.kepttalks import KeptTalk
from tertulia.site.lists import lists
from tertulia.site.speech import Speech
from tertulia.site.state import Build
from tertulia.site.translations import language_name

T = TypeVar("T")


def equip(env: Environment, settings: Mapping[str, Any]) -> None:
    """Give an environment all that the theme's templates use."""
    env.autoescape = True
    env.trim_blocks = env.lstrip_blocks = True
    env.bytecode_cache = compiled()
    env.add_extension("jinja2.ext.i18n")
    speech = Speech(settings)
    env.install_gettext_callables(speech.gettext, speech.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(speech.filters())
    env.filters.update(
        anchor=anchors.anchor,
        bar=charts.bar,
        begun=drawing.begun,
        beside=beside,
        busiest=busiest,
        body=foreign.body,
        by_year=by_year,
        harshest=harshest,
        host=host,
        initials=initials,
        language_name=language_name,
        line=remembered(thread_line, (tuple, Talk), MOST_LINES),
        showcase=showcase,
        outcome_chart=charts.outcomes,
        paged=drawing.paged,
        pictures=pictures(Album.of(settings)),
        steps=remembered(drawing.steps),
        written_by=written_by,
    )
    files = assets(settings)
    wanted = config.from_settings(settings)
    env.globals.update(
        social_card=Cards(settings).card,
        asset=lambda name: files[name].path,
        canonical=lambda file: pagedata.canonical(settings["SITEURL"], file),
        csp=pagedata.POLICY,
        csp_search=pagedata.SEARCH_POLICY,
        folders=wanted.folders,
        lists=lists(settings),
        method=wanted.method,
        page_map=page_map,
        json_ld=pagedata.Describer(settings).script,
        lang=speech.language,
        site_address=settings["SITEURL"],
        site_root=urlsplit(settings["SITEURL"]).path,
    )


MOST_REMEMBERED = 50  # of a page and of those it shows; more would hold whole conversations
MOST_LINES = 4_000  # some 10 MB: a page's line stands on every page that shows its card


def thread_line(said: Talk | Iterable[Point], **size: float) -> charts.Line | None:
    """The thread line of a conversation, or of its course."""
    if isinstance(said, KeptTalk) and not size:
        return said.line
    return charts.line(said.summary.course if isinstance(said, Talk) else said, **size)


def remembered(
    do: Callable[..., T],
    kinds: type | tuple[type, ...] = tuple,
    most: int = MOST_REMEMBERED,
) -> Callable[..., T]:
    """The same function, which works out once what it is asked again of the very same value.

    Args:
        kinds: Types of what never changes; of anything else it is worked out each time.
        most: Answers that are remembered, the latest.
    """
    known: dict[tuple[object, ...], tuple[object, T]] = {}

    def again(value: object, **how: object) -> T:
        if not isinstance(value, kinds):
            return do(value, **how)
        key = id(value), *how.items()
        found = known.get(key)
        if found is None or found[0] is not value:
            if len(known) >= most:
                del known[next(iter(known))]
            found = known[key] = value, do(value, **how)
        return found[1]

    return again


def by_year(views: Iterable[PageView]) -> list[tuple[int, list[PageView]]]:
    """Dated pages by year, the newest first."""
    dated = sorted(
        ((view.page.published, view) for view in views if view.page.published),
        key=lambda pair: (pair[0], pair[1].page.id),
        reverse=True,
    )
    grouped = groupby(dated, lambda pair: pair[0].year)
    return [(year, [view for _, view in group]) for year, group in grouped]


LIVELY = 8  # messages of the public that make a picture worth the front page
RECENT = 12


def showcase(views: Sequence[PageView]) -> PageView:
    """The page to open with: the newest with a lively conversation, else the newest."""
    newest = [view for _, found in by_year(views) for view in found] or list(views)
    lively = (view for view in newest[:RECENT] if view.talk.summary.public >= LIVELY)
    return next(lively, newest[0])


def busiest(
    topics: Sequence[PageView], pages: Mapping[str, Sequence[str]], most: int = 12
) -> list[PageView]:
    """The topics that most pages name, at most so many, in the order they came in."""
    ranked = sorted(topics, key=lambda view: (-len(pages.get(view.page.id, ())), view.page.id))
    chosen = {view.page.id for view in ranked[:most]}
    return [view for view in topics if view.page.id in chosen]


def harshest(groups: Iterable[Group]) -> list[tuple[Group, int, float]]:
    """Groups with their opinions and the share of negative ones, the harshest first."""
    found = []
    for group in groups:
        opinions = sum(n for label, n in group.rollup.counts.items() if Label(label).opinion)
        if opinions:
            share = group.rollup.counts.get(Label.NEGATIVE, 0) / opinions
            found.append((group, opinions, share))
    return sorted(found, key=lambda row: (-row[2], row[0].name))


def written_by(views: Iterable[PageView], name: str) -> list[PageView]:
    """The pages of one author."""
    return [view for view in views if name in view.page.authors]


def prepare(generator: Any) -> None:  # noqa: ANN401
    """Equip the environment of one of Pelican's generators; in our builds all have the same."""
    settings = generator.settings
    if build := Build.of(settings):
        generator.env = build.memo("engine", lambda: _engine(generator.env, settings))
    else:
        equip(generator.env, settings)


def _engine(env: Environment, settings: Mapping[str, Any]) -> Engine:
    equip(env, settings)
    speech = Speech(settings)
    return Engine.of(env, speech.voice, speech.default)


def register() -> None:
    """Connect to Pelican."""
    signals.generator_init.connect(prepare)
