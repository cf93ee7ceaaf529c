"""What was measured, and the file that keeps it: ``bench/results.json``."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter

RESULTS = Path(__file__).parent / "results.json"
CASES = ("cold", "warm", "edit")
"""From nothing; again, with no change; again, with one word of one story changed."""
OURS = "ours"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one build cost."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of all its processes, user and system."""
    memory: float
    """Peak of all its processes together, MB."""


FIGURES: tuple[Callable[[Cost], float], ...] = (
    lambda cost: cost.wall,
    lambda cost: cost.cpu,
    lambda cost: cost.memory,
)
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a build wrote."""

    pages: int
    """HTML files."""
    files: int
    megabytes: float
    story: float
    """Median kB of a story's page."""
    gzipped: float
    """The same, as it is transferred."""


@dataclass(frozen=True, slots=True)
class Middle:
    """Median, least and most of some runs."""

    median: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """All tools on one number of stories, in turns."""

    stories: int
    date: str
    machine: dict[str, str]
    """Processor, cores, memory, system, Python."""
    versions: dict[str, str]
    """By tool."""
    costs: dict[str, dict[str, list[Cost]]]
    """The rounds by case and tool."""
    sizes: dict[str, Size]
    """By tool."""
    profiles: dict[str, str] = field(default_factory=dict)
    """By case: where the time of this project went, in one more build."""

    @property
    def rounds(self) -> int:
        """The fewest rounds of any case."""
        return min(len(runs) for tools in self.costs.values() for runs in tools.values())


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that the page about speed shows."""

    measured: tuple[Measurement, ...] = ()
    by_hand: tuple[Measurement, ...] = ()
    """Tools that are not measured again with each change, beside plain Material."""

    def put(self, new: Measurement, *, by_hand: bool) -> Results:
        """Return the results with ``new`` in the place of the same number of stories."""
        old = self.by_hand if by_hand else self.measured
        others = [one for one in old if one.stories != new.stories]
        merged = tuple(sorted([*others, new], key=lambda one: one.stories))
        return replace(self, by_hand=merged) if by_hand else replace(self, measured=merged)


_ADAPTER = TypeAdapter(Results)


def load(path: Path = RESULTS) -> Results:
    """Return what was measured; nothing where there is no file yet."""
    return _ADAPTER.validate_json(path.read_bytes()) if path.is_file() else Results()


def store(results: Results, path: Path = RESULTS) -> None:
    """Keep what was measured."""
    path.write_bytes(_ADAPTER.dump_json(results, indent=1) + b"\n")


def middle(runs: Sequence[Cost], what: Callable[[Cost], float]) -> Middle:
    """Return the median, least and most of one of the figures of some runs."""
    values = [what(run) for run in runs]
    return Middle(statistics.median(values), min(values), max(values))


def ratio(ours: Sequence[Cost], theirs: Sequence[Cost], what: Callable[[Cost], float]) -> float:
    """Return the median of our figure against theirs, round by round."""
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(what(our) / what(their) for our, their in pairs)
