"""What is gathered from a site's files: corrections reach their entries, impostors are named."""

import json
import logging
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest

from builders import page
from small_site import Small
from tertulia.analysis.overrides import joined
from tertulia.analysis.survey import Wishes
from tertulia.config import Config
from tertulia.core.errors import BadRules, Unsettled
from tertulia.core.findings import Label, Talk
from tertulia.core.model import Role
from tertulia.edge.keep import Keep
from tertulia.edge.stamps import Stamps
from tertulia.site.gathering import gather
from tertulia.site.talks import converse
from tertulia.site.threadfiles import digests_of

ENTRY = {
    "author": {"name": "Ana", "role": "other", "url": ""},
    "html": "",
    "kind": "comment",
    "parent": None,
    "posted": "2025-03-04T09:00:00+01:00",
    "source": "wxr",
    "status": "approved",
    "verified": "asserted",
    "zone": "stated",
}
OVERRIDE = """
[[override]]
id = "{id}"
field = "{field}"
value = "{value}"
who = "Clara"
why = "Porque sí."
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    threads = tmp_path / "threads"
    threads.mkdir()
    entries = [
        ENTRY | {"id": "wxr:a.example:1", "text": "Un servicio de lujo, enhorabuena."},
        ENTRY
        | {
            "id": "wxr:a.example:2",
            "text": "Gràcies, molt bé.",
            "author": {"name": "Clara Montes", "role": "other", "url": ""},
        },
    ]
    store = {"schema": 1, "page": "una-pagina", "entries": entries}
    (threads / "una-pagina.json").write_text(json.dumps(store), "utf-8")
    return tmp_path


def correct(content: Path, **values: str) -> None:
    path = content / "threads/una-pagina.overrides.toml"
    path.write_text(OVERRIDE.format(**values), "utf-8")


def test_a_build_finishes_what_a_killed_import_had_decided(content: Path):
    threads = content / "threads"
    (threads / "._staged").mkdir()
    (threads / "una-pagina.json").rename(threads / "._staged" / "0000000")
    (threads / "._committed.json").write_text('{"una-pagina.json": "0000000"}')
    wishes = Wishes(address="https://blog.example", zone=UTC, folders={})
    with closing(Keep(None)) as keep:
        found = converse(
            content,
            [page("p", thread="una-pagina")],
            Config(cache=""),
            wishes,
            keep=keep,
            stamps=Stamps({}),
            code=b"",
        )
    assert found.talks["p"].spoken == 2
    assert [path.name for path in threads.iterdir()] == ["una-pagina.json"]


def test_a_correction_reaches_its_entry_under_any_of_its_ids(content: Path):
    path = content / "threads" / "una-pagina.json"
    text = path.read_text("utf-8")
    both = '"id": "disqus:a.example:9", "also": ["wxr:a.example:1"]'
    path.write_text(text.replace('"id": "wxr:a.example:1"', both), "utf-8")
    correct(content, id="wxr:a.example:1", field="label", value="negative")
    found = gather(content, [page(thread="una-pagina")], Config(cache=""))
    assert found.tones["disqus:a.example:9"].label is Label.NEGATIVE
    assert found.unused["una-pagina"] == ()


def test_a_correction_of_what_is_not_there_is_told_though_translations_share_the_thread(
    content: Path,
):
    correct(content, id="wxr:a.example:7", field="label", value="negative")
    pages = [page("p", thread="una-pagina"), page("p.en", thread="una-pagina", lang="en")]
    (line,) = gather(content, pages, Config(cache="")).unused["una-pagina"]
    assert line.endswith("no entry wxr:a.example:7")


def test_a_correction_reaches_the_tone_and_is_counted(content: Path):
    correct(content, id="wxr:a.example:1", field="label", value="negative")
    found = gather(content, [page(thread="una-pagina")], Config(cache=""))
    assert found.tones["wxr:a.example:1"].label is Label.NEGATIVE
    agreement = joined(found.pairs.values())
    assert (agreement.checked, agreement.same) == (1, 0)
    assert sorted(digests_of(content / "threads", ["una-pagina"], Stamps({}))) == [
        "threads/una-pagina.json",
        "threads/una-pagina.overrides.toml",
    ]


def test_a_language_given_by_hand_is_the_one_it_is_read_in(content: Path):
    correct(content, id="wxr:a.example:2", field="lang", value="pt")
    found = gather(content, [page(thread="una-pagina")], Config(cache=""))
    assert found.tones["wxr:a.example:2"].lang == "pt"


def test_a_role_given_by_hand_is_the_one_it_has(content: Path):
    correct(content, id="wxr:a.example:2", field="role", value="author")
    found = gather(content, [page(thread="una-pagina")], Config(cache=""))
    assert found.entries["una-pagina"][1].author.role is Role.AUTHOR


def test_a_correction_of_nobody_is_a_warning(content: Path, caplog: pytest.LogCaptureFixture):
    correct(content, id="wxr:a.example:9", field="label", value="negative")
    with caplog.at_level(logging.WARNING):
        talk_of(content, Config(cache=""), Keep(None))
    assert "una-pagina.overrides.toml: no entry wxr:a.example:9" in caplog.text


def test_a_wrong_correction_stops_the_build(content: Path):
    correct(content, id="wxr:a.example:1", field="label", value="bad")
    with pytest.raises(BadRules, match="label cannot be 'bad'"):
        gather(content, [page(thread="una-pagina")], Config(cache=""))


def test_whoever_signs_like_the_author_is_named_and_gets_no_badge(
    content: Path, caplog: pytest.LogCaptureFixture
):
    settings = Config(cache="", authors=("Clara Montes",))
    with caplog.at_level(logging.WARNING):
        found = talk_of(content, settings, Keep(None))
    assert "wxr:a.example:2" in caplog.text
    assert found.thread.comments[1].entry.author.role is Role.OTHER


def test_an_empty_cache_setting_keeps_nothing(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    gather(content, [page(thread="una-pagina")], Config(cache=""))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_correction_survives_every_import(tmp_path: Path):
    small = Small(tmp_path)
    small.page("hola-mundo")
    row = {
        "page": {"url": "https://blog.example/articulos/hola-mundo/"},
        "id": 1,
        "author": "Ana",
        "posted": "2025-02-01T10:00:00+01:00",
        "text": "Un servicio de lujo, enhorabuena.",
    }
    small.run(small.dump(row))
    (said,) = small.entries("hola-mundo")
    path = small.threads / "hola-mundo.overrides.toml"
    path.write_text(OVERRIDE.format(id=said.id, field="label", value="negative"), "utf-8")
    before = path.read_bytes()
    small.run(small.dump(row | {"text": "Un servicio de lujo, enhorabuena. Editado."}))
    assert path.read_bytes() == before
    found = gather(small.content, [page("hola-mundo", thread="hola-mundo")], Config(cache=""))
    assert found.entries["hola-mundo"][0].text.endswith("Editado.")
    assert found.tones[said.id].label is Label.NEGATIVE


def talk_of(content: Path, settings: Config, keep: Keep) -> Talk:
    pages = [page("una-pagina", thread="una-pagina")]
    wishes = Wishes(address="https://a.example", zone=UTC, folders={})
    return converse(content, pages, settings, wishes, keep=keep, stamps=Stamps({}), code=b"").talks[
        "una-pagina"
    ]


def test_a_thread_that_changes_under_a_build_ends_it(
    content: Path, monkeypatch: pytest.MonkeyPatch
):
    def written_meanwhile(*_: object, **__: object) -> object:
        found = gather(*_, **__)  # type: ignore[arg-type]
        path = content / "threads" / "una-pagina.json"
        path.write_text(path.read_text("utf-8") + " ", "utf-8")
        return found

    monkeypatch.setattr("tertulia.site.gathering.gather", written_meanwhile)
    keep = Keep(None)
    with pytest.raises(Unsettled, match="build again"):
        talk_of(content, Config(cache=""), keep)
    assert "thread" not in keep.worked_out


def test_what_is_kept_of_a_thread_is_what_is_found_anew(content: Path, tmp_path: Path):
    anew = talk_of(content, Config(cache=""), Keep(None))
    with closing(Keep(tmp_path / "kept.sqlite3")) as keep:
        talk_of(content, Config(cache=""), keep)
        assert keep.worked_out["thread"] == 1
        keep.commit(tmp_path, {})
    with closing(Keep(tmp_path / "kept.sqlite3")) as keep:
        assert talk_of(content, Config(cache=""), keep) == anew
        assert keep.worked_out == {}


def test_a_new_correction_is_seen_at_once(content: Path):
    keep = Keep(None)
    before = talk_of(content, Config(cache=""), keep)
    correct(content, id="wxr:a.example:1", field="label", value="negative")
    after = talk_of(content, Config(cache=""), keep)
    assert before.tones["wxr:a.example:1"].label is Label.POSITIVE
    assert after.tones["wxr:a.example:1"].label is Label.NEGATIVE


def test_pages_of_which_nothing_was_said_share_what_is_kept_of_that(tmp_path: Path) -> None:
    wishes = Wishes(address="https://a.example", zone=UTC, folders={})
    pages = [
        page(name, thread=name, lang=lang) for name, lang in (("a", "es"), ("b", "es"), ("c", "en"))
    ]
    with closing(Keep(tmp_path / "kept.sqlite3")) as keep:

        def talks() -> dict[str, Talk]:
            stamps = Stamps({})
            said = converse(
                tmp_path, pages, Config(cache=""), wishes, keep=keep, stamps=stamps, code=b""
            )
            keep.commit(tmp_path, {})
            return dict(said.talks)

        for found in (talks(), talks()):
            assert [(found[id].thread.page, found[id].thread.comments) for id in "abc"] == [
                ("a", ()),
                ("b", ()),
                ("c", ()),
            ]
            assert found["a"].summary == found["b"].summary
        for part in ("said", "found", "drawn"):
            assert len(keep._file.rows("SELECT key FROM kept WHERE kind = ?", (part,))) == 2
