"""GitHub issues: comments as utterances, gitalk and gitment keep them.

Format: docs.github.com, REST API, "List issue comments" and "Get an issue" (read 2026-11-22). A
list of comments names only the issue; an issue put before them in the list names the page.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, PageRef, Record, Role, Skipped
from tertulia.sources import _json
from tertulia.sources._clean import line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id
from tertulia.sources._json import count, rows, table, text
from tertulia.sources._markdown import from_markdown
from tertulia.sources._records import said, unread

INSTANCE = "github.com"

_API = re.compile(r"https://api\.github\.com/repos/([\w.-]+/[\w.-]+)/issues/(\d+)")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']+")


def claims(head: bytes) -> bool:
    """Comments that name their issue, or an issue with the address of its comments."""
    listed = _json.has(head, "issue_url", "author_association", "body")
    return listed or _json.has(head, "comments_url", "author_association", "number")


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """One list of comments, with or without their issues among them."""
    found = _json.load(file)
    given = rows(found if isinstance(found, list) else [found])
    if not given:
        raise BadSource("there are no comments in it")
    pages = {text(i.get("url")): _issue(i) for i in given if "comments_url" in i}
    for item in given:
        if "comments_url" in item:
            reason = "the issue stands for the page"
            place = f"issue {line(text(item.get('number')), 20)}"
            yield Skipped(place=place, reason=reason, lost=False)
            continue
        issue = text(item.get("issue_url"))
        yield from _record(item, pages.get(issue) or PageRef(guid=_html_url(issue)))


def _record(item: dict[str, Any], page: PageRef) -> Iterator[Record | Skipped]:
    user = table(item.get("user"))  # null for an account that is gone
    created, updated = text(item.get("created_at")), text(item.get("updated_at"))
    posted = moment(created)
    body = from_markdown(text(item.get("body")), breaks=True)
    owner = item.get("author_association") == "OWNER"
    entry = Entry(
        id=entry_id("github_issues", INSTANCE, text(item.get("id"))),
        author=Author(
            name=line(text(user.get("login"))),
            url=web_url(text(user.get("html_url"))),
            role=Role.AUTHOR if owner else Role.OTHER,
        ),
        posted=posted,
        posted_raw=unread(posted, created),
        edited=moment(updated) if updated != created else None,
        text=body.text,
        html=body.html,
        source="github_issues",
        url=web_url(text(item.get("html_url"))),
        likes=count(table(item.get("reactions")).get("+1")),
    )
    yield from said(page, entry, body)


def _issue(issue: dict[str, Any]) -> PageRef:
    return page_named(
        text(issue.get("title")), text(issue.get("body")), web_url(text(issue.get("html_url")))
    )


def page_named(title: str, body: str, guid: str) -> PageRef:
    """The page of a thread that is titled with a path, an address or the page's title.

    The programs that keep comments so also write the page's address into the first text.
    """
    title = line(title, 500)
    address = _ADDRESS.search(body)
    path = title if re.fullmatch(r"[\w./~%-]+", title) and "/" in title else ""
    url = web_url(title) or (web_url(address[0].rstrip(".,")) if address else "") or path
    return PageRef(url=url, guid=guid, title="" if url == title else title)


def _html_url(api: str) -> str:
    found = _API.fullmatch(api)
    return f"https://github.com/{found[1]}/issues/{found[2]}" if found else web_url(api)


SOURCE = Source(
    name="github_issues",
    claims=claims,
    read=read,
    social=True,
    traps=(
        "flat",
        "the issue's title is a path, an address or a title",
        "a vanished account is null",
    ),
)
