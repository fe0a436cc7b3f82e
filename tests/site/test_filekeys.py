"""By what files are kept: in a process that builds again as in one that knows nothing."""

from types import SimpleNamespace
from typing import Any

import jinja2
import pytest

from tertulia.edge.keep import digest
from tertulia.site.filekeys import FileKeys, Wanted


def build(base: bytes = b"base") -> Any:
    return SimpleNamespace(
        base=base, value_of=lambda value: digest(repr(value)), memo=lambda _, make: make()
    )


def key(keys: FileKeys, of: Any, name: str = "a/index.html", **changed: Any) -> bytes:
    """The key of a file in a build of its own."""
    context = {"motto": "Hola", "menu": [1, 2], "THEME": "plain"} | changed.pop("context", {})
    template = jinja2.Environment(autoescape=True).from_string("")
    template.name = changed.pop("template", "page.html")
    keys.begin(of, {"THEME": "plain"})
    own = {"url": "a/", "page": ("x", 1)} | changed
    found = keys.of(Wanted(name, template, context, relative_urls=False, kwargs=own))
    keys.end()
    return found


def test_a_file_of_which_nothing_has_changed_keeps_its_key():
    keys = FileKeys("/out")
    assert key(keys, build()) == key(keys, build()) == key(FileKeys("/out"), build())


@pytest.mark.parametrize(
    "changed",
    [
        {"url": "b/"},
        {"url": None},
        {"page": ("x", 2)},
        {"other": True},
        {"context": {"motto": "Adiós"}},
        {"context": {"more": "x"}},
        {"template": "other.html"},
        {"name": "b/index.html"},
    ],
)
def test_whatever_goes_into_a_file_changes_its_key(changed):
    keys = FileKeys("/out")
    before = key(keys, build())
    after = key(keys, build(), **changed)
    assert after != before
    assert after == key(FileKeys("/out"), build(), **changed)


def test_what_all_files_rest_on_changes_each_key():
    keys = FileKeys("/out")
    before = key(keys, build())
    assert key(keys, build(b"another theme")) != before


def test_a_file_must_not_lead_out_of_the_output_folder():
    with pytest.raises(RuntimeError, match="break out"):
        FileKeys("/out").path("../secret")


def test_files_that_have_gone_are_forgotten():
    keys = FileKeys("/out")
    for n in range(9):
        keys.path(f"{n}/index.html")
        key(keys, build(), name=f"{n}/index.html")
    assert len(keys._paths) < 4
    assert keys.path("0/index.html") == "/out/0/index.html"
