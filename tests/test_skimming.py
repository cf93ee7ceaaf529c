"""Tests for skimming.py: what is said at one look is what a closer look says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exemplars.pronouncing import pronounce
from exemplars.skimming import plain_looking, skim
from exemplars.tidying import clean, tidy
from exemplars.wording import table

ABBREVIATIONS = {
    "CLB": "câu lạc bộ",
    "TP": "thành phố",
    "TT": "thị trấn",
    "UBND": "Ủy ban nhân dân",
    "tx": "thị xã",
    "đ/c": "đồng chí",
    "5S": "năm ét",
}
CURIOUS = {"TP": "", "UBND": "m", "CLB": "g sáng", "TT": "5", "HĐND": "- a", "KX": "tháng"}
"""Abbreviations that stand for what is not said as it is written."""

WORDS = """
xã huyện ấp bà năm ngày tháng thứ quý mùng rằm sáng lễ khóa kỷ lần hội em Em Ân Đặng nay x X m h g k
tr đ kg km l ha tấn giờ phút người I V X II IV VI XII UBND TP TT TP. CLB HĐND tx đ/c 5S KX USD vn
a.vn v.v. Y'Blim ñ ﬁ ABC lần kWh
"""
_words = st.sampled_from([*WORDS.split(), *sorted(table()["speech-units"])])
_numbers = st.one_of(
    st.integers(0, 10**12).map(str),
    st.integers(1000, 10**9).map(lambda value: f"{value:,}".replace(",", ".")),
    st.tuples(st.integers(0, 99), st.integers(0, 999)).map(lambda pair: f"{pair[0]},{pair[1]}"),
    st.from_regex(r"[0-9]{1,3}[.,/:–-][0-9]{1,4}([.,/][0-9]{1,4})?", fullmatch=True),
    st.from_regex(r"[0-9]{1,3} ?(kg|m2|%|k|đ|tr|TP|h|x ?5|tháng 4|h sáng)", fullmatch=True),
)
_marks = st.sampled_from([" ", " ", " ", " ", ", ", ". ", "; ", ": ", "? ", "", ".", "-", "\xa0"])
_lines = st.lists(st.tuples(st.one_of(_words, _words, _numbers), _marks), max_size=9).map(
    lambda parts: "".join(word + mark for word, mark in parts)
)


@settings(max_examples=600)
@given(
    st.one_of(_lines, _lines.map(str.rstrip), st.text(max_size=20)),
    st.sampled_from([{}, ABBREVIATIONS, CURIOUS]),
    st.sampled_from(["nghìn", "ngàn", "x", "I", "a.", ""]),
)
@example("UBND xã có 1.250 hộ, năm 2020 còn 12.", ABBREVIATIONS, "ngàn")
@example("lần 5 tháng 4", {}, "nghìn")
@example("thứ 4 kg", {}, "nghìn")
@example("em 5 x 5 cây", {}, "nghìn")
@example("thứ 4", {}, "nghìn")
@example("gọi 0912 345", {}, "nghìn")
@example("điệp viên 007", {}, "nghìn")
def test_what_is_said_at_one_look_is_what_a_closer_look_says(
    line: str, abbreviations: Mapping[str, str], thousand: str
) -> None:
    if any(map(line.__contains__, plain_looking(abbreviations))):
        return  # such a line is not skimmed
    said = skim(line, abbreviations, thousand)
    assert said in {None, tidy(pronounce(clean(line), abbreviations, thousand))}


@pytest.mark.parametrize(
    "line",
    [
        "Bà góp công làm đường.",
        "Năm 2020, xã có 1.250 hộ và 12 ấp.",
        "UBND xã và CLB cùng làm 3,5 cây số đường.",
    ],
)
def test_one_look_is_enough_for_plain_lines(line: str) -> None:
    assert skim(line, {"UBND": "Ủy ban nhân dân", "CLB": "câu lạc bộ"}, "nghìn") is not None


@pytest.mark.parametrize("line", ["Bà có 5 kg gạo.", "Ngày 3/5.", "Số (12)", "Khóa XII", "a.vn"])
def test_what_is_not_plain_is_looked_at_closer(line: str) -> None:
    assert skim(line, {}, "nghìn") is None
