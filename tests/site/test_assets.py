import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment

from builders import Builder
from tertulia.site.assets import assets
from themed import SETTINGS, THEME, environment, render, render_page
from themedsite import small_site


def test_the_name_of_an_asset_changes_with_its_content(tmp_path: Path) -> None:
    plain = assets(SETTINGS)["style.css"]
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "site.css").write_text(":root { --accent: teal }")
    own = assets(SETTINGS | {"PATH": str(tmp_path)})["style.css"]
    assert re.fullmatch(r"theme/style\.[0-9a-f]{8}\.css", plain.path)
    assert own.path != plain.path
    assert own.data.endswith(b"--accent:teal}")


def test_a_site_replaces_any_block_without_copying_the_theme(tmp_path: Path) -> None:
    (tmp_path / "case.html").write_text(
        "{% extends '!theme/case.html' %}{% block facts %}<aside>Mi ficha</aside>{% endblock %}"
    )
    site = small_site()
    text = render_page(environment(folder=tmp_path), site, site.cases[0])
    assert "<aside>Mi ficha</aside>" in text
    assert "Ficha del caso" not in text
    assert "Nueve horas de silencio" in text


def test_a_site_replaces_a_piece_of_every_page(tmp_path: Path) -> None:
    (tmp_path / "includes").mkdir()
    (tmp_path / "includes" / "footer.html").write_text("<footer>Mío</footer>")
    env = environment(folder=tmp_path)
    text = render(env, small_site(), "index.html", "index.html")
    assert "<footer>Mío</footer>" in text
    assert 'id="pie"' not in text


def test_a_built_site_takes_its_own_templates_and_tokens(
    root: Path, content: Path, run_build: Builder, tmp_path: Path
) -> None:
    own = tmp_path / "overrides" / "case.html"
    own.parent.mkdir()
    (content / "theme").mkdir()
    (content / "theme" / "site.css").write_text(":root { --accent: teal }")
    settings, output = tmp_path / "conf.py", tmp_path / "output"
    settings.write_text(
        f"import sys; sys.path.insert(0, {str(root)!r})\nfrom pelicanconf import *\n"
        f"THEME = {str(root / 'theme')!r}\nTHEME_TEMPLATES_OVERRIDES = [{str(own.parent)!r}]\n"
    )
    for words in ("Mi ficha", "Otra ficha"):  # the second time, of an override that was changed
        block = "{% block facts %}<aside>" + words + "</aside>{% endblock %}"
        own.write_text("{% extends '!theme/case.html' %}" + block)
        done = run_build(content, output, settings)
        assert (done.returncode, done.stderr) == (0, "")
        page = (output / "casos/nueve-horas-de-silencio/index.html").read_text("utf-8")
        assert f"<aside>{words}</aside>" in page
    (sheet,) = output.glob("theme/style.*.css")
    assert sheet.name in page
    assert sheet.read_text("utf-8").endswith("--accent:teal}")


@pytest.fixture(scope="module")
def manual(root: Path) -> str:
    return (root / "docs" / "theme.md").read_text("utf-8")


def test_the_manual_names_every_template_and_block(manual: str) -> None:
    for file in sorted((THEME / "templates").rglob("*.html")):
        name = file.relative_to(THEME / "templates").as_posix()
        assert f"`{name}`" in manual, name
        for block in re.findall(r"{% block (\w+)", file.read_text("utf-8")):
            assert f"`{block}`" in manual, (name, block)


def test_the_manual_names_every_filter_function_and_token(manual: str) -> None:
    ours = environment()
    plain = Environment(extensions=["jinja2.ext.i18n"])
    added = (set(ours.filters) - set(plain.filters)) | (set(ours.globals) - set(plain.globals))
    tokens = set(re.findall(r"^  (--[\w-]+):", (THEME / "assets/style.css").read_text(), re.M))
    assert [name for name in sorted(added | tokens) if f"`{name}`" not in manual] == []


def test_pages_in_another_language_speak_it() -> None:
    site = small_site()
    english = render_page(environment(), site, site.posts[0], lang="en")
    assert 'lang="en"' in english[:60]
    assert "Skip to the content" in english
    assert "Jun 1, 2025" in english


def test_a_site_without_posts_and_one_with_a_single_post_are_whole() -> None:
    site = small_site()
    none = replace(site, posts=(), cases=(), topics=(), pages=(), groups={}, replies=(), by_id={})
    one = replace(none, posts=site.posts[:1], by_id={site.posts[0].page.id: site.posts[0]})
    for few in (none, one):
        for template in ("index", "posts", "cases", "topics", "glossary", "archives"):
            text = render(environment(), few, f"{template}.html", f"{template}/index.html")
            assert "<h1" in text
    assert "Cómo medir una respuesta" in render(environment(), one, "index.html", "index.html")


def test_translations_of_a_page_are_linked() -> None:
    site = small_site()
    other = SimpleNamespace(lang="en", url="articulos/medir/en/")
    text = render_page(environment(), site, site.posts[0], translations=[other])
    assert 'hreflang="en" href="https://example.org/articulos/medir/en/"' in text
    assert 'hreflang="es"' in text
    assert json.loads(re.search(r"ld\+json\">(.*?)</script>", text)[1])  # type: ignore[index]
