"""The pages of statistics: shares, series, cross tables, quality."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from factories import story
from hypothesis import given
from hypothesis import strategies as st

from exemplars.assessing import assess
from exemplars.counting import Cell, Counts, count
from exemplars.library import Library
from exemplars.model import UNKNOWN
from exemplars.reading import read
from exemplars.reporting import COLUMNS_LIMIT, cross_table, percent, series

Write = Callable[[str, str], Path]


def cell(id_: str, number: int) -> Cell:
    """Return a row with this many stories."""
    return Cell(id=id_, label=id_, slugs=tuple(f"s{n}" for n in range(number)))


def library(stories: Path) -> Library:
    """Return the stories that were written, without problems."""
    found, problems = read(stories, "stories", date(2026, 11, 24))
    assert problems == []
    return found


@pytest.mark.parametrize(
    ("part", "total", "written"),
    [(0, 5, "0%"), (5, 5, "100%"), (152, 1000, "15,2%"), (1, 3, "33,3%"), (2, 3, "66,7%"), (0, 0, "–")],
)  # fmt: skip
def test_a_share_is_written_as_vietnamese_writes_it(part: int, total: int, written: str) -> None:
    assert percent(part, total) == written


def test_a_series_shows_the_years_between_as_zero() -> None:
    drawn = series([cell("2018", 2), cell("2021", 4), cell(UNKNOWN, 9)])
    assert [(bar.label, bar.count, bar.height) for bar in drawn.bars] == [
        ("2018", 2, 50.0), ("2019", 0, 0.0), ("2020", 0, 0.0), ("2021", 4, 100.0),
    ]  # fmt: skip


def test_a_series_of_months_runs_over_the_turn_of_the_year() -> None:
    drawn = series([cell("2025-11", 1), cell("2026-02", 1)])
    assert [bar.label for bar in drawn.bars] == ["11/2025", "12/2025", "1/2026", "2/2026"]


@pytest.mark.parametrize("cells", [[], [cell(UNKNOWN, 3)]])
def test_a_series_of_nothing_is_empty(cells: list[Cell]) -> None:
    assert series(cells).bars == ()


@given(st.sets(st.integers(1945, 2026), min_size=1))
def test_labels_never_overlap_and_the_last_is_always_written(years: set[int]) -> None:
    drawn = series([cell(str(year), 1) for year in years])
    places = [n * drawn.step for n, bar in enumerate(drawn.bars) if bar.labelled]
    assert drawn.bars[-1].labelled
    assert all(later - earlier >= 40 for earlier, later in pairwise(places))


def crossed(stories: Path) -> Counts:
    """Return the counts of the stories that were written."""
    return count(library(stories))


def test_a_cross_table_shows_every_number_and_what_is_unknown(stories: Path, write: Write) -> None:
    honour = {"title": "Giấy khen", "year": 2020}
    write("ca-nhan/a.md", story(fields=["y-te", "van-hoa"], recognitions=[honour]))
    write("ca-nhan/b.md", story(fields=["y-te"]))
    table = cross_table(crossed(stories), "field*recognition_year")
    assert [column.label for column in table.columns] == ["2020", "Chưa rõ"]
    shown = {row.id: numbers for row, numbers in table.rows}
    assert shown == {"y-te": (1, 1), "giao-duc": (0, 0), "nong-nghiep": (0, 0), "van-hoa": (1, 0)}


def test_a_story_without_a_district_is_not_dropped_from_the_table(
    stories: Path, write: Write
) -> None:
    write("ca-nhan/a.md", story(locality="ben-tre"))
    write("ca-nhan/b.md", story(locality="2025/vinh-long/ba-tri"))
    write("ca-nhan/c.md", story(locality="ben-tre/ba-tri/an-duc"))
    table = cross_table(crossed(stories), "field*locality")
    assert [column.id for column in table.columns] == ["ben-tre/ba-tri", UNKNOWN]
    assert dict((row.id, numbers) for row, numbers in table.rows)["y-te"] == (1, 2)  # noqa: C402 - reads better


def test_a_wide_cross_table_says_how_many_columns_it_leaves_out(
    stories: Path, write: Write
) -> None:
    for year in range(2000, 2020):
        honour = {"title": "Giấy khen", "year": year}
        write(f"ca-nhan/a{year}.md", story(recognitions=[honour]))
    table = cross_table(crossed(stories), "field*recognition_year")
    assert len(table.columns) == COLUMNS_LIMIT
    assert table.hidden == 20 - COLUMNS_LIMIT


def test_quality_counts_what_each_story_has(stories: Path, write: Write) -> None:
    source = {"title": "T", "publisher": "P"}
    revoked = {"title": "Cờ", "revoked": True}
    write("ca-nhan/a.md", story(sources=[source, source], recognitions=[{"title": "Giấy khen"}]))
    write(
        "ca-nhan/b.md", story(locality="ben-tre/ba-tri", recognitions=[revoked], date="2025-01-01")
    )
    found = library(stories)
    quality = assess(found, count(found))
    assert {cell.id: cell.slugs for cell in quality.cells} == {
        "co-anh": (),
        "co-khen-thuong": ("a",),
        "nhieu-nguon": ("a",),
        "den-cap-xa": ("a",),
    }
    assert [story.slug for story in quality.oldest] == ["b", "a"]
    assert [field.id for field in quality.fields] == ["giao-duc", "nong-nghiep", "van-hoa"]
    assert [place.id for place in quality.communes] == ["2025/vinh-long/tan-thuy"]
