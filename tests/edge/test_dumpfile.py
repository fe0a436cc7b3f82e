"""The file of dumps: the same bytes for the same facts, one line for a newer dump."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tertulia.core.dumps import Heard
from tertulia.core.errors import BadStore
from tertulia.core.model import Status
from tertulia.edge.dumpfile import ALL, DUMPS, Dumps, read_dumps

DAY = [datetime(2026, 1, n, tzinfo=UTC) for n in range(1, 9)]
BLOG = "wxr:blog.example"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    by_page = {
        "hola": {BLOG: Heard(told=DAY[0], whole=DAY[1]), "feeds:x": Heard(told=DAY[2])},
        "_unmatched/a%2Fb": {BLOG: Heard(told=DAY[0], whole=DAY[1])},
        ALL: {"wp_rest:blog.example": Heard(whole=DAY[3])},
    }
    dumps = Dumps(heard=by_page)
    withheld = {"00000000ab": (Status.SPAM, DAY[0]), "00000000aa": (Status.SPAM, DAY[0])}
    dumps.withhold("hola", withheld | {"00000000ac": (Status.PENDING, DAY[0])})
    dumps.withhold("otra", withheld)
    (tmp_path / DUMPS).write_bytes(dumps.bytes())
    found = read_dumps(tmp_path)
    assert found == dumps
    assert found.withheld("otra") == withheld
    found.withhold("otra", {})
    assert (found.withheld("otra"), len(found.withheld("hola"))) == ({}, 3)
    assert Dumps(heard=dict(reversed(by_page.items()))).bytes() == Dumps(heard=by_page).bytes()


def test_a_newer_dump_of_a_hundred_pages_changes_its_times_only() -> None:
    before, after = (
        Dumps(heard={f"p{n}": {BLOG: Heard(told=day, whole=day)} for n in range(100)})
        .bytes()
        .splitlines()
        for day in DAY[:2]
    )
    differing = [line for line, other in zip(before, after, strict=True) if line != other]
    assert len(differing) == 2


def test_a_store_of_an_earlier_version_has_none(tmp_path: Path) -> None:
    assert not read_dumps(tmp_path)


@pytest.mark.parametrize("content", [b"{", b'{"schema": 2, "dumps": []}', b'{"schema": 1}'])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DUMPS).write_bytes(content)
    with pytest.raises(BadStore, match=DUMPS):
        read_dumps(tmp_path)
