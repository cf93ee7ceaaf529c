"""What is spoken at one look is what the passes for each sign would say, only sooner."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exemplars.pronouncing import pronounce
from exemplars.skimming import plain_looking, skim
from exemplars.tidying import clean, tidy

KNOWN = {"UBND": "Ủy ban nhân dân", "TP": "thành phố", "CLB": "câu lạc bộ"}
ODD = {"UBND": "m", "TP": "", "CLB": "g sáng", "TT": "5", "ABC": "x", "KX": "tháng", "WWW": "www."}
WORDS = re.split(
    " ",
    "xã ấp bà Bến Tre ngày gày tháng năm thứ quý mùng sáng trưa em Em v x m h g k l L tr đ kg km ha"
    " I V VI XII C MSC UBND TP CLB TT ABC KX WWW TPHCM TP.HCM mx Nam vn www a.vn v.v kWh m2 ½ e\u0301",
)
NUMBERS = re.split(
    " ", "1 4 5 05 7h30 12 30 300 2020 1.078 12.500,5 2,5 1,078,000 0913 6/4 5-7 1.5 3.4.2020"
)
BETWEEN = [
    " ",
    " ",
    " ",
    " ",
    ", ",
    "; ",
    ": ",
    ". ",
    ".",
    "",
    "  ",
    " – ",
    "/",
    "-",
    "(",
    "'",
    "%",
]
LINES = st.lists(
    st.tuples(st.sampled_from(WORDS) | st.sampled_from(NUMBERS), st.sampled_from(BETWEEN)),
    min_size=1,
    max_size=8,
).map(lambda parts: "".join(map("".join, parts)).rstrip(" ,;"))


def passes(text: str, known: dict[str, str], thousand: str) -> str:
    """Speak a line by looking at each of its signs."""
    return tidy(pronounce(clean(text), known, thousand))


@settings(max_examples=2000, deadline=None)
@given(
    LINES,
    st.sampled_from([{}, KNOWN, ODD]),
    st.sampled_from(["nghìn", "ngàn", "a.", "I", "a/b", "kg", ""]),
)
@example("Ngày 5 tháng 4 bà về", {}, "nghìn")
@example("Nam x 4 và 3 x 4", {}, "nghìn")
@example("Từ 5 g sáng", {}, "nghìn")
@example("Có 5 CLB ra", ODD, "nghìn")
@example("Ra TP. Bến Tre", ODD, "nghìn")
@example("Xem WWW.5", ODD, "nghìn")
@example("TP.vn và TP.HCM", ODD, "nghìn")
@example("Ra \u212bB", {"\u212bB": "ô"}, "nghìn")
@example("Có 5 k gạo", {}, "nghìn")
@example("Thứ 4, Tháng 4", {}, "nghìn")
@example("Ngày, 4.5", {}, "nghìn")
@example("Bà Nga về,", {}, "nghìn")
@example("Có 1.000.", {}, "a.")
def test_one_look_says_what_the_passes_say(text: str, known: dict[str, str], thousand: str) -> None:
    said = skim(text, known, thousand)
    assert said in {None, passes(text, known, thousand)}


@given(st.text(), st.sampled_from([{}, KNOWN]))
def test_one_look_is_enough_for_no_odd_text(text: str, known: dict[str, str]) -> None:
    line = text.replace("\n", " ")
    assert skim(line, known, "nghìn") in {None, passes(line, known, "nghìn")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bà Nga nấu cơm, rồi về.", "Bà Nga nấu cơm, rồi về."),
        ("1.078 hộ", "một nghìn không trăm bảy mươi tám hộ"),
        ("Lần thứ 4, năm 12.", "Lần thứ tư, năm mười hai."),
        ("UBND TP. Bến Tre", "Ủy ban nhân dân thành phố Bến Tre"),
    ],
)
def test_a_plain_line_needs_no_more_than_one_look(text: str, words: str) -> None:
    assert skim(text, KNOWN, "nghìn") == words


@pytest.mark.parametrize(
    "text",
    ["", "5 kg", "6/4", "0913", "Khóa V", "ngày 5 tháng 4", "(bà)", "MSC", "a.vn", "7h", "3 x 4"],
)
def test_what_is_not_plain_is_looked_at_more_closely(text: str) -> None:
    assert skim(text, KNOWN, "nghìn") is None


def test_an_abbreviation_looks_plain_unless_a_capital_follows_a_letter() -> None:
    known = ["UBND", "TP", "tx", "A", "đ/c", "5S", "tX", ""]
    assert plain_looking(known) == ("tx", "A", "đ/c", "5S", "")


@pytest.mark.parametrize("piece", ["a ", "1 ", "1.", "1,2", "UBND ", "a. ", "x 1 ", "1 tháng", "."])
def test_a_hostile_line_is_skimmed_in_time(piece: str) -> None:
    start = time.process_time()
    skim((piece * 100_000)[:100_000], KNOWN, "nghìn")
    assert time.process_time() - start < 5
