"""Addresses within the site: those of output files, and of what stands beside a page.

A site may have its pages at `posts/x/`, `posts/x.html` or `posts/x`, as its settings say.
"""

RECEIPT = "analysis.json"  # beside each page that people spoke on

_INDEX = "index.html"


def address_of(file: str) -> str:
    """The address of an output file: without index.html, which servers look for by themselves."""
    head, slash, name = file.rpartition("/")
    return head + slash if name == _INDEX else file


def beside(url: str, name: str) -> str:
    """The address of a further file of a page, such as `x/feeds/all.xml` for `x.html`.

    Args:
        url: Of the page, relative to the site's root.
        name: With slashes between folders.
    """
    head, slash, last = url.rpartition("/")
    stem = last.removesuffix(".html").removesuffix(".htm")
    folder = f"{head}{slash}{stem}" if last else head
    return f"{folder or 'index'}/{name}"  # the front page's own, apart from the site's
