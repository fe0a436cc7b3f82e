"""A first build has a copy of its process find related pages: they are the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.msgpack import decode

from builders import page
from tertulia.analysis import forces
from tertulia.analysis.maps import linked_pages
from tertulia.analysis.packing import Packed
from tertulia.analysis.related import relate
from tertulia.edge.forks import Told
from tertulia.edge.keep import Keep, digest
from tertulia.site import relating
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


@pytest.mark.parametrize("how", ["it has died", "it is told another thing"])
def test_where_the_copy_fails_nothing_is_found(how):
    class Build:
        keep = Keep(None)
        helper = Told((lambda _: 1 / 0) if how == "it has died" else relating.find)

    assert relating.ask(Build(), [], [], {}, 3, lambda _: b"") is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cores", "mapped", "kept"), [(1, True, True), (2, False, False), (3, True, True)]
)
def test_the_copy_finds_what_is_found_here(cores, mapped, kept, monkeypatch, tmp_path):
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    file = tmp_path / "builds.sqlite3" if kept else None
    words = ["Tertulia", "plaza", "mercado", "riada", "censo", "huelga", "tranvía"]
    pages = [
        page(
            f"p{n:03d}",
            title=f"{words[n % 7]} {words[n * n % 7]} {n % 60}",
            text=" ".join(words[n * k % 7] + str(n * k % 50) for k in range(1, 20)),
            links=((f"p{n * 7 % 450:03d}", "x"),),
        )
        for n in range(450)
    ]
    said = iter(
        [
            relating.Start(lang="es", program=None, kept=file, code=b"ours"),
            relating.Pages(pages=pages, mapped=mapped),
            relating.Wish(listed=range(len(pages)), talks={}, count=3),
        ]
    )
    found = relating.find(lambda: next(said))
    assert list(found.related.items()) == list(relate(pages, {}, 3, speaker("es")).items())
    assert found.readings.keys() <= found.related.keys() == found.bags.keys()
    keep, by_id = Keep(file), {one.id: one for one in pages}
    for kind, values in (("bag", found.bags), ("reading", found.readings)):
        for id, data in values.items():
            key = digest(b"ours", relating.words_of(by_id[id]))
            assert keep.has(kind, key) is (data is None) is (kept and (kind != "bag" or cores > 1))
    data = found.compared
    assert (data is None) is kept
    compared = keep.find("compared", b"ours", Packed) if kept else decode(data, type=Packed)
    assert compared.said == tuple(digest(b"ours", relating.words_of(one)) for one in pages)
    drawn, lines, _ = linked_pages(pages)
    assert len(drawn) > relating.SMALL
    there = forces.places([one.id for one in drawn], lines) if mapped and cores > 1 else ()
    assert list(found.spots) == list(there)


def test_a_first_build_loads_what_is_large_in_the_copy_alone(root, tmp_path):
    places = ["--content", root / "content", "--output", tmp_path / "output"]
    program = (
        "import sys\nfrom tertulia.site import run\n"
        "code = run.main(sys.argv[1:])\n"
        "print(code, 'pelican' in sys.modules, 'numpy' in sys.modules, 'scipy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *places, "--settings", root / "pelicanconf.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(root / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["0", "True", "False", "False"]
