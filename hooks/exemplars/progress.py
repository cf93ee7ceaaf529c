"""Tell how far long work is: a line that renews itself on a terminal, now and then one elsewhere.

Nothing is said of work that is over soon, and no result depends on the clock.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, TextIO, TypeVar

from .vietnamese import number
from .wording import text

Item = TypeVar("Item")

PATIENCE = 1.0
"""Seconds of silence at first."""
RENEWED = 0.1
"""Seconds between two states of the line on a terminal."""
REPEATED = 10.0
"""Seconds between two lines where they stay."""
_MINUTE, _HOUR = 60, 3600
_CLEAR = "\r\x1b[K"


@dataclass(slots=True, kw_only=True)
class Progress:
    """What is done of some work; a ``with`` block tells of it while it runs."""

    label: str
    """What is being done."""
    total: int = 0
    done: int = 0
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = time.monotonic
    began: float = 0.0
    due: float = 0.0
    """When there is something to be told next."""
    terminal: bool = False
    shown: bool = False
    """Whether a line stands on the terminal."""

    def __enter__(self) -> Self:
        self.began = self.clock()
        self.terminal = self.stream.isatty()
        self.due = self.began + (PATIENCE if self.terminal else REPEATED)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.shown:
            self._write(_CLEAR)

    def report(self, total: int, done: int) -> None:
        """Note that there is so much more to do, and that so much is done."""
        self.total += total
        if done:
            self.step(done)

    def over(self, items: Sequence[Item]) -> Iterator[Item]:
        """Yield ``items``, each of which is a step of the work."""
        self.total += len(items)
        for item in items:
            yield item
            self.step()

    def step(self, n: int = 1) -> None:
        """Note that ``n`` more are done."""
        self.done += n
        if (now := self.clock()) < self.due:
            return
        if self.terminal:
            self._write(_CLEAR + self._line(now))
            self.shown = True
            self.due = now + RENEWED
        else:
            self._write(self._line(now) + "\n")
            self.due = now + REPEATED

    def _line(self, now: float) -> str:
        """Return how much is done, how fast, and how long the rest will take."""
        rate = self.done / max(now - self.began, 1e-9)
        left = max(self.total - self.done, 0)
        return text(
            "progress",
            "line",
            label=self.label,
            done=number(self.done),
            total=number(self.total),
            rate=number(round(rate, 0 if rate >= 10 else 1)),  # noqa: PLR2004 - two digits
            left=_duration(left / rate if rate else 0),
        )

    def _write(self, words: str) -> None:
        """Write at once; where nobody can read it the work goes on all the same."""
        with contextlib.suppress(OSError, ValueError):
            self.stream.write(words)
            self.stream.flush()


def _duration(seconds: float) -> str:
    """Return a time as it is said: "8 giây", "2 phút 5 giây", "1 giờ 12 phút"."""
    whole = round(seconds)
    if whole < _MINUTE:
        return text("progress", "seconds", seconds=whole)
    if whole < _HOUR:
        return text("progress", "minutes", minutes=whole // _MINUTE, seconds=whole % _MINUTE)
    minutes = whole // _MINUTE
    return text("progress", "hours", hours=minutes // _MINUTE, minutes=minutes % _MINUTE)
