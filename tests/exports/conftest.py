"""A small site, and lines of a dump for it."""

from small_site import said, small

__all__ = ["said", "small"]
