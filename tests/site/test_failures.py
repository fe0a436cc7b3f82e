"""What a build says where a template fails, is not there, or is one of another theme."""

import pickle
import re
import shutil
from pathlib import Path

import pelican
import pytest
from jinja2 import DictLoader, Environment

from builders import Builder
from tertulia.site import failures

SIMPLE = Path(pelican.__file__).parent / "themes" / "simple"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with one post and a long title."""
    posts = tmp_path / "content" / "posts"
    posts.mkdir(parents=True)
    text = "Title: Uno & dos\nDate: 2024-01-01\nSummary: Breve.\n\nTres *cuatro*.\n"
    (posts / "uno.md").write_text(text, "utf-8")
    return tmp_path


def write_settings(site: Path, root: Path, *lines: str) -> Path:
    path = site / "conf.py"
    head = [f"import sys\nsys.path.insert(0, {str(root)!r})", "from pelicanconf import *"]
    path.write_text("\n".join([*head, f"THEME = {str(root / 'theme')!r}", *lines]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("{{ 1 }}\n{{ x|foo }}", "404.html:2: TemplateAssertionError: No filter named 'foo'\n"),
        ("{{ 1 }}\n\n{{ x }", "404.html:3: TemplateSyntaxError: unexpected '}'\n"),
        ("{{ x.y.z }}", "404.html:1: UndefinedError: 'x' is undefined (for 404.html)\n"),
        ("\n\n\n{{ 1 / 0 }}", "404.html:4: ZeroDivisionError: division by zero (for 404.html)\n"),
        ("{% extends 'bse.html' %}", "404.html:1: TemplateNotFound: bse.html (for 404.html)\n"),
    ],
)
def test_a_template_that_fails_is_told_with_its_line(
    site: Path, root: Path, run_build: Builder, template: str, complaint: str
) -> None:
    (site / "own").mkdir()
    (site / "own" / "404.html").write_text(template, "utf-8")
    settings = write_settings(site, root, f"THEME_TEMPLATES_OVERRIDES = [{str(site / 'own')!r}]")
    done = run_build(site / "content", site / "output", settings)
    assert done.returncode == 1
    assert done.stderr == f"ERROR: {site}/own/{complaint}"


def test_where_it_was_is_known_of_an_error_that_came_from_another_process() -> None:
    engine = Environment(loader=DictLoader({"a.html": "\n{{ 1 / 0 }}"}))
    with pytest.raises(ZeroDivisionError) as raised:
        engine.get_template("a.html").render()
    failures.note(raised.value, "uno/index.html")
    told = failures.told(pickle.loads(pickle.dumps(raised.value)))
    assert re.fullmatch(r"\S+:2: ZeroDivisionError: division by zero \(for uno/index.html\)", told)


def test_an_error_of_no_template_is_told_as_it_is() -> None:
    assert failures.told(ValueError("no")) == "ValueError: no"


def test_a_theme_of_ours_without_its_plugins_is_told_of_them(
    site: Path, root: Path, run_build: Builder
) -> None:
    done = run_build(site / "content", site / "output", write_settings(site, root, "PLUGINS = []"))
    assert done.returncode == 1
    assert re.search(
        r"theme/templates/\S+\.html:\d+: TemplateAssertionError: .*; PLUGINS lacks "
        r"tertulia\.site\.conversation and tertulia\.site\.presentation, which our theme needs",
        done.stderr,
    )


def test_all_templates_that_a_setting_asks_for_are_named_at_once(
    site: Path, root: Path, run_build: Builder
) -> None:
    settings = write_settings(site, root, f"THEME = {str(SIMPLE)!r}")
    done = run_build(site / "content", site / "output", settings)
    assert done.returncode == 1
    assert done.stderr == (
        f"ERROR: {SIMPLE}: the theme has no posts.html, cases.html, topics.html, glossary.html, "
        "search.html, 404.html, which DIRECT_TEMPLATES asks for; "
        "docs/theme.md says how another theme is used\n"
    )


def test_a_theme_of_others_is_used_as_the_docs_say(
    site: Path, root: Path, run_build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = (root / "docs" / "theme.md").read_text("utf-8").split("## A theme of others\n")[1]
    code = re.search(r"```python\n(.*?)```", said, re.DOTALL)
    search, put = re.search(r"sed -i.bak -E 's/(.*)/(.*)/g'", said).groups()  # type: ignore[union-attr]
    assert code is not None
    theme = site / "their-theme"
    shutil.copytree(SIMPLE, theme)
    for template in theme.rglob("*.html"):
        template.write_text(re.sub(search, put, template.read_text("utf-8")), "utf-8")
    settings = write_settings(site, root, code[1], f"THEME = {str(theme)!r}")
    done = run_build(site / "content", site / "output", settings)
    assert (done.returncode, done.stderr) == (0, "")
    page = next((site / "output" / "articulos").rglob("index.html")).read_text("utf-8")
    assert "<p>Tres <em>cuatro</em>.</p>" in page
    assert "Uno &amp; dos" in page
    assert "xml-stylesheet" not in next((site / "output").rglob("*.xml")).read_text("utf-8")


def test_a_template_that_only_some_pages_need_says_who_asks_for_it(
    site: Path, root: Path, run_build: Builder
) -> None:
    settings = write_settings(
        site, root, f"THEME = {str(SIMPLE)!r}", "DIRECT_TEMPLATES = []", "MENUITEMS = []"
    )
    done = run_build(site / "content", site / "output", settings)
    assert "no group.html, which PLUGINS (tertulia.site.groups) asks for; docs/" in done.stderr
