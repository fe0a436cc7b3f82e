"""Real programs that know the formats better than we do; see docs/sources.md."""

from collections.abc import Iterator

import pytest

from live.conversation import Blog, held
from live.wordpress import running


@pytest.fixture(scope="session")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blog]:
    """A WordPress in which people have talked."""
    folder = tmp_path_factory.mktemp("wordpress")
    with running(folder) as wordpress:
        yield held(wordpress, folder / "downloads")
