"""Write the pages of statistics: the overview, a page a dimension, the quality of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .assessing import assess
from .counting import DIMENSIONS, Cell, Counts
from .describing import describe
from .desk import Desk
from .library import CURRENT
from .listing import cell_address, quality_address
from .model import UNKNOWN
from .site import Page, Sheet
from .vietnamese import number
from .wording import table, text

PARTITIONS = ("kind", "basis")
"""Dimensions whose numbers add up to the total, so that a share says something."""
SERIES = ("recognition_year", "month")
"""Dimensions in time, which are drawn as well."""
COLUMNS_LIMIT = 12
"""Columns of a cross table on its page; statistics.json holds all."""
WIDTH, STEP, LABEL = 400, 14, 40
"""Widths of a drawing, of its narrowest step and of a label, so that it is legible on a phone."""
DIGIT = 8
"""Width of a digit in a drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One step of a series."""

    label: str
    count: int
    height: float
    """Per cent of the largest."""
    labelled: bool
    """Whether its label is written below it."""
    numbered: bool
    """Whether there is room for its number above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series in time as it is drawn."""

    bars: tuple[Bar, ...]
    step: int
    """Width of a bar with its gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cross:
    """A cross table as it is shown."""

    first: str
    second: str
    """The dimensions of its rows and columns."""
    title: str
    columns: tuple[Cell, ...]
    hidden: int
    """Columns that are left out."""
    rows: tuple[tuple[Cell, tuple[int, ...]], ...]
    """Each row of the first dimension and its numbers, column by column."""


def statistics_sheets(desk: Desk) -> Iterator[Sheet]:
    """Yield every page of statistics."""
    yield _overview(desk)
    for name, cells in desk.counts.dimensions.items():
        yield _dimension_page(desk, name, cells)
    yield _quality_page(desk)


def percent(count: int, total: int) -> str:
    """Return a share as Vietnamese writes it: "15,2%"."""
    return f"{number(round(100 * count / total, 1))}%" if total else "–"


def series(cells: Sequence[Cell]) -> Series:
    """Return the steps of a series from its first to its last, with those between at zero."""
    known = {cell.id: cell.count for cell in cells if cell.id != UNKNOWN}
    steps = _steps(sorted(known))
    most = max(known.values(), default=1)
    width = max(STEP, WIDTH // max(len(steps), 1)) if len(steps) > 1 else WIDTH
    stride = -(-LABEL // width)
    bars = (
        Bar(
            label="/".join(part.lstrip("0") for part in reversed(step.split("-"))),
            count=known.get(step, 0),
            height=round(100 * known.get(step, 0) / most, 1),
            labelled=(len(steps) - 1 - position) % stride == 0,
            numbered=DIGIT * len(str(known.get(step, 0))) <= width,
        )
        for position, step in enumerate(steps)
    )
    return Series(bars=tuple(bars), step=width)


def cross_table(counts: Counts, name: str) -> Cross:
    """Return a cross table of field and another dimension, empty columns left out."""
    first, second = name.split("*")
    numbers = {cell.ids: cell.count for cell in counts.cross[name]}
    used = {ids[1] for ids in numbers}
    candidates = [cell for cell in counts.dimensions[second] if cell.id in used]
    if UNKNOWN in used.difference(cell.id for cell in candidates):
        candidates.append(Cell(id=UNKNOWN, label=text("labels", UNKNOWN), slugs=()))
    ranked = sorted(candidates, key=lambda cell: (cell.id == UNKNOWN, -cell.count))
    chosen = {cell.id for cell in ranked[:COLUMNS_LIMIT]}
    columns = tuple(cell for cell in candidates if cell.id in chosen)
    rows = tuple(
        (row, tuple(numbers.get((row.id, column.id), 0) for column in columns))
        for row in counts.dimensions[first]
    )
    return Cross(
        first=first,
        second=second,
        title=text("cross", second),
        columns=columns,
        hidden=len(candidates) - len(columns),
        rows=rows,
    )


def comparable(name: str, cells: Sequence[Cell]) -> list[Cell]:
    """Return the rows that a sentence may compare, named as within a sentence.

    Places are compared at one level: districts as they were, communes of today.
    """
    depth = {"locality": 1, "locality_now": 2}.get(name)
    if depth is not None:
        cells = [cell for cell in cells if cell.id.count("/") == depth]
        cells = [cell for cell in cells if cell.id.startswith(CURRENT) == (depth == 2)]  # noqa: PLR2004 - as above
    prefix = text("prefixes", name) if name in table()["prefixes"] else ""
    return [replace(cell, label=f"{prefix}{_short(name, cell.label)}") for cell in cells]


def _short(name: str, label: str) -> str:
    """Return a place without what lies above it, a month as it stands within a sentence."""
    return label[:1].lower() + label[1:] if name == "month" else label.split(", ", maxsplit=1)[0]


def _steps(ids: Sequence[str]) -> list[str]:
    """Return every year, or every month, from the first id to the last."""
    if not ids:
        return []
    if len(ids[0]) == len("2020"):
        return [str(year) for year in range(int(ids[0]), int(ids[-1]) + 1)]
    first, last = (int(id_[:4]) * 12 + int(id_[5:]) - 1 for id_ in (ids[0], ids[-1]))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def _figure(desk: Desk, name: str) -> Mapping[str, Any]:
    """Return what the table of a dimension is drawn from."""
    cells = desk.counts.dimensions[name]
    return {
        "name": name,
        "cells": cells,
        "sentence": describe(comparable(name, cells), desk.counts.total),
        "shares": [percent(cell.count, desk.counts.total) for cell in cells]
        if name in PARTITIONS
        else [],
        "series": series(cells) if name in SERIES else Series(bars=(), step=0),
    }


def _overview(desk: Desk) -> Sheet:
    page = Page(
        address="/thong-ke/",
        title=text("statistics", "title"),
        description=text("statistics", "description"),
        changed=desk.library.date,
    )

    def values() -> Mapping[str, Any]:
        return {
            "counts": desk.counts,
            "figures": {name: _figure(desk, name) for name in DIMENSIONS},
            "address": cell_address,
            "date": desk.library.date,
        }

    return desk.sheet("statistics", values, page)


def _dimension_page(desk: Desk, name: str, cells: tuple[Cell, ...]) -> Sheet:
    title = text("dimensions", name)
    page = Page(
        address=f"/thong-ke/{name}/",
        title=text("statistics", "by", title=title),
        description=text("definitions", name),
        changed=desk.library.date,
    )

    def values() -> Mapping[str, Any]:
        crossed = [cross for cross in desk.counts.cross if cross.startswith(f"{name}*")]
        return {
            "figure": _figure(desk, name),
            "title": title,
            "crosses": [cross_table(desk.counts, cross) for cross in crossed],
            "address": cell_address,
            "total": desk.counts.total,
            "cells": cells,
        }

    return desk.sheet("dimension", values, page)


def _quality_page(desk: Desk) -> Sheet:
    page = Page(
        address="/thong-ke/chat-luong/",
        title=text("quality", "title"),
        description=text("statistics", "quality"),
        changed=desk.library.date,
    )

    def values() -> Mapping[str, Any]:
        quality = assess(desk.library, desk.counts)
        return {"quality": quality, "total": desk.counts.total, "address": quality_address}

    return desk.sheet("quality", values, page)
