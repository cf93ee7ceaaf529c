"""Note where the time of a build goes, for whoever asks by ``EXEMPLARS_PROFILE=FILE``.

Each step is timed without the steps inside it, on the clock and in CPU time; what other processes
did is added up under the same names. Nothing that is built depends on it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .problem import FaultError
from .vietnamese import number
from .wording import table, text

if TYPE_CHECKING:
    from cProfile import Profile

VARIABLE = "EXEMPLARS_PROFILE"
"""Environment variable that names the file to be written."""
PSTATS = ".pstats"
"""Ending of a file that gets every function's time, as the standard library's pstats reads it."""


@dataclass(slots=True)
class Cost:
    """What one step took, in seconds."""

    wall: float = 0
    """On the clock, of the process that builds."""
    aside: float = 0
    """On the clock, of the processes beside it, added up."""
    cpu: float = 0
    """Of all processes."""


@dataclass(slots=True)
class Timing:
    """The steps of a build under way."""

    costs: dict[str, Cost] = field(default_factory=dict)
    wall: float = field(default_factory=time.perf_counter)
    """When it began."""
    open: list[tuple[str, Cost]] = field(default_factory=list)
    """For each step under way, the outermost first, what the steps inside it have taken."""
    profile: Profile | None = None


_timing: Timing | None = None
"""The build under way, if anybody asked."""


def begin() -> None:
    """Start to note, where somebody asked."""
    global _timing  # noqa: PLW0603 - steps lie everywhere, and nobody else is to know of this
    _timing = Timing() if (path := os.environ.get(VARIABLE)) else None
    if _timing and path and path.endswith(PSTATS):
        from cProfile import Profile  # noqa: PLC0415 - for the few who ask

        _timing.profile = Profile()
        _timing.profile.enable()


@contextmanager
def step(name: str) -> Iterator[None]:
    """Note what the code inside takes."""
    if _timing is None:
        yield
        return
    inside = Cost()
    _timing.open.append((name, inside))
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield
    finally:
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        _timing.open.pop()
        _add(_timing.costs, name, Cost(wall=wall - inside.wall, cpu=cpu - inside.cpu))
        if _timing.open:
            _timing.open[-1][1].wall += wall
            _timing.open[-1][1].cpu += cpu


def under_way() -> str:
    """Return the name of the innermost step."""
    return _timing.open[-1][0] if _timing and _timing.open else "rest"


def drain() -> Mapping[str, Cost]:
    """Return what was noted since the last call, and begin anew: a process beside hands it over."""
    if _timing is None:
        return {}
    costs, _timing.costs = _timing.costs, {}
    return costs


def add(costs: Mapping[str, Cost]) -> None:
    """Add what a process beside has noted."""
    if _timing is not None:
        for name, cost in costs.items():
            _add(_timing.costs, name, Cost(aside=cost.wall, cpu=cost.cpu))


def end() -> None:
    """Write what was noted.

    Raises:
        FaultError: the file cannot be written.
    """
    global _timing
    timing, _timing = _timing, None
    if timing is None:
        return
    path = Path(os.environ[VARIABLE])
    try:
        if timing.profile:
            timing.profile.disable()
            timing.profile.dump_stats(path)
            path = path.with_suffix(".txt")
        path.write_text(_report(timing), "utf-8")
    except OSError as error:
        raise FaultError("output-write", path=str(path), reason=error.strerror or "") from None


def _add(costs: dict[str, Cost], name: str, cost: Cost) -> None:
    known = costs.setdefault(name, Cost())
    known.wall += cost.wall
    known.aside += cost.aside
    known.cpu += cost.cpu


def _report(timing: Timing) -> str:
    """Return the table: a line for each step, the dearest first, and what is left."""
    whole = Cost(wall=time.perf_counter() - timing.wall, cpu=sum(os.times()[:4]))
    known = sorted(timing.costs.items(), key=lambda item: -item[1].cpu)
    rest = Cost(
        wall=whole.wall - sum(cost.wall for _, cost in known),
        cpu=whole.cpu - sum(cost.cpu for _, cost in known),
    )
    whole.aside = sum(cost.aside for _, cost in known)
    rows = [*known, ("rest", rest), ("whole", whole)]
    heads = [text("timing", key) for key in ("step", "wall", "aside", "cpu", "share")]
    return _aligned([heads, *(_row(name, cost, whole) for name, cost in rows)])


def _row(name: str, cost: Cost, whole: Cost) -> list[str]:
    times = [number(round(seconds * 1000)) for seconds in (cost.wall, cost.aside, cost.cpu)]
    share = number(round(100 * cost.cpu / whole.cpu, 1)) if whole.cpu else "0"
    return [table()["timing"].get(f"step-{name}", name), *times, f"{share}%"]


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of text, names to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)
