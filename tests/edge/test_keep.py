"""What earlier builds worked out may be damaged at any time, and is never wrong."""

from pathlib import Path
from random import Random

import pytest

from tertulia.core.findings import Label, Tone
from tertulia.edge import cache
from tertulia.edge.keep import Keep, digest

SAID = "Señal, con acentos: áéíóú." * 20
VALUES = {digest(str(n)): {f"clave {n}": f"{n} {SAID}"} for n in range(60)}
OF = dict[str, str]


def damage(path: Path, seed: int) -> None:
    """Turn some bytes into others."""
    random = Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(random.choice([1, 20, 2000])):
        data[random.randrange(len(data))] = random.randrange(256)
    path.write_bytes(data)


@pytest.mark.parametrize("seed", [*range(11), 132])
def test_a_damaged_file_gives_what_was_kept_or_nothing(tmp_path: Path, seed: int) -> None:
    path, folder = tmp_path / "builds.sqlite3", tmp_path / "out"
    keep = Keep(path)
    for key, value in VALUES.items():
        keep.add("page", key, value)
        keep.add("found", key, value)
    keep.commit(folder, {"a": "ñ" * 500})
    keep.close()
    damage(path, seed)
    keep = Keep(path)
    for kind in ("page", "found"):
        assert all(keep.find(kind, key, OF) in (None, value) for key, value in VALUES.items())
    assert keep.outputs(folder, OF) in (None, {"a": "ñ" * 500})
    keep.add("page", b"new", {"a": "b"})
    keep.commit(folder, {})
    keep.close()


@pytest.mark.parametrize("seed", range(12))
def test_damaged_tones_are_those_that_were_kept_or_none(tmp_path: Path, seed: int) -> None:
    tones = {
        f"key {n}": Tone(
            polarity=n / 100, subjectivity=0.5, label=Label.NEUTRAL, confidence=0.75, lang="es"
        )
        for n in range(300)
    }
    path = tmp_path / "tones.sqlite3"
    with cache.opened(path) as kept:
        kept.update(tones)
    damage(path, seed)
    with cache.opened(path) as kept:
        assert all(kept.get(key) in (None, tone) for key, tone in tones.items())


def test_what_was_found_is_there_by_every_way_of_asking(tmp_path: Path) -> None:
    path, folder = tmp_path / "builds.sqlite3", tmp_path / "out"
    keep = Keep(path)
    for key, value in VALUES.items():
        keep.add("page", key, value)
    keep.commit(folder, {})
    keep.close()
    keep = Keep(path)
    for key, value in VALUES.items():
        assert keep.find("page", key, OF) == value
        assert keep.has("page", key)
        assert keep.load("page", key, OF) == value
        assert keep.find("page", key, OF) == value
    keep.commit(folder, {})
    keep.close()
    keep = Keep(path)
    assert all(keep.find("page", key, OF) == value for key, value in VALUES.items())
    keep.close()


def test_a_build_gets_what_the_last_one_of_its_process_handed_on(tmp_path: Path) -> None:
    keep, one = Keep(tmp_path / "builds.sqlite3", lasting=True), object()
    keep.leave("one", one)
    assert keep.left("one", object) is None  # it is for the next
    keep.commit(tmp_path / "out", {})
    assert keep.left("one", object) is one
    assert keep.left("one", object) is None  # whoever takes it may change it
    keep.leave("one", one)
    keep.forget_unsaved()  # this one failed
    assert keep.left("one", object) is None
    keep.close()


def test_a_process_that_builds_once_hands_nothing_on(tmp_path: Path) -> None:
    keep = Keep(tmp_path / "builds.sqlite3")
    keep.leave("one", object())
    keep.commit(tmp_path / "out", {})
    assert keep.left("one", object) is None
    keep.close()


def test_what_is_kept_in_no_file_is_in_memory_once(tmp_path: Path) -> None:
    keep, value = Keep(None, lasting=True), {"a": "ñ" * 500}
    keep.add("page", b"1", value)
    keep.add("body", b"2", value)  # it is decoded each time, so that it can go
    for _ in range(2):
        assert keep.find("page", b"1", OF) is value
        found = keep.find("body", b"2", OF)
        assert found == value
        assert found is not value
        assert keep.handed("page", "body")["page", b"1"] is None
        keep.commit(tmp_path / "out", {})
