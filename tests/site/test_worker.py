"""The process that `invoke serve` builds with keeps nothing of the builds before the last."""

import json
import os
import subprocess
import sys
from pathlib import Path

from editable import small_site

# It edits a post before each build, and counts what is alive after it.
_COUNTS = """
import gc, io, json, sys
from pathlib import Path

from tertulia.site import worker

def requests(post, alive):
    for number in range(5):
        post.write_text(post.read_text("utf-8") + f"\\nFrase {number}.\\n", "utf-8")
        places = ["--content", "content", "--output", "out", "--settings", "conf.py"]
        yield json.dumps({"arguments": places})
        gc.unfreeze()
        gc.collect()
        alive.append(len(gc.get_objects()))

answers, alive = io.StringIO(), []
worker.serve(requests(Path(sys.argv[1]), alive), answers, None)
codes = [json.loads(line)["code"] for line in answers.getvalue().splitlines()]
print(json.dumps([codes, alive]))
"""


def test_rebuilds_leave_nothing_in_memory(root: Path, tmp_path: Path):
    small_site(root, tmp_path)
    post = tmp_path / "content" / "posts" / "la-cola-que-no-se-ve.md"
    done = subprocess.run(
        [sys.executable, "-c", _COUNTS, str(post)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(root / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    codes, alive = json.loads(done.stdout)
    assert codes == [0] * 5
    assert alive[4] - alive[1] < 50  # of some 90,000; an article of Pelican's alone is as many
