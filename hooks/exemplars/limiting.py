"""A hard stop behind all other limits: no file may hold up a build."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator

SECONDS = 5.0
"""Seconds of computing at most that one file may take, so that a busy machine changes nothing."""
STOP = 0.8
"""The share of it after which the file is stopped: to clear away what was made costs time too."""
PATIENCE = 12
"""How many times longer it may take by the clock."""


class OutOfTimeError(Exception):
    """A file took longer than allowed."""


@contextlib.contextmanager
def deadline(seconds: float = SECONDS * STOP) -> Iterator[Callable[[], object]]:
    """Stop the code inside after ``seconds``; what it is given lets it begin anew.

    Works by a timer signal, so only in the main thread of a process and where the system has
    such timers; elsewhere the limits on size, nesting and brackets stand alone.

    Raises:
        OutOfTimeError: in the code inside, when the time is over.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield lambda: None
        return

    def begin() -> None:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, seconds * PATIENCE)

    previous = [signal.signal(number, _stop) for number in (signal.SIGPROF, signal.SIGALRM)]
    begin()
    try:
        yield begin
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGPROF, previous[0])
        signal.signal(signal.SIGALRM, previous[1])


def _stop(signum: int, frame: object) -> None:  # noqa: ARG001 - signal's signature
    raise OutOfTimeError
