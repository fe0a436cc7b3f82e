"""A build has a copy of its process find related pages: they are the same."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.msgpack import decode, encode

from builders import page
from editable import small_site
from tertulia.analysis import comparing, forces, reading
from tertulia.analysis import related as related_pages
from tertulia.analysis.facts import SILENT, Heard, hear
from tertulia.analysis.maps import linked_pages
from tertulia.analysis.packing import Packed
from tertulia.analysis.related import choose_lists, relate
from tertulia.analysis.talks import talk
from tertulia.core.findings import Related
from tertulia.core.model import Page
from tertulia.edge.forks import Told
from tertulia.edge.keep import Keep, digest
from tertulia.site import relatedcopy, relating
from tertulia.site.body import Body
from tertulia.site.keptpage import BODY, KIND, KeptPage, parts
from tertulia.site.keptrelated import KeptRelated, Lists
from tertulia.site.pagedigests import PageDigests
from tertulia.site.translations import speaker


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_first_build_gives_the_same_as_one_into_a_folder_that_is_there(
    root, run_build, sample, tmp_path
):
    done = run_build(root / "content", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert tree(tmp_path) == tree(sample)


WORDS = ["Tertulia", "plaza", "mercado", "riada", "censo", "huelga", "tranvía"]


def pages_of(count: int) -> list[Page]:
    return [
        page(
            f"p{n:03d}",
            title=f"{WORDS[n % 7]} {WORDS[n * n % 7]} {n % 60}",
            text=" ".join(WORDS[n * k % 7] + str(n * k % 50) for k in range(1, 20)),
            links=((f"p{n * 7 % count:03d}", "x"),),
        )
        for n in range(count)
    ]


def made(pages: Iterable[Page]) -> list[relating.Made]:
    digests = PageDigests()
    return [relating.Made(one, digests.of(one), digests.words(one)) for one in pages]


def heard_on(pages: Iterable[Page], public: int = 0) -> dict[str, bytes]:
    return {one.id: encode(replace(SILENT, public=public)) for one in pages}


def start(file: Path | None = None) -> relating.Start:
    return relating.Start(lang="es", places=3, kept=file, code=b"ours", own=b"own")


def lists_in(found: relating.Answer) -> Lists:
    data = found.rows["related", b"ours"]
    assert data is not None
    return decode(data, type=Lists)


def copied(*said: object) -> relating.Answer:
    return relating.find(partial(next, iter(said)))


def related(pages: Sequence[Page], public: int = 0) -> dict[str, tuple[Related, ...]]:
    heard = {one.id: replace(SILENT, public=public) for one in pages}
    return relate(pages, heard, 3, speaker("es"))


@pytest.mark.parametrize(
    ("cores", "mapped", "kept"), [(1, True, True), (2, False, False), (3, True, True)]
)
def test_the_copy_finds_what_is_found_here(cores, mapped, kept, monkeypatch, tmp_path):
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    file = tmp_path / "builds.sqlite3" if kept else None
    pages = pages_of(450)
    told = relating.Pages(made(pages), mapped)
    found = copied(start(file), told, relating.Wish(heard_on(pages)))
    assert list(lists_in(found).lists.items()) == list(related(pages).items())
    keep, words = Keep(file), {digest(b"ours", relating.words_of(one)) for one in pages}
    assert {key for kind, key in found.rows if kind == "bag"} == words
    assert {key for kind, key in found.rows if kind == "reading"} <= words
    for (kind, key), data in found.rows.items():
        if kind in ("bag", "reading"):
            assert keep.has(kind, key) is (data is None) is kept
    data = found.rows["compared", b"ours"]
    assert (data is None) is kept
    compared = keep.find("compared", b"ours", Packed) if kept else decode(data, type=Packed)
    assert compared.said == tuple(digest(b"ours", relating.words_of(one)) for one in pages)
    drawn, lines, _ = linked_pages(pages)
    assert len(drawn) > relatedcopy.SMALL
    there = forces.places([one.id for one in drawn], lines) if mapped and cores > 1 else ()
    assert list(found.spots) == list(there)


def test_the_words_of_many_pages_are_read_once(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    asked = []
    read = reading.read
    monkeypatch.setattr(reading, "read", lambda one: asked.append(one.id) or read(one))
    pages = pages_of(150)
    told = relating.Pages(made(pages)), relating.Wish(heard_on(pages))
    found = copied(start(tmp_path / "builds.sqlite3"), *told)
    assert any(kind == "reading" for kind, _ in found.rows)
    assert sorted(asked) == sorted(one.id for one in pages)


class Site:
    """A site of which a first copy has found the related pages."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "builds.sqlite3"
        self.pages = pages_of(60)
        said = relating.Pages(made(self.pages)), relating.Wish(heard_on(self.pages))
        self.take(copied(start(self.file), *said))

    def take(self, found: relating.Answer) -> None:
        keep = Keep(self.file)
        keep.take(found.rows, found.worked_out)
        keep.commit(self.file.parent, None)
        keep.close()

    def edited(self, place: int = 7) -> list[Page]:
        pages = list(self.pages)
        pages[place] = replace(pages[place], text=f"{pages[place].text} plaza7 riada14 insólito")
        return pages


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_after_an_edit_the_copy_compares_that_page_alone(site):
    pages = site.edited()
    told = relating.Pages(made(pages))
    found = copied(start(site.file), told, relating.Wish(heard_on(pages)))
    assert lists_in(found).lists == related(pages) != related(site.pages)
    assert {kind: found.worked_out[kind] for kind in ("bag", "related")} == {"bag": 1, "related": 1}
    assert "compared" not in found.worked_out
    assert "insólito" in found.lemmas["es"]
    bags = {key: data for (kind, key), data in found.rows.items() if kind == "bag"}
    assert [data is None for data in bags.values()].count(False) == 1
    assert len(bags) == 61  # those of all pages, and of what the edited one said


