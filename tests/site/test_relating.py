"""A first build has a copy of its process find related pages: they are the same."""

from pathlib import Path

import pytest

from tertulia.edge.forks import Told
from tertulia.site import relating


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
        helper = Told((lambda _: 1 / 0) if how == "it has died" else relating.find)

    assert relating.ask(Build(), [], [], {}, 3, "es", lambda _: b"") is None  # type: ignore[arg-type]
