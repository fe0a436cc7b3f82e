"""Builds again and again in one process that keeps everything in memory.

`invoke serve` starts it, writes a line for each build and reads a line when it has ended:

    {"arguments": ["--content", …], "fresh": false}
    {"code": 0, "changed": 3, "complaint": "", "made": […], "worked_out": {…}}

Settings and code are read once: whoever changes these starts another worker.
"""

import gc
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import TextIO

from pelican.contents import Content

from tertulia.edge.keep import Keep
from tertulia.edge.memory import give_back
from tertulia.site.building import Ended, build
from tertulia.site.run import parse, spare_collecting, spare_threads

# Files that a build has made, after which the system gets back what was needed for them: after a
# small one that would be asked for again at once.
MANY = 200


def serve(requests: TextIO, answers: TextIO, memory: Path | None) -> None:
    """Answer each request, until there are no more.

    Args:
        memory: The file that results are kept in between workers; None for none.
    """
    spare_collecting()
    spare_threads()
    with closing(Keep(memory, lasting=True)) as keep:
        for line in requests:
            request = json.loads(line)
            told = StringIO()
            ended = Ended(code=1, worked_out={})
            later: list[Callable[[], None]] = []
            with redirect_stderr(told), redirect_stdout(told), suppress(SystemExit):
                options = parse(request["arguments"])
                of = Keep(None) if request.get("fresh") else keep
                ended = build(options, of, later=later)
            keep.forget_unsaved()
            answer = asdict(ended) | {"complaint": told.getvalue().strip()}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
            _let_go(later)
            if len(ended.made) >= MANY:
                give_back()


def _let_go(later: Iterable[Callable[[], None]]) -> None:
    """Drop what the last build leaves behind: Pelican remembers every text it ever resolved.

    Args:
        later: What the build itself has left to do, while its author looks at the page.
    """
    for do in later:
        do()
    for name in ("get_content", "get_summary"):
        vars(Content)[name].cache.clear()
    gc.collect()
    gc.freeze()  # what is still there stays: the next time only what is new is looked through


if __name__ == "__main__":
    answers, sys.stdout = sys.stdout, sys.stderr
    serve(sys.stdin, answers, Path(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else None)
