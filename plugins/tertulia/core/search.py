"""What a search can find."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A section of a page, or a comment.

    Attributes:
        url: Where it opens, relative to the site's root: at the section or the comment.
        title: The page's.
        section: The heading it stands under, or the name of who wrote the comment.
        heads: Words that weigh more than the text, each with the tag that says how much.
        text: Plain text; a line for each block.
        filters: By name ("kind", "tone", "brand", "year") the values it has.
    """

    url: str
    title: str
    section: str = ""
    heads: tuple[tuple[str, str], ...] = ()
    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
