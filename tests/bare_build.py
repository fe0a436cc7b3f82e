"""A build of which nothing is known but where it reads and writes; and one that must end well."""

import os
import subprocess
import sys
from pathlib import Path

from tertulia.edge.keep import Keep
from tertulia.edge.outputs import Outputs
from tertulia.edge.stamps import Stamps
from tertulia.site.state import Build


def build_of(folder: Path, keep: Keep) -> Build:
    return Build(
        keep,
        Outputs(folder / "out"),
        content=folder,
        stamps=Stamps({}),
        code=b"",
        settings=b"",
        theme=b"",
        base=b"",
    )


def build_quietly(root: Path, folder: Path, output: str, *more: str) -> None:
    """Build a folder's site by its `conf.py`; any word or warning is a failure."""
    where = ["--content", "content", "--output", output, "--settings", "conf.py"]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tertulia.site.run", *where, *more],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(root / "plugins")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
