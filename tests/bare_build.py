"""A build of which nothing is known but where it reads and writes."""

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
