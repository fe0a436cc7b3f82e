"""Authors and their pages: whoever signed a published article or case has one."""

from collections.abc import Sequence

from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator

from tertulia.site.content import CaseGenerator


def add_authors(generators: Sequence[Generator]) -> None:
    """Have Pelican, which knows articles alone, write a page for the authors of cases too."""
    cases = [c for g in generators if isinstance(g, CaseGenerator) for c in g.published]
    signers = {a.slug: a for case in cases for a in getattr(case, "authors", ())}
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            known = {author.slug for author, _ in generator.authors}
            generator.authors += [(a, []) for slug, a in signers.items() if slug not in known]
            generator.authors.sort(key=lambda row: row[0])


def sign(contents: Sequence[Content], generators: Sequence[Generator]) -> None:
    """Put names and addresses of its authors on each content; no address where no page is."""
    addresses = {
        author.slug: author.url
        for generator in generators
        if isinstance(generator, ArticlesGenerator) and generator.settings["AUTHOR_SAVE_AS"]
        for author, _ in generator.authors
    }
    for content in contents:
        content.signed = [
            (author.name, addresses.get(author.slug, ""))
            for author in getattr(content, "authors", ())
        ]
