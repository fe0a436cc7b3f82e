"""What single sources ask of the import: guesses are kept, foreign fields are told."""

from pathlib import Path

import pytest

from small_site import Small
from tertulia.core.errors import BadSource
from tertulia.core.model import Status

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "sources"


def test_what_is_only_guessed_is_stored_and_waits(small: Small) -> None:
    """Other sources' pending entries are not stored unless asked for."""
    dump = GOLDEN / "page_text" / "solo-palabras.txt"
    _, report = small.run(dump)
    assert (report["added"], report["statuses"]) == (6, {"pending": 6})
    _, again = small.run(dump)
    assert (again["added"], again["unchanged"]) == (0, 6)


def test_a_home_made_list_is_read_by_a_file_of_its_fields(small: Small, tmp_path: Path) -> None:
    dump, fields = tmp_path / "lista.json", tmp_path / "fields.toml"
    dump.write_text('[{"von": {"wer": "Ana"}, "was": "Hola", "wo": "hola-mundo"}]', "utf-8")
    fields.write_text('author = "von.wer"\ntext = "was"\npage = "wo"\n', "utf-8")
    _, report = small.run(dump, fields=fields)
    assert report["added"] == 1
    (placed,) = small.thread("hola-mundo").comments
    assert (placed.entry.author.name, placed.entry.status) == ("Ana", Status.APPROVED)


def test_a_format_with_fields_of_its_own_takes_none(small: Small, tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="fields of its own"):
        small.run(tmp_path, source="wxr", fields=tmp_path / "fields.toml")


def test_a_mapping_file_that_names_no_field_of_ours_is_told(small: Small, tmp_path: Path) -> None:
    fields = tmp_path / "fields.toml"
    fields.write_text('autor = "wer"\n', "utf-8")
    with pytest.raises(BadSource, match=r"no field of ours 'autor'; did you mean 'author'\?"):
        small.run(tmp_path, fields=fields)
