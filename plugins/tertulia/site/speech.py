"""What a page says in its own language: words, dates, numbers, lists in order.

Each page speaks its own language where the theme has it, so that a translated post on a
Spanish site gets English labels; all others speak the site's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from tertulia.core.collation import collation_key, first_letter
from tertulia.core.course import Chart
from tertulia.core.course import chart as draw_chart
from tertulia.core.findings import Point
from tertulia.core.views import PageView
from tertulia.site.translations import catalogue, languages

if TYPE_CHECKING:
    from tertulia.site.formats import Formats

CONTENT = ("article", "case", "topic", "page")  # what Pelican and we call a page's content


class Speech:
    """The filters and functions that depend on the language of the page being written."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._default = str(settings.get("DEFAULT_LANG", "es"))
        self._voices: dict[str, str] = {}  # the language we speak on pages of another
        self._zone = ZoneInfo(str(settings.get("TIMEZONE", "UTC")))
        self._formats: dict[str, Formats] = {}

    def filters(self) -> dict[str, Callable[..., Any]]:
        """All filters by name."""
        names = (
            "by_letter by_name chart day iso moment number percent period signed span tick".split()
        )
        return {name: getattr(self, name) for name in names}

    @pass_context
    def language(self, context: Context) -> str:
        """BCP 47 of the page."""
        for name in CONTENT:
            content = context.get(name)
            # A loop over pages of the model may use the same name; those have no view.
            if getattr(content, "view", None) is not None and getattr(content, "lang", False):
                return str(content.lang)
        return self._default

    def _spoken(self, context: Context) -> str:
        lang = self.language(context)
        if lang not in self._voices:
            base = lang.replace("_", "-").split("-")[0]
            self._voices[lang] = base if base in languages() else self._default
        return self._voices[lang]

    def _of(self, context: Context) -> "Formats":
        lang = self._spoken(context)
        if lang not in self._formats:
            from tertulia.site.formats import Formats  # only where a page is written

            self._formats[lang] = Formats(lang, self._zone)
        return self._formats[lang]

    @pass_context
    def gettext(self, context: Context, text: str) -> str:
        """The words for an English text."""
        return catalogue(self._spoken(context)).gettext(text)

    @pass_context
    def ngettext(self, context: Context, one: str, many: str, n: int) -> str:
        """The words for a number of things."""
        return catalogue(self._spoken(context)).ngettext(one, many, n)

    @pass_context
    def day(
        self, context: Context, when: date | datetime, near: date | datetime | None = None
    ) -> str:
        """A day; without its year where it is that of `near`."""
        return self._of(context).day(when, near)

    @pass_context
    def moment(self, context: Context, when: datetime, near: datetime | None = None) -> str:
        """A day and a time."""
        return self._of(context).moment(when, near)

    @pass_context
    def iso(self, context: Context, when: datetime) -> str:
        """For machines."""
        return self._of(context).iso(when)

    @pass_context
    def tick(self, context: Context, when: datetime, unit: str) -> str:
        """A word under an axis of time."""
        return self._of(context).tick(when, unit)

    @pass_context
    def period(self, context: Context, text: str) -> str:
        """A case's period."""
        return self._of(context).period(text)

    @pass_context
    def number(self, context: Context, value: float, digits: int = 0) -> str:
        """A number with its separators."""
        return self._of(context).number(value, digits)

    @pass_context
    def percent(self, context: Context, value: float) -> str:
        """A share of 0 to 1 in hundredths."""
        return self._of(context).percent(value)

    @pass_context
    def signed(self, context: Context, value: float, digits: int = 2) -> str:
        """A tone with its sign."""
        return self._of(context).tone(value, digits)

    @pass_context
    def span(self, context: Context, value: timedelta | float | None) -> str:
        """A span of time."""
        return self._of(context).span(value)

    @pass_context
    def by_name(self, context: Context, views: Iterable[PageView]) -> list[PageView]:
        """Pages by title, as the language sorts."""
        lang = self._spoken(context)
        return sorted(views, key=lambda view: collation_key(view.page.title, lang))

    @pass_context
    def by_letter(
        self, context: Context, views: Iterable[PageView]
    ) -> list[tuple[str, list[PageView]]]:
        """Pages by title under their first letters."""
        lang = self._spoken(context)
        ordered = self.by_name(context, views)
        grouped = groupby(ordered, lambda view: first_letter(view.page.title, lang))
        return [(letter, list(group)) for letter, group in grouped]

    @pass_context
    def chart(self, context: Context, course: Iterable[Point], **how: Any) -> Chart | None:  # noqa: ANN401
        """The chart of a course, its axis on the site's clock."""
        clock = self._of(context).local
        return draw_chart(
            [replace(p, posted=clock(p.posted)) if p.posted else p for p in course], **how
        )
