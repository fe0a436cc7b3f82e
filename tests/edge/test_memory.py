"""Memory that is given back is no longer counted as the process's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FREED = """
import re
from tertulia.edge.memory import give_back

def held_kb():
    return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1])

blocks = [bytes(4000) for _ in range(10_000)]
last = bytes(4000)
del blocks
before = held_kb()
give_back()
print(before - held_kb())
"""


@pytest.mark.skipif(
    not os.confstr_names.get("CS_GNU_LIBC_VERSION") or not Path("/proc/self/status").exists(),
    reason="another C library",
)
def test_what_was_freed_between_what_is_held_goes(root):
    done = subprocess.run(
        [sys.executable, "-c", FREED],
        env=os.environ | {"PYTHONPATH": str(root / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) > 20_000
