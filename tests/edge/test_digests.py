from pathlib import Path

from tertulia.edge.digests import digests


def test_a_name_that_no_file_can_have_is_that_of_none(tmp_path: Path) -> None:
    """The last part of an old address may be longer than file systems take."""
    (tmp_path / "a").write_bytes(b"A")
    assert list(digests(tmp_path, ["a", "b", "c" * 1000])) == ["a"]
