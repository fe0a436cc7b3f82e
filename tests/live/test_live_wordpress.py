"""What a real WordPress holds comes home whole, by every way it gives it out."""

import html
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from builders import Builder
from live.browsing import MAIL, SECRETS, VISITOR
from live.conversation import PAGE, PAGES, Blog, Said, ordered
from small_site import SETTINGS, Small
from tertulia.commands.fetch import fetch
from tertulia.core.sameness import said
from tertulia.edge.web import Web

pytestmark = pytest.mark.live


@pytest.fixture
def small(tmp_path: Path) -> Small:
    site = Small(tmp_path)
    site.page("nueve-horas", "Aliases: /2024/05/nueve-horas/")
    site.page("acerca", folder="pages")
    return site


def imported(
    small: Small, root: Path, *paths: Path, code: int = 0, posts: bool = False
) -> dict[str, object]:
    """The report of a real import."""
    first, *also = paths
    done = subprocess.run(
        [
            *(sys.executable, "-W", "error", "-m", "invoke", "import", str(first)),
            *(f"--also={path}" for path in also),
            *("--content", str(small.content), "--settings", str(small.settings)),
            *("--report", str(small.folder / "report.json")),
            *(["--posts"] if posts else []),
        ],
        cwd=root,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return dict(json.loads((small.folder / "report.json").read_text("utf-8")))


def told(small: Small) -> list[Said]:
    """Everything that is stored, as a reader sees it."""
    found = []
    for page in PAGES:
        entries = {entry.id: entry for entry in small.entries(page)}
        found += [
            Said(
                page=page,
                kind=entry.kind.value,
                author=entry.author.name,
                text=entry.text,
                title=entry.title,
                answers=entries[entry.parent].author.name if entry.parent else "",
            )
            for entry in entries.values()
        ]
    return ordered(found)


WAYS = {
    "an export": ["export.xml"],
    "an export, then all else": ["export.xml", "comments.*", "page.*"],
    "all else, then an export": ["page.*", "comments.*", "export.xml"],
}


@pytest.mark.parametrize("way", WAYS)
def test_everything_comes_home_once(blog: Blog, small: Small, root: Path, way: str) -> None:
    for step in WAYS[way]:
        imported(small, root, *sorted(blog.downloads.glob(step)))
    assert [words_alone(s) for s in told(small)] == [words_alone(s) for s in blog.told()]
    assert not any(e.history or e.gone or e.lang for page in PAGES for e in small.entries(page))


def test_everything_comes_home_once_in_one_go(blog: Blog, small: Small, root: Path) -> None:
    report = imported(small, root, *sorted(blog.downloads.glob("[cep][xoa]*")))
    assert [words_alone(s) for s in told(small)] == [words_alone(s) for s in blog.told()]
    assert report["orphans"] == report["circles"] == report["gone"] == 0
    assert report["added"] == len(blog.said)


def test_an_export_keeps_what_people_typed(blog: Blog, small: Small, root: Path) -> None:
    imported(small, root, blog.downloads / "export.xml")
    assert told(small) == blog.told()


def test_what_is_public_tells_all_but_which_linkback_is_a_trackback(
    blog: Blog, small: Small, root: Path
) -> None:
    """REST lists no linkbacks without a login, and the feeds do not mark them."""
    imported(small, root, *sorted(blog.downloads.glob("comments.*")))
    there = ordered(s.in_a_feed() for s in blog.said)
    assert [words_alone(s) for s in told(small)] == [words_alone(s) for s in there]


def words_alone(one: Said) -> Said:
    """WordPress shows other quotation marks, dashes and faces than people type."""
    return replace(one, text=said(one.text))


def test_a_saved_page_tells_which_linkback_is_a_trackback(
    blog: Blog, small: Small, root: Path
) -> None:
    imported(small, root, blog.downloads / "page.html")
    there = [words_alone(s) for s in blog.told() if s.page == PAGE]
    assert [words_alone(s) for s in told(small)] == there


def test_an_answer_finds_what_only_an_earlier_export_had(
    blog: Blog, small: Small, root: Path
) -> None:
    imported(small, root, blog.downloads / "early.xml")
    report = imported(small, root, blog.downloads / "newest.json")
    assert report["orphans"] == 0
    assert {s.author: s.answers for s in told(small)}["Luis"] == "Ana O'Hara & hija"


def test_what_its_author_changed_there_is_one_entry_with_a_history(
    blog: Blog, small: Small, root: Path
) -> None:
    imported(small, root, blog.downloads / "export.xml")
    (marta,) = [e for e in small.entries(PAGE) if e.author.name == "Marta"]
    number = marta.id.rpartition(":")[2]
    wordpress = blog.wordpress
    wordpress.php("edit-comment.php", number, "Bastante más que antes.")
    try:
        later = small.folder / "later.json"
        later.write_bytes(
            wordpress.visitor.get(f"{wordpress.url}/wp-json/wp/v2/comments?include={number}")
        )
    finally:
        wordpress.php("edit-comment.php", number, marta.text)
    report = imported(small, root, later)
    (now,) = [e for e in small.entries(PAGE) if e.author.name == "Marta"]
    assert (now.text, [c.text for c in now.history]) == ("Bastante más que antes.", [marta.text])
    assert report["changed"] == 1


def test_what_waits_for_approval_is_said_and_not_stored(
    blog: Blog, small: Small, root: Path
) -> None:
    report = imported(small, root, blog.downloads / "export.xml")
    assert report["files"][0]["reasons"] == {"pending at its source": 1}
    assert not any(b"casino" in content for content in small.bytes().values())


def test_nothing_stored_tells_who_sat_where(blog: Blog, small: Small, root: Path) -> None:
    export = (blog.downloads / "export.xml").read_bytes()
    assert VISITOR.encode() in export
    assert MAIL.encode() in export
    imported(small, root, *sorted(blog.downloads.glob("[cep][xoa]*")))
    stored = b"".join(small.bytes().values())
    assert [secret for secret in SECRETS if secret.encode() in stored] == []


def test_nothing_stored_is_active(blog: Blog, small: Small, root: Path) -> None:
    imported(small, root, *sorted(blog.downloads.glob("[cep][xoa]*")))
    html = [e.html for page in PAGES for e in small.entries(page)]
    assert not any("<script" in h or "<img" in h or " on" in h.split(">")[0] for h in html)


def test_a_refusal_is_told(blog: Blog, small: Small, root: Path) -> None:
    report = imported(small, root, blog.downloads / "refused.json", code=1)
    (reason,) = report["files"][0]["reasons"]
    assert reason.startswith("the site refused: ")


def test_fetching_brings_home_all_that_is_public(blog: Blog, small: Small, tmp_path: Path) -> None:
    place = f'{{"blog": {{"kind": "wordpress", "url": "{blog.wordpress.url}"}}}}'
    small.settings.write_text(SETTINGS + f"TERTULIA['fetch'] = {place}\n", "utf-8")
    web = Web(may=lambda address: address.is_loopback, sleep=lambda seconds: None)
    places = {"content": small.content, "settings": small.settings, "folder": tmp_path / "kept"}
    assert fetch(**places, web=web) == 0
    assert [words_alone(s) for s in told(small)] == [words_alone(s) for s in blog.told()]
    before = small.bytes()
    assert fetch(**places, web=web) == 0
    assert small.bytes() == before


def test_a_whole_blog_moves_with_one_command_and_shows(
    blog: Blog, tmp_path: Path, root: Path, run_build: Builder
) -> None:
    moved = Small(tmp_path)
    report = imported(moved, root, blog.downloads / "export.xml", posts=True)
    assert len(report["posts"]) == 4
    assert [words_alone(s) for s in told(moved)] == [words_alone(s) for s in blog.told()]
    output = tmp_path / "output"
    done = run_build(moved.content, output, _settings(tmp_path, root, blog.wordpress.url))
    assert (done.returncode, done.stderr) == (0, "")
    for one in blog.said:
        page = output / "articulos" / PAGE if one.page == PAGE else output / one.page
        shown = (page / "index.html").read_text("utf-8")
        assert one.author in html.unescape(shown)
        assert "onerror" not in shown
        assert "<script>alert" not in shown
    assert not (output / "articulos" / "a-medias").exists()
    assert f"articulos/{PAGE}/" in (output / f"2024/05/{PAGE}/index.html").read_text("utf-8")
    assert f"/2024/05/{PAGE}/ /articulos/{PAGE}/ 301\n" in (output / "_redirects").read_text()


def _settings(folder: Path, root: Path, former: str) -> Path:
    """Those of the sample site, and where the blog was before."""
    path = folder / "moved.py"
    path.write_text(
        "from runpy import run_path\n"
        f"globals().update(run_path({str(root / 'pelicanconf.py')!r}))\n"
        f"THEME = {str(root / 'theme')!r}\n"
        f"TERTULIA = {{**TERTULIA, 'former': ({former!r},)}}\n",
        "utf-8",
    )
    return path
