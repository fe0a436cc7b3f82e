"""The engine gives what plain Jinja gives, sooner."""

import gc
import traceback
import weakref
from pathlib import Path

import pytest
from jinja2 import BaseLoader, DictLoader, Environment, FileSystemLoader, pass_context
from jinja2.exceptions import TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context
from markupsafe import Markup

from tertulia.site.engine import Engine
from tertulia.site.speech import Speech

SPEECH = Speech({"DEFAULT_LANG": "es", "TIMEZONE": "Europe/Madrid"})
PARTS = {
    "part.html": "{% set n = n + 1 %}[{{ n }}{{ loop.index if loop else '' }}{{ x }}]",
    "empty.html": "",
    "nest.html": "({{ n }}{% if n %}{% set n = n - 1 %}{% include 'nest.html' %}"
    "{% include 'nest.html' %}{% endif %})",
    "base.html": "<{% block title %}base{% endblock %}>{% block body %}{% endblock %}{{ y }}",
    "macros.html": "{% from 'deeper.html' import deeper with context %}"
    "{% macro show(a, b='&') %}{{ a }}{{ b }}{{ SITEURL }}{{ deeper(a) }}{% endmacro %}",
    "deeper.html": "{% macro deeper(a) %}({{ a }}{{ _('Cases') }}{{ page }}){% endmacro %}",
    "counter.html": "{% set held = namespace(n=0) %}"
    "{% macro count() %}{% set held.n = held.n + 1 %}{{ held.n }}{% endmacro %}",
    "block.html": "{% block inner %}in{% endblock %}",
}
SHOW = "{% from 'macros.html' import show with context %}"
TWO = "{% macro m(a, b=2) %}{{ a }}{{ b }}{{ x }}{% endmacro %}"
COUNT = "{% from 'counter.html' import count with context %}"
VALUES = {"x": "<b>&'\"", "y": Markup("<i>"), "n": 3, "z": None, "page": "p", "SITEURL": "../.."}


