"""Where work runs: in this process, in several of this machine, or on a dask cluster.

The only place that makes an executor. Whoever opens one hands it down and closes it:

    with executor.opened(config.executor) as workers:
        tones = score_texts(texts, langs, config.analyzers, workers, cached)
"""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from tertulia.core.errors import BadSettings, UnknownName

NAMES = ("serial", "processes", "tcp://host:port")
CONNECT_S = 10


class Serial(Executor):
    """Does each task at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":  # noqa: ANN401
        """Run it and give back its finished future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  whatever it is, it belongs to the caller
            future.set_exception(error)
        return future


@contextmanager
def opened(name: str, workers: int | None = None) -> Iterator[Executor]:
    """The executor of that name, closed at the end.

    Args:
        name: "serial", "processes", or "tcp://host:port" of a dask scheduler whose workers run
            with `plugins/` of the same checkout on their PYTHONPATH.
        workers: How many processes; by default one a core. A cluster has its own number.

    Raises:
        UnknownName: There is no such executor.
        BadSettings: The scheduler does not answer, or dask.distributed is not installed.
    """
    if name == "serial":
        yield Serial()
    elif name == "processes":
        # A fresh interpreter: a fork of one that has threads may hang.
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers or os.cpu_count(), mp_context=fresh) as pool:
            yield pool
    elif name.startswith("tcp://"):
        with _cluster(name) as cluster:
            yield cluster
    else:
        raise UnknownName.among("executor", name, NAMES)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise BadSettings(
            f"executor {address!r} needs dask.distributed: install the extra [cluster]"
        ) from error
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BadSettings(f"executor {address!r}: no dask scheduler answers: {error}") from error
    with client, client.get_executor(pure=False) as executor:  # type: ignore[no-untyped-call]
        yield executor
