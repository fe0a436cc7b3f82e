"""What is kept of a page of the model: who reads it need not know what Pelican made of it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, get_type_hints

import msgspec

from tertulia.core.model import Case, Page
from tertulia.site.later import later_page

KIND = "page"
BODY = "body"  # its texts

# Of a page: they are made anew of its content, but for its text, which is kept with its body.
_APART = ("case", "modified", "published", "text")
_PARTS = {name: of for name, of in get_type_hints(Page).items() if name not in _APART}
_Parts = msgspec.defstruct("_Parts", list(_PARTS.items()), frozen=True, array_like=True)
_parts_of = attrgetter(*_PARTS)


class KeptPage(msgspec.Struct, frozen=True):
    """A page as it was made.

    Attributes:
        parts: What it holds, but for `_APART`.
        told: Digest of all of it. words: Of what it says. card: Of it as others see it.
        named: Address of each content that its links name, by source path.
        linked: Id of the page at each address of the site that it links to; "" for none.
        bodies: What its text and its summary are kept by, as they read.
    """

    parts: _Parts  # type: ignore[valid-type]
    told: bytes
    words: bytes
    card: bytes
    named: dict[str, str]
    linked: dict[str, str]
    bodies: tuple[bytes, ...]

    def leads_to(self) -> tuple[Sequence[str], Sequence[str]]:
        """Addresses on other sites, and ids of pages of this one."""
        known: Any = self.parts
        return known.beyond, [target for target, _ in known.links]

    def page(
        self,
        read: Callable[[], str],
        published: datetime | None,
        modified: datetime | None,
        case: Case | None,
    ) -> Page:
        """The page, with what its content says besides.

        Args:
            read: Gives its text.
        """
        return later_page(
            read,
            **dict(zip(_PARTS, msgspec.structs.astuple(self.parts), strict=True)),
            published=published,
            modified=modified,
            case=case,
        )


def parts(page: Page) -> _Parts:  # type: ignore[valid-type]
    """What a page holds, as it is kept."""
    return _Parts(*_parts_of(page))
