"""Sites for `invoke bench`: the same posts for Pelican as it is, for ours, Hugo and Eleventy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copytree

from tertulia.commands._prose import Prose
from tertulia.core.model import Author, Entry, Role, Verified
from tertulia.core.slugs import slug_of
from tertulia.edge.store import path_of
from tertulia.edge.threadfile import encode

CATEGORIES = ("Atención", "Crisis", "Cultura", "Datos", "Escucha", "Método", "Redes", "Ventas")
TAGS = tuple(f"etiqueta {n}" for n in range(60))
FIRST = datetime(2006, 1, 2, 9, tzinfo=UTC)
STEP = timedelta(hours=17)  # 10,000 posts are nineteen years
OWN = "Autora"
SOURCE = "jsonl"
INSTANCE = "jsonl:banco"
_PLAIN = Path(__file__).parent / "_plain"

# What the sample site's settings are to say of a generated one. Our feeds have as many items.
SETTINGS = """SITENAME = "Banco"
SITEURL = "https://example.org"
AUTHOR = "Autora"
FEED_MAX_ITEMS = 30"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One generated post, before any generator's own notation."""

    number: int
    title: str
    slug: str
    date: datetime
    category: str
    tags: tuple[str, ...]
    body: str


def post(number: int, total: int, link: Callable[[int], str]) -> Post:
    """A post of about 600 words with headings, a list, a quotation, links and now and then a table.

    Args:
        link: The address of another post in the generator's notation.
    """
    prose = Prose(1_000_003 * (number + 1))
    title = _title(number)
    near, far = link(prose.below(total)), link(prose.below(total))
    see = f"Véase [otra]({near}) y [esta]({far}), o la [fuente](https://example.com/?id={number})."
    parts = [
        prose.paragraph(5),
        f"{prose.paragraph(3)} {see}",
        f"## {prose.title()}",
        prose.paragraph(6),
        "\n".join(f"- {prose.sentence()}" for _ in range(5)),
        prose.paragraph(6),
        f"> {prose.paragraph(2)}",
        f"## {prose.title()}",
        prose.paragraph(6),
    ]
    if number % 5 == 1:
        rows = "\n".join(f"| {prose.name()} | {prose.below(99)} |" for _ in range(5))
        parts.append(f"| quién | días |\n|---|---|\n{rows}")
    parts += [prose.paragraph(5), prose.paragraph(4)]
    return Post(
        number=number,
        title=title,
        slug=slug(number),
        date=FIRST + number * STEP,
        category=CATEGORIES[number % len(CATEGORIES)],
        tags=tuple(dict.fromkeys(TAGS[prose.below(len(TAGS))] for _ in range(3))),
        body="\n\n".join(parts) + "\n",
    )


def slug(number: int) -> str:
    """The slug of a post."""
    return f"{slug_of(_title(number))}-{number:05d}"


@cache
def _title(number: int) -> str:
    return f"{Prose(number).title()} ({number})"


def source(number: int) -> str:
    """The file of a post, relative to the content folder."""
    return f"posts/{(FIRST + number * STEP).year}/{slug(number)}.md"


def write_content(folder: Path, posts: int, comments: int) -> None:
    """The content folder that both Pelicans build: posts and a thread for each."""
    for number in range(posts):
        write_post(folder, post(number, posts, lambda n: f"{{filename}}/{source(n)}"))
        if comments:
            write_thread(folder, number, comments)


def write_post(folder: Path, one: Post) -> None:
    """One post as Markdown."""
    head = (
        f"Title: {one.title}\nSlug: {one.slug}\nDate: {one.date:%Y-%m-%d %H:%M}\n"
        f"Category: {one.category}\nTags: {', '.join(one.tags)}\n"
    )
    _write(folder / source(one.number), f"{head}\n{one.body}")


def write_thread(folder: Path, number: int, comments: int) -> None:
    """The thread of one post: half of it in answer to something, a tenth by the site itself."""
    prose = Prose(7 * number + 3)
    start = FIRST + number * STEP
    entries: list[Entry] = []
    for n in range(comments):
        own = bool(entries) and prose.chance(0.1)
        parent = entries[prose.below(len(entries))].id if entries and prose.chance(0.5) else None
        entries.append(
            Entry(
                id=f"{INSTANCE}:{number}-{n}",
                parent=parent,
                author=Author(name=OWN if own else prose.name(), role=Role.OTHER),
                posted=start + timedelta(minutes=7 * n + prose.below(7)),
                text=prose.answer() if own else prose.comment(),
                lang="es",
                source=SOURCE,
                verified=Verified.ARCHIVED,
            )
        )
    path = path_of(folder / "threads", slug(number))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(slug(number), tuple(entries)))


def write_stock(folder: Path) -> None:
    """Settings and a plain theme for Pelican without any plugin."""
    copytree(_PLAIN / "pelican", folder / "theme" / "templates", dirs_exist_ok=True)
    _write(folder / "stockconf.py", (_PLAIN / "stockconf.txt").read_text("utf-8"))


def write_ours(folder: Path, root: Path) -> None:
    """Settings that build with our own plugins and theme; the theme is a copy, to be edited."""
    copytree(root / "theme", folder / "ours-theme", dirs_exist_ok=True)
    text = (_PLAIN / "oursconf.txt").read_text("utf-8")
    _write(folder / "oursconf.py", text.replace("ROOT", repr(str(root))))


def write_hugo(folder: Path, posts: int) -> None:
    """The same posts, and a plain theme, for Hugo."""
    copytree(_PLAIN / "hugo", folder, dirs_exist_ok=True)
    for number in range(posts):
        one = post(number, posts, lambda n: f'{{{{< ref "/posts/{slug(n)}.md" >}}}}')
        head = (
            f'---\ntitle: "{one.title}"\ndate: {one.date:%Y-%m-%dT%H:%M:%SZ}\nslug: {one.slug}\n'
            f'categories: ["{one.category}"]\ntags: {list(one.tags)!r}\n---\n'
        )
        _write(folder / "content" / "posts" / f"{one.slug}.md", f"{head}\n{one.body}")


def write_eleventy(folder: Path, posts: int) -> None:
    """The same posts, and a plain theme, for Eleventy."""
    copytree(_PLAIN / "eleventy", folder, dirs_exist_ok=True)
    for number in range(posts):
        one = post(number, posts, lambda n: f"/{slug(n)}/")
        head = (
            f'---\ntitle: "{one.title}"\ndate: {one.date:%Y-%m-%dT%H:%M:%SZ}\n'
            f'category: "{one.category}"\ntopics: {list(one.tags)!r}\n'
            f"permalink: /{one.slug}/index.html\n---\n"
        )
        _write(folder / "src" / "posts" / f"{one.slug}.md", f"{head}\n{one.body}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
