"""A small site, lines of a dump for it, and a blog to fetch from."""

from answering_blog import blog
from small_site import said, small

__all__ = ["blog", "said", "small"]
