"""Authors and tags, and which of them have a page: whoever signed an article or case has one."""

from collections.abc import Iterable, Mapping, Sequence

from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator
from pelican.urlwrappers import URLWrapper

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
    """Put names and addresses of its authors and tags on each content.

    There is no address where there is no page: Pelican writes none for tags that no published
    article has.
    """
    authors, tags = {}, {}
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            if generator.settings["AUTHOR_SAVE_AS"]:
                authors = {author.slug: author.url for author, _ in generator.authors}
            if generator.settings["TAG_SAVE_AS"]:
                tags = {tag.slug: tag.url for tag in generator.tags}
    # Contents share their labels, each of which works its slug out anew.
    names: dict[int, tuple[str, str]] = {}
    for content in contents:
        content.signed = _addressed(getattr(content, "authors", ()), authors, names)
        content.tagged = _addressed(getattr(content, "tags", ()), tags, names)


def _addressed(
    labels: Iterable[URLWrapper],
    addresses: Mapping[str, str],
    known: dict[int, tuple[str, str]],
) -> list[tuple[str, str]]:
    """Name and address of each label; those that are known stand by their `id()`."""
    found = []
    for label in labels:
        told = known.get(id(label))
        if told is None:
            told = known[id(label)] = label.name, addresses.get(label.slug, "")
        found.append(told)
    return found
