"""Memory does not grow with an export: what does not fit waits in a file."""

import subprocess
import sys
from pathlib import Path

import pytest

from small_site import Small
from tertulia.commands.bench_import import WRITERS

RUN = """
import resource, sys
from pathlib import Path
from tertulia.commands.imports import import_
from tertulia.edge.spill import Spill
Spill.__init__.__defaults__ = (1 << 20,)  # as if the export were eighty times as large
dump, content, settings = map(Path, sys.argv[1:])
code = import_([dump], content=content, settings=settings)
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
"""


def peak_mib(folder: Path, root: Path, name: str, comments: int) -> int:
    site = Small(folder)
    dump = folder / "dump"
    with dump.open("w", encoding="utf-8") as file:
        file.writelines(WRITERS[name](comments))
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(dump), str(site.content), str(site.settings)],
        env={"PYTHONPATH": str(root / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    code, peak = done.stderr.split()[-2:]
    assert code == "0", done.stdout
    return int(peak)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(WRITERS))
def test_ten_times_the_comments_take_the_same_memory(tmp_path: Path, root: Path, name: str) -> None:
    small = peak_mib(tmp_path / "small", root, name, 4_000)
    large = peak_mib(tmp_path / "large", root, name, 40_000)
    dump_mib = (tmp_path / "large" / "dump").stat().st_size >> 20
    # The longest page of the larger one has 4,000 comments; kept whole they take 60 MiB and more.
    assert large - small < 20, f"{small} MiB, then {large} MiB for a file of {dump_mib} MiB"
