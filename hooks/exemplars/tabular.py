"""Write and read CSV files that open right in a spreadsheet, and run nothing there.

UTF-8 with a byte order mark, commas, CRLF, quoted by the csv module (RFC 4180). A spreadsheet
takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, quoted or not. So a text
that begins so, perhaps after white space, quotes or a tab, gets an apostrophe in front; so does
each part of a text after a semicolon, which is where Excel cuts the cells in countries that write
a decimal comma. ``restore`` takes exactly these apostrophes away again. Numbers and days are
written as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Generic, Literal, TypeVar

DELIMITER = ","
LINE_END = "\r\n"
LIST_DELIMITER = ";"
"""Between the values of one cell."""

_MARK = "\ufeff"
_APOSTROPHE = "'"
_LIVE = re.compile(r"""[\s"'“”‘’`]*[=+\-@＝＋－＠\t\r]""")
"""The beginning of a text that some spreadsheet calculates; full-width signs count in Japan."""

Row = TypeVar("Row")
Value = str | int | date | tuple[str, ...] | None
Kind = Literal["string", "integer", "boolean", "year", "date", "list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column: what it reads in a row, and what a program may rely on."""

    name: str
    value: Callable[[Row], Value]
    kind: Kind = "string"
    """A field type of the Table Schema."""
    constraints: Mapping[str, object] = field(default_factory=dict)
    """As the Table Schema has them."""
    dimension: str = ""
    """The statistic that counts this column."""


def write_head(columns: tuple[Column[Row], ...]) -> bytes:
    """Return the beginning of a CSV file: the mark of UTF-8, and the names of the columns."""
    return _MARK.encode() + _written([[column.name for column in columns]])


def write_rows(columns: tuple[Column[Row], ...], rows: Iterable[Row]) -> bytes:
    """Return rows as they stand below the head."""
    return _written([_cell(column.value(row)) for column in columns] for row in rows)


def _written(rows: Iterable[Sequence[str | int]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=DELIMITER, lineterminator=LINE_END).writerows(rows)
    return buffer.getvalue().encode()


def read_table(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a file from ``write_rows``, each text as it was before."""
    rows = csv.DictReader(_source(content), delimiter=DELIMITER, strict=True)
    return [{name: restore(cell) for name, cell in row.items()} for row in rows]


def read_column(content: bytes, name: str) -> list[str]:
    """Return one column of a file from ``write_rows``, each text as it was before."""
    rows = csv.reader(_source(content), delimiter=DELIMITER, strict=True)
    at = next(rows).index(name)
    return [restore(row[at]) for row in rows if row]


def defuse(text: str) -> str:
    """Return ``text`` with an apostrophe before each part that a spreadsheet would calculate."""
    if LIST_DELIMITER not in text and text[:1].isalnum():
        return text  # as most texts are
    parts = text.split(LIST_DELIMITER)
    return LIST_DELIMITER.join(
        f"{_APOSTROPHE}{part}" if _LIVE.match(part) else part for part in parts
    )


def restore(text: str) -> str:
    """Return the text that ``defuse`` was given."""
    if _APOSTROPHE not in text:
        return text
    return LIST_DELIMITER.join(_restored(part) for part in text.split(LIST_DELIMITER))


def join(values: Iterable[str]) -> str:
    """Return several texts as one; a text that holds a semicolon or a quote stands in quotes."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=LIST_DELIMITER, lineterminator=LINE_END).writerow(values)
    return buffer.getvalue().removesuffix(LINE_END)


def split(text: str) -> tuple[str, ...]:
    """Return the texts that ``join`` was given."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=LIST_DELIMITER, strict=True)
    return tuple(next(rows, ()))


def _source(content: bytes) -> io.TextIOWrapper:
    """Return the lines of a file, decoded as they are asked for: a whole one is large."""
    return io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")


def _restored(part: str) -> str:
    rest = part.removeprefix(_APOSTROPHE)
    return rest if _LIVE.match(rest) else part


def _cell(value: Value) -> str | int:
    """Return a value as the csv module is to write it; only texts can be formulas."""
    match value:
        case str():
            return defuse(value)
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return value
        case date():
            return value.isoformat()
    return defuse(_joined(value))


@lru_cache(1024)
def _joined(values: tuple[str, ...]) -> str:
    """Return what ``join`` does; many stories have the same fields and themes."""
    return join(values)
