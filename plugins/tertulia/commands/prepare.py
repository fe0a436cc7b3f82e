"""`invoke prepare`: works out what all sites share before the first build has to.

pip compiles the modules that it installs; this does the same for ours, and for dictionaries and
templates (docs/performance.md, What all sites share). A build makes what is missing itself.
"""

import compileall
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tertulia.commands.settings import read_settings


def prepare(root: Path, *, settings: Path, environment: Mapping[str, str] = os.environ) -> int:
    """Build a site without any content, of which nothing else stays.

    Args:
        root: The checkout.
        settings: Whose theme and language are wanted.
        environment: Says where it is kept.

    Returns:
        The exit code: 0, or 1 where the site could not be built.

    Raises:
        BadSettings: The settings cannot be used.
    """
    compileall.compile_dir(root / "plugins", quiet=1)
    _, config = read_settings(settings)
    if not config.cache:  # this site wants nothing kept
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        content = folder / "content"
        content.mkdir()
        extra = {"TERTULIA": {"cache": str(folder / ".cache")}}
        command = [
            *(sys.executable, "-m", "tertulia.site.run"),
            *("--content", str(content), "--output", str(folder / "output")),
            *("--settings", str(settings), "--extra", msgspec.json.encode(extra).decode()),
        ]
        paths = {**environment, "PYTHONPATH": str(root / "plugins")}
        return subprocess.run(command, cwd=root, env=paths, check=False).returncode  # noqa: S603  (our own module, our own arguments)
