"""Images of the site's own pages: their size in the page, narrower copies beside them.

Copies are WebP, made once for a content and kept in the cache; their names hold a hash of
the original, so browsers may keep them for ever.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia import config
from tertulia.core.errors import BadContent
from tertulia.core.pictures import Picture, dressed
from tertulia.edge.files import made_once
from tertulia.edge.stamps import Stamps
from tertulia.site.state import Build

if TYPE_CHECKING:
    from PIL import Image

WIDTHS = (480, 960, 1440)  # a phone, the text column, the same on a dense screen
QUALITY = 80
RASTER = {".jpg", ".jpeg", ".png", ".webp"}
_LARGEST = 50_000_000  # pixels; more is a mistake, or an attack
# What is copied as it looks: of 16 bits a sign Pillow makes white, and print's colours are guesses.
_COPIED = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
ORIENTATION = 0x0112  # the note that cameras make
ON_ITS_SIDE = {5, 6, 7, 8}  # its values that say that width and height change places


class Album:
    """The raster images of a site's static folders.

    Attributes:
        asked: Paths that were asked for, until somebody clears it.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        build = Build.of(settings)
        self._stamps = build.stamps if build else Stamps({})
        self.asked: set[str] = set()
        self._root = Path(settings["PATH"]).resolve()
        self._folders = [self._root / folder for folder in settings.get("STATIC_PATHS", ())]
        self._known: dict[str, Picture | None] = {}

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Album":
        """The album of a site; in a build of ours always the same."""
        build = Build.of(settings)
        return build.memo("album", lambda: cls(settings)) if build else cls(settings)

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
        self.asked.add(path)
        if path not in self._known:
            file = (self._root / path).resolve()
            inside = any(folder in file.parents for folder in self._folders)
            right = inside and file.suffix.lower() in RASTER and file.is_file()
            self._known[path] = self._measured(file, path) if right else None
        return self._known[path]

    def _measured(self, file: Path, path: str) -> Picture | None:
        from PIL import Image  # a site may have no image at all

        try:
            with Image.open(file) as image:
                width, height = image.size
                if _orientation(image) in ON_ITS_SIDE:
                    width, height = height, width
                copied = image.mode in _COPIED and not _moves(image)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            return None  # Pelican copies it as it is, and the browser says what is wrong with it
        if not copied or width * height > _LARGEST:
            return Picture(width=width, height=height)
        stem = f"{path.rsplit('.', 1)[0]}.{self._name(file)}"
        variants = tuple((f"{stem}.{w}.webp", w) for w in WIDTHS if w < width)
        return Picture(width=width, height=height, variants=variants)

    def _name(self, file: Path) -> str:
        """What names the copies of an image: its digest, and that of how it is copied."""
        content = self._stamps.digest(str(file)) or b""
        return hashlib.blake2b(_code() + content, digest_size=4).hexdigest()


def _orientation(image: "Image.Image") -> object:
    """How a camera noted that it was held, from 1 to 8; None where it did not."""
    if "exif" not in image.info:  # to look for it elsewhere, Pillow would read the whole image
        return None
    return image.getexif().get(ORIENTATION)


def _upright(image: "Image.Image") -> "Image.Image":
    """The image as browsers turn it by the camera's note."""
    from PIL.Image import Transpose

    turns: dict[object, Transpose] = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(_orientation(image))
    return image if turn is None else image.transpose(turn)


def _moves(image: "Image.Image") -> bool:
    """Whether it is an animation; a JPEG of several pictures is none."""
    return image.format in ("PNG", "WEBP") and bool(getattr(image, "is_animated", False))


@cache
def _code() -> bytes:
    return Path(__file__).read_bytes()


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
        album = Album.of(self.settings)
        folder = config.cache_folder(self.settings)
        for file in album.files():
            picture = album.picture(album.path_of(file))
            for path, width in picture.variants if picture else ():
                kept = folder / "images" / Path(path).name if folder else None
                make = partial(made_once, kept, partial(_narrowed, file, width))
                Build.derive(self.settings, path, (), make)


def _narrowed(file: Path, width: int) -> bytes:
    from PIL import Image

    data = io.BytesIO()
    try:
        with Image.open(file) as image:
            mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
            colours = image.info.get("icc_profile", b"") if image.mode.startswith("RGB") else b""
            upright = _upright(image)
            height = max(round(upright.height * width / upright.width), 1)
            small = upright.convert(mode).resize((width, height), Image.Resampling.LANCZOS)
    except OSError as error:
        raise BadContent(f"{file}: this image is damaged: {error}") from error
    # No other metadata: places and names stay home.
    small.save(data, "WEBP", quality=QUALITY, method=4, icc_profile=colours)
    return data.getvalue()


def generators(_: Pelican) -> type[ImageGenerator]:
    """The generator this plugin adds."""
    return ImageGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
