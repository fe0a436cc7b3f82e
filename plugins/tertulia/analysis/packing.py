"""What comparing all pages found as it is kept and handed on: to take it over needs no numpy."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """As `comparing.Compared`; each list of numbers as its bytes, or a view of them, by name."""

    ids: tuple[str, ...]
    said: tuple[bytes, ...]
    usual: tuple[float, float, float]
    lists: Mapping[str, bytes]
