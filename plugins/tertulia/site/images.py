"""Images of the site's own pages: their size in the page, narrower copies beside them.

Copies are WebP, made once for a content and kept in the cache; their names hold a hash of
the original, so browsers may keep them for ever.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia import config
from tertulia.core.pictures import Picture, dressed

WIDTHS = (480, 960, 1440)  # a phone, the text column, the same on a dense screen
QUALITY = 80
RASTER = {".jpg", ".jpeg", ".png", ".webp"}
_LARGEST = 50_000_000  # pixels; more is a mistake, or an attack


class Album:
    """The raster images of a site's static folders."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._root = Path(settings["PATH"]).resolve()
        self._folders = [self._root / folder for folder in settings.get("STATIC_PATHS", ())]
        self._known: dict[str, Picture | None] = {}

    def files(self) -> Iterator[Path]:
        """Every image, in a fixed order."""
        for folder in self._folders:
            for file in sorted(folder.rglob("*")):
                if file.suffix.lower() in RASTER and file.is_file():
                    yield file

    def path_of(self, file: Path) -> str:
        """Where an image stands in the output, relative to the site's root."""
        return file.relative_to(self._root).as_posix()

    def picture(self, path: str) -> Picture | None:
        """What is known of the image at a path of the output; None if it is none of ours."""
        if path not in self._known:
            file = (self._root / path).resolve()
            inside = any(folder in file.parents for folder in self._folders)
            right = inside and file.suffix.lower() in RASTER and file.is_file()
            self._known[path] = _measured(file, path) if right else None
        return self._known[path]


def _measured(file: Path, path: str) -> Picture | None:
    from PIL import Image, UnidentifiedImageError  # a site may have no image at all

    try:
        with Image.open(file) as image:
            width, height = image.size
    except (OSError, UnidentifiedImageError):
        return None  # Pelican copies it as it is, and the browser says what is wrong with it
    if width * height > _LARGEST:
        return Picture(width=width, height=height)
    stem = f"{path.rsplit('.', 1)[0]}.{_digest(file)}"
    variants = tuple((f"{stem}.{w}.webp", w) for w in WIDTHS if w < width)
    return Picture(width=width, height=height, variants=variants)


def _digest(file: Path) -> str:
    return hashlib.blake2b(file.read_bytes(), digest_size=4).hexdigest()


def pictures(album: Album) -> Any:  # noqa: ANN401 - a function that Jinja marks
    """The filter that sizes the images of a page's HTML."""

    @pass_context
    def filtered(context: Context, markup: str) -> Markup:
        root = f"{context['SITEURL']}/"

        def known(address: str) -> Picture | None:
            if not address.startswith(root):
                return None
            found = album.picture(unquote(address[len(root) :]))
            if found is None:
                return None
            variants = tuple((root + url, width) for url, width in found.variants)
            return Picture(width=found.width, height=found.height, variants=variants)

        return Markup(dressed(str(markup), known))  # noqa: S704 - the author's own HTML

    return filtered


class ImageGenerator(Generator):  # type: ignore[misc]
    """Writes the narrower copies."""

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican hands it over
        """Each copy from the cache, or made now."""
        album = Album(self.settings)
        folder = config.cache_folder(self.settings)
        for file in album.files():
            picture = album.picture(album.path_of(file))
            for path, width in picture.variants if picture else ():
                target = Path(self.output_path) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                if folder is None:  # nothing is kept between builds
                    target.write_bytes(_narrowed(file, width))
                    continue
                kept = folder / "images" / Path(path).name
                if not kept.is_file():
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    kept.write_bytes(_narrowed(file, width))
                target.write_bytes(kept.read_bytes())


def _narrowed(file: Path, width: int) -> bytes:
    from PIL import Image

    with Image.open(file) as image:
        mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
        small = image.convert(mode).resize(
            (width, max(round(image.height * width / image.width), 1)), Image.Resampling.LANCZOS
        )
    data = io.BytesIO()
    small.save(data, "WEBP", quality=QUALITY, method=4)  # no metadata: places and names stay home
    return data.getvalue()


def generators(_: Pelican) -> type[ImageGenerator]:
    """The generator this plugin adds."""
    return ImageGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
