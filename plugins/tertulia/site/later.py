"""Contents and pages whose text is read when somebody looks at it: most builds show few of them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from functools import cached_property
from operator import attrgetter
from typing import Any

from tertulia.core.model import Page

_told = attrgetter(*(field.name for field in fields(Page)))


class LaterContent:
    """A content of Pelican's whose body is not there yet; to be mixed into its class."""

    _read_body: Callable[[], str]

    @cached_property
    def _content(self) -> str:
        return self._read_body()


class LaterPage(Page):
    """A page whose text may not be there yet: `later_page` makes it."""

    __slots__ = ("_read",)

    _read: Callable[[], str]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Page) and _told(self) == _told(other)

    __hash__ = Page.__hash__

    def __getattr__(self, name: str) -> str:
        """The text, the only thing that may not be there; whoever looks at it may hold it."""
        if name != "text":
            raise AttributeError(name)
        return self._read()


def put_away(page: Page, read: Callable[[], str]) -> None:
    """Have a page hold its text no more, if it is one that can be without.

    Args:
        read: Gives its text.
    """
    if isinstance(page, LaterPage):
        with suppress(AttributeError):  # it holds none
            object.__delattr__(page, "text")
            object.__setattr__(page, "_read", read)


def later_page(read: Callable[[], str], **known: Any) -> LaterPage:  # noqa: ANN401  (see `Page`)
    """A page.

    Args:
        read: Gives its text.
        known: All that it holds besides.
    """
    page = LaterPage(**known)
    put_away(page, read)
    return page
