"""What can be searched: one record for each section of a page and for each comment."""

from collections.abc import Iterator

from tertulia.core.anchors import anchor
from tertulia.core.model import Heading, Page
from tertulia.core.search import Record
from tertulia.core.views import PageView, SiteView

COMMENT = "comment"  # the kind of record that is none of a page


def records(site: SiteView) -> Iterator[Record]:
    """All records of the listed pages, page by page in the order of their ids."""
    for _, view in sorted(site.by_id.items()):
        if view.page.listed:
            yield from _of_page(view)
            yield from _of_comments(view)


def sections(page: Page) -> Iterator[tuple[Heading | None, str]]:
    """The text before the first heading, then each section with its own words."""
    heading: Heading | None = None
    waiting = list(page.headings)
    lines: list[str] = []
    for line in page.text.splitlines():
        if waiting and line.strip() == waiting[0].title:
            yield heading, "\n".join(lines)
            heading, lines = waiting.pop(0), []
        else:
            lines.append(line)
    yield heading, "\n".join(lines)


def _of_page(view: PageView) -> Iterator[Record]:
    page = view.page
    filters = {"kind": (str(page.kind),), **_groups(view)}
    for heading, text in sections(page):
        if heading is None:
            heads = (("h1", page.title), *(("h2", name) for name in page.names))
            words = f"{page.summary}\n{text}"
            yield Record(url=page.url, title=page.title, heads=heads, text=words, filters=filters)
        elif text.strip():
            yield Record(
                url=f"{page.url}#{heading.id}",
                title=page.title,
                section=heading.title,
                heads=((f"h{heading.level}", heading.title),),
                text=text,
                filters=filters,
            )


def _of_comments(view: PageView) -> Iterator[Record]:
    groups = _groups(view)
    for placed in view.talk.thread.comments:
        entry = placed.entry
        tone = view.talk.tones.get(entry.id)
        filters = {"kind": (COMMENT,), **groups}
        if tone and not entry.author.role.own:
            filters["tone"] = (str(tone.label),)
        yield Record(
            url=f"{view.page.url}#{anchor(entry.id)}",
            title=view.page.title,
            section=entry.author.name,
            heads=(("h6", entry.author.name),) if entry.author.name else (),
            text=entry.text,
            filters=filters,
        )


def _groups(view: PageView) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for group in view.groups:
        if group.kind in ("brand", "year"):
            found.setdefault(group.kind, []).append(group.name)
    return {kind: tuple(names) for kind, names in found.items()}
