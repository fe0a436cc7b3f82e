"""Compiled templates are kept by all that their code rests on, for all sites or for one."""

import json
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, pass_context

from tertulia.edge import program
from tertulia.site.engine import Engine
from tertulia.site.speech import Speech
from tertulia.site.templates import CompiledTemplates, OfProgram


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


class Compiles:
    """Engines as builds after one another have them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.compiled = 0

    def __call__(self, source="{{ _('Cases') }} {{ 'a'|own }}", own=str.upper, **how):
        """What a page gives in a process of its own."""
        plain = Environment(loader=DictLoader({"page": source}), **how)
        plain.filters["own"] = own
        speech = Speech({"DEFAULT_LANG": "es", "TIMEZONE": "Europe/Madrid"})
        plain.globals.update(speech.voice("es").functions())
        engine = Engine.of(plain, speech.voice, "es")
        shelf = OfProgram(self.path)
        engine.remember(lambda *_: CompiledTemplates(shelf))
        generate = engine._generate

        def counted(*what, **more):
            self.compiled += 1
            return generate(*what, **more)

        engine._generate = counted
        text = engine.get_template("page").render()
        shelf.save()
        return text


@pytest.fixture
def build(tmp_path):
    return Compiles(tmp_path / "templates-1")


def test_a_template_is_compiled_once_for_all_builds(build):
    assert [build(), build()] == ["Casos A", "Casos A"]
    assert build.compiled == 1


def test_a_filter_of_another_site_gives_what_it_gives_there(build):
    assert [build(), build(own=lambda text: text * 2)] == ["Casos A", "Casos aa"]
    assert [build(own=pass_context(lambda _, text: text * 3)), build()] == ["Casos aaa", "Casos A"]


@pytest.mark.parametrize(
    "how",
    [
        {"source": "{{ 'b'|own }}"},
        {"autoescape": True},
        {"trim_blocks": True},
        {"comment_start_string": "{{#"},
        {"extensions": ["jinja2.ext.do"]},
    ],
)
def test_what_the_code_rests_on_has_it_compiled_anew(build, how):
    build()
    build(**how)
    assert build.compiled == 2
    build()
    assert build.compiled == 2


@pytest.mark.parametrize("rubbish", [b"", b"rubbish" * 99, b"\x81\xa1a\xc4\x01x"])
def test_a_damaged_file_has_all_compiled_anew(build, rubbish):
    build()
    build.path.write_bytes(rubbish)
    assert build() == "Casos A"
    assert build.compiled == 2
    assert build() == "Casos A"
    assert build.compiled == 2


def test_what_is_no_code_is_compiled_anew(build):
    build()
    shelf = OfProgram(build.path)
    for key in shelf._all():
        shelf.add(key, b"no code")
    shelf.save()
    assert build() == "Casos A"


def test_a_file_grows_no_further_than_it_may(build, monkeypatch):
    monkeypatch.setattr("tertulia.site.templates.MOST_TEMPLATES", 3)
    for n in range(9):
        build(source=str(n))
        assert len(OfProgram(build.path)._all()) <= 3


def test_a_cold_build_gives_the_same_whatever_the_program_keeps(
    root, run_build, sample, tmp_path, monkeypatch
):
    """Nothing kept, all kept, and all of it damaged."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for name in ("first", "second", "damaged"):
        if name == "damaged":
            for path in (tmp_path / program.NAME).iterdir():
                path.write_bytes(path.read_bytes()[:-5] + b"wrong")
        done = run_build(root / "content", tmp_path / name)
        assert (done.returncode, done.stderr) == (0, "")
        assert tree(tmp_path / name) == tree(sample)
    kinds = {path.name.partition("-")[0] for path in (tmp_path / program.NAME).iterdir()}
    assert kinds == {"catalogue", "templates", "words"}


def test_a_site_that_keeps_nothing_leaves_nothing(root, run_build, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    settings = tmp_path / "conf.py"
    settings.write_text(
        f"import sys\nsys.path.insert(0, {json.dumps(str(root))})\n"
        f"from pelicanconf import *\nTHEME = {json.dumps(str(root / 'theme'))}\n"
        "TERTULIA = {**TERTULIA, 'cache': ''}\n",
        "utf-8",
    )
    done = run_build(root / "content", tmp_path / "output", settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "caches").exists()
