# ruff: noqa: E501
"""Pages rendered from a small site of views with the real theme."""

import runpy
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader

from tertulia.core.drawing import paged
from tertulia.core.model import PageKind
from tertulia.core.views import PageView, SiteView
from tertulia.site.presentation import equip
from themedsite import BODY, small_site

ROOT = Path(__file__).resolve().parent.parent
THEME = ROOT / "theme"
SETTINGS: dict[str, Any] = {
    "SITEURL": "https://example.org",
    "SITENAME": "La Réplica",
    "SITESUBTITLE": "Casos de marcas que contestan",
    "DEFAULT_LANG": "es",
    "TIMEZONE": "Europe/Madrid",
    "THEME": str(THEME),
    "THEME_STATIC_DIR": "theme",
    "PATH": str(ROOT / "content"),
    "MENUITEMS": ["metodo", "acerca-de", ("Foro", "https://foro.example/")],
    **{
        name: value
        for name, value in runpy.run_path(str(ROOT / "pelicanconf.py")).items()
        if name == "DIRECT_TEMPLATES" or name.endswith("S_SAVE_AS")
    },
}


def environment(settings: dict[str, Any] | None = None, folder: Path | None = None) -> Environment:
    """The theme's templates as Pelican loads them; `folder` overrides some."""
    theme = FileSystemLoader(str(THEME / "templates"))
    own = [FileSystemLoader(str(folder))] if folder else []
    loaders = [*own, theme, PrefixLoader({"!theme": theme})]
    env = Environment(loader=ChoiceLoader(loaders))
    equip(env, settings or SETTINGS)
    return env


def content_of(view: PageView, **rest: Any) -> SimpleNamespace:
    """What Pelican would hand over for a page."""
    values: dict[str, Any] = {
        "view": view, "content": BODY, "lang": view.page.lang, "status": "published", "slug": view.page.id,
        "title": view.page.title, "url": view.page.url, "date": view.page.published, "modified": None,
        "translations": [], "signed": [(a, "autores/clara-montes/") for a in view.page.authors],
        "metadata": {},
    }  # fmt: skip
    return SimpleNamespace(**(values | rest))


NAMES = {
    PageKind.POST: "article",
    PageKind.CASE: "case",
    PageKind.TOPIC: "topic",
    PageKind.PAGE: "page",
}


def render(env: Environment, site: SiteView, template: str, file: str, **rest: Any) -> str:
    """One output file."""
    up = "/".join([".."] * file.count("/")) or "."
    context: dict[str, Any] = SETTINGS | {"SITEURL": up, "site": site, "output_file": file} | rest
    return env.get_template(template).render(context)


def render_page(env: Environment, site: SiteView, view: PageView, **rest: Any) -> str:
    """The page of a view."""
    name = NAMES[view.page.kind]
    content = content_of(view, **rest)
    return render(env, site, f"{name}.html", f"{view.page.url}index.html", **{name: content})


def whole(site: SiteView, env: Environment | None = None) -> dict[str, str]:
    """Every page of a site by output file."""
    env = env or environment()
    pages = {f"{v.page.url}index.html": render_page(env, site, v) for v in site.by_id.values()}
    for v in site.by_id.values():
        for number in range(2, len(paged(v.talk.thread.comments)) + 1):
            file = f"{v.page.url}comentarios/{number}/index.html"
            pages[file] = render(env, site, "comments.html", file, view=v, number=number)
    for template, file in (
        ("index.html", "index.html"),
        ("cases.html", "casos/index.html"),
        ("topics.html", "temas/index.html"),
        ("posts.html", "articulos/index.html"),
        ("glossary.html", "glosario/index.html"),
        ("archives.html", "archivo/index.html"),
        ("search.html", "buscar/index.html"),
        ("drafts.html", "borradores/index.html"),
        ("404.html", "404.html"),
    ):
        pages[file] = render(env, site, template, file)
    label = SimpleNamespace(name="Clara Montes", url="autores/clara-montes/", slug="clara-montes")
    articles = [content_of(view) for view in site.posts]
    for template, file, rest in (
        ("author.html", "autores/clara-montes/index.html", {"author": label}),
        ("authors.html", "autores/index.html", {"authors": [(label, articles)]}),
        ("category.html", "categorias/a/index.html", {"category": label, "articles": articles}),
        ("categories.html", "categorias/index.html", {"categories": [(label, articles)]}),
        ("tag.html", "etiquetas/a/index.html", {"tag": label, "articles": articles}),
        ("tags.html", "etiquetas/index.html", {"tags": [(label, articles)]}),
    ):
        pages[file] = render(env, site, template, file, **rest)
    for kind, groups in site.groups.items():
        for group in groups:
            pages[f"{group.url}index.html"] = render(
                env, site, "group.html", f"{group.url}index.html", group=group
            )
        if groups:
            file = f"{groups[0].url.split('/')[0]}/index.html"
            pages[file] = render(env, site, "groups.html", file, kind=kind, groups=groups)
    return pages


def write(site: SiteView, output: Path) -> None:
    """Every page of a site with its assets, to look at."""
    from tertulia.site.assets import assets

    for file, text in whole(site).items():
        target = output / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    shutil.copytree(THEME / "static", output / "theme", dirs_exist_ok=True)
    for asset in assets(SETTINGS).values():
        target = output / asset.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(asset.data)


if __name__ == "__main__":
    import sys

    write(small_site(), Path(sys.argv[1]))
