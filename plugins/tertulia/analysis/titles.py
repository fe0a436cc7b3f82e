"""Which page a name means: by title, alias, slug or path, for wiki links and front matter.

A name is looked up without regard to case, accents and spaces at its ends. Two pages that
claim one name are a fault that names both; neither is found by it until one gives way.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tertulia.analysis.lemmas import fold
from tertulia.core.frontmatter import FrontMatter, split_list
from tertulia.core.kinds import FOLDERS, Fault

_BLANKS = re.compile(r"\s+")
_SUFFIX = re.compile(r"\.(?:md|markdown|mkd|mdown|rst|html)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a page may be called.

    Attributes:
        file: Its path below the content folder, such as "cases/nueve-horas.md".
        line: Where the title stands.
        slug: As its front matter gives it; empty where it does not.
        names: Further names: a topic's `names`.
        aliases: Titles, slugs or paths that it had before.
    """

    file: str
    title: str
    slug: str = ""
    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """The pages by each of their names.

    Attributes:
        files: The page's file by folded name.
        titles: Each page's title by file.
        shared: Folded names that two pages claim; neither is found by them.
    """

    files: Mapping[str, str]
    titles: Mapping[str, str]
    shared: frozenset[str] = frozenset()

    def file(self, name: str) -> str:
        """The file of the page of that name; empty where there is none."""
        return self.files.get(key(name), "")

    def nearest(self, name: str, count: int = 3) -> tuple[str, ...]:
        """Titles that are like an unknown name, the likest first."""
        wanted = key(name)
        near = difflib.get_close_matches(wanted, sorted(self.files), n=3 * count, cutoff=0.6)
        near += sorted(k for k in self.files if len(wanted) > 3 and wanted in k)[:count]
        found = dict.fromkeys(self.titles[self.files[k]] for k in near)
        return tuple(found)[:count]


def key(name: str) -> str:
    """A name as it is compared."""
    return _BLANKS.sub(" ", fold(name)).strip().strip("/")


def named(file: str, head: FrontMatter) -> Named:
    """What a file's front matter says of its names."""
    title = head.field("title")
    return Named(
        file=file,
        title=head.text("title"),
        slug=head.text("slug"),
        names=_each(head, "names"),
        aliases=_each(head, "aliases"),
        line=title.line if title else 1,
    )


def index(pages: Iterable[Named]) -> tuple[Titles, list[Fault]]:
    """The pages by name, and every name that two of them claim.

    A page's own title, slug and path go before another's alias: an alias that is also a
    page is the alias's fault, and the page is still found.
    """
    ordered = sorted(pages, key=lambda page: page.file)
    owners: dict[str, str] = {}
    shared: set[str] = set()
    faults: list[Fault] = []
    for page in ordered:
        for name in _own_names(page):
            _claim(name, page, owners, shared, faults)
    for page in ordered:
        for name in dict.fromkeys(key(n) for n in page.names + page.aliases):
            _claim_alias(name, page, owners, faults)
    files = {name: file for name, file in owners.items() if name and name not in shared}
    titles = {page.file: page.title for page in ordered}
    return Titles(files=files, titles=titles, shared=frozenset(shared)), faults


def _own_names(page: Named) -> tuple[str, ...]:
    stem = _SUFFIX.sub("", page.file)
    short = stem.rsplit("/", 1)[-1]
    folder = stem.split("/", 1)[0]
    inner = stem.split("/", 1)[-1] if folder in FOLDERS else stem
    names = (page.title, page.slug or short, page.file, stem, inner)
    return tuple(dict.fromkeys(k for k in map(key, names) if k))


def _claim(
    name: str, page: Named, owners: dict[str, str], shared: set[str], faults: list[Fault]
) -> None:
    owner = owners.setdefault(name, page.file)
    if owner == page.file:
        return
    shared.add(name)
    what = "title" if name == key(page.title) else "name"
    message = f"the {what} {name!r} is also that of {owner}; links by it find neither"
    faults.append(Fault(file=page.file, line=page.line, message=message))


def _claim_alias(name: str, page: Named, owners: dict[str, str], faults: list[Fault]) -> None:
    owner = owners.setdefault(name, page.file)
    if owner != page.file:
        message = f"the alias {name!r} is a name of {owner}; take it off one of the two"
        faults.append(Fault(file=page.file, line=page.line, message=message))


def _each(head: FrontMatter, name: str) -> tuple[str, ...]:
    field = head.field(name)
    if field is None:
        return ()
    if len(field.values) > 1:  # one a line: such a name may hold commas
        return tuple(value.strip().rstrip(",") for value in field.values if value.strip())
    return split_list(field.text)
