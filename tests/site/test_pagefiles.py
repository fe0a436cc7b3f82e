"""The files of pages are read as Python reads texts: in UTF-8, their lines ended as everywhere."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tertulia.edge.keep import Keep
from tertulia.edge.stamps import Stamps
from tertulia.site.pagefiles import PageFiles


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\xef\xbb\xbf", b"\xc3\xb1", b"\xff"])))
def test_a_text_is_what_python_reads(tmp_path: Path, parts: list[bytes]) -> None:
    path = tmp_path / "una.md"
    path.write_bytes(b"".join(parts))
    files = PageFiles(tmp_path, Keep(None), Stamps({}), b"", ())
    for errors in ("surrogateescape", "strict"):
        if errors == "strict" and b"\xff" in parts:
            with pytest.raises(Exception, match="not UTF-8"):
                files.text(str(path))
        else:
            with path.open(encoding="utf-8-sig", errors=errors) as file:
                assert files.text(str(path), errors) == file.read()
