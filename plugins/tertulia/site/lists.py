"""Where the lists of the site are: at what the settings say, and nowhere where none is built."""

from collections.abc import Callable, Mapping
from typing import Any

from tertulia.core.addresses import address_of
from tertulia.core.model import Page, PageKind
from tertulia.site.translations import speaker

MAP = "mapa/index.html"  # of `MAP_SAVE_AS`

_OF_KIND = {
    PageKind.POST: ("posts", "Articles"),
    PageKind.CASE: ("cases", "Cases"),
    PageKind.TOPIC: ("topics", "Topics"),
}


def lists(settings: Mapping[str, Any]) -> dict[str, str]:
    """Addresses by name: those of `DIRECT_TEMPLATES`, and `map`."""
    names = settings.get("DIRECT_TEMPLATES", ())
    files = {name: settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html") for name in names}
    files["map"] = map_file(settings)
    return {
        name: str(settings.get(f"{name.upper()}_URL") or address_of(file)).lstrip("/")
        for name, file in files.items()
        if file
    }


def map_file(settings: Mapping[str, Any]) -> str:
    """Where the map of the links is written; nowhere if empty."""
    return str(settings.get("MAP_SAVE_AS", MAP))


def sections(settings: Mapping[str, Any]) -> Callable[[Page], tuple[str, str] | None]:
    """What tells the list that a page stands in: its name in the page's language, and address."""
    found = lists(settings)
    speak = speaker(str(settings["DEFAULT_LANG"]))

    def section(page: Page) -> tuple[str, str] | None:
        name, title = _OF_KIND.get(page.kind, ("", ""))
        if name not in found:
            return None
        return speak(page.lang).gettext(title), found[name]

    return section
