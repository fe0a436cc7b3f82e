"""What is gathered from a site's files: corrections reach their entries, impostors are named."""

import json
import logging
from pathlib import Path

import pytest

from builders import page
from small_site import Small
from tertulia.config import Config
from tertulia.core.errors import BadRules
from tertulia.core.findings import Label
from tertulia.core.model import Role
from tertulia.site.gathering import gather

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


def test_a_correction_reaches_the_tone_and_is_counted(content: Path):
    correct(content, id="wxr:a.example:1", field="label", value="negative")
    found = gather(content, [page(thread="una-pagina")], Config(cache=""))
    assert found.tones["wxr:a.example:1"].label is Label.NEGATIVE
    assert (found.agreement.checked, found.agreement.same) == (1, 0)
    assert sorted(found.evidence.inputs["una-pagina"]) == [
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
        gather(content, [page(thread="una-pagina")], Config(cache=""))
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
        found = gather(content, [page(thread="una-pagina")], settings)
    assert "wxr:a.example:2" in caplog.text
    assert found.entries["una-pagina"][1].author.role is Role.OTHER


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
