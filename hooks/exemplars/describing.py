"""Say in one sentence what is to be seen in a statistic, from its numbers alone."""

from __future__ import annotations

from collections.abc import Sequence

from .counting import Cell
from .model import UNKNOWN
from .vietnamese import number, sentence
from .wording import text

NAMED_LIMIT = 3
"""Equals named one by one; more are only counted."""


def describe(cells: Sequence[Cell], total: int) -> str:
    """Return the sentence above a table: its largest numbers, its empty rows, what is unknown.

    Args:
        cells: the rows of a dimension.
        total: published stories.
    """
    if total == 0:
        return text("describe", "nothing")
    known = [cell for cell in cells if cell.id != UNKNOWN]
    unknown = next((cell.count for cell in cells if cell.id == UNKNOWN), 0)
    parts = [_largest(known), _empty(known), _unknown(unknown, total)]
    return " ".join(part for part in parts if part)


def _largest(cells: Sequence[Cell]) -> str:
    """Name what is most frequent, and what comes next where one stands alone at the top."""
    ranked = sorted((cell for cell in cells if cell.count), key=lambda cell: -cell.count)
    if not ranked:
        return ""
    top = [cell for cell in ranked if cell.count == ranked[0].count]
    if len(ranked) == 1:
        return text("describe", "only", label=top[0].label, count=number(top[0].count))
    if len(top) > 1:
        return _tie(top, len(ranked))
    second = [cell for cell in ranked if cell.count == ranked[1].count]
    first = text("describe", "most", label=top[0].label, count=number(top[0].count))
    if len(second) > NAMED_LIMIT:
        return f"{first}."
    names = sentence([cell.label for cell in second], text("words", "and"))
    code = "next" if len(second) == 1 else "next-equal"
    return f"{first}, {text('describe', code, labels=names, count=number(second[0].count))}"


def _tie(top: Sequence[Cell], rows: int) -> str:
    """Name equals at the top, or count them where they are many or all."""
    count = number(top[0].count)
    if len(top) > NAMED_LIMIT:
        code = "many-all-equal" if len(top) == rows else "many-equal"
        return text("describe", code, rows=number(len(top)), count=count)
    names = sentence([cell.label for cell in top], text("words", "and"))
    code = "all-equal" if len(top) == rows else "equal"
    return text("describe", code, labels=names, count=count)


def _empty(cells: Sequence[Cell]) -> str:
    """Name the rows without a story, or count them."""
    empty = [cell.label for cell in cells if not cell.count]
    if not empty or len(empty) == len(cells):
        return ""
    if len(empty) > NAMED_LIMIT:
        return text("describe", "many-empty", rows=number(len(empty)))
    return text("describe", "empty", labels=sentence(empty, text("words", "and")))


def _unknown(count: int, total: int) -> str:
    if count == 0:
        return ""
    if count == total:
        return text("describe", "all-unknown", count=number(count))
    return text("describe", "unknown", count=number(count))
