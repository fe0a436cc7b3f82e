"""A table answers as the pairs that it was made of, and knows when it is damaged."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia.edge.tables import BLOCK, Damaged, Table, write

words = st.binary(min_size=1, max_size=6).filter(lambda w: not set(w) & {9, 10})
MANY = {f"{n:05d}".encode(): str(n * n).encode() for n in range(5 * BLOCK + 3)}


@given(st.dictionaries(words, words), st.lists(words))
def test_every_key_has_its_value_and_no_other_has_one(pairs, others):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        write(path, sorted(pairs.items()))
        table = Table(path)
        assert [table.get(key) for key in pairs] == list(pairs.values())
        assert [table.get(key) for key in others] == [pairs.get(key) for key in others]


def test_many_blocks_are_found(tmp_path):
    write(tmp_path / "table", MANY.items())
    table = Table(tmp_path / "table")
    assert {key: table.get(key) for key in MANY} == MANY
    assert table.get(b"") is None
    assert table.get(b"00001x") is None
    assert table.get(b"z") is None


@pytest.mark.parametrize("pairs", [[(b"b", b""), (b"a", b"")], [(b"a", b""), (b"a", b"x")]])
def test_keys_in_another_order_are_refused(tmp_path, pairs):
    with pytest.raises(ValueError, match="order"):
        write(tmp_path / "table", pairs)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pair", [(b"a\n", b""), (b"a", b"\t"), (b"a\tb", b"c\nd")])
def test_what_would_be_read_otherwise_is_refused(tmp_path, pair):
    with pytest.raises(ValueError, match="cannot hold"):
        write(tmp_path / "table", [pair])


def test_no_damaged_byte_gives_another_answer(tmp_path):
    path = tmp_path / "table"
    write(path, MANY.items())
    whole = path.read_bytes()
    wrong = 0
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 64]) + whole[place + 1 :])
        try:
            table = Table(path)
            assert all(table.get(key) == value for key, value in MANY.items())
        except Damaged:
            wrong += 1
    assert wrong == len(range(0, len(whole), 7))


@pytest.mark.parametrize("size", [0, 3, 30, 3000])
def test_a_file_cut_short_is_damaged(tmp_path, size):
    path = tmp_path / "table"
    write(path, MANY.items())
    os.truncate(path, size)
    with pytest.raises(Damaged):
        Table(path)


def test_a_copy_of_the_process_reads_the_same_file(tmp_path):
    write(tmp_path / "table", MANY.items())
    table = Table(tmp_path / "table")
    pid = os.fork()
    if not pid:
        os._exit(any(table.get(key) != value for key, value in MANY.items()))
    assert all(table.get(key) == value for key, value in MANY.items())
    assert os.waitpid(pid, 0)[1] == 0
