"""Whole content folders that are hard on a theme: endless words, long threads, next to nothing."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ZALGO = "Ṫ̷̢̞̤̣̱̙̹͚̭̜̥̳̬̙̰̹̱̩̯͖̫̙́̂̾̄̀̋̎̂̓̽̔̌̓͗̀̈́̕͘͝ơ̵̛̪̞̟̺̤̗̪̪̥̝̦̻̘̽͊̌̈́̀́̐̍͛̏̂̉̍̕͜͝dǫ̶̢̛̹̣̤̠̗͇̜̲̏̈́͋̓̂̊́̌̓͗̈́̀̕̕͝͝ mal"
ARABIC = "هذه شركة لا تجيب على أحد منذ أسبوع"
WORD = "x" * 10_000
START = datetime(2025, 3, 4, 9, 30, tzinfo=UTC)


def nothing(content: Path) -> None:
    """Not one page."""
    (content / "posts").mkdir(parents=True)


def one_post(content: Path) -> None:
    """A post that nobody spoke on."""
    _page(content, "posts", "hola", "Date: 2025-01-01 10:00")


def one_comment(content: Path) -> None:
    """A post and a single comment, by nobody, at no time."""
    _page(content, "posts", "hola", "Date: 2025-01-01 10:00")
    _thread(content, "hola", [_entry(1, author="", posted=None, text="Hola.")])


def worst(content: Path) -> None:
    """All of it at once."""
    topics = [f"tema-{n}" for n in range(300)]
    for n, topic in enumerate(topics):
        broader = f"Broader: {topics[n // 10]}" if n >= 10 else "Names: otro nombre"
        title = f"Title: Tema {n} {WORD if n == 150 else ''}"
        _page(content, "topics", topic, title, "Summary: Lo que dice.", broader)
    tags = ", ".join([WORD, ARABIC, *(f"Etiqueta {n}" for n in range(60))])
    _page(content, "posts", "rotulado", "Date: 2025-03-02 10:00", f"Tags: {tags}",
          f"Topics: {', '.join(topics)}")  # fmt: skip
    dated = "Date: 2025-03-01 10:00"
    _page(
        content, "posts", "extremo", f"Title: {WORD}", dated, f"Author: {WORD}", f"Summary: {WORD}",
        f"Category: {WORD}", f"Topics: {topics[150]}",
        body=f"## {WORD}\n\n{WORD}\n\n`{WORD}`\n\n    {WORD}\n\n> {WORD}\n\n"
        f"| a | {WORD} |\n| --- | --- |\n| {'palabra ' * 30} | {WORD} |\n\n- {WORD}\n\n[{WORD}](https://example.org/{WORD})\n",
    )  # fmt: skip
    _thread(content, "extremo", list(_extremes()))
    for n, name in enumerate((ARABIC, "\u202eoigres", "<script>alert(1)</script>", "Ñ & «Ó»")):
        _page(content, "posts", f"otro-{n}", f"Title: {name}", dated, f"Author: {name}",
              f"Summary: {name}", f"Tags: {name}", body=name.replace("<", "&lt;"))  # fmt: skip
    _page(content, "posts", "otro", "Title: 😀", dated, body="😀")
    _page(content, "posts", "zalgo", f"Title: {ZALGO}", dated, f"Author: {ZALGO}", body=ZALGO * 20)
    _page(
        content, "cases", "largo", "Title: Tres mil", dated, f"Brands: {WORD[:300]}, B",
        f"Channel: {WORD[:300]}", f"Sector: {ARABIC}", "Period: 2010", "Happened: Todo.",
        f"Trigger: {WORD}", "Outcome: unresolved", "First-response: none",
        f"Sources: {WORD} | https://example.org/{WORD} | 2025-01-01",
    )  # fmt: skip
    _thread(content, "largo", [
        _entry(n, author=f"Voz {n % 90}", parent=n - n % 7 if n % 7 else None, minutes=n,
               text="Una vergüenza de servicio." if n % 3 else "Gracias, muy buena atención.")
        for n in range(3000)
    ])  # fmt: skip


def _extremes() -> Iterator[dict[str, Any]]:
    yield _entry(1, author=WORD, text=WORD)
    yield _entry(2, author=ARABIC, text=ARABIC, parent=1)
    yield _entry(3, author=ZALGO, text=ZALGO * 20)
    yield _entry(4, author="\u202eoigres", text="\u202e" + WORD, parent=2)
    yield _entry(5, author="", text=f"https://example.org/{WORD}", html=f"<pre>{WORD}</pre>")
    yield _entry(
        6, author=WORD, kind="trackback", title=WORD, url=f"https://a.example/{WORD}", text=WORD
    )
    yield _entry(7, author=WORD, kind="like", url="https://a.example/")
    for n in range(40):
        yield _entry(100 + n, author="Eva", parent=99 + n if n else None, text=f"{n} {WORD[:90]}")


def _entry(
    number: int,
    *,
    author: str,
    text: str = "",
    parent: int | None = None,
    posted: datetime | None = START,
    minutes: int = 0,
    **rest: str,
) -> dict[str, Any]:
    when = posted + timedelta(minutes=minutes or number) if posted else None
    return {
        "author": {"name": author, "role": "other", "url": ""},
        "html": "",
        "id": f"jsonl:w:{number}",
        "kind": "comment",
        "lang": "es",
        "parent": f"jsonl:w:{parent}" if parent is not None else None,
        "posted": when.isoformat() if when else None,
        "source": "jsonl",
        "status": "approved",
        "text": text,
        "verified": "asserted",
        "zone": "stated" if when else "unknown",
    } | rest


def _page(content: Path, folder: str, slug: str, *head: str, body: str = "Texto.") -> None:
    path = content / folder / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    title = () if any(line.startswith("Title:") for line in head) else (f"Title: {slug}",)
    path.write_text("\n".join([*title, f"Slug: {slug}", *head, "", body, ""]), "utf-8")


def _thread(content: Path, page: str, entries: list[dict[str, Any]]) -> None:
    path = content / "threads" / f"{page}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"schema": 1, "page": page, "entries": entries}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True), "utf-8")


SITES: dict[str, Callable[[Path], None]] = {
    site.__name__: site for site in (nothing, one_post, one_comment, worst)
}
