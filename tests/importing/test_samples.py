"""Every foreign sample in one call: what is theirs arrives, what is private does not."""

import re
from collections import Counter
from pathlib import Path

import pytest

from small_site import Small
from tertulia.edge.privacy import findings

# Exit code, entries stored, and what was read by kind; the samples' READMEs say what is in them.
FOLDERS = {
    # 13 of the classic backup and one page of a feed that tells of 30.
    "samples/blogger": (1, 14, {"comment": 14}),
    # Three snapshots, their ids numbered anew in each: two are the same in two of them.
    "samples/bluesky": (0, 5, {"comment": 7}),
    "samples/commento": (0, 3, {"comment": 3}),
    "samples/discourse": (0, 3, {"comment": 3}),
    "samples/disqus": (0, 6, {"comment": 6}),  # one of them deleted, with a reply
    "samples/dotclear": (0, 2, {"comment": 2}),
    # The answer of a query that asked for ids only has no words.
    "samples/github": (1, 3, {"comment": 3}),
    "samples/hackernews": (0, 4, {"comment": 3, "webmention": 1}),  # the story links
    "samples/isso": (0, 12, {"comment": 12}),
    "samples/jekyll-webmention-io": (
        0, 39, {"comment": 18, "like": 12, "repost": 1, "webmention": 8},
    ),
    "samples/linkback-exchanges": (2, 0, {}),  # requests and answers: nothing that anybody said
    # Eighteen pages, of which some link to the same page from the same address.
    "samples/linkback-sources": (0, 14, {"comment": 8, "like": 5, "repost": 1, "webmention": 4}),
    "samples/mastodon": (0, 0, {}),  # all of it is for followers only
    "samples/movabletype": (0, 7, {"comment": 6, "trackback": 1}),
    "samples/page-copies": (0, 43, {"comment": 39, "pingback": 2, "trackback": 2}),
    "samples/pelican-comments": (0, 2, {"comment": 2}),
    "samples/reddit": (1, 6, {"comment": 4, "webmention": 2}),  # 28 more are named, not given
    "samples/remark42": (0, 9, {"comment": 9}),
    "samples/scraped-json": (0, 320, {"comment": 320}),
    "samples/staticman": (0, 37, {"comment": 37}),
    "samples/twitter": (0, 1, {"webmention": 1}),  # one of the tweets links to a page
    "samples/webmention-io": (
        0, 185, {"comment": 45, "like": 45, "repost": 45, "webmention": 50},
    ),
    # The same 27 by REST, feeds and export; one file is a refusal.
    "samples/wordpress-live": (1, 27, {"comment": 66, "pingback": 8}),
    "samples/wxr": (0, 40, {"comment": 37, "pingback": 2, "trackback": 2}),
    "seeds": (0, 12, {"comment": 10, "pingback": 2}),  # proposals, all pending
}  # fmt: skip


@pytest.mark.parametrize("name", FOLDERS)
def test_each_folder_gives_what_its_readme_says(small: Small, shared: Path, name: str) -> None:
    code, report = small.run(shared / name)
    kinds: Counter[str] = Counter()
    for file in report["files"]:
        kinds.update(file["kinds"])
    assert (code, report["added"], dict(kinds)) == FOLDERS[name]
    assert list(findings(small.threads)) == []
    before = small.bytes()
    _, again = small.run(shared / name)
    assert (again["added"], again["changed"]) == (0, 0)
    assert small.bytes() == before


def test_every_folder_of_samples_is_counted(shared: Path) -> None:
    folders = {f"samples/{p.name}" for p in (shared / "samples").iterdir() if p.is_dir()}
    assert folders | {"seeds"} == set(FOLDERS)


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
