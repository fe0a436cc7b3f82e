"""The theme's style sheet and scripts, written under names that hold a hash of their content.

A name that changes with its content may be kept by browsers for ever. A site adds its own
rules with a `theme/site.css` in its content folder, which ends up in the same one file.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rcssmin
from pelican import Pelican, signals

from tertulia.site.state import Build


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file to write.

    Attributes:
        path: Relative to the site's root: "theme/style.1f0c2a9b.css".
    """

    path: str
    data: bytes


def assets(settings: Mapping[str, Any]) -> dict[str, Asset]:
    """The assets of the theme by the name they have in the theme's `assets/`."""
    found = {}
    for file in sorted((Path(settings["THEME"]) / "assets").glob("*")):
        data = file.read_bytes()
        own = Path(settings["PATH"]) / "theme" / f"site{file.suffix}"
        if file.name == "style.css" and own.is_file():
            data += b"\n" + own.read_bytes()
        if file.suffix == ".css":
            data = rcssmin.cssmin(data.decode()).encode()
        digest = hashlib.blake2b(data, digest_size=4).hexdigest()
        path = f"{settings['THEME_STATIC_DIR']}/{file.stem}.{digest}{file.suffix}"
        found[file.name] = Asset(path=path, data=data)
    return found


def write(pelican: Pelican) -> None:
    """Put the assets where the pages look for them."""
    for asset in assets(pelican.settings).values():
        if build := Build.of(pelican.settings):
            build.put(asset.path, asset.data)  # it removes stale ones itself
            continue
        target = Path(pelican.settings["OUTPUT_PATH"]) / asset.path
        target.parent.mkdir(parents=True, exist_ok=True)
        stem, digest, suffix = target.name.rsplit(".", 2)
        for stale in target.parent.glob(f"{stem}.{'?' * len(digest)}.{suffix}"):
            if stale != target:
                stale.unlink()
        if not target.is_file() or target.read_bytes() != asset.data:
            target.write_bytes(asset.data)


def register() -> None:
    """Connect to Pelican."""
    signals.finalized.connect(write)
