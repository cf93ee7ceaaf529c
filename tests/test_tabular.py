"""Tests for tabular.py: tables that open right, run nothing, and lose nothing."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemplars.tabular import (
    Column,
    Value,
    defuse,
    join,
    read_table,
    restore,
    split,
    write_head,
    write_rows,
)  # fmt: skip

COLUMNS: tuple[Column[tuple[Value, ...]], ...] = (
    Column(name="one", value=lambda row: row[0]),
    Column(name="two", value=lambda row: row[1]),
)
PIECES = st.sampled_from([*"=+-@\t\r\n'\" ;,＝＋－＠a1ệ", "'=", "\r\n", "<b>", "\u00a0"])
"""Texts of these are mostly hostile."""


def table(*rows: tuple[Value, ...]) -> bytes:
    """Return the bytes of a whole table."""
    return write_head(COLUMNS) + write_rows(COLUMNS, rows)


def written(*rows: tuple[Value, ...]) -> str:
    """Return a table's text after its mark."""
    return table(*rows).decode("utf-8-sig")


def raw_cells(content: bytes) -> list[list[str]]:
    """Return the cells as any program reads them."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


# --- formulas ---


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # what a spreadsheet calculates
        ("=1+1", "'=1+1"),
        ("+84 75", "'+84 75"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        # white space and quotes before it
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ('"=1"', '\'"=1"'),
        ("“=1”", "'“=1”"),
        # behind an apostrophe of its own
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        # where Excel cuts at semicolons
        ("a;=1", "a;'=1"),
        ('a; "=1";b', 'a;\' "=1";b'),
        # plain text
        ("", ""),
        ("5 = 5", "5 = 5"),
        ("'Ngọn lửa'", "'Ngọn lửa'"),
        ("a,=1", "a,=1"),
        ("một; hai", "một; hai"),
    ],
)
def test_a_text_that_would_be_calculated_gets_an_apostrophe(text: str, shown: str) -> None:
    assert defuse(text) == shown
    assert restore(shown) == text


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_can_be_restored_and_is_no_formula(text: str) -> None:
    shown = defuse(text)
    assert restore(shown) == text
    for part in shown.split(";"):
        assert not part.lstrip(' \u00a0"“”').startswith(tuple("=+-@＝＋－＠\t\r"))


# --- lists ---


@pytest.mark.parametrize(
    ("values", "cell"),
    [
        ((), ""),
        (("y-te",), "y-te"),
        (("y-te", "van-hoa"), "y-te;van-hoa"),
        (("a;b", 'nói "được"'), '"a;b";"nói ""được"""'),
        (("=1", "b"), "=1;b"),
    ],
)
def test_a_list_is_one_cell(values: tuple[str, ...], cell: str) -> None:
    assert join(values) == cell
    assert split(cell) == values


@given(st.lists(st.lists(PIECES, min_size=1).map("".join), min_size=1).map(tuple))
def test_any_list_survives_its_cell(values: tuple[str, ...]) -> None:
    (row,) = read_table(table((values, "")))
    assert split(row["one"]) == values


# --- files ---


def test_a_table_begins_with_a_mark_and_ends_its_lines_with_crlf() -> None:
    content = table(("Đ", 1))
    assert content == b"\xef\xbb\xbfone,two\r\n\xc4\x90,1\r\n"


def test_numbers_days_and_truth_are_written_as_they_are() -> None:
    assert written((-5, date(2020, 4, 6)), (True, False), (0, None)) == (
        "one,two\r\n-5,2020-04-06\r\ntrue,false\r\n0,\r\n"
    )


def test_quotes_commas_and_line_ends_stay_within_their_cell() -> None:
    assert written(('nói "được"', "a,b"), ("hai\ndòng", "một\r\ndòng")) == (
        'one,two\r\n"nói ""được""","a,b"\r\n"hai\ndòng","một\r\ndòng"\r\n'
    )


def test_an_empty_table_has_its_head() -> None:
    assert written() == "one,two\r\n"
    assert read_table(table()) == []


@given(st.lists(st.tuples(*[st.lists(PIECES, min_size=1).map("".join)] * 2)))
def test_hostile_texts_survive_the_round_trip(rows: list[tuple[str, str]]) -> None:
    content = table(*rows)
    assert [tuple(row.values()) for row in read_table(content)] == rows
    assert content == table(*rows)
    for cells in raw_cells(content)[1:]:
        assert not any(cell.lstrip().startswith(tuple("=+-@")) for cell in cells)
