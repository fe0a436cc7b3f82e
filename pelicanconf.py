"""Settings of the sample site; docs/settings.md explains each. publishconf.py adds to them."""

import sys
from pathlib import Path

# The plugins share code and run in worker processes too, which PLUGIN_PATHS cannot give.
sys.path.insert(0, str(Path(__file__).parent / "plugins"))

SITENAME = "La Réplica"
SITESUBTITLE = "Casos de marcas que contestan en público, o que no lo hacen."
SITEURL = "https://lareplica.example"
AUTHOR = "Clara Montes"

TIMEZONE = "Europe/Madrid"
DEFAULT_LANG = "es"
LOCALE = ["C.UTF-8", "C"]  # dates are written by Babel, not by the system

PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
CASE_PATHS = ["cases"]
TOPIC_PATHS = ["topics"]
STATIC_PATHS = ["images", "extra"]
IGNORE_FILES = [".#*", "._*", "*~", "__pycache__"]
USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "Artículos"
SLUGIFY_SOURCE = "title"
SLUG_REGEX_SUBSTITUTIONS = [
    (r"[^\w\s-]", ""),  # Pelican's own four
    (r"(?u)\A\s*", ""),
    (r"(?u)\s*\Z", ""),
    (r"[-\s]+", "-"),
    (r"\A(.{80}).+", r"\1"),  # no disk takes names of any length
]

THEME = "theme"
MENUITEMS = ["acerca-de"]  # a page by its slug, shown where there is one; or (words, address)
PLUGINS = [
    "tertulia.site.checks",
    "tertulia.site.content",
    "tertulia.site.links",
    "tertulia.site.conversation",
    "tertulia.site.groups",
    "tertulia.site.receipts",
    "tertulia.site.presentation",
    "tertulia.site.assets",
    "tertulia.site.images",
    "tertulia.site.cards",
    "tertulia.site.threadpages",
    "tertulia.site.feeds",
    "tertulia.site.crawlers",
    "tertulia.site.maps",
    "tertulia.site.redirects",
    "tertulia.site.search",
    "tertulia.site.incremental",
]

# Links are relative while writing, so that the site opens from any host and port.
RELATIVE_URLS = True
ARTICLE_URL = "articulos/{slug}/"
ARTICLE_SAVE_AS = "articulos/{slug}/index.html"
ARTICLE_LANG_URL = "articulos/{slug}/{lang}/"
ARTICLE_LANG_SAVE_AS = "articulos/{slug}/{lang}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{slug}/{lang}/"
PAGE_LANG_SAVE_AS = "{slug}/{lang}/index.html"
AUTHOR_URL = "autores/{slug}/"
AUTHOR_SAVE_AS = "autores/{slug}/index.html"
CATEGORY_URL = "categorias/{slug}/"
CATEGORY_SAVE_AS = "categorias/{slug}/index.html"
TAG_URL = "etiquetas/{slug}/"
TAG_SAVE_AS = "etiquetas/{slug}/index.html"
# Drafts are built by `invoke serve` alone.
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""
DRAFT_CASE_SAVE_AS = DRAFT_TOPIC_SAVE_AS = ""

DIRECT_TEMPLATES = [
    "index",
    "posts",
    "cases",
    "topics",
    "glossary",
    "archives",
    "authors",
    "categories",
    "search",
    "404",
]
POSTS_SAVE_AS = "articulos/index.html"
CASES_SAVE_AS = "casos/index.html"
TOPICS_SAVE_AS = "temas/index.html"
SEARCH_SAVE_AS = "buscar/index.html"
GLOSSARY_SAVE_AS = "glosario/index.html"
ARCHIVES_SAVE_AS = "archivo/index.html"
AUTHORS_SAVE_AS = "autores/index.html"
CATEGORIES_SAVE_AS = "categorias/index.html"
PAGINATED_TEMPLATES: dict[str, int | None] = {}
DEFAULT_PAGINATION = False

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.toc": {"permalink": False},
    },
    "output_format": "html5",
}

# Pelican's own feeds are off: tertulia.site.feeds writes those of posts, cases and comments.
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_RSS = None

_OURS = "jsonl:la-replica"  # where only the archive's own people and the brands' could sign so

TERTULIA = {
    "authors": tuple(
        f"{name} @ {_OURS}" for name in ("Clara Montes", "Bruno Salvatierra", "Inés Quiroga")
    ),
}
