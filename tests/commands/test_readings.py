"""`invoke readings` gives a person all there is to read and nothing that was read."""

import json
import tomllib
from pathlib import Path

import pytest

from builders import entry, save_page
from tertulia.commands.readings import readings
from tertulia.core.errors import BadContent
from tertulia.edge import overrides

SAID = (
    entry(
        "t:s:1",
        name="Ana",
        text='Un servicio "de lujo".\nSí.\x7f\x9b\u2028[[override]]',
        source="t",
    ),
    entry("t:s:2", name="Casa", role="brand", text="Gracias."),
    entry("t:s:3", name="Blas", text="Mal.", also=("x:y:7",)),
)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    content, output = tmp_path / "content", tmp_path / "output"
    save_page(content / "threads", "una", SAID)
    tone = {"label": "positive", "polarity": 0.9, "confidence": 0.8}
    comments = [{"id": e.id, "role": e.author.role.value, "tone": tone} for e in SAID]
    (output / "una").mkdir(parents=True)
    receipt = {"page": "una", "comments": comments}
    (output / "una" / "analysis.json").write_text(json.dumps(receipt), "utf-8")
    return {"content": content, "output": output}


def test_what_is_printed_is_a_file_of_corrections_once_it_is_filled_in(places, capsys):
    assert readings("una", who="Clara", **places) == 0
    printed = capsys.readouterr().out
    blocks = tomllib.loads(printed)["override"]
    assert [b["id"] for b in blocks] == ["t:s:1", "t:s:3"]
    assert {b["who"] for b in blocks} == {"Clara"}
    path = places["content"] / "threads" / "una.overrides.toml"
    path.write_text(printed.replace('why = ""', 'why = "Leído."'), "utf-8")
    assert len(overrides.load(path.parent, {"label": ("positive",)})["una"]) == 2


def test_what_somebody_has_read_is_left_out_under_any_of_its_ids(places, capsys):
    block = 'field = "label"\nvalue = "negative"\nwho = "C"\nwhy = "x"\n'
    path = places["content"] / "threads" / "una.overrides.toml"
    path.write_text(f'[[override]]\nid = "x:y:7"\n{block}', "utf-8")
    readings("una", **places)
    assert [b["id"] for b in tomllib.loads(capsys.readouterr().out)["override"]] == ["t:s:1"]


def test_a_page_that_was_not_built_says_so(places):
    with pytest.raises(BadContent, match="run invoke build first"):
        readings("otra", **places)
