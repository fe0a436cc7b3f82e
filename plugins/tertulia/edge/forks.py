"""Work shared among copies of this process, which know all that it knows; results come back.

Only where the system can fork, and only above a measure of work that pays for the copies;
elsewhere everything is done here. What comes back is the same either way.
"""

import gc
import os
import pickle
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

BLOCK, LONGEST_BLOCK = 4, 32  # neighbours that may share work, such as the files of one page
BLOCKS = 16  # for each process: a few dear ones leave no other waiting
ROOM = 1 << 20  # bytes of an answer that wait in a pipe, if the system lets them


def spread(do: Callable[[Sequence[T]], R], items: Sequence[T], least: int) -> list[R]:
    """Do all items; one result for each share, the first of them done here.

    Args:
        do: Does a share; what it changes in a copy stays there, so it must give back all.
        least: So many items at least are worth another process.

    Raises:
        Exception: Whatever `do` raised, here or in a copy.
    """
    workers = min(os.cpu_count() or 1, len(items) // max(1, least) + 1)
    if workers < 2 or not hasattr(os, "fork"):
        return [do(items)]
    gc.freeze()  # what is here already is not looked through, and so not copied, in the copies
    copies = [_copy(do, _share(items, n, workers)) for n in range(1, workers)]
    results: list[R] = []
    failed: BaseException | None = None
    try:
        results.append(do(_share(items, 0, workers)))
    except BaseException as error:  # noqa: BLE001  (raised again once the copies have ended)
        failed = error
    for pid, pipe in copies:
        ended, value = _answer(pipe)
        os.waitpid(pid, 0)
        if ended:
            results.append(value)
        else:
            failed = failed or value
    gc.unfreeze()
    if failed is not None:
        raise failed
    return results


class Ahead:
    """Work that a copy of this process does while this one goes on.

    Args:
        do: Does it; what it changes stays in the copy.
    """

    def __init__(self, do: Callable[[], R]) -> None:
        self._copy: tuple[int, int] | None = None
        self._pid = 0  # of one that has answered and ends, which takes longer the more it holds
        if (os.cpu_count() or 1) > 1 and hasattr(os, "fork"):
            self._copy = _copy(lambda _: do(), ())

    def result(self) -> Any:  # noqa: ANN401  (as `do` gives it)
        """What came of it, once; None where nothing did, and where it was not begun."""
        if self._copy is None:
            return None
        (self._pid, pipe), self._copy = self._copy, None
        ended, value = _answer(pipe)
        return value if ended else None

    def __del__(self) -> None:
        """Nobody waits for it any more: it ends when it finds nobody to tell."""
        self._forget()
        if self._pid:
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)

    def _forget(self) -> None:
        if self._copy is not None:
            (self._pid, pipe), self._copy = self._copy, None
            os.close(pipe)


class Told(Ahead):
    """As `Ahead`, and what is to be done is told while the copy makes ready.

    Args:
        do: Does it; what it is given waits for what it is told next, and raises `EOFError` where
            nobody will tell it anything any more.
    """

    def __init__(self, do: Callable[[Callable[[], Any]], R]) -> None:
        hearing, telling = _pipe()

        def listen() -> R:
            os.close(telling)
            with os.fdopen(hearing, "rb") as file:
                return do(lambda: pickle.load(file))  # noqa: S301  (what it is a copy of wrote it)

        self._telling = telling
        super().__init__(listen)
        os.close(hearing)

    def tell(self, said: object) -> None:
        """Tell the copy something, which waits until it listens."""
        if self._copy is not None:
            with suppress(BrokenPipeError), os.fdopen(os.dup(self._telling), "wb") as file:
                pickle.dump(said, file, protocol=5)

    def dismiss(self) -> None:
        """Have the copy end: nobody will tell it or ask it anything any more."""
        self._say_no_more()
        self._forget()

    def result(self) -> Any:  # noqa: ANN401  (as `do` gives it)
        """As of `Ahead`; nothing can be told any more."""
        self._say_no_more()
        return super().result()

    def __del__(self) -> None:
        """As of `Ahead`."""
        self._say_no_more()
        super().__del__()

    def _say_no_more(self) -> None:
        if self._telling >= 0:
            os.close(self._telling)
            self._telling = -1


def _share(items: Sequence[T], number: int, of: int) -> list[T]:
    """Every so many blocks: neighbours stay together, and cheap and dear ones are mixed."""
    long = max(BLOCK, min(LONGEST_BLOCK, len(items) // (of * BLOCKS)))
    blocks = range(number * long, len(items), of * long)
    return [item for start in blocks for item in items[start : start + long]]


def _copy(do: Callable[[Sequence[T]], R], share: Sequence[T]) -> tuple[int, int]:
    """Start a copy on its share; its process id and the pipe its answer comes by."""
    reading, writing = _pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    code = 1
    try:
        os.close(reading)
        answer: tuple[bool, object]
        try:
            answer = True, do(share)
        except BaseException as error:  # noqa: BLE001  (whatever it is, it belongs to the caller)
            answer = False, _told(error)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(answer, pipe, protocol=5)  # never all of it in memory once more
        code = 0
    finally:
        os._exit(code)


def _pipe() -> tuple[int, int]:
    """Its ends. A copy whose answer has room in it ends, and gives its memory back, unasked."""
    reading, writing = os.pipe()
    with suppress(ImportError, AttributeError, OSError):
        import fcntl  # not every system has it, or lets a pipe be larger

        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, ROOM)
    return reading, writing


def _answer(pipe: int) -> tuple[bool, Any]:
    """What a copy says, and whether it ended well; of one that ended half-way, that it did."""
    try:
        with os.fdopen(pipe, "rb") as file:
            ended, value = pickle.load(file)  # noqa: S301  (our own copy wrote it)
    except (EOFError, pickle.UnpicklingError):
        return False, RuntimeError("a worker died")
    return ended, value


def _told(error: BaseException) -> BaseException:
    """An error that can be handed on."""
    try:
        pickle.dumps(error, protocol=5)
    except (pickle.PicklingError, TypeError, AttributeError):
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
