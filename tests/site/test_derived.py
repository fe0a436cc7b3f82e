"""Files that are derived from findings, in one build of a process after the other."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tertulia.edge.keep import Keep, digest
from tertulia.edge.outputs import Outputs
from tertulia.edge.stamps import Stamps
from tertulia.site.state import SETTING, Build

SAID: dict[str, Sequence[Any]] = {
    "a.xml": ("a", None, datetime(2020, 5, 3, tzinfo=UTC), True),
    "a.json": ("a", datetime(2020, 5, 3, tzinfo=UTC)),
}


def made(keep: Keep, folder: Path, said: dict[str, Sequence[Any]], base: bytes = b"b") -> list[str]:
    """The files that a build makes, given what they say."""
    own: dict[str, Any] = {"code": b"", "settings": b"", "theme": b"", "base": base}
    build = Build(keep, Outputs(folder / "out"), content=folder, stamps=Stamps({}), **own)
    build.learn(lambda value: digest(repr(value)), lambda read: b"", lambda page: b"")
    for name, inputs in said.items():
        Build.derive({SETTING: build}, name, inputs, repr(inputs).encode)
    build.make()
    build.commit()
    build.outputs.discard()
    build.let_go()
    return build.rendered


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("a.xml", ("b", None, datetime(2020, 5, 3, tzinfo=UTC), True)),
        ("a.xml", ("a", "", datetime(2020, 5, 3, tzinfo=UTC), True)),
        ("a.xml", ("a", None, datetime(2020, 5, 4, tzinfo=UTC), True)),
        ("a.xml", ("a", None, datetime(2020, 5, 3, tzinfo=UTC), False)),
        ("a.json", ("a", datetime(2020, 5, 3, tzinfo=UTC), "more")),
    ],
)
def test_what_is_derived_from_something_else_is_made_anew(lasting, name, inputs, tmp_path):
    keep = Keep(None, lasting=lasting)
    assert made(keep, tmp_path, SAID) == ["a.json", "a.xml"]
    assert made(keep, tmp_path, {n: tuple(said) for n, said in SAID.items()}) == []
    assert made(keep, tmp_path, SAID | {name: inputs}) == [name]
    assert made(keep, tmp_path, SAID) == [name]
    assert made(keep, tmp_path, SAID, b"another theme") == ["a.json", "a.xml"]
    assert made(keep, tmp_path, SAID, b"another theme") == []


def test_what_somebody_changed_by_hand_is_made_anew(tmp_path):
    keep = Keep(None, lasting=True)
    made(keep, tmp_path, SAID)
    (tmp_path / "out" / "a.json").write_text("by hand")
    assert made(keep, tmp_path, SAID) == ["a.json"]
    assert made(keep, tmp_path, SAID) == []