def test_what_pages_say_stays_kept_though_an_edit_does_not_ask_for_it(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    many = pages_of(150)  # of so many what they say is written at once
    file = tmp_path / "builds.sqlite3"
    for pages in (many, [replace(many[0], text="Una frase que nadie tiene"), *many[1:]]):
        said = relating.Pages(made(pages)), relating.Wish(heard_on(pages))
        found = copied(start(file), *said)
        with closing(Keep(file)) as keep:
            keep.take(found.rows, found.worked_out)
            keep.commit(tmp_path, {})
    with closing(Keep(file)) as keep:
        words = [digest(b"ours", relating.words_of(one)) for one in many]
        assert [n for n, key in enumerate(words) if not keep.has("reading", key)] == [0]


def test_where_all_is_as_it_was_the_copy_finds_nothing_again(site):
    told = relating.Pages(made(site.pages))
    found = copied(start(site.file), told, relating.Wish(heard_on(site.pages)))
    assert found.worked_out == {}


@pytest.mark.parametrize("public", [0, 9])
def test_where_pages_or_talks_are_not_as_was_thought_the_copy_finds_them_again(site, public):
    pages = site.edited()
    heard = heard_on(pages, public)
    guesses = relating.Pages(made(site.edited(8))), relating.Pages(made(pages))
    found = copied(start(site.file), *guesses, relating.Wish(heard))
    assert lists_in(found).lists == related(pages, public)


def test_pages_are_compared_once_where_only_a_number_of_comments_is_another_one(site, monkeypatch):
    times: list[object] = []
    compare = comparing.compare
    monkeypatch.setattr(comparing, "compare", lambda *of: times.append(of) or compare(*of))
    told = relating.Pages(made(site.pages))
    found = copied(start(site.file), told, relating.Wish(heard_on(site.pages, public=9)))
    assert lists_in(found).lists == related(site.pages, public=9)
    assert len(times) == 1


def test_a_conversation_that_changed_has_only_lists_told_again_that_show_it(site, monkeypatch):
    times: list[str] = []

    def counted(name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *of: times.append(name) or do(*of)

    monkeypatch.setattr(related_pages, "choose_lists", counted("lists", choose_lists))
    monkeypatch.setattr(KeptRelated, "rest", counted("rest", KeptRelated.rest))
    changed = site.pages[3].id
    heard = heard_on(site.pages) | {changed: heard_on(site.pages, public=9)[changed]}
    told = relating.Pages(made(site.pages))
    found = lists_in(copied(start(site.file), told, relating.Wish(heard)))
    lists = [{id, *(other.page for other in shown)} for id, shown in found.lists.items()]
    touched = [changed in shown for shown in lists].count(True)
    assert 0 < touched < len(lists)
    assert (times.count("lists"), times.count("rest")) == (1, touched)
    decoded = {id: decode(said, type=Heard) for id, said in heard.items()}
    assert found.lists == relate(site.pages, decoded, 3, speaker("es")) != related(site.pages)


def test_pages_that_are_kept_need_not_be_told(site):
    pages = site.edited()
    keep = Keep(site.file)
    told: list[relating.Shelved | relating.Made] = [*made(pages)]
    for place, each in enumerate(made(pages)[:50]):
        kept = KeptPage(parts(each.page), each.told, each.words, b"", {}, {}, (bytes([place]),))
        keep.add(KIND, bytes([place]), kept)
        keep.add(BODY, bytes([place]), Body(text=each.page.text))
        told[place] = relating.Shelved(bytes([place]), each.page.published, each.page.case)
    keep.spare("bag", "compared", "reading", "related")
    keep.commit(site.file.parent, None)
    found = copied(start(site.file), relating.Pages(told), relating.Wish(heard_on(pages)))
    assert lists_in(found).lists == related(pages)
    told[50] = relating.Shelved(b"gone", None, None)
    with pytest.raises(LookupError):
        copied(start(site.file), relating.Pages(told), relating.Wish(heard_on(pages)))


def dies(_: object) -> None:
    os._exit(1)


def forgets(hear: Callable[[], Any]) -> relating.Answer:
    while not isinstance(hear(), relating.Wish):
        pass
    return relating.Answer(rows={}, worked_out={}, lemmas={})


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("how", [relating.find, dies, forgets])
def test_whatever_becomes_of_the_copy_the_lists_are_the_same(how, cores, site, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    pages, digests, keep = site.edited(), PageDigests(), Keep(site.file)
    build: Any = SimpleNamespace(helper=Told(how), keep=keep, first=False)
    build.helper.tell(start(site.file))
    kept = KeptRelated(keep, b"ours", digests)
    here = relating.Relating(build, kept, digests, mapped=False)
    here.tell(pages)
    talks = {one.id: talk(one, [], {}, UTC) for one in pages}
    assert here.begin(pages, talks, 3, speaker("es"))() == related(pages)
    assert (keep.worked_out["bag"], keep.worked_out["related"]) == (1, 1)
    keep.commit(site.file.parent, None)
    again = relating.Relating(None, KeptRelated(keep, b"ours", digests), digests, mapped=False)
    assert again.begin(pages, talks, 3, speaker("es"))() == related(pages)
    assert keep.worked_out == {}


def test_who_says_nothing_is_silent():
    assert hear(talk(page("a"), [], {}, UTC)) == SILENT


def test_any_build_loads_what_is_large_in_the_copy_alone(root, tmp_path):
    small_site(root, tmp_path)
    program = (
        "import sys\nfrom tertulia.site import run\n"
        "code = run.main(sys.argv[1:])\n"
        "print(code, 'pelican' in sys.modules, 'numpy' in sys.modules, 'scipy' in sys.modules)"
    )
    places = ["--content", "content", "--output", "output", "--settings", "conf.py"]
    post = tmp_path / "content" / "posts" / "la-cola-que-no-se-ve.md"
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", program, *places],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(root / "plugins")},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == ["0", "True", "False", "False"]
        post.write_text(f"{post.read_text('utf-8')}\nUna frase más, insólita.\n", "utf-8")
