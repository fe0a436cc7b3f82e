"""`invoke new`: a Markdown file with front matter that passes its check."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from tertulia.core.errors import BadContent, UnknownName
from tertulia.core.frontmatter import parse
from tertulia.core.kinds import FOLDERS, check
from tertulia.core.model import Outcome, PageKind
from tertulia.core.slugs import slug_of
from tertulia.edge.pages import read_pages

_BODY = {
    PageKind.POST: "Escribe aquí.\n",
    PageKind.CASE: "## Qué pasó\n\n## Qué hizo la marca\n\n## Lo que cambió el tono\n",
    PageKind.TOPIC: "Define aquí el término.\n\n## Por qué importa\n",
    PageKind.PAGE: "Escribe aquí.\n",
}


def new(
    content: Path,
    kind: str,
    title: str,
    values: Mapping[str, str],
    now: datetime,
    own: Collection[str] = (),
) -> Path:
    """Write a new file and say where it is.

    Args:
        kind: "post", "case", "topic" or "page".
        values: Front matter that is known already, keys in lower case.
        now: The date of the new page.
        own: Keys that front matter may have besides ours.

    Raises:
        UnknownName: There is no such kind.
        BadContent: The title is empty, the slug is taken, or a value is wrong.
    """
    if kind not in set(PageKind):
        raise UnknownName.among("kind of page", kind, PageKind)
    page_kind = PageKind(kind)
    if not title.strip():
        raise BadContent('a new page needs a title: invoke new case "El título"')
    slug = values.get("slug") or slug_of(title)
    taken = {page.slug: page.path for page in read_pages(content)}
    if slug in taken:
        raise BadContent(
            f"{taken[slug]} has the slug {slug!r} already; choose another: --set slug=…"
        )
    head = _front_matter(page_kind, {"title": title.strip(), "slug": slug, **values}, now)
    folder = next(name for name, found in FOLDERS.items() if found is page_kind)
    path = content / folder / f"{slug}.md"
    faults = check(page_kind, str(path), parse(head), own)
    if faults:
        raise BadContent("\n".join(str(fault) for fault in faults))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(f"{head}\n{_BODY[page_kind]}")
    return path


def known_values(content: Path) -> dict[str, tuple[str, ...]]:
    """What the site's pages say already for the keys a new case may want, the commonest first."""
    found: dict[str, list[str]] = {"brands": [], "channel": [], "sector": [], "topics": []}
    for page in read_pages(content):
        for key, names in found.items():
            names += page.head.listed(key)
        if page.kind is PageKind.TOPIC:
            found["topics"].append(page.slug)
    return {key: _commonest(names) for key, names in found.items()}


def _commonest(names: Iterable[str]) -> tuple[str, ...]:
    listed = list(names)
    return tuple(sorted(set(listed), key=lambda name: (-listed.count(name), name)))


def _front_matter(kind: PageKind, given: Mapping[str, str], now: datetime) -> str:
    values = {"title": given["title"], "slug": given["slug"]}
    if kind in (PageKind.POST, PageKind.CASE):
        values |= {"date": f"{now:%Y-%m-%d %H:%M}", "status": "draft"}
    values["summary"] = given.get("summary", "Una frase que lo resuma.")
    if kind is PageKind.CASE:
        values |= {
            "brands": "Marca",
            "channel": "Twitter",
            "sector": "comercio",
            "period": f"{now:%Y-%m}",
            "trigger": "",
            "happened": "Una frase con lo que pasó.",
            "outcome": str(Outcome.UNKNOWN),
            "first-response": "unknown",
        }
    values["topics"] = ""
    values |= {key: value for key, value in given.items() if value}
    return "".join(f"{key.capitalize()}: {value}\n" for key, value in values.items() if value)
