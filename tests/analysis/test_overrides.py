"""Corrections by hand win, and what they say of the machine is counted."""

from pathlib import Path

import pytest

from analysis.talks import tone
from builders import entry
from tertulia.analysis.overrides import FIELDS, agreement, unused, with_fields, with_tones
from tertulia.core.errors import BadRules
from tertulia.core.findings import Correction, Label
from tertulia.core.model import Role
from tertulia.edge.overrides import load


def correction(id: str, field: str = "label", value: str = "negative") -> Correction:
    return Correction(id=id, field=field, value=value, who="Clara", why="Es ironía.")


def test_a_label_given_by_hand_is_sure_and_turns_the_polarity():
    found = with_tones({"t:1": tone(0.9)}, [entry("t:1")], [correction("t:1")])["t:1"]
    assert (found.label, found.polarity, found.confidence) == (Label.NEGATIVE, -0.5, 1.0)


def test_a_label_that_confirms_the_machine_leaves_its_polarity():
    found = with_tones({"t:1": tone(-0.9)}, [entry("t:1")], [correction("t:1")])["t:1"]
    assert found.polarity == -0.9


def test_a_comment_without_a_tone_gets_one_by_hand():
    found = with_tones({}, [entry("t:1")], [correction("t:1", value="positive")])
    assert found["t:1"].polarity == 0.5


def test_a_correction_reaches_its_entry_under_every_id_that_it_had():
    said = entry("wxr:a:1", also=("disqus:b:7",))
    assert with_tones({}, [said], [correction("disqus:b:7")])["wxr:a:1"].label is Label.NEGATIVE


def test_role_and_language_are_corrected():
    given = [correction("t:1", "role", "brand"), correction("t:1", "lang", "ca")]
    (found,) = with_fields([entry("t:1")], given)
    assert (found.author.role, found.lang) == (Role.BRAND, "ca")


def test_agreement_counts_confirmations_and_corrections():
    entries = [entry(f"t:{i}") for i in range(4)]
    machine = {"t:0": tone(0.9), "t:1": tone(-0.9), "t:2": tone(-0.9), "t:3": tone(0.9)}
    given = [
        correction("t:0", value="positive"),
        correction("t:1"),
        correction("t:2", value="positive"),
    ]
    found = agreement(machine, entries, given)
    assert (found.checked, found.same) == (3, 2)
    assert found.share.value == pytest.approx(0.6667)
    assert (Label.NEGATIVE, Label.POSITIVE, 1) in found.pairs


def test_agreement_over_two_is_no_share():
    entries = [entry("t:0"), entry("t:1")]
    found = agreement({"t:0": tone(1), "t:1": tone(1)}, entries, [correction("t:0")])
    assert (found.checked, found.share) == (1, None)


def test_a_correction_of_nobody_is_named():
    gone = correction("t:9")
    assert unused([entry("t:1")], [gone, correction("t:1")]) == (gone,)


GOOD = """
[[override]]
id = "t:1"
field = "label"
value = "negative"
who = "Clara"
why = "Es ironía."
"""


def test_a_file_of_corrections_is_read(tmp_path: Path):
    (tmp_path / "una.overrides.toml").write_text(GOOD, "utf-8")
    assert load(tmp_path, FIELDS) == {"una": (correction("t:1"),)}


def test_where_there_is_no_folder_there_is_nothing_to_correct(tmp_path: Path):
    assert load(tmp_path / "none", FIELDS) == {}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"label"', '"lable"', "no field 'lable'; there are: label, lang, role"),
        ('"negative"', '"bad"', "label cannot be 'bad'; it can be: positive, neutral"),
        ('who = "Clara"\n', "", "who is missing"),
        ('"Clara"', "7", "who must be text"),
        ("ironía", r"iron\u0007ía", "why has the control character U+0007"),
        ("[[override]]", "[override]", "double brackets"),
        ("[[override]]", "[[overide]]", "no key 'overide'"),
        ('id = "t:1"', 'id = "t:1', "una.overrides.toml"),
    ],
)
def test_a_fault_names_its_file_and_the_way_out(tmp_path: Path, old, new, complaint):
    (tmp_path / "una.overrides.toml").write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(BadRules, match=r"una\.overrides\.toml") as error:
        load(tmp_path, FIELDS)
    assert complaint in str(error.value)


@pytest.mark.parametrize(
    "text", ['override = ["a"]', '[[override]]\nfield = ["label"]\nid = [1]\n']
)
def test_what_is_no_table_or_no_text_is_a_fault(tmp_path: Path, text: str):
    (tmp_path / "una.overrides.toml").write_text(text, "utf-8")
    with pytest.raises(BadRules, match=r"una\.overrides\.toml"):
        load(tmp_path, FIELDS)


def test_the_same_field_given_twice_is_a_fault(tmp_path: Path):
    (tmp_path / "una.overrides.toml").write_text(GOOD + GOOD, "utf-8")
    with pytest.raises(BadRules, match="given twice"):
        load(tmp_path, FIELDS)
