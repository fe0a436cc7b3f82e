"""What waits to be saved is there, whether in memory or in its file."""

import os
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia.edge.fresh import Fresh
from tertulia.edge.keep import Keep

steps = st.lists(st.tuples(st.integers(0, 9), st.none() | st.binary(max_size=40)), max_size=60)


@given(steps, st.sampled_from([0, 30, 100, 10**6]))
def test_it_holds_what_a_dict_holds(steps, most):
    held = {}
    with TemporaryDirectory() as folder:
        fresh = Fresh(Path(folder), most)
        for number, data in steps:
            known = ("kind", bytes([number]))
            if data is not None:
                held[known] = fresh[known] = data
            elif known in held:
                del held[known], fresh[known]
            assert (known in fresh) == (known in held)
        assert dict(fresh.items()) == held
        assert len(fresh) == len(held)
        assert fresh.get(("other", b"")) is None
        fresh.clear()
        assert len(fresh) == 0
        assert list(Path(folder).iterdir()) == []


def test_copies_of_the_process_read_it_and_change_nothing(tmp_path):
    fresh = Fresh(tmp_path, 10)
    fresh["a", b"1"] = b"x" * 20
    pid = os.fork()
    if not pid:
        fresh["a", b"2"] = b"y" * 20
        right = fresh["a", b"1"] == b"x" * 20 and fresh["a", b"2"] == b"y" * 20
        os._exit(0 if right else 1)
    assert os.waitpid(pid, 0)[1] == 0
    fresh["a", b"3"] = b"z" * 20
    assert dict(fresh.items()) == {("a", b"1"): b"x" * 20, ("a", b"3"): b"z" * 20}
    fresh.clear()


@pytest.mark.parametrize("folder", [None, Path("/nowhere/at/all")])
def test_without_a_file_it_is_held_in_memory(folder):
    fresh = Fresh(folder, 10)
    for n in range(5):
        fresh["a", bytes([n])] = b"x" * 20
    assert list(fresh.values()) == [b"x" * 20] * 5


def test_a_build_finds_and_saves_what_waits_in_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("tertulia.edge.keep.Fresh", partial(Fresh, most_bytes=100))
    keep = Keep(tmp_path / "builds.sqlite3")
    values = {bytes([n]): {"text": str(n) * 30} for n in range(20)}
    for key, value in values.items():
        keep.store("found", key, msgspec.msgpack.encode(value))
    assert keep.find("found", b"\x03", dict[str, str]) == {"text": "3" * 30}
    keep.commit(tmp_path / "out", {})
    keep.close()
    keep = Keep(tmp_path / "builds.sqlite3")
    assert keep.find("found", b"\x05", dict[str, str]) == {"text": "5" * 30}
    keep.close()
