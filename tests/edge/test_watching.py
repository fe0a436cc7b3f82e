"""What is seen to have changed below a folder."""

from contextlib import closing
from pathlib import Path

from tertulia.edge import locks
from tertulia.edge.watching import Watch


def test_a_lock_that_comes_and_goes_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with closing(Watch([tmp_path / "content"])) as watch:
        lock = locks.take(tmp_path / "content" / "threads")
        assert lock is not None
        lock.let_go()
        (tmp_path / "content" / "uno.md").write_text("Hola.", "utf-8")
        assert watch.wait() == {tmp_path / "content" / "uno.md"}
