"""What a generator gathered in the last build of this process, given again.

Between two builds of `invoke serve` an author mostly writes at a text. Which contents there are,
in which order, under which labels and at which addresses rests on the names of the files and
their front matter alone: where these are as they were, Pelican's objects are set back to how its
generator left them, before any plugin saw them, with the new texts.
"""

import os
import weakref
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from pelican.contents import Content, SkipStub
from pelican.generators import ArticlesGenerator, CachingGenerator, PagesGenerator
from pelican.plugins import signals
from pelican.urlwrappers import URLWrapper

from tertulia.site import readers
from tertulia.site.company import alone, overheard
from tertulia.site.content import KindGenerator
from tertulia.site.contents import KIND, Held, Kept, Origin, Shelf, origins, shelve
from tertulia.site.state import Build
from tertulia.site.taxonomy import have_all_settings

_ARTICLES = (
    *("articles", "translations", "hidden_articles", "hidden_translations", "drafts"),
    *("drafts_translations", "dates", "period_archives", "tags", "categories", "authors"),
)
_PAGES = (
    *("pages", "translations", "hidden_pages", "hidden_translations"),
    *("draft_pages", "draft_translations"),
)
_KINDS = ("published", "translations", "unlisted")

# Of contents and labels: made anew for each build.
_SURROUNDINGS = frozenset({"settings", "_context", "_read_body"})

# Who listens to these would not hear of what is not gathered anew.
_HEARD = (signals.article_generator_finalized, signals.page_generator_finalized)


