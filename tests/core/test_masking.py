"""What leads to a person is masked, and what is masked is found no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia.core.masking import addresses, masked

AVATAR = "https://secure.gravatar.com/avatar/" + "a1" * 16


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("Escribe a ana.lopez+blog@correo.example.org.", "Escribe a …@correo.example.org."),
        ("mailto:ana@correo.example", "…@correo.example"),
        ("?u=ana%40correo.example", "?u=…@correo.example"),
        ("ana&#64;correo.example", "…@correo.example"),
        ("ana＠correo.example, ana﹫correo.example", "…@correo.example, …@correo.example"),
        ("Desde 203.0.113.77, creo", "Desde 203.0.…, creo"),
        ("Es 2001:db8:85a3:8d3:1319:8a2e:370:7348", "Es 2001:db8:…"),
        ("Es 2001:db8::1 o 2a00::53", "Es 2001:db8:… o 2a00:…"),
        ("Mi IP era 203.0.113.77.", "Mi IP era 203.0.…."),
        ("IP:203.0.113.77", "IP:203.0.…"),
        ("_203.0.113.77_, _ana@correo.example_", "_203.0.…_, …@correo.example_"),
        ("203.0.113.77-203.0.113.99", "203.0.…-203.0.…"),
        ("::ffff:203.0.113.77", "::ffff:203.0.…"),
        ("IP:2001:db8::1.", "IP:2001:db8:…."),
        (AVATAR, "https://secure.gravatar.com/avatar/…"),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox", "Mozilla/5.0 (…) Firefox"),
    ],
)
def test_an_address_is_masked(text: str, then: str) -> None:
    assert list(addresses(text))
    assert masked(text) == then
    assert list(addresses(then)) == []


@pytest.mark.parametrize(
    "text",
    [
        "@ana@red.example y @luis",
        "Tertulia 2.6.39.4, Debian 12.5.1.2",
        "linux-2.6.32.71, 2.6.32.71-5, 2.6.32.71.tar.gz, v2.6.32.71",
        "El router está en 192.168.1.1 y yo en 127.0.0.1",
        "A las 10:20:30:40 no era",
        "https://203.0.113.77/blog/ y https://x.example/@ana",
        "1.234.567 euros; ::1",
        "std::find, dead::beef, 2024::otro y 10::30",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert masked(text) == text
    assert list(addresses(text)) == []


def test_what_is_masked_brings_no_other_address_to_light() -> None:
    text = "Mozilla/5.0 (" + "x" * 40 + "Mozilla/5.0 (" + "y" * 60 + ")"
    assert list(addresses(masked(text))) == []


pieces = st.sampled_from(
    ["ana", "@", "%40", "&#64;", "correo", ".", "example", ".org", "203", "0", "113", "77", ":",
     "2001", "db8", "mailto:", " ", "/", "Mozilla/5.0 (", "X11; x", ")", "gravatar.com/avatar/",
     "a1" * 16, "-", "…", "\n", "\uff20"]
)  # fmt: skip


@given(st.lists(pieces, max_size=24).map("".join))
def test_nothing_is_found_in_what_was_masked(text: str) -> None:
    assert list(addresses(masked(text))) == []
