"""``exemplars stats``: what is published, counted, and what was reported beside it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from ..counting import Cell, Counts, Reported, count
from ..judging import library_of
from ..library import CURRENT, Library
from ..model import UNKNOWN
from ..naming import place_path
from ..roots import default_root
from ..vietnamese import number, partial_date, shorten
from ..wording import table, text

COUNTED = ("kind", "field", "basis", "recognition_year", "district")
"""What is shown, in this order."""
LABEL_LIMIT = 72
"""Letters of a label that are shown."""


def declare(binding: argparse.ArgumentParser) -> None:
    """Add the options."""
    binding.add_argument(
        "--format", choices=FORMATS, default="text", help=text("command", "stats-format")
    )


def run(options: argparse.Namespace) -> int:
    """Count, and print the numbers; what is not in order is not counted."""
    library = library_of(default_root(), date.today())  # noqa: DTZ011 - a day of the writer's calendar
    counts = count(library)
    FORMATS[options.format](library, counts)
    return 0


def tables(counts: Counts) -> Mapping[str, Sequence[Cell]]:
    """Return what is shown: each table and its numbers."""
    chosen = {name: counts.dimensions[name] for name in COUNTED if name in counts.dimensions}
    return {**chosen, "district": _districts(counts)}


def _districts(counts: Counts) -> list[Cell]:
    """Return the numbers of the districts until 2025, and of all stories in none of them."""
    places = counts.dimensions["locality"]
    cells = [cell for cell in places if not cell.id.startswith(CURRENT) and cell.id.count("/") == 1]
    inside = {slug for cell in cells for slug in cell.slugs}
    everywhere = (slug for cell in counts.dimensions["kind"] for slug in cell.slugs)
    outside = tuple(slug for slug in everywhere if slug not in inside)
    label = text("stats", "no-district")
    return [*cells, Cell(id=UNKNOWN, label=label, slugs=outside)] if outside else cells


def _print_text(library: Library, counts: Counts) -> None:
    """Print the tables in columns that stand one below the other."""
    key = "total" if counts.total else "none"
    print(text("stats", key, count=number(counts.total)))
    shown = {
        _title(name): [(cell.label, number(cell.count), "") for cell in cells]
        for name, cells in tables(counts).items()
        if cells
    }
    if counts.reported:
        title = f"{text('stats', 'reported')}\n  {text('stats', 'reported-note')}"
        shown[title] = [_reported_row(library, reported) for reported in counts.reported]
    for title, rows in shown.items():
        print(f"\n{title}")
        for line in _aligned(rows):
            print(line)


def _title(name: str) -> str:
    """Return the heading of a table; here it says what a story may count for more than once."""
    return table()["stats"].get(name) or text("dimensions", name)


def _reported_row(library: Library, reported: Reported) -> tuple[str, str, str]:
    """Return what was reported, the number, and where, when, and what is published beside it."""
    report = reported.report
    place = place_path(library, report.place).partition(",")[0]
    when = f", {partial_date(report.as_of)}" if report.as_of else ""
    more = [report.unit, f"{place}{when}"]
    if reported.slugs is not None:
        more.append(text("stats", "beside", count=number(len(reported.slugs))))
    return report.label, number(report.value), " · ".join(more)


def _aligned(rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Yield lines whose numbers end in one column."""
    labels = [shorten(label, LABEL_LIMIT) for label, _, _ in rows]
    wide = max(map(len, labels))
    digits = max(len(value) for _, value, _ in rows)
    for label, (_, value, more) in zip(labels, rows, strict=True):
        yield f"  {label:<{wide}}  {value:>{digits}}  {more}".rstrip()


def _print_json(library: Library, counts: Counts) -> None:
    content = {
        "date": library.date.isoformat() if library.date else None,
        "total": counts.total,
        "dimensions": {
            name: [{"id": cell.id, "label": cell.label, "count": cell.count} for cell in cells]
            for name, cells in tables(counts).items()
        },
        "reported": [
            {
                **reported.report.model_dump(mode="json", exclude_unset=True),
                "published": None if reported.slugs is None else len(reported.slugs),
            }
            for reported in counts.reported
        ],
    }
    print(json.dumps(content, ensure_ascii=False, indent=1))


FORMATS: dict[str, Callable[[Library, Counts], None]] = {
    "text": _print_text,
    "json": _print_json,
}
