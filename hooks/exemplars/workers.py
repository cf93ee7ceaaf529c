"""Do many tasks side by side, one process a core."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

from . import timing
from .problem import FaultError
from .timing import Cost

Result = TypeVar("Result")

VARIABLE = "EXEMPLARS_WORKERS"
"""Environment variable that sets how many processes work."""
MOST = 64
"""Processes at most."""
AHEAD = 2
"""Tasks handed out to each process: so few are left when whoever waits for them gives up."""
_PR_SET_PDEATHSIG = 1
"""From linux/prctl.h: the signal that a process gets when the one that forked it has ended."""

_task: Callable[[int], Any] | None = None
"""What a process that was forked from this one does."""


def cores() -> int:
    """Return how many processes may work at once."""
    with suppress(ValueError):  # no number, or one beyond all measure
        if (wanted := int(os.environ.get(VARIABLE, ""))) > 0:
            return min(wanted, MOST)
    return min(len(os.sched_getaffinity(0)), MOST) if hasattr(os, "sched_getaffinity") else 1


def each(
    count: int, task: Callable[[int], Result], workers: int
) -> Generator[tuple[int, Result], None, None]:
    """Yield (number, result) of ``task(0)`` … ``task(count - 1)``, in any order.

    The processes are forked, so that they know all that this one knows; where that cannot be had
    (Windows; a Mac, whose libraries break in a fork) the tasks are done here one after the other.

    Args:
        count: the number of tasks; the longest should come first.
        task: gets a task's number; its result, or its exception, must be picklable.
        workers: processes.

    Raises:
        FaultError: a process was killed from outside.
    """
    if min(workers, count) < 2 or not sys.platform.startswith("linux"):  # noqa: PLR2004 - alone
        for number in range(count):
            yield number, task(number)
        return
    global _task  # noqa: PLW0603 - the one way to hand anything to a forked process
    _task = task
    gc.freeze()  # what is there stays: a worker that looked through it would copy it
    try:
        with ProcessPoolExecutor(
            min(workers, count), get_context("fork"), _begin, (os.getpid(),)
        ) as pool:
            yield from _done(pool, count, AHEAD * workers)
    except BrokenProcessPool:
        raise FaultError("worker-killed") from None
    finally:
        gc.unfreeze()
        _task = None


def _done(pool: ProcessPoolExecutor, count: int, ahead: int) -> Iterator[tuple[int, Any]]:
    """Yield (number, result) of each task as it is done, few of them being handed out at a time."""
    numbers = iter(range(count))
    futures: dict[Future[tuple[Any, Mapping[str, Cost]]], int] = {}
    try:
        while True:
            with _uninterrupted():  # the first task forks the processes
                futures |= {pool.submit(_work, n): n for n in islice(numbers, ahead - len(futures))}
            if not futures:
                return
            for future in wait(futures, return_when=FIRST_COMPLETED).done:
                result, costs = future.result()
                timing.add(costs)
                yield futures.pop(future), result
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off: a process that it met before ``_begin`` would end with a traceback."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(parent: int) -> None:
    """Begin a process that works: it ends with the one that forked it, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it ended before it could be watched


def _work(number: int) -> tuple[Any, Mapping[str, Cost]]:
    """Return what the task gives, and what it took."""
    if _task is None:
        raise RuntimeError("a worker was started without its task")
    timing.drain()  # what the process that forked this one had noted is noted there
    try:
        with timing.step(timing.under_way()):
            result = _task(number)
        return result, timing.drain()
    except Exception as error:
        if _portable(error):
            raise
        raise RuntimeError("".join(traceback.format_exception(error))) from None


def _portable(error: Exception) -> bool:
    """Tell whether an exception reaches another process: one that breaks on the way breaks all."""
    try:
        return type(pickle.loads(pickle.dumps(error))) is type(error)  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - whatever goes wrong, it does not arrive
        return False
