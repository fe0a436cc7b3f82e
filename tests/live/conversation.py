"""What people say to the WordPress of the tests, and what must come home of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from live.wordpress import WordPress, other_site

PAGE = "nueve-horas"
PAGES = (PAGE, "acerca")
LINKING = """\
<!doctype html><html><head><meta charset="utf-8"><title>Quien enlaza &amp; compañía</title></head>
<body><p>Antes de nada leí <a href="{target}">aquello de las nueve horas</a> y me dejó
pensando un buen rato en lo que tarda una marca.</p></body></html>"""
SCRIPT = '<script>alert(1)</script>Hola<img src="x" onerror="alert(2)"> {{ 7*7 }}'

SHOWN_OTHERWISE = 'Mide 3x4 -- "más o menos"... y ya :-)'  # by WordPress, with a cross and a face


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An approved entry, by what a reader sees of it."""

    page: str
    kind: str
    author: str
    text: str
    answers: str = ""  # whom
    title: str = ""

    def in_a_feed(self) -> "Said":
        """A feed does not mark trackbacks, and has their title among their words."""
        if self.kind != "trackback":
            return self
        return replace(self, kind="comment", title="", text=f"{self.title}\n\n{self.text}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blog:
    """A blog that has been talked to.

    Attributes:
        downloads: What it gives to whoever asks. "export.xml" is its export, "early.xml" that of
            when only Ana had spoken, "newest.json" all but her first words.
        said: Everything approved.
    """

    wordpress: WordPress
    downloads: Path
    said: frozenset[Said]

    def told(self) -> list[Said]:
        return ordered(self.said)


def ordered(said: Iterable[Said]) -> list[Said]:
    return sorted(said, key=lambda s: (s.page, s.author, s.kind, s.text))


def held(wordpress: WordPress, downloads: Path) -> Blog:
    """Hold the conversation over HTTP, then download it in every way there is."""
    downloads.mkdir()
    said = _comments(wordpress, downloads) | _linkbacks(wordpress, downloads.parent / "other")
    (downloads / "export.xml").write_bytes(wordpress.export())
    for name, path in {
        "comments.json": "/wp-json/wp/v2/comments?per_page=100",
        "newest.json": "/wp-json/wp/v2/comments?orderby=id&order=asc&offset=1",
        "comments.rss": "/comments/feed/",
        "comments.atom": "/comments/feed/atom/",
        "posts.rss": "/feed/",
        "page.html": f"/2024/05/{PAGE}/",
        "page.rss": f"/2024/05/{PAGE}/feed/",
        "page.atom": f"/2024/05/{PAGE}/feed/atom/",
    }.items():
        (downloads / name).write_bytes(wordpress.visitor.get(wordpress.url + path))
    refused = wordpress.visitor.get(
        f"{wordpress.url}/wp-json/wp/v2/comments?type=pingback", status=401
    )
    (downloads / "refused.json").write_bytes(refused)
    return Blog(wordpress=wordpress, downloads=downloads, said=frozenset(said))


def _comments(wordpress: WordPress, downloads: Path) -> set[Said]:
    ana = wordpress.comment(
        PAGE, "Ana O'Hara & hija", "Nueve horas es <b>mucho</b>.\n\n¿O no? 1 < 2 \"siempre\" 😀",
        site="https://ana.example/?a=1&b=2",
    )  # fmt: skip
    (downloads / "early.xml").write_bytes(wordpress.export())
    luis = wordpress.comment(PAGE, "Luis", "Sí que lo es.\nY tanto.", parent=ana)
    wordpress.comment(PAGE, "Marta", "Menos que antes.", parent=luis)
    wordpress.comment(PAGE, "Rosa", SHOWN_OTHERWISE)
    wordpress.comment(PAGE, "Timo", "Gana en el casino.")  # is held for moderation
    wordpress.comment(PAGE, '<b onmouseover="x()">Malo</b>', SCRIPT)
    wordpress.php("raw-comment.php", wordpress.posts[PAGE]["id"], "Crudo", SCRIPT)
    wordpress.comment("acerca", "Ana O'Hara & hija", "¿Quiénes sois?")
    return {
        Said(
            page=PAGE, kind="comment", author="Ana O'Hara & hija",
            text='Nueve horas es mucho.\n\n¿O no? 1 < 2 "siempre" 😀',
        ),
        Said(page=PAGE, kind="comment", author="Luis", text="Sí que lo es.\nY tanto.",
             answers="Ana O'Hara & hija"),
        Said(page=PAGE, kind="comment", author="Marta", text="Menos que antes.", answers="Luis"),
        Said(page=PAGE, kind="comment", author="Rosa", text=SHOWN_OTHERWISE),
        Said(page=PAGE, kind="comment", author="Malo", text="alert(1)Hola {{ 7*7 }}"),
        Said(page=PAGE, kind="comment", author="Crudo",
             text="<script>alert(1)</script>Hola {{ 7*7 }}"),
        Said(page="acerca", kind="comment", author="Ana O'Hara & hija", text="¿Quiénes sois?"),
    }  # fmt: skip


def _linkbacks(wordpress: WordPress, folder: Path) -> set[Said]:
    answer = wordpress.trackback(
        PAGE, title="Otra mirada", excerpt="Lo comento también, desde lejos.",
        url="https://otro.example/otra-mirada", blog_name="El otro blog",
    )  # fmt: skip
    assert b"<error>0</error>" in answer
    folder.mkdir()
    target = wordpress.posts[PAGE]["url"]
    (folder / "enlaza.html").write_text(LINKING.format(target=target), "utf-8")
    with other_site(folder) as address:
        assert address in wordpress.pingback(f"{address}/enlaza.html", PAGE)
    return {
        Said(
            page=PAGE, kind="trackback", author="El otro blog", title="Otra mirada",
            text="Lo comento también, desde lejos.",
        ),
        Said(
            page=PAGE, kind="pingback", author="Quien enlaza & compañía",
            title="Quien enlaza & compañía",
            text="[…] de nada leí aquello de las nueve horas y me dejó pensando un buen rato "
            "en lo que tarda una […]",
        ),
    }  # fmt: skip