@dataclass(frozen=True, slots=True)
class _State:
    """An object of Pelican's, and how its generator left it.

    Attributes:
        own: Its attributes, but for its surroundings.
        lists: Names of those that are lists.
        inner: Names of metadata that are lists, each with the attribute that is the same one.
    """

    object: Any
    own: Mapping[str, Any]
    lists: tuple[str, ...]
    inner: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, object: Any) -> "_State":  # noqa: ANN401
        """How it is now."""
        own = {k: v for k, v in vars(object).items() if k not in _SURROUNDINGS}
        lists = {name: value for name, value in own.items() if type(value) is list}
        names = {id(value): name for name, value in lists.items()}
        inner = (
            (name, names.get(id(value), ""))
            for name, value in own.get("metadata", {}).items()
            if type(value) is list
        )
        state = cls(object, own, tuple(lists), tuple(inner))
        return replace(state, own=state.copied())

    def copied(self) -> dict[str, Any]:
        """Its attributes, as copies where they may be changed."""
        own = {**self.own}
        for name in self.lists:
            own[name] = own[name].copy()
        if "metadata" in own:
            metadata = own["metadata"] = own["metadata"].copy()
            for name, same in self.inner:
                metadata[name] = own[same] if same else metadata[name].copy()
        return own

    def restore(self, now: Mapping[str, Any]) -> None:
        """Set it back, with these surroundings."""
        own = self.copied()
        own.update(now)
        self.object.__dict__ = own


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What one generator gathered.

    Attributes:
        rests_on: Digest of what counts besides the files. root: The folder that names them.
        walked: The folders with all their files, where the contents are those of all of them.
        held: The contents by file.
        contents, labels: How they were left.
        own: Attributes of the generator.
        shared: What it put into the context. sources: Contents by the path that links name.
        links: The static files that contents link to.
    """

    rests_on: bytes
    root: str
    walked: object
    held: dict[str, Held]
    contents: dict[str, _State]
    labels: list[_State]
    own: dict[str, Any]
    shared: dict[str, Any]
    sources: dict[str, Content]
    links: frozenset[str]


def remember_contents(generator: object) -> None:
    """Let a generator find the contents of earlier builds; in this process, all at once."""
    shelf = shelve(generator)
    if shelf is None:
        return
    assert isinstance(generator, CachingGenerator)
    build = Build.of(generator.settings)
    assert build is not None
    if build.keep.lasting and alone() and not overheard(_HEARD) and _ordered(generator.settings):
        # Not the generator itself, which would hold itself.
        generator.generate_context = partial(_gather, weakref.ref(generator), shelf, build)


def _ordered(settings: Mapping[str, Any]) -> bool:
    """Whether contents are sorted and sorted out by nothing that a text may have a part in."""
    for name in ("ORDER_BY", "TRANSLATION_ID"):
        for wanted in (settings[f"ARTICLE_{name}"], settings[f"PAGE_{name}"]):
            if callable(wanted):
                return False
            for one in (wanted,) if isinstance(wanted, str) else wanted or ():
                if hasattr(Content, one.removeprefix("reversed-")):
                    return False
    return True


def only_texts_differ(build: Build) -> bool:
    """Whether all contents are those of the last build, but for what their texts say."""
    recalled = _recalled(build)
    return bool(recalled) and all(recalled.values())


def _recalled(build: Build) -> dict[str, bool]:
    """By generator, whether it did not have to gather anew."""
    return build.memo("recalled", dict)


def _gather(generator_of: "weakref.ref[CachingGenerator]", shelf: Shelf, build: Build) -> None:
    generator = generator_of()
    assert generator is not None
    name = f"gathered by {type(generator).__name__}"
    last = build.keep.left(name, _Gathered)
    now = last and _renewed(last, generator, shelf)
    _recalled(build)[name] = now is not None
    if now is None:
        now = _anew(generator, shelf)
    else:
        have_all_settings(generator)
        _give(now, generator, shelf, build)
    build.keep.leave(name, now)
    build.when_let_go(partial(_empty, now))


def _anew(generator: CachingGenerator, shelf: Shelf) -> _Gathered:
    """Have Pelican gather, and note what came of it."""
    context = generator.context
    before = dict(context)
    sources = set(context["generated_content"])
    type(generator).generate_context(generator)
    copies: dict[int, Any] = {}
    own = {name: _copy(getattr(generator, name), copies) for name in _gathers(generator)}
    return _Gathered(
        rests_on=shelf.rests_on,
        root=shelf.root,
        walked=None,
        held=dict(shelf.held),
        contents={name: _State.of(held.content) for name, held in shelf.held.items()},
        labels=[_State.of(label) for label in _labels(generator, shelf)],
        own=own,
        shared={
            name: _copy(value, copies)
            for name, value in context.items()
            if before.get(name, before) is not value
        },
        sources={
            path: content
            for path, content in context["generated_content"].items()
            if path not in sources
        },
        links=frozenset(link for held in shelf.held.values() for link in held.kept.links),
    )


def _renewed(last: _Gathered, generator: CachingGenerator, shelf: Shelf) -> _Gathered | None:
    """The same with the texts of now; None where more than texts differs."""
    if last.rests_on != shelf.rests_on or last.root != shelf.root:
        return None
    walked = _walked(generator)
    if walked != last.walked and _files(generator) != last.held.keys():
        return None
    held, contents = dict(last.held), dict(last.contents)
    for name in _changed(last.held, shelf):
        old = last.held[name]
        content = _read(generator, shelf, name)
        new = shelf.held.get(name)
        if content is None or new is None or not _alike(new.kept, old.kept):
            return None
        held[name] = new._replace(content=old.content)
        own = {**contents[name].own, "_content": content._content}
        contents[name] = replace(contents[name], own=own)
    return replace(last, walked=walked, held=held, contents=contents)


def _changed(held: Mapping[str, Held], shelf: Shelf) -> list[str]:
    """The files that say something else."""
    found, key_of = [], {ending: shelf.key_of(ending) for ending in _endings(held)}
    for name, old in held.items():
        tell = key_of[name.rpartition(".")[2]]
        if tell is None or tell(old.path) != old.text:
            found.append(name)
    return found


def _endings(names: Iterable[str]) -> set[str]:
    return {name.rpartition(".")[2] for name in names}


def _give(now: _Gathered, generator: CachingGenerator, shelf: Shelf, build: Build) -> None:
    """Have a generator, and the context, as if it had gathered."""
    context = generator.context
    for name, content in now.contents.items():
        around = {"settings": generator.settings, "_context": context}
        if "_content" not in content.own:
            around["_read_body"] = partial(shelf.body, name)
        content.restore(around)
    for label in now.labels:
        label.restore({"settings": generator.settings})
    copies: dict[int, Any] = {}
    vars(generator).update({name: _copy(value, copies) for name, value in now.own.items()})
    context.update({name: _copy(value, copies) for name, value in now.shared.items()})
    context["generated_content"].update(now.sources)
    context["static_links"].update(now.links)
    known = origins(build)
    for held in now.held.values():
        known[id(held.content)] = Origin(held.key, held.kept.places)
        build.keep.claim(KIND, held.key)
        build.keep.claim(readers.KIND, held.text)


def _alike(one: Kept, other: Kept) -> bool:
    """Whether all is the same but the text."""
    return msgspec.structs.replace(one, html=other.html) == other


def _empty(gathered: _Gathered) -> None:
    """Have the objects hold nothing of a build that has ended."""
    for state in (*gathered.contents.values(), *gathered.labels):
        state.object.__dict__ = {}


def _walked(generator: CachingGenerator) -> list[object]:
    """The folders that it would look through: to compare names is faster than to choose files."""
    paths = generator.settings[f"{_kind(generator)}_PATHS"]
    roots = [f"{generator.path}/{path}" for path in ([paths] if isinstance(paths, str) else paths)]
    return [(Path(root).is_file(), list(os.walk(root, followlinks=True))) for root in roots]


def _files(generator: CachingGenerator) -> set[str]:
    """The files that it would gather."""
    settings, kind = generator.settings, _kind(generator)
    found: set[str] = generator.get_files(
        settings[f"{kind}_PATHS"], exclude=settings.get(f"{kind}_EXCLUDES")
    )
    return found


def _read(generator: CachingGenerator, shelf: Shelf, name: str) -> Content | None:
    """A content made anew; None where Pelican had better tell what is wrong with it."""
    if found := shelf.find(name):
        return found
    try:
        content = generator.readers.read_file(
            base_path=generator.path,
            path=name,
            content_class=shelf.made,
            context=generator.context,
        )
    except Exception:  # noqa: BLE001  (a reader may raise anything)
        return None
    if isinstance(content, SkipStub) or not content.is_valid():
        return None
    shelf.add(name, content)
    return content


def _gathers(generator: CachingGenerator) -> tuple[str, ...]:
    if isinstance(generator, ArticlesGenerator):
        return _ARTICLES
    return _PAGES if isinstance(generator, PagesGenerator) else _KINDS


def _kind(generator: CachingGenerator) -> str:
    if isinstance(generator, KindGenerator):
        return generator.kind.upper()
    return "ARTICLE" if isinstance(generator, ArticlesGenerator) else "PAGE"


def _labels(generator: CachingGenerator, shelf: Shelf) -> list[URLWrapper]:
    """All authors, categories and tags that contents or lists name."""
    found: dict[int, URLWrapper] = {}
    held = (vars(held.content).values() for held in shelf.held.values())
    for value in chain.from_iterable(held):
        for one in value if type(value) is list else (value,):
            if isinstance(one, URLWrapper):
                found[id(one)] = one
    if isinstance(generator, ArticlesGenerator):
        listed = (label for label, _ in (*generator.categories, *generator.authors))
        found.update((id(label), label) for label in (*generator.tags, *listed))
    return list(found.values())


def _copy(value: Any, copies: dict[int, Any]) -> Any:  # noqa: ANN401
    """A list or mapping once more, but not what is in it; what was one list is one."""
    kind = type(value)
    if kind is list:
        known = copies.get(id(value))
        if known is None:
            known = copies[id(value)] = value.copy()
        return known
    return value.copy() if kind is dict or kind is defaultdict else value
