"""What a page says in its own language: words, dates, numbers, lists in order.

Each page speaks its own language where the theme has it, so that a translated post on a
Spanish site gets English labels; all others speak the site's.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from tertulia.core.collation import collation_key, first_letter
from tertulia.core.course import Chart
from tertulia.core.course import chart as draw_chart
from tertulia.core.findings import Point
from tertulia.core.quotes import inside
from tertulia.core.views import PageView
from tertulia.site.translations import catalogue, languages

if TYPE_CHECKING:
    from tertulia.site.formats import Formats

CONTENT = ("article", "case", "topic", "page")  # what Pelican and we call a page's content


# Filters that write a value, and what `Formats` calls them.
FORMATS = {
    **{name: name for name in "day iso moment number percent period span tick".split()},
    "signed": "tone",
}


class Voice:
    """All that depends on a page's language, for one of them.

    Attributes:
        lang: BCP 47 of the pages; they may be in a language that the theme does not speak.
        spoken: The language of its words.
    """

    def __init__(self, lang: str, spoken: str, zone: ZoneInfo) -> None:
        self.lang = lang
        self.spoken = spoken
        self._zone = zone
        self._counted: dict[tuple[str, str, int], Markup] = {}
        self._filters: dict[str, Callable[..., Any]] = {
            "by_letter": self.by_letter,
            "by_name": self.by_name,
            "chart": self.chart,
            "quoted": self.quoted,
            **{name: self._format(method) for name, method in FORMATS.items()},
        }

    @cached_property
    def _formats(self) -> "Formats":
        from tertulia.site.formats import Formats  # only where a page is written

        return Formats(self.spoken, self._zone)

    def filters(self) -> dict[str, Callable[..., Any]]:
        """All filters by name."""
        return self._filters

    def _format(self, method: str) -> Callable[..., str]:
        write: Callable[..., str] | None = None

        def written(*values: Any, **how: Any) -> str:  # noqa: ANN401
            nonlocal write
            if write is None:
                write = getattr(self._formats, method)
            return write(*values, **how)

        return written

    def functions(self) -> dict[str, Callable[..., Any]]:
        """The functions that give words, as Jinja's new style has them: marked, and filled in."""
        return {
            "_": self.gettext,
            "gettext": self.gettext,
            "ngettext": self.ngettext,
            "lang": lambda: self.lang,
        }

    def words(self, text: str) -> str:
        """The words for an English text."""
        return catalogue(self.spoken).gettext(text)

    def plural(self, one: str, many: str, n: int) -> str:
        """The words for a number of things."""
        return catalogue(self.spoken).ngettext(one, many, n)

    def gettext(self, text: str, /, **values: object) -> Markup:
        """The words for an English text, with values in their places."""
        return Markup(self.words(text)) % values  # noqa: S704 - the catalogue is ours

    def ngettext(self, one: str, many: str, n: int, /, **values: object) -> Markup:
        """The words for a number of things, with that number and other values."""
        if values or type(n) is not int:
            return self._filled(one, many, n, values)
        key = one, many, n
        found = self._counted.get(key)
        if found is None:
            found = self._counted[key] = self._filled(one, many, n, {})
        return found

    def _filled(self, one: str, many: str, n: int, values: Mapping[str, object]) -> Markup:
        words = Markup(self.plural(one, many, n))  # noqa: S704 - the catalogue is ours
        return words % {"num": n, **values}

    def by_name(self, views: Iterable[PageView]) -> list[PageView]:
        """Pages by title, as the language sorts."""
        return sorted(views, key=lambda view: collation_key(view.page.title, self.spoken))

    def by_letter(self, views: Iterable[PageView]) -> list[tuple[str, list[PageView]]]:
        """Pages by title under their first letters."""
        grouped = groupby(
            self.by_name(views), lambda view: first_letter(view.page.title, self.spoken)
        )
        return [(letter, list(group)) for letter, group in grouped]

    def quoted(self, text: str) -> str:
        """A text to stand in a `<q>`, whose marks are not to be doubled."""
        return inside(text, self.lang.replace("_", "-").split("-")[0])

    def chart(self, course: Iterable[Point], **how: Any) -> Chart | None:  # noqa: ANN401
        """The chart of a course, its axis on the site's clock."""
        return draw_chart(course, clock=self._formats.local, **how)


class Speech:
    """The voices of a site, and the one of each page."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.default = str(settings.get("DEFAULT_LANG", "es"))
        self._zone = ZoneInfo(str(settings.get("TIMEZONE", "UTC")))
        self._voices: dict[str, Voice] = {}

    def voice(self, lang: str) -> Voice:
        """What speaks on the pages of a language."""
        if lang not in self._voices:
            base = lang.replace("_", "-").split("-")[0]
            spoken = base if base in languages() else self.default
            self._voices[lang] = Voice(lang, spoken, self._zone)
        return self._voices[lang]

    def language_of(self, context: Mapping[str, Any] | Context) -> str:
        """BCP 47 of the page that is written with these variables."""
        for name in CONTENT:
            content: Any = context.get(name)
            # A loop over pages of the model may use the same name; those have no view.
            if getattr(content, "view", None) is not None and getattr(content, "lang", False):
                return str(content.lang)
        return self.default

    def filters(self) -> dict[str, Callable[..., Any]]:
        """All filters by name, in the language of whichever page they are used on."""
        return {name: self._on_its_page(name) for name in self.voice(self.default).filters()}

    @pass_context
    def language(self, context: Context) -> str:
        """BCP 47 of the page."""
        return self.language_of(context)

    @pass_context
    def gettext(self, context: Context, text: str) -> str:
        """The words for an English text."""
        return self.voice(self.language_of(context)).words(text)

    @pass_context
    def ngettext(self, context: Context, one: str, many: str, n: int) -> str:
        """The words for a number of things."""
        return self.voice(self.language_of(context)).plural(one, many, n)

    def _on_its_page(self, name: str) -> Callable[..., Any]:
        @pass_context
        def spoken(context: Context, *values: Any, **how: Any) -> Any:  # noqa: ANN401
            return self.voice(self.language_of(context)).filters()[name](*values, **how)

        return spoken
