"""Tell which stories each number of each statistic counts, for the search to filter by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import sub
from typing import Any

from .counting import DIMENSIONS, Cell, Counts
from .library import Library
from .model import UNKNOWN
from .wording import text

Facet = list[list[Any]]


def facets(library: Library, counts: Counts) -> Iterator[tuple[str, Facet]]:
    """Yield each dimension, and id, label and stories of each of its values.

    Stories are told as steps from the number of one to that of the next.
    """
    numbers = {story.slug: at for at, story in enumerate(library.stories)}
    for name in DIMENSIONS:
        yield name, [_value(cell, numbers) for cell in _cells(counts, name) if cell.count]


def steps(numbers: Sequence[int]) -> list[int]:
    """Return the distances of rising numbers."""
    return [*map(sub, numbers, [0, *numbers])]


def _value(cell: Cell, numbers: Mapping[str, int]) -> list[Any]:
    return [cell.id, cell.label, steps(sorted(map(numbers.__getitem__, cell.slugs)))]


def _cells(counts: Counts, name: str) -> Iterator[Cell]:
    yield from counts.dimensions[name]
    if name == "locality":
        yield Cell(id=UNKNOWN, label=text("labels", UNKNOWN), slugs=_without_district(counts))


def _without_district(counts: Counts) -> tuple[str, ...]:
    """Return the stories that cross tables count under no district."""
    crossed = counts.cross["field*locality"]
    found = (slug for cell in crossed if cell.ids[1] == UNKNOWN for slug in cell.slugs)
    return tuple(dict.fromkeys(found))
