"""A badge is proven, never signed."""

from datetime import timedelta

import pytest

from builders import entry
from tertulia import registry
from tertulia.analysis.roles import PLATFORMS, assign, unproven
from tertulia.core.model import Author, Case, Kind, Outcome, Role, Verified


def case(period: str = "2025-03-04", brands: tuple[str, ...] = ("Horno Sauce",)) -> Case:
    return Case(
        brands=brands, channel="Facebook", sector="Alimentación", period=period, trigger="",
        happened="", outcome=Outcome.RECOVERED, first=timedelta(hours=4),
    )  # fmt: skip


def role(made, **settings) -> Role:
    return assign([made], **settings)[0].author.role


def test_a_name_alone_gives_no_badge():
    stranger = entry("wxr:blog.example:1", name="Clara Montes", source="wxr")
    assert role(stranger, authors=["Clara Montes"]) is Role.OTHER
    assert role(stranger, authors=["Clara Montes @ wxr:other.example"]) is Role.OTHER


def test_whoever_signs_like_one_of_ours_without_proof_is_listed():
    stranger = entry("wxr:blog.example:1", name="CLARA  Móntes")
    assert unproven([stranger], authors=["Clara Montes"]) == (stranger,)


def test_a_name_counts_where_the_owner_vouches_for_the_source():
    made = entry("wxr:blog.example:1", name="Clara Montes", source="wxr")
    assert role(made, authors=["Clara Montes @ wxr:blog.example"]) is Role.AUTHOR
    assert not unproven([made], authors=["Clara Montes @ wxr:blog.example"])


def test_an_entry_named_by_its_id_counts_also_under_an_older_id():
    made = entry("wxr:blog.example:1", also=("disqus:x:9",))
    assert role(made, authors=["disqus:x:9"]) is Role.AUTHOR


def test_an_address_counts_where_the_platform_states_it_and_not_where_anybody_types_it():
    me = Author(name="c", url="https://social.example/@clara/")
    posted = entry("mastodon:social.example:1", author=me, source="mastodon")
    typed = entry("wxr:blog.example:1", author=me, source="wxr")
    authors = ["https://social.example/@clara"]
    assert role(posted, authors=authors) is Role.AUTHOR
    assert role(typed, authors=authors) is Role.OTHER


@pytest.mark.parametrize("source", sorted(PLATFORMS))
def test_every_platform_is_a_source_whose_entries_are_known_by_their_address(source: str):
    assert registry.source(source).social
    me = Author(name="clara", url="https://social.example/clara")
    made = entry(f"{source}:social.example:1", author=me, source=source)
    assert role(made, authors=["https://social.example/clara"]) is Role.AUTHOR


def test_a_linkback_counts_where_its_page_was_fetched_below_the_address():
    seen = entry(
        "webmention:a:1", kind="webmention", verified=Verified.FETCHED,
        url="https://clara.example/notas/3",
    )  # fmt: skip
    said = entry("webmention:a:2", kind=Kind.WEBMENTION, url="https://clara.example/notas/3")
    fake = entry(
        "webmention:a:3", kind="webmention", verified=Verified.FETCHED,
        url="https://clara.example.evil.example/",
    )  # fmt: skip
    roles = [role(e, authors=["https://clara.example"]) for e in (seen, said, fake)]
    assert roles == [Role.AUTHOR, Role.OTHER, Role.OTHER]


def test_a_role_that_the_import_states_stands():
    assert role(entry(role="brand")) is Role.BRAND


def test_on_a_case_only_its_own_brands_speak_as_the_brand():
    brands = {"Horno Sauce": ["t:1"], "Otra": ["t:2"]}
    made = [entry("t:x:1", name="a"), entry("t:x:2", name="b")]
    named = {"Horno Sauce": ["t:x:1"], "Otra": ["t:x:2"]}
    assert [e.author.role for e in assign(made, brands=named)] == [Role.BRAND, Role.BRAND]
    on_case = assign(made, brands=named, case=case("2024"))
    assert [e.author.role for e in on_case] == [Role.BRAND, Role.OTHER]
    assert [e.author.role for e in assign(made, brands=brands)] == [Role.OTHER, Role.OTHER]


def test_whoever_speaks_with_the_brand_of_a_case_is_its_customer_everywhere_on_the_page():
    made = [
        entry("t:x:1", name="Ana"),
        entry("t:x:2", parent="t:x:1", role="brand", name="Horno"),
        entry("t:x:3", name="Ana", minutes=3),
        entry("t:x:4", name="Blas", minutes=4),
    ]
    found = assign(made, case=case("2024"))
    assert [e.author.role for e in found] == [
        Role.CUSTOMER,
        Role.BRAND,
        Role.CUSTOMER,
        Role.OTHER,
    ]


def test_who_wrote_on_the_days_of_the_case_is_a_customer_and_who_came_later_is_not():
    made = [entry("t:x:1", name="Ana"), entry("t:x:2", name="Blas", minutes=60 * 24 * 20)]
    roles = [e.author.role for e in assign(made, case=case())]
    assert roles == [Role.CUSTOMER, Role.OTHER]


def test_the_order_of_the_entries_stays():
    made = [entry(f"t:x:{i}") for i in (3, 1, 2)]
    assert [e.id for e in assign(made)] == ["t:x:3", "t:x:1", "t:x:2"]
