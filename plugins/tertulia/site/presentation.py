"""Everything templates can call: formats, translations, charts, escaping.

Pelican's Jinja does not escape by itself. Here it is switched on for all templates: what
is HTML by right (`article.content`) is marked `|safe` in the one place that prints it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from pelican import signals

from tertulia.core import anchors, charts, drawing
from tertulia.core.collation import collation_key, first_letter
from tertulia.core.findings import Point
from tertulia.core.views import PageView
from tertulia.site import foreign, pagedata
from tertulia.site.assets import assets
from tertulia.site.formats import Formats, host, initials
from tertulia.site.translations import catalogue, languages

CONTENT = ("article", "case", "topic", "page")


def equip(env: Environment, settings: Mapping[str, Any]) -> None:
    """Give an environment all that the theme's templates use."""
    env.autoescape = True
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    words = _Words(settings)
    env.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(_formats(words))
    env.filters.update(
        anchor=anchors.anchor,
        bar=charts.bar,
        body=foreign.body,
        by_year=by_year,
        host=host,
        initials=initials,
        line=charts.line,
        outcome_chart=charts.outcomes,
        paged=drawing.paged,
        steps=drawing.steps,
        written_by=written_by,
    )
    files = assets(settings)
    env.globals.update(
        asset=lambda name: files[name].path,
        csp=pagedata.POLICY,
        csp_search=pagedata.SEARCH_POLICY,
        site_address=settings["SITEURL"],
        site_root=urlsplit(settings["SITEURL"]).path,
        canonical=lambda file: pagedata.canonical(settings["SITEURL"], file),
        json_ld=pagedata.Describer(settings).script,
        lang=words.language,
        month_name=words.month_name,
    )


class _Words:
    """Language of the page that is being written, and its words."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._default = str(settings.get("DEFAULT_LANG", "es"))
        zone = ZoneInfo(str(settings.get("TIMEZONE", "UTC")))
        self._formats = {
            lang: Formats(lang, zone) for lang in dict.fromkeys((self._default, *languages()))
        }

    @pass_context
    def language(self, context: Context) -> str:
        for name in CONTENT:
            lang = getattr(context.get(name), "lang", None)
            if lang:
                return str(lang)
        return self._default

    def speaks(self, context: Context) -> str:
        """The page's language where the theme has it, else the site's."""
        lang = self.language(context).replace("_", "-").split("-")[0]
        return lang if lang in languages() else self._default

    def formats(self, context: Context) -> Formats:
        return self._formats[self.speaks(context)]

    @pass_context
    def gettext(self, context: Context, text: str) -> str:
        return catalogue(self.speaks(context)).gettext(text)

    @pass_context
    def ngettext(self, context: Context, one: str, many: str, n: int) -> str:
        return catalogue(self.speaks(context)).ngettext(one, many, n)

    @pass_context
    def month_name(self, context: Context, month: int) -> str:
        return str(self.formats(context).locale.months["stand-alone"]["wide"][month])


def _formats(words: _Words) -> dict[str, Callable[..., Any]]:
    of = words.formats

    @pass_context
    def day(context: Context, when: date | datetime, near: datetime | None = None) -> str:
        return of(context).day(when, near)

    @pass_context
    def moment(context: Context, when: datetime, near: datetime | None = None) -> str:
        return of(context).moment(when, near)

    @pass_context
    def iso(context: Context, when: datetime) -> str:
        return of(context).iso(when)

    @pass_context
    def tick(context: Context, when: datetime, unit: str) -> str:
        return of(context).tick(when, unit)

    @pass_context
    def period(context: Context, text: str) -> str:
        return of(context).period(text)

    @pass_context
    def number(context: Context, value: float, digits: int = 0) -> str:
        return of(context).number(value, digits)

    @pass_context
    def percent(context: Context, value: float) -> str:
        return of(context).percent(value)

    @pass_context
    def signed(context: Context, value: float, digits: int = 2) -> str:
        return of(context).tone(value, digits)

    @pass_context
    def span(context: Context, value: timedelta | float | None) -> str:
        return of(context).span(value)

    @pass_context
    def by_name(context: Context, views: Iterable[PageView]) -> list[PageView]:
        lang = words.speaks(context)
        return sorted(views, key=lambda view: collation_key(view.page.title, lang))

    @pass_context
    def by_letter(context: Context, views: Iterable[PageView]) -> list[tuple[str, list[PageView]]]:
        lang = words.speaks(context)
        return [
            (letter, list(group))
            for letter, group in groupby(
                by_name(context, views), lambda view: first_letter(view.page.title, lang)
            )
        ]

    @pass_context
    def chart(context: Context, course: Iterable[Point], **how: Any) -> charts.Chart | None:  # noqa: ANN401
        clock = of(context).local
        return charts.chart(
            [replace(p, posted=clock(p.posted)) if p.posted else p for p in course], **how
        )

    return {
        "chart": chart,
        "by_letter": by_letter,
        "by_name": by_name,
        "day": day,
        "iso": iso,
        "moment": moment,
        "number": number,
        "percent": percent,
        "period": period,
        "signed": signed,
        "span": span,
        "tick": tick,
    }


def by_year(views: Iterable[PageView]) -> list[tuple[int, list[PageView]]]:
    """Dated pages by year, the newest first."""
    dated = sorted(
        ((view.page.published, view) for view in views if view.page.published),
        key=lambda pair: (pair[0], pair[1].page.id),
        reverse=True,
    )
    return [
        (year, [view for _, view in group])
        for year, group in groupby(dated, lambda pair: pair[0].year)
    ]


def written_by(views: Iterable[PageView], name: str) -> list[PageView]:
    """The pages of one author."""
    return [view for view in views if name in view.page.authors]


def prepare(generator: Any) -> None:  # noqa: ANN401
    """Equip the environment of one of Pelican's generators."""
    equip(generator.env, generator.settings)


def register() -> None:
    """Connect to Pelican."""
    signals.generator_init.connect(prepare)
