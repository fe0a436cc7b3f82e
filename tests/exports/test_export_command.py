"""The command `export`: what it writes of a site, and what it leaves there."""

import errno
import json
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builders import entry, save_page
from small_site import Small
from tertulia.commands.exports import export
from tertulia.commands.imports import import_
from tertulia.core.exporting import Conversation, Export, Journey
from tertulia.core.model import Change, Status
from tertulia.registry import export_names

THEN = datetime(2026, 1, 2, tzinfo=UTC)


def test_a_site_goes_out_and_comes_back(small: Small, tmp_path: Path) -> None:
    small.run(
        small.dump(
            {"page": "hola-mundo", "id": 1, "author": "Ana", "text": "Uno", "posted": "2025-01-01"},
            {"page": "hola-mundo", "id": 2, "parent": 1, "text": "Dos", "posted": "2025-01-02"},
            {"page": {"url": "https://x.example/y"}, "id": 3, "text": "Tres"},
        )
    )
    before = {k: v for k, v in small.bytes().items() if k.startswith("threads/")}
    file = tmp_path / "out.jsonl"
    assert export("jsonl", content=small.content, settings=small.settings, file=file) == 0
    for path in small.threads.rglob("*.json"):
        path.unlink()
    small.run(file)
    after = {k: v for k, v in small.bytes().items() if k.startswith("threads/")}
    assert after == before


@pytest.mark.parametrize("to", ["jsonl", "wxr"])
def test_bringing_the_sample_site_s_export_home_changes_nothing(
    root: Path, tmp_path: Path, to: str
) -> None:
    content = tmp_path / "content"
    shutil.copytree(root / "content", content)
    file = tmp_path / "out"
    settings = root / "pelicanconf.py"
    export(to, content=content, settings=settings, file=file)
    report = tmp_path / "report.json"
    assert import_([file], content=content, settings=settings, report=report) == 0
    figures = json.loads(report.read_text("utf-8"))
    assert (figures["added"], figures["changed"]) == (0, 0)
    assert figures["unchanged"] > 90


def test_where_writing_fails_the_export_of_before_stands_and_nothing_else(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_told: Iterable[Conversation], _journey: Journey) -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "no room")

    file = tmp_path / "mine" / "out.jsonl"
    file.parent.mkdir()
    file.write_bytes(b"whole")
    half = Export(name="jsonl", suffix=".jsonl", write=write)
    monkeypatch.setattr("tertulia.commands.exports.export_format", lambda _: half)
    with pytest.raises(OSError, match="no room"):
        export("jsonl", content=small.content, settings=small.settings, file=file)
    assert [path.read_bytes() for path in file.parent.iterdir()] == [b"whole"]


@pytest.fixture
def decided(small: Small) -> Small:
    """A site with one comment that readers see, one of each that they do not, and answers."""
    small.threads.mkdir()
    rule = '[[rule]]\nid = "words"\nwhy = "Vende."\nthen = "spam"\nwords = ["basura"]\n'
    (small.threads / "rules.toml").write_text(rule)
    past = Change(text="Mi número es 600", read=THEN - timedelta(days=1))
    said = [
        entry("wxr:s:1", text="A la vista", history=(past,), read=THEN),
        entry(
            "wxr:s:2", text="Espera", status=Status.PENDING, upstream=Status.PENDING, read=THEN
        ),
        entry("wxr:s:3", text="Basura", status=Status.SPAM, reason="rule words: Vende.", read=THEN),
        entry(
            "wxr:s:4", text="Insulto", status=Status.DELETED, reason="by hand: es Eva, la de antes",
            edited_by_hand=("status",), read=THEN,
        ),
        entry("wxr:s:5", text="", name="", upstream=Status.DELETED, status=Status.DELETED),
        entry(
            "wxr:s:6", text="Respuesta", parent="wxr:s:5", reason="by hand: la conozco",
            edited_by_hand=("status",), read=THEN,
        ),
    ]  # fmt: skip
    save_page(small.threads, "hola-mundo", said)
    return small


@pytest.mark.parametrize("to", sorted(export_names()))
def test_what_readers_do_not_see_leaves_only_where_it_is_asked_for(
    decided: Small, tmp_path: Path, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    unseen = ("Espera", "Basura", "Insulto", "600", "de antes", "la conozco", "Vende")
    places = {"content": decided.content, "settings": decided.settings}
    file = tmp_path / "out"
    export(to, file=file, **places)
    written = file.read_bytes().decode("utf-8", "replace")
    assert "A la vista" in written
    assert "Respuesta" in written
    assert [word for word in unseen if word in written] == []
    assert capsys.readouterr().out.splitlines()[-1] == (
        "    left here: 1 refused, 1 pending, 1 spam, 1 with earlier texts,"
        " 3 with the reason of a decision; --all takes everything along"
    )
    if to == "jsonl":
        export(to, file=file, everything=True, **places)
        written = file.read_text("utf-8")
        assert [word for word in unseen if word not in written] == []
        assert "left here" not in capsys.readouterr().out


def test_a_backup_brings_everything_back(decided: Small, tmp_path: Path) -> None:
    decided.run()
    before = {k: v for k, v in decided.bytes().items() if k.startswith("threads/")}
    file = tmp_path / "out.jsonl"
    places = {"content": decided.content, "settings": decided.settings}
    export("jsonl", file=file, everything=True, **places)
    for path in decided.threads.rglob("*.json"):
        path.unlink()
    decided.run(file, keep_pending=True)
    after = {k: v for k, v in decided.bytes().items() if k.startswith("threads/")}
    assert after["threads/hola-mundo.json"] == before["threads/hola-mundo.json"]


def test_bringing_home_what_was_exported_takes_nothing_away(decided: Small, tmp_path: Path) -> None:
    decided.run()
    before = decided.bytes()["threads/hola-mundo.json"]
    file = tmp_path / "out.jsonl"
    export("jsonl", content=decided.content, settings=decided.settings, file=file)
    decided.run(file)
    assert decided.bytes()["threads/hola-mundo.json"] == before
