"""How an editor or a shell saved a file makes no difference to what is read of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from golden_files import dumps
from small_site import Small

FILES = [d for d in dumps() if d.is_file() and d.suffix != ".db"]
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "line ends of Windows": lambda raw: raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "UTF-16": lambda raw: raw.decode().encode("utf-16"),
}


@pytest.mark.parametrize("dump", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_same_is_read_whatever_the_file_was_saved_as(small: Small, dump: Path) -> None:
    found = {}
    for way, change in {"as it is": bytes, **WAYS}.items():
        path = small.folder / dump.name
        path.write_bytes(change(dump.read_bytes()))
        _, report = small.run(path, dry_run=True)
        (file,) = report["files"]
        found[way] = (file["source"], file["kinds"], file["threads"], file["lost"])
    assert dict.fromkeys(found, found["as it is"]) == found
