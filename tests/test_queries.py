"""The search bench types names as people do."""

from __future__ import annotations

import random
import sys
import unicodedata

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT))
from bench.keystrokes import (
    Order,
    bare,
    extra,
    missing,
    neighbouring,
    other_placement,
    slip,
    swapped,
    telex,
    vni,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguyễn Thị Đào", "Nguyen Thi Dao"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Đào"), "Nguyen Thi Dao"),
        ("đường ăn ở", "duong an o"),
    ],
)
def test_bare(text: str, expected: str) -> None:
    assert bare(text) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("Khỏe", "Khoẻ"),
        ("Thúy", "Thuý"),
        ("HÒA", "HOÀ"),
        ("Lê Thị Hòa Thủy", "Lê Thị Hoà Thuỷ"),
    ],
)
def test_other_placement_goes_both_ways(old: str, new: str) -> None:
    assert other_placement(old) == new
    assert other_placement(new) == old
    assert other_placement(unicodedata.normalize("NFD", old)) == new


@pytest.mark.parametrize(
    "text",
    [
        "hoàn",  # a consonant follows: the tone has one place
        "quà",
        "quý",  # u belongs to qu
        "Huệ",
        "Tuấn",
        "của",
        "hoa",
    ],
)
def test_no_other_placement(text: str) -> None:
    assert other_placement(text) == text


@pytest.mark.parametrize(
    ("text", "letter", "end", "mixed"),
    [
        ("Nguyễn", "Nguyeexn", "Nguyenex", "Nguyeenx"),
        ("Đường", "DDuwowfng", "Duongdwf", "DDuwowngf"),
        ("đặng", "ddawjng", "dangdwj", "ddawngj"),
        ("hòa", "hofa", "hoaf", "hoaf"),
        ("Ân", "AAn", "Ana", "AAn"),
        ("bệnh viện", "beejnh vieejn", "benhej vienej", "beenhj vieenj"),
        ("Lan 5", "Lan 5", "Lan 5", "Lan 5"),
    ],
)
def test_telex(text: str, letter: str, end: str, mixed: str) -> None:
    typed = [telex(text, order) for order in (Order.LETTER, Order.END, Order.MIXED)]
    assert typed == [letter, end, mixed]
    assert telex(unicodedata.normalize("NFD", text), Order.MIXED) == mixed


@pytest.mark.parametrize(
    ("text", "letter", "end", "mixed"),
    [
        ("Nguyễn", "Nguye64n", "Nguyen64", "Nguye6n4"),
        ("Đường", "D9u7o72ng", "Duong972", "D9u7o7ng2"),
        ("đặng", "d9a85ng", "dang985", "d9a8ng5"),
        ("hòa", "ho2a", "hoa2", "hoa2"),
        ("Ân", "A6n", "An6", "A6n"),
    ],
)
def test_vni(text: str, letter: str, end: str, mixed: str) -> None:
    typed = [vni(text, order) for order in (Order.LETTER, Order.END, Order.MIXED)]
    assert typed == [letter, end, mixed]


def test_slips() -> None:
    draw = random.Random(1)  # noqa: S311 - no secret
    for _ in range(200):
        assert missing("thanh", draw) in {"hanh", "tanh", "thnh", "thah", "than"}
        assert swapped("thanh", draw) in {"htanh", "tahnh", "thnah", "thahn"}
        assert len(extra("thanh", draw)) == 6
        wrong = neighbouring("thanh", draw)
        assert sum(a != b for a, b in zip("thanh", wrong, strict=True)) == 1


def test_neighbours_lie_beside_the_key() -> None:
    draw = random.Random(1)  # noqa: S311 - no secret
    assert {neighbouring("a", draw) for _ in range(200)} == set("qwsz")
    assert {neighbouring("m", draw) for _ in range(200)} == set("njk")


def test_letters_that_are_alike_are_not_swapped() -> None:
    draw = random.Random(1)  # noqa: S311 - no secret
    assert {swapped("aab", draw) for _ in range(50)} == {"aba"}


def test_slip_spoils_one_word_of_three_letters() -> None:
    draw = random.Random(1)  # noqa: S311 - no secret
    for _ in range(100):
        first, second, third = slip("Hồ Minh Ân", draw).split()
        assert (first, third) == ("ho", "an")
        assert second != "minh"
    assert slip("Hồ Ân", draw) == ""
