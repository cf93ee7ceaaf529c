"""Tests for picturing.py: what stands where no photo is, and the mat of all stories."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from conftest import EXAMPLE
from factories import FRONT, story
from hypothesis import example, given
from hypothesis import strategies as st

from exemplars.library import Library, Story
from exemplars.markup import Body
from exemplars.model import FrontMatter
from exemplars.picturing import (
    BREADTH,
    CAPTION_LIMIT,
    CELLS,
    RHOMBS,
    Picture,
    mat,
    picture,
    write_figures,
)
from exemplars.reading import read
from exemplars.weaving import dye, rhombs

Write = Callable[[str, str], Path]

MEALS = {"label": "suất cơm mỗi ngày", "value": 1078, "about": "hơn"}


@pytest.fixture
def drawn(stories: Path, write: Write) -> Callable[..., Picture]:
    """Return a function that draws the card of a story with changes."""

    def draw(*, deed: bool = True, **changes: Any) -> Picture:
        write("ca-nhan/a.md", story(**changes))
        library, problems = read(stories, "stories", date(2026, 6, 1))
        assert problems == []
        return picture(library.stories[0], library, deed=deed)

    return draw


def test_a_number_of_the_deed_comes_first(drawn: Callable[..., Picture]) -> None:
    found = drawn(figures=[MEALS, {"label": "người", "value": 3}], since=2012)
    assert (found.number, found.caption) == ("hơn 1.078", "suất cơm mỗi ngày")


def test_without_a_number_the_year_it_began_in_comes_first(drawn: Callable[..., Picture]) -> None:
    found = drawn(since=2012)
    assert (found.number, found.caption) == ("2012", "năm bắt đầu")


def test_without_either_the_place_stands_with_what_it_lies_in(
    drawn: Callable[..., Picture],
) -> None:
    found = drawn(until=2015)
    assert (found.number, found.caption) == ("xã An Đức", "huyện Ba Tri, tỉnh Bến Tre")
    found = drawn(locality="2025/vinh-long")
    assert (found.number, found.caption) == ("tỉnh Vĩnh Long", "")


def test_on_the_storys_own_page_the_place_stands_alone(
    drawn: Callable[..., Picture],
) -> None:
    found = drawn(deed=False, figures=[MEALS], since=2012)
    assert (found.number, found.caption) == ("xã An Đức", "huyện Ba Tri, tỉnh Bến Tre")


@pytest.mark.parametrize(
    ("figure", "number", "caption"),
    [
        # a unit that the label does not say
        ({"label": "góp được", "value": 28_800_000_000, "unit": "đồng"}, "28,8 tỷ", "đồng, góp được"),
        # a unit that it says already, in any case
        ({"label": "suất cơm mỗi ngày", "value": 40, "unit": "suất"}, "40", "suất cơm mỗi ngày"),
        ({"label": "Cây cầu đã xây", "value": 4, "unit": "cây cầu"}, "4", "Cây cầu đã xây"),
        # no unit
        ({"label": "cây cầu", "value": 4}, "4", "cây cầu"),
    ],
)  # fmt: skip
def test_the_unit_is_told_once(
    figure: dict[str, Any], number: str, caption: str, drawn: Callable[..., Picture]
) -> None:
    found = drawn(figures=[figure])
    assert (found.number, found.caption) == (number, caption)
    if unit := figure.get("unit"):
        assert f"{found.number} {found.caption}".casefold().count(unit) == 1


@pytest.mark.parametrize(
    ("unit", "label"),
    [("m", "đường làm mới"), ("ha", "đất các hộ thay nhau giữ")],
)
def test_a_unit_within_a_longer_word_is_not_taken_for_told(
    unit: str, label: str, drawn: Callable[..., Picture]
) -> None:
    found = drawn(figures=[{"label": label, "value": 12, "unit": unit}])
    assert found.caption == f"{unit}, {label}"


def test_a_long_caption_is_cut_between_words(drawn: Callable[..., Picture]) -> None:
    label = "suất cơm miễn phí nấu cho người bệnh nghèo ở bệnh viện huyện mỗi ngày"
    found = drawn(figures=[{"label": label, "value": 9}])
    assert found.caption == "suất cơm miễn phí nấu cho người bệnh nghèo ở…"
    assert len(found.caption) <= CAPTION_LIMIT


@pytest.mark.parametrize("unit", ["đồng " * 30, "đ" * 90])
def test_a_caption_fits_whatever_a_story_says(unit: str, drawn: Callable[..., Picture]) -> None:
    found = drawn(figures=[{"label": "góp " * 30, "value": 10**15 + 7, "unit": unit.strip()}])
    assert 0 < len(found.caption) <= CAPTION_LIMIT


def test_the_main_field_and_the_kind_give_dye_and_figure(drawn: Callable[..., Picture]) -> None:
    found = drawn(fields=["van-hoa", "y-te"])
    assert found.dye == dye("van-hoa")
    assert found.figure == "van-hoa-ca-nhan"


# --- the mat of all stories ---


@cache
def made(field: str) -> Story:
    """Return a story of a field; a mat looks at nothing else."""
    values = {**FRONT, "fields": (field,), "sources": ({"title": "T", "publisher": "P"},)}
    return Story(
        path="a", file="ca-nhan/a.md", slug="a", values={}, keys={},
        front=FrontMatter.model_validate(values), body=Body.of("", ""), source="",
        body_line=1,
    )  # fmt: skip


def library(counts: dict[str, int]) -> Library:
    """Return a library with so many stories of each field."""
    return Library(
        root="s",
        stories=tuple(made(field) for field, count in counts.items() for _ in range(count)),
    )


def squares(path: str) -> list[tuple[int, int]]:
    """Return column and row of each square of a path."""
    whole = re.findall(r"M(\d+) (\d+)h8v8h-8z", path)
    assert "".join(f"M{x} {y}h8v8h-8z" for x, y in whole) == path
    assert all(int(x) % 10 == int(y) % 10 == 0 for x, y in whole)
    return [(int(x) // 10, int(y) // 10) for x, y in whole]


fields = st.dictionaries(
    st.sampled_from([f"f{n:02}" for n in range(20)]), st.integers(1, 900), min_size=1
)


@given(fields)
@example({"f00": 1})
@example({"f00": CELLS})
@example({"f00": CELLS + 1})
@example({f"f{n:02}": 1 for n in range(20)} | {"f00": 9000})
def test_each_field_has_squares_as_it_has_stories(counts: dict[str, int]) -> None:
    found = mat(library(counts))
    placed = [square for _, path in found.parts for square in squares(path)]
    # no square twice, row by row, and all within the frame
    assert placed == [(n % found.columns, n // found.columns) for n in range(len(placed))]
    assert found.columns * (found.rows - 1) < len(placed) <= found.columns * found.rows
    # one at least for each field, and not many more than there is room for
    assert 1 <= len(placed) <= CELLS + len(counts)
    assert len(found.parts) == len(counts)
    assert all(path for _, path in found.parts)
    # a square stands for as many stories as it says
    assert (found.stories - 1) * CELLS < sum(counts.values()) <= found.stories * CELLS
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    for (field, count), (number, path) in zip(ordered, found.parts, strict=True):
        assert number == dye(field)
        shown = len(squares(path))
        assert shown == 1 or abs(shown - count / found.stories) <= 0.5


@given(fields)
def test_a_mat_is_broader_than_high(counts: dict[str, int]) -> None:
    found = mat(library(counts))
    assert found.columns >= found.rows
    if sum(counts.values()) > CELLS:
        assert BREADTH / 1.3 < found.columns / found.rows < BREADTH * 1.3


@given(fields)
def test_a_mat_does_not_depend_on_the_order_of_stories(counts: dict[str, int]) -> None:
    turned = dict(reversed(counts.items()))
    assert mat(library(counts)) == mat(library(turned))


def test_while_there_is_room_each_story_has_its_square() -> None:
    found = mat(library({"y-te": 3, "van-hoa": 5}))
    assert [(number, len(squares(path))) for number, path in found.parts] == [
        (dye("van-hoa"), 5),
        (dye("y-te"), 3),
    ]
    assert found.stories == 1


def test_the_mat_of_no_story_is_empty() -> None:
    found = mat(library({}))
    assert (found.parts, found.rows, found.stories) == ((), 0, 1)


def test_the_sheet_of_figures_has_one_for_each_field_and_kind() -> None:
    library, _ = read(EXAMPLE, "stories", date(2026, 11, 24))
    sheet = ET.fromstring(write_figures(library))  # noqa: S314 - our own
    svg = "{http://www.w3.org/2000/svg}"
    found = {symbol.get("id"): symbol[0].get("d") for symbol in sheet.iter(f"{svg}symbol")}
    assert found == {
        f"{field}-{kind}": rhombs(field, kind, RHOMBS)
        for field in library.fields
        for kind in ("ca-nhan", "tap-the")
    }
    assert {picture(story, library).figure for story in library.stories} <= found.keys()
