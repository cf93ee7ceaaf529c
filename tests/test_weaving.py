"""Tests for weaving.py: the dyes and figures that stand in for photos."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from exemplars.weaving import DYES, MOTIF, dye, rhombs, rings

STYLES = (ROOT / "docs/assets/site.css").read_text("utf-8")
WIDTH = 4 * MOTIF
"""Units of a rhomb's box."""

ids = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-"), min_size=1, max_size=20)

Points = tuple[tuple[int, int], ...]


def outlines(path: str) -> list[Points]:
    """Return the corners of each closed outline of a path, read as SVG reads them."""
    found = []
    for part in re.findall(r"[^z]+z", path):
        match = re.fullmatch(r"M(\d+) (\d+)l((?: ?-?\d+)+)z", part)
        assert match, part
        steps = [int(number) for number in re.findall(r"-?\d+", match[3])]
        points = [(int(match[1]), int(match[2]))]
        for x, y in zip(steps[::2], steps[1::2], strict=True):
            points.append((points[-1][0] + x, points[-1][1] + y))
        found.append(tuple(points))
    assert "".join(re.findall(r"[^z]+z", path)) == path
    return found


def inside(x: float, points: Points) -> bool:
    """Tell whether the point (x, the middle's height) lies in a rhomb."""
    left, *_, right = sorted(point[0] for point in points)
    return left < x < right


def test_the_styles_have_one_rule_for_each_dye_with_its_hue() -> None:
    rules = re.findall(r"\.dye-(\d+) \{ --hue: (\d+); \}", STYLES)
    assert [(int(number), int(hue)) for number, hue in rules] == list(enumerate(DYES))
    assert len(re.findall(r"\.dye-\d", STYLES)) == len(DYES)
    assert STYLES.count("--hue:") == len(DYES)


def test_no_dye_comes_twice_and_neighbours_can_be_told_apart() -> None:
    assert len(set(DYES)) == len(DYES)
    assert all(0 <= hue < 360 for hue in DYES)
    assert all(later - earlier >= 15 for earlier, later in pairwise(sorted(DYES)))


@pytest.mark.parametrize(
    ("field", "number"),
    [("y-te", 13), ("van-hoa", 14), ("giao-duc", 7), ("dan-van", 6)],
)
def test_a_field_keeps_its_dye_for_good(field: str, number: int) -> None:
    assert dye(field) == number


def test_no_two_fields_of_the_vocabulary_share_a_dye() -> None:
    table = yaml.safe_load((ROOT / "stories" / "taxonomy.yml").read_text("utf-8"))
    dyes = [dye(term["id"]) for term in table["fields"]]
    assert len(set(dyes)) == len(dyes)


@given(ids)
def test_every_field_has_a_dye_that_there_is(field: str) -> None:
    assert 0 <= dye(field) < len(DYES)


@given(ids, st.sampled_from(("ca-nhan", "tap-the")), st.integers(1, 5))
def test_rhombs_are_closed_outlines_within_their_boxes(field: str, kind: str, count: int) -> None:
    found = outlines(rhombs(field, kind, count))
    for points in found:
        assert len(points) == 4
        box = points[0][0] // WIDTH
        middle = WIDTH * box + 2 * MOTIF
        reach = 2 * MOTIF - points[0][1]
        assert 1 <= reach <= 2 * MOTIF
        assert points == (
            (middle, 2 * MOTIF - reach),
            (middle + reach, 2 * MOTIF),
            (middle, 2 * MOTIF + reach),
            (middle - reach, 2 * MOTIF),
        )
    assert {points[0][0] // WIDTH for points in found} == set(range(count))


@given(ids, st.sampled_from(("ca-nhan", "tap-the")))
def test_even_odd_filling_shows_the_rings_that_lie_as_the_outermost_does(
    field: str, kind: str
) -> None:
    found, bits = outlines(rhombs(field, kind, 1)), rings(field, kind)
    assert len(set(found)) == len(found)
    for ring in range(2 * MOTIF):
        filled = sum(inside(2 * MOTIF + ring + 0.5, points) for points in found) % 2 == 1
        assert filled == (bits >> ring & 1 == bits >> (2 * MOTIF - 1) & 1)


@given(ids, st.integers(1, 4))
def test_all_rhombs_of_a_row_are_alike(field: str, count: int) -> None:
    first = outlines(rhombs(field, "ca-nhan", 1))
    moved = [
        tuple((x + WIDTH * at, y) for x, y in points) for at in range(count) for points in first
    ]
    assert outlines(rhombs(field, "ca-nhan", count)) == moved


def test_the_same_ids_give_the_same_figure_and_other_kinds_another() -> None:
    first = rhombs("y-te", "ca-nhan", 2)
    rhombs.cache_clear()
    assert rhombs("y-te", "ca-nhan", 2) == first
    assert rhombs("y-te", "tap-the", 2) != first
    assert dye("y-te") == dye("y-te")
