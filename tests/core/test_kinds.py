"""Front matter is checked by kind, and every fault says what to do."""

from datetime import timedelta

import pytest

from tertulia.core.durations import parse_duration
from tertulia.core.forms import citations
from tertulia.core.frontmatter import parse
from tertulia.core.kinds import case_from, check
from tertulia.core.model import Outcome, PageKind, Silence

CASE = {
    "Title": "Diez minutos",
    "Date": "2026-11-22 10:00",
    "Brands": "Cierzo, Delta",
    "Channel": "Twitter",
    "Sector": "transporte",
    "Period": "2010-04-16/2010-04-17",
    "Happened": "Se canceló un vuelo.",
    "Outcome": "recovered",
    "First-response": "9 h 12 min",
}


def faults(kind: PageKind = PageKind.CASE, **changed: str | None) -> list[str]:
    lines = {**CASE, **{k.replace("_", "-"): v for k, v in changed.items()}}
    head = parse("\n".join(f"{k}: {v}" for k, v in lines.items() if v is not None))
    return [str(fault) for fault in check(kind, "content/cases/x.md", head)]


def test_a_whole_case_has_no_fault() -> None:
    assert faults() == []


def test_a_misspelt_key_names_the_nearest_and_its_line() -> None:
    (fault,) = faults(Tittle="Otra vez")
    assert fault == (
        "content/cases/x.md:10: no key 'tittle' in a case; did you mean 'title'?"
        " (one of your own goes into TERTULIA's 'fields')"
    )


def test_a_wrong_outcome_names_the_nearest_allowed_one() -> None:
    assert faults(Outcome="recoverd") == [
        "content/cases/x.md:8: outcome: 'recoverd' is not allowed; did you mean 'recovered'?"
    ]


def test_a_missing_date_is_a_fault() -> None:
    assert faults(Date=None) == ["content/cases/x.md:1: a case needs the key 'date'"]


def test_all_faults_of_a_file_come_at_once() -> None:
    assert len(faults(Outcome="mal", Date="ayer", Brands=None, Foo="x")) == 4


@pytest.mark.parametrize("slug", ["../../x", "a//b", "..", "con espacio", 'comi"llas', "a?b"])
def test_a_slug_stays_in_its_folder(slug: str) -> None:
    assert "slug:" in faults(Slug=slug)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 min", timedelta(minutes=10)),
        ("9 h 12 min", timedelta(hours=9, minutes=12)),
        ("2 d", timedelta(2)),
    ],
)
def test_durations_are_read_as_people_write_them(text: str, expected: timedelta) -> None:
    assert parse_duration(text) == expected


@pytest.mark.parametrize("text", ["", "diez min", "10 min 2 h", "5 min 5 min", "10", "-3 h"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


def test_a_case_is_made_of_its_front_matter() -> None:
    case = case_from({k.lower(): [v] for k, v in CASE.items()})
    assert case.brands == ("Cierzo", "Delta")
    assert case.outcome is Outcome.RECOVERED
    assert case.first == timedelta(hours=9, minutes=12)


def test_silence_is_no_duration_of_nothing() -> None:
    assert case_from({"first-response": ["none"]}).first is Silence.NONE


def test_a_source_has_a_text_an_address_and_the_day_it_was_read() -> None:
    (one,) = citations(["Rosa, en su blog | https://blog.example/a | 2026-11-22"])
    assert (one.text, one.url, one.read) == (
        "Rosa, en su blog",
        "https://blog.example/a",
        "2026-11-22",
    )


@pytest.mark.parametrize(
    "line", ["solo texto", "a | javascript:x | 2026-11-22", "a | | ayer", " | | 2026-11-22"]
)
def test_a_source_that_cannot_be_checked_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        citations([line])


@pytest.mark.parametrize("label", ["<x>", "¡!", "🎉"])
def test_a_label_without_a_letter_has_no_address_and_is_refused(label: str) -> None:
    assert f"{label!r} has no letter" in faults(Tags=f"uno, {label}")[0]
    assert faults(Tags="C++, 中文, <b>negrita</b>") == []


def test_a_title_that_makes_no_address_needs_a_slug() -> None:
    assert "give it a `Slug:` line" in faults(Title="¿¡!?")[0]
    assert faults(Title="¿¡!?", Slug="signos") == []


def test_a_key_of_the_sites_own_may_say_anything() -> None:
    head = parse("Title: Uno\nDate: 2024-01-01\nSubtitle: Dos: tres\nCover: {static}/x.jpg")
    assert check(PageKind.POST, "x.md", head, own={"subtitle", "cover"}) == []


def test_a_misspelt_key_of_ones_own_is_caught_and_told_where_such_keys_go() -> None:
    head = parse("Title: Uno\nDate: 2024-01-01\nSubtitel: Dos")
    (fault,) = check(PageKind.POST, "x.md", head, own={"subtitle"})
    assert str(fault) == (
        "x.md:3: no key 'subtitel' in a post; did you mean 'subtitle'?"
        " (one of your own goes into TERTULIA's 'fields')"
    )
