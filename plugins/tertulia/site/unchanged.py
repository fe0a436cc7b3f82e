"""Whether a build has to run at all, told before Pelican is loaded.

What a build depends on is known from the last one (`edge.standing`): the files of the content,
the theme and our own code, the settings, the packages, and the files that it made. The settings
are run to see what they say; they may look at anything.
"""

import argparse
import importlib.util
import re
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from tertulia.config import Config
from tertulia.edge.keep import digest
from tertulia.edge.stamps import Look
from tertulia.edge.standing import Ground, Note, Place, ground, packages
from tertulia.site.digests import WHERE, told

_OURS = "tertulia."
_DATE = "{date"  # in the address of a content without one it is the time of the build
_UNDATED = re.compile(r"(DRAFT_)?(PAGE|TOPIC)_(LANG_)?(URL|SAVE_AS)").fullmatch


@dataclass(slots=True, kw_only=True)
class Asked:
    """What a build was asked for.

    Attributes:
        wished: Digest of it.
        place: Where the last one's note is.
        seen: How all stands that the last one was made of; None where that was not looked at.
    """

    wished: bytes
    place: Place
    seen: Ground | None = None

    def last(self) -> Note | None:
        """The note of a build that was asked for the same and that left all as it still is."""
        note = self.place.read()
        if note is None or note.wished != self.wished:
            return None
        self.seen = ground(note.ground.folders)
        return note if note.stands(self.wished, self.seen) else None

    def rests_on(self, settings: Mapping[str, Any]) -> Ground:
        """How all files stand that a build with these settings is made of."""
        code = Path(__file__).resolve().parent.parent
        templates = settings["THEME_TEMPLATES_OVERRIDES"]
        found = (settings["PATH"], settings["THEME"], *templates, code)
        folders = tuple(dict.fromkeys(map(str, found)))
        if self.seen and self.seen.folders == folders:
            return self.seen
        return ground(folders)

    def leave(self, before: Ground, made: dict[str, Look | None], said: str) -> None:
        """Note what a build left, if all it was made of is as it was when it began.

        Args:
            made: How each file that it made looks, by path.
            said: What it told whoever builds.
        """
        if before.same():
            self.place.write(Note(wished=self.wished, said=said, ground=before, made=made))


def asked(options: argparse.Namespace, changes: Mapping[str, Any]) -> Asked | None:
    """What these options ask for; None where it cannot be told.

    Args:
        changes: Settings that go before those of the file.
    """
    said = _values(options.settings)
    values = {**said, **changes}
    ours = values.get("TERTULIA", {})
    cache = ours.get("cache", Config().cache) if isinstance(ours, Mapping) else ""
    if not said or not isinstance(cache, str) or not cache:
        return None
    output = Path(values["OUTPUT_PATH"])
    named = [str(options.settings.absolute()), values["PATH"], str(output)]
    wished = digest(*packages(), *named, *told(values, skip=WHERE), str(values.get("THEME")))
    return Asked(wished=wished, place=Place(Path(cache), output))


def tellable(settings: Mapping[str, Any]) -> bool:
    """Whether a build depends on nothing but what `rests_on` looks at, the clock for one."""
    plugins = settings.get("PLUGINS") or [""]
    return (
        bool(settings["WITH_FUTURE_DATES"])
        and all(isinstance(name, str) and name.startswith(_OURS) for name in plugins)
        and not any(_DATE in str(value) for name, value in settings.items() if _UNDATED(name))
    )


def _values(file: Path) -> dict[str, Any]:
    """What a settings file says, as Pelican reads it; nothing where it cannot be run."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        return {}
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            spec.loader.exec_module(module)
    except Exception:  # noqa: BLE001  (it may raise anything; the build itself will say so)
        return {}
    return {name: value for name, value in vars(module).items() if name.isupper()}