def environments(
    page: str, parts: dict[str, str] | None = None, loader: BaseLoader | None = None
) -> tuple[Environment, Engine]:
    """Plain Jinja equipped as the theme's, and the engine, with one template `page`."""
    plain = Environment(
        loader=loader or DictLoader(PARTS | {"page": page} | (parts or {})),
        autoescape=True,
        trim_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    plain.install_gettext_callables(SPEECH.gettext, SPEECH.ngettext, newstyle=True)  # type: ignore[attr-defined]
    plain.filters.update(SPEECH.filters())
    plain.globals["lang"] = SPEECH.language
    return plain, Engine.of(plain, SPEECH.voice, SPEECH.default)


@pytest.mark.parametrize(
    "page",
    [
        "{{ x }}{{ y }}{{ n }}{{ z }}{{ 2.50 }}{{ nothing }}{{ x|safe }}{{ x|e }}{{ (x, y) }}",
        "{{ 0.1 + 0.2 }}{{ 1e300 }}{{ -0.0 }}{{ 10 ** 20 }}{{ n == 3 }}{{ [1.0, none] }}",
        TWO + "{{ m(1) }}{{ m(1, x) }}{{ m(b=y) }}{{ m(m(1, 3), y) }}",
        TWO + "{% autoescape false %}{{ m(x, x) }}{% endautoescape %}{{ m(x, x) }}",
        "{% macro m(a) %}{{ a }}{{ varargs }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}",
        "{% macro m(a) %}{{ a }}{{ kwargs }}{% endmacro %}{{ m(1) }}{{ m(1, b=2) }}",
        "{% macro m(a) %}{{ caller(a) }}{% endmacro %}{% call(c) m(x) %}{{ c }}{% endcall %}",
        "{% macro m(a, caller=none) %}{{ a }}{{ caller }}{% endmacro %}{{ m(1, 2) }}{{ m(1) }}",
        "{% include 'part.html' %}{{ n }}",
        "{% for x in 'ab' %}{% include 'part.html' %}{{ n }}{% else %}no{% endfor %}",
        "{% set loop = 0 %}{% set x = 'set' %}{% include 'part.html' %}",
        "{% include 'empty.html' %}{% include 'no.html' ignore missing %}|",
        "{% include 'block.html' %}{% include 'nest.html' %}{% include 'nest.html' %}",
        "{{ _('%(part)s of %(all)s', part=_('Cases'), all=_('%(part)s', part=_('Cases'))) }}",
        "{% include ['no.html', 'part.html'] %}{% include which or 'part.html' %}",
        "{{ lang() }}{% for x in 'ab' %}{{ loop.first }}{% include 'part.html' %}{% endfor %}",
        "{% extends 'base.html' %}{% block body %}{% include 'part.html' %}{% endblock %}",
        "{% extends 'base.html' %}{% block title %}{{ self.body() }}{{ super() }}{% endblock %}",
        SHOW + "{{ show(x) }}{{ show(y, b=n) }}{{ show('a', x) }}",
        SHOW
        + "{% set SITEURL = '/' %}{{ show(x) }}{% for page in 'ab' %}{{ show(x) }}{% endfor %}",
        "{% for page in 'ab' %}" + SHOW + "{{ show(page) }}{% endfor %}" + SHOW + "{{ show(1) }}",
        COUNT + "{{ count() }}{{ count() }}{% block a %}" + COUNT + "{{ count() }}{% endblock %}",
        "{{ _('Cases') }}{{ _('In answer to') ~ x }}",
        "{% set w = _('Cases') %}{{ w ~ x }}{{ w|length }}{{ (w ~ x)|safe }}",
        "{{ _('%(part)s of %(all)s', part=x, all=y) }}{{ {'a': _('Cases')}['a'] }}",
        "{% for _ in 'ab' %}{{ _ }}{% endfor %}{{ gettext('Cases') }}",
        "{% for n in (0, 1, 2) %}{{ ngettext('%(num)s reply', '%(num)s replies', n) }}{% endfor %}",
        "{% trans n=n %}1 comment{% pluralize %}{{ n }} comments{% endtrans %}",
        "{% trans name=x %}{{ name }} 100 % sure{% endtrans %}",
        "{{ 0.25|signed }}{{ 1234|number }}{{ 3600|span }}{{ 0.5|percent }}",
        "{% macro m() %}{{ caller(1) }}{% endmacro %}{% call(k) m() %}{{ k }}{{ x }}{% endcall %}",
        "{% filter upper %}{% include 'part.html' %}{% endfilter %}{{ '%s'|format(x) }}",
        "{{ [x, y]|join('<') }}{{ dict(a=x)['a'] }}{{ x.upper() }}{{ range(3)|list }}",
    ],
)
def test_pages_are_as_plain_jinja_gives_them(page: str) -> None:
    plain, engine = environments(page)
    for values in (VALUES, VALUES | {"x": "other", "SITEURL": "."}, VALUES):
        expected = plain.get_template("page").render(values)
        assert engine.get_template("page").render(values) == expected


def test_another_language_has_its_own_words() -> None:
    _, engine = environments("{{ _('Cases') }} {{ lang() }} {{ 0.25|signed }}")
    assert engine.get_template("page").render() == "Casos es +0,25"
    assert engine.speaking("en").get_template("page").render() == "Cases en +0.25"
    assert engine.speaking("fr").get_template("page").render() == "Casos fr +0,25"
    assert engine.speaking("en") is engine.speaking("en")


@pytest.mark.parametrize("inside", ["{{ x.y.z }}", "{{ nothing() }}", "{% if %}"])
def test_a_fault_is_told_with_its_own_file_and_line(inside: str, tmp_path: Path) -> None:
    _, engine = environments("", loader=FileSystemLoader(tmp_path))
    (tmp_path / "page").write_text("\n\n\n{% include 'wrong.html' %}")
    (tmp_path / "wrong.html").write_text(f"\n{inside}")
    with pytest.raises((UndefinedError, TemplateSyntaxError)) as caught:
        engine.get_template("page").render(x=1)
    told = "".join(traceback.format_exception(caught.value))
    assert f'File "{tmp_path / "wrong.html"}", line 2' in told


def test_what_a_page_may_use_is_known_with_all_that_it_names() -> None:
    _, engine = environments(
        SHOW + "{% extends 'base.html' %}{% include 'part.html' %}{{ _('a') }}"
    )
    used = engine.names("page")
    assert used is not None
    assert {"SITEURL", "page", "n", "loop", "x", "y"} <= used
    assert environments("{% include which %}")[1].names("page") is None


def test_functions_of_others_that_see_everything_end_the_sharing_of_modules() -> None:
    @pass_context
    def told(context: Context) -> object:
        return context["other"]

    told.__module__ = "somebody"
    page = "{% from 'tell.html' import tell with context %}{{ tell() }}"
    _, engine = environments(page, {"tell.html": "{% macro tell() %}{{ told() }}{% endmacro %}"})
    engine.globals["told"] = told
    template = engine.get_template("page")
    assert [template.render(other=n) for n in (1, 2)] == ["1", "2"]


def test_what_a_page_was_made_of_goes_with_it_though_macros_stay() -> None:
    class Large:
        pass

    _, engine = environments(
        SHOW + "{% macro own() %}{{ n }}{% endmacro %}{{ own() }}{{ show(x) }}"
    )
    large = Large()
    engine.get_template("page").render(**VALUES, large=large)
    gone = weakref.ref(large)
    gc.disable()  # nobody has to look for it
    try:
        del large
        assert gone() is None
    finally:
        gc.enable()


def test_what_our_own_functions_look_up_is_there_for_macros_too() -> None:
    @pass_context
    def rooted(context: Context, path: str) -> str:
        return f"{context['SITEURL']}/{path}"

    rooted.__module__ = "tertulia.site.images"
    page = "{% from 'link.html' import link with context %}{{ link() }}"
    _, engine = environments(
        page, {"link.html": "{% macro link() %}{{ 'a'|rooted }}{% endmacro %}"}
    )
    engine.filters["rooted"] = rooted
    template = engine.get_template("page")
    assert [template.render(SITEURL=up) for up in (".", "..")] == ["./a", "../a"]
