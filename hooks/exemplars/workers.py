"""Do many tasks side by side, one process a core."""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import pickle
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from multiprocessing import get_context
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

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

_task: Callable[..., Any] | None = None
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

    Args:
        count: the number of tasks; the longest should come first.
        task: as for ``Team``; gets a task's number.
        workers: processes.

    Raises:
        FaultError: a process was killed from outside.
    """
    with closing(Team(task, min(workers, count))) as team:
        for number in range(count):
            team.hand(number)
        for (number,), result in team.results():
            yield number, result


def ahead(task: Callable[[], object]) -> None:
    """Let another process do what is sure to be wanted soon, and go on.

    Nobody waits for it: whoever wants what it makes looks for it, and makes what is missing. If it
    fails, that is where it will be told; where no process can be forked nothing is done ahead.
    """
    if _can_fork():
        with _uninterrupted():
            get_context("fork").Process(target=_try, args=(os.getpid(), task), daemon=True).start()


class Team(Generic[Result]):
    """Processes that do tasks for this one, from the moment on at which a task is handed to them.

    They are forked with the first task, so that they know all that this one knows then; where that
    cannot be had (Windows; a Mac, whose libraries break in a fork), and where one alone would work,
    the tasks are done here, one after the other, when their results are asked for.
    """

    def __init__(self, task: Callable[..., Result], workers: int) -> None:
        """Begin; whoever does must ``close``.

        Args:
            task: gets what is handed over, which must be picklable, as must its result and its
                exceptions.
            workers: processes.
        """
        self._task = task
        self._waiting: deque[tuple[Any, ...]] = deque()
        self._futures: dict[Future[tuple[Result, Mapping[str, Cost]]], tuple[Any, ...]] = {}
        self._done = SimpleQueue[Future[tuple[Result, Mapping[str, Cost]]]]()
        self._ahead = AHEAD * workers
        self._pool: ProcessPoolExecutor | None = None
        if workers > 1 and _can_fork():
            gc.freeze()  # what is there stays: a worker that looked through it would copy it
            start = _begin, (os.getpid(), task)
            self._pool = ProcessPoolExecutor(workers, get_context("fork"), *start)
            atexit.register(self.close)  # where Ctrl-C ends all, with no word to who waits

    def hand(self, *arguments: object) -> None:
        """Hand a task over; few are begun before results are asked for.

        Raises:
            FaultError: a process was killed from outside.
        """
        self._waiting.append(arguments)
        self._hand_out()

    def results(self) -> Iterator[tuple[tuple[Any, ...], Result]]:
        """Yield arguments and result of each task as it is done, until all are.

        Raises:
            FaultError: a process was killed from outside.
        """
        while self._pool is None and self._waiting:
            arguments = self._waiting.popleft()
            yield arguments, self._task(*arguments)
        while self._futures:
            future = self._done.get()
            with _uninterrupted():  # a Ctrl-C between its locks would leave one closed for good
                arguments, error = self._futures.pop(future), future.exception()
                if error is None:
                    result, costs = future.result()
            if isinstance(error, BrokenProcessPool):
                raise FaultError("worker-killed")
            if error:
                raise error
            timing.add(costs)
            yield arguments, result
            self._hand_out()

    def close(self) -> None:
        """Wait for what was begun, and let the processes end; what was not begun is not done."""
        self._waiting.clear()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
            self._futures.clear()
            atexit.unregister(self.close)
            gc.unfreeze()

    def _hand_out(self) -> None:
        """Let the processes have tasks, few of them at a time."""
        if self._pool is None:
            return
        whole = True
        with _uninterrupted():  # a process that it met before _begin would end with a traceback
            try:
                while self._waiting and len(self._futures) < self._ahead:
                    arguments = self._waiting.popleft()
                    future = self._pool.submit(_work, *arguments)
                    self._futures[future] = arguments
                    future.add_done_callback(self._done.put)
            except BrokenProcessPool:
                whole = False  # told below: a Ctrl-C that broke it comes first, and alone
        if not whole:
            raise FaultError("worker-killed")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off: it would find processes or locks half made.

    A thread that did not put it off would let it in; those of a pool begin here, and so put it off.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _can_fork() -> bool:
    """Tell whether processes can be forked (as the docstring of ``Team`` says)."""
    return sys.platform.startswith("linux")


def _try(parent: int, task: Callable[[], object]) -> None:
    """Do a task in a process that was forked for it."""
    _begin(parent, task)
    with suppress(Exception):
        task()


def _begin(parent: int, task: Callable[..., Any]) -> None:
    """Begin a process that works: it ends with the one that forked it, and at Ctrl-C at once."""
    global _task  # noqa: PLW0603 - the one way to hand to a forked process what no pickle holds
    _task = task
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it ended before it could be watched


def _work(*arguments: object) -> tuple[Any, Mapping[str, Cost]]:
    """Return what the task gives, and what it took."""
    if _task is None:
        raise RuntimeError("a worker was started without its task")
    timing.drain()  # what the process that forked this one had noted is noted there
    try:
        with timing.step(timing.under_way()):
            result = _task(*arguments)
        return result, timing.drain()
    except Exception as error:
        if _portable(error):
            raise
        raise RuntimeError("".join(traceback.format_exception(error))) from None
    finally:
        # Python's collector looks every some hundred objects, which takes a fifth of the time of
        # a page; once after each task, at what is young, is enough.
        gc.collect(1)


def _portable(error: Exception) -> bool:
    """Tell whether an exception reaches another process: one that breaks on the way breaks all."""
    try:
        return type(pickle.loads(pickle.dumps(error))) is type(error)  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - whatever goes wrong, it does not arrive
        return False
