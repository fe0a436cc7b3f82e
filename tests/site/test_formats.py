import unicodedata
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from tertulia.core.badges import host, initials
from tertulia.core.collation import collation_key, first_letter
from tertulia.core.model import Silence
from tertulia.site.formats import Formats, _decimal

ES = Formats("es", ZoneInfo("Europe/Madrid"))
EN = Formats("en", ZoneInfo("Europe/Madrid"))
SUMMER = datetime(2010, 7, 1, 22, 30, tzinfo=UTC)


def test_days_are_written_as_the_language_does_on_the_site_s_clock() -> None:
    assert ES.day(SUMMER) == "2 jul 2010"
    assert EN.day(SUMMER) == "Jul 2, 2010"
    assert ES.day(date(2010, 5, 3), near=date(2010, 1, 1)) == "3 may"
    assert ES.moment(SUMMER) == "2 jul 2010, 00:30"


def test_a_time_without_a_zone_is_shown_as_it_is() -> None:
    naive = SUMMER.replace(tzinfo=None)
    assert ES.moment(naive) == "1 jul 2010, 22:30"
    assert ES.iso(naive) == "2010-07-01T22:30"
    assert ES.iso(SUMMER) == "2010-07-02T00:30+02:00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"), (59, "59 s"), (60, "1 min"), (3600, "1 h"), (33_120, "9 h 12 min"),
        (93_600, "1 d 2 h"), (86_400 * 2 - 60, "2 d"), (86_400 * 75, "2 meses"),
        (86_400 * 1100, "3 años"),
    ],
)  # fmt: skip
def test_spans_give_their_two_greatest_units(seconds: int, words: str) -> None:
    assert ES.span(timedelta(seconds=seconds)) == words
    assert ES.span(float(seconds)) == words


def test_what_is_not_known_is_no_span() -> None:
    assert ES.span(None) == ""
    assert ES.span(Silence.NONE) == ""  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "words"), [(0.341, "+0,34"), (-0.72, "−0,72"), (0.0, "0,00"), (-0.001, "0,00")]
)
def test_a_tone_has_its_sign_but_nothing_has_none(value: float, words: str) -> None:
    assert ES.tone(value) == words


@given(st.floats(-2e6, 2e6), st.integers(0, 3))
def test_numbers_are_rounded_as_babel_rounds_them(value: float, digits: int) -> None:
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    babel = format_decimal(value + 0, pattern, locale="es")
    assert ES.number(value, digits) == babel.replace("-", "−")


def test_tones_that_are_written_alike_are_written_once() -> None:
    formats = Formats("es", ZoneInfo("UTC"))
    before = _decimal.cache_info()
    assert {formats.tone(0.3 + step / 100_000) for step in range(400)} == {"+0,30"}
    after = _decimal.cache_info()
    assert after.hits + after.misses - before.hits - before.misses == 1


def test_numbers_follow_the_language() -> None:
    assert ES.number(12_345.6, 1) == "12.345,6"
    assert EN.number(12_345.6, 1) == "12,345.6"
    assert ES.percent(0.314) == "31\xa0%"
    assert EN.percent(0.314) == "31%"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2010-04-16", "16 de abril de 2010"),
        ("2012-04", "abril de 2012"),
        ("2009", "2009"),
        ("2012-04/2012-05", "abril–mayo de 2012"),
        ("2012/2014", "2012–2014"),
        ("2010-04-16/2010-04-17", "16–17 de abril de 2010"),
        ("2010-12-30/2011-01-02", "30 de diciembre de 2010\u2009–\u20092 de enero de 2011"),
        ("2010-04-16/2010-05", "16 de abril de 2010 – mayo de 2010"),
    ],
)
def test_periods_are_as_exact_as_they_are_known(text: str, words: str) -> None:
    assert ES.period(text) == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marta Iriarte", "MI"),
        ("joan", "J"),
        ("@ana", "A"),
        ("", "·"),
        ("***", "·"),
        ("Óscar L.", "ÓL"),
    ],
)
def test_initials_stand_for_a_person(name: str, letters: str) -> None:
    assert initials(name) == letters


@given(st.text())
def test_initials_and_hosts_are_found_in_any_text(text: str) -> None:
    assert 1 <= len(initials(text)) <= 6
    assert isinstance(host(text), str)


def test_names_are_sorted_as_spanish_readers_expect_whatever_the_system_s_locale() -> None:
    names = ["ñandú", "Zeta", "oso", "Ética", "nube", "«eco»", "Niño"]
    assert sorted(names, key=collation_key) == [
        "«eco»", "Ética", "Niño", "nube", "ñandú", "oso", "Zeta",
    ]  # fmt: skip
    apart = [unicodedata.normalize("NFD", name) for name in names]  # as macOS names files
    assert [unicodedata.normalize("NFC", n) for n in sorted(apart, key=collation_key)] == sorted(
        names, key=collation_key
    )
    assert [first_letter(n) for n in ("ñandú", "Ética", "«eco»", "1and1")] == ["Ñ", "E", "E", "#"]
