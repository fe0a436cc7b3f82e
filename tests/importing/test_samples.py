"""Every foreign sample in one call: what is theirs arrives, what is private does not."""

import re
from pathlib import Path

import pytest

from small_site import Small
from tertulia.edge.privacy import findings


@pytest.mark.slow
def test_the_whole_folder_goes_in_in_one_call_and_twice_changes_nothing(
    small: Small, shared: Path
) -> None:
    code, report = small.run(shared / "samples", shared / "seeds")
    assert code == 1  # some samples are excerpts, and say so
    assert report["added"] > 700
    read = {file["source"] for file in report["files"] if file["source"]}
    assert len(read) > 20
    assert not [file["refused"] for file in report["files"] if "both claim" in file["refused"]]
    assert list(findings(small.threads)) == []
    before = small.bytes()
    _, again = small.run(shared / "samples", shared / "seeds")
    assert (again["added"], again["changed"]) == (0, 0)
    assert small.bytes() == before


def test_what_a_dry_run_says_of_wordpress_is_what_is_written(small: Small, shared: Path) -> None:
    folder = shared / "samples" / "wxr"
    _, dry = small.run(folder, dry_run=True)
    code, real = small.run(folder)
    assert code == 0
    assert dry | {"dry": False} == real
    by_name = {file["name"]: file for file in real["files"]}
    theme = by_name["themeunittestdata.wordpress.xml"]
    assert theme["threads"] == 5
    assert theme["kinds"] == {"comment": 25, "pingback": 2, "trackback": 2}
    assert sum(theme["reasons"].values()) == 4
    assert by_name["isso-wordpress.xml"]["kinds"] == {"comment": 8}
    assert sum(len(re.findall(b'"id"', c)) for c in small.bytes().values()) == real["added"]


def test_a_wordpress_export_cut_in_the_middle_gives_what_is_whole(
    small: Small, shared: Path, tmp_path: Path
) -> None:
    whole = (shared / "samples" / "wxr" / "themeunittestdata.wordpress.xml").read_bytes()
    cut = tmp_path / "cut.xml"
    cut.write_bytes(whole[: len(whole) // 2])
    code, report = small.run(cut)
    assert code == 1
    assert report["added"] > 0
    (file,) = report["files"]
    assert file["lost"] == 1
    assert any("cut" in reason for reason in file["reasons"])
