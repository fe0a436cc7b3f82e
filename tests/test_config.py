"""One setting, checked, and every key of it explained."""

from dataclasses import fields
from pathlib import Path

import pytest
from pelican.contents import Article

from tertulia.config import Config, from_settings
from tertulia.core.errors import BadSettings
from tertulia.core.kinds import RULES
from tertulia.core.model import PageKind

GOOD = {"SITEURL": "https://example.org", "TIMEZONE": "Europe/Madrid"}


def test_the_defaults_are_enough() -> None:
    assert from_settings(GOOD) == Config()


def test_a_misspelt_key_names_the_nearest() -> None:
    with pytest.raises(BadSettings, match="no setting 'analyzer'; did you mean 'analyzers'"):
        from_settings(GOOD | {"TERTULIA": {"analyzer": {}}})


def test_a_value_of_the_wrong_kind_is_named() -> None:
    with pytest.raises(BadSettings, match=r"Expected `int`, got `str` - at `\$.related`"):
        from_settings(GOOD | {"TERTULIA": {"related": "3"}})


@pytest.mark.parametrize("address", ["", "example.org", "https://example.org/", "https://[x"])
def test_the_address_of_the_site_is_checked(address: str) -> None:
    with pytest.raises(BadSettings, match="SITEURL"):
        from_settings(GOOD | {"SITEURL": address})


@pytest.mark.parametrize("former", ["blog.example", "http://[x/", "/viejo/"])
def test_former_addresses_are_whole(former: str) -> None:
    with pytest.raises(BadSettings, match=r"'former': .* is no whole address"):
        from_settings(GOOD | {"TERTULIA": {"former": ("http://blog.example", former)}})


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"year": "../x"}, "'../x' is no folder such as 'anos'"),
        ({"year": "/anos"}, "'/anos' is no folder"),
        ({"yaer": "anos"}, "no kind 'yaer'; there are: brand"),
    ],
)
def test_folders_of_groups_are_checked(changed: dict[str, str], complaint: str) -> None:
    folders = {**Config().folders, **changed}
    with pytest.raises(BadSettings, match=complaint):
        from_settings(GOOD | {"TERTULIA": {"folders": folders}})
    with pytest.raises(BadSettings, match="must name one for 'sector' too"):
        from_settings(GOOD | {"TERTULIA": {"folders": {"brand": "b", "channel": "c", "year": "y"}}})


def test_what_is_no_dictionary_is_told() -> None:
    with pytest.raises(BadSettings, match=r"TERTULIA is \[\]: it must be a dictionary"):
        from_settings(GOOD | {"TERTULIA": []})


def test_the_zone_is_checked() -> None:
    with pytest.raises(BadSettings, match="TIMEZONE is 'Madrid'"):
        from_settings(GOOD | {"TIMEZONE": "Madrid"})


@pytest.mark.parametrize("lang", ["", "xx", "klingon", "es_MX", "español"])
def test_the_language_is_checked(lang: str) -> None:
    with pytest.raises(BadSettings, match=f"DEFAULT_LANG is '{lang}'"):
        from_settings(GOOD | {"DEFAULT_LANG": lang})


@pytest.mark.parametrize("lang", ["es", "en-GB", "pt-br", "gl"])
def test_a_language_needs_no_catalogue(lang: str) -> None:
    assert from_settings(GOOD | {"DEFAULT_LANG": lang}) == Config()


def test_all_faults_come_at_once() -> None:
    with pytest.raises(BadSettings) as raised:
        from_settings({"TERTULIA": {"realted": 1}})
    assert len(str(raised.value).splitlines()) == 3


@pytest.mark.parametrize("name", ["sub title", "", "Settings", "view", "content", "_content"])
def test_a_field_that_no_page_can_have_is_refused(name: str) -> None:
    with pytest.raises(BadSettings, match=f"'fields': '{name}'"):
        from_settings(GOOD | {"TERTULIA": {"fields": ("subtitle", name)}})


def test_fields_are_read_in_lower_case() -> None:
    found = from_settings(GOOD | {"TERTULIA": {"fields": ("Subtitle", "my-cover")}})
    assert found.own_keys == {"subtitle", "my-cover"}


def test_nothing_that_pelican_makes_a_page_of_can_be_a_field() -> None:
    made = [name for name in dir(Article) if not name.startswith("_")]
    for name in set(made) - RULES[PageKind.POST].keys():
        with pytest.raises(BadSettings):
            from_settings(GOOD | {"TERTULIA": {"fields": (name,)}})


@pytest.mark.parametrize("name", [field.name for field in fields(Config)])
def test_each_setting_is_explained(root: Path, name: str) -> None:
    assert f"| `{name}` |" in (root / "docs" / "settings.md").read_text("utf-8")
