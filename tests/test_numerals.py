"""Numbers in words: every one is said in one way and can be understood again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemplars.numerals import day, decimal, digits, integer, month, ordinal, roman

UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
VALUES = {word: value for value, word in enumerate(UNITS)} | {"mốt": 1, "tư": 4, "lăm": 5}
BIG = {"triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}


def parse(words: str) -> int:
    """Return the number that ``words`` say: written apart from the code, it knows only speech."""
    if words.startswith("âm "):
        return -parse(words.removeprefix("âm "))
    high, billions, low = words.rpartition("tỷ")
    total = parse(high.strip()) * 10**9 if billions else 0
    part = unit = 0
    for word in low.split():
        if word in BIG:
            total, part, unit = total + (part + unit) * BIG[word], 0, 0
        elif word in {"trăm", "mươi"}:
            part, unit = part + unit * (100 if word == "trăm" else 10), 0
        elif word == "mười":
            part += 10
        elif word != "lẻ":
            unit = VALUES[word]
    return total + part + unit


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        # from ten on, five is lăm
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        # from twenty on, one is mốt and four is tư
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (44, "bốn mươi tư"),
        (55, "năm mươi lăm"),
        (91, "chín mươi mốt"),
        # an empty ten is lẻ
        (100, "một trăm"),
        (101, "một trăm lẻ một"),
        (104, "một trăm lẻ bốn"),
        (105, "một trăm lẻ năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (999, "chín trăm chín mươi chín"),
        # empty hundreds are said below a thousand
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm lẻ năm"),
        (1015, "một nghìn không trăm mười lăm"),
        (1078, "một nghìn không trăm bảy mươi tám"),
        (1954, "một nghìn chín trăm năm mươi tư"),
        (2020, "hai nghìn không trăm hai mươi"),
        (15000, "mười lăm nghìn"),
        (24537, "hai mươi tư nghìn năm trăm ba mươi bảy"),
        (500000, "năm trăm nghìn"),
        (10**6, "một triệu"),
        (10**6 + 5, "một triệu không trăm lẻ năm"),
        (10**6 + 5000, "một triệu không trăm lẻ năm nghìn"),
        (703915000, "bảy trăm lẻ ba triệu chín trăm mười lăm nghìn"),
        (7071500000, "bảy tỷ không trăm bảy mươi mốt triệu năm trăm nghìn"),
        (10**9 + 1, "một tỷ không trăm lẻ một"),
        (10**12, "một nghìn tỷ"),
        (10**12 + 5 * 10**9, "một nghìn không trăm lẻ năm tỷ"),
        (10**15, "một triệu tỷ"),
        (10**18, "một tỷ tỷ"),
        (-7, "âm bảy"),
        (-1078, "âm một nghìn không trăm bảy mươi tám"),
    ],
)
def test_a_whole_number_is_said_as_the_south_says_it(value: int, words: str) -> None:
    assert integer(value, "nghìn") == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1000, "một ngàn"),
        (1078, "một ngàn không trăm bảy mươi tám"),
        (2025, "hai ngàn không trăm hai mươi lăm"),
        (10**12, "một ngàn tỷ"),
        (999, "chín trăm chín mươi chín"),
    ],
)
def test_ben_tre_says_ngan(value: int, words: str) -> None:
    assert integer(value, "ngàn") == words


def test_every_number_of_four_digits_is_understood_again() -> None:
    for value in range(10_000):
        assert parse(integer(value, "nghìn")) == value


def test_no_two_numbers_of_four_digits_sound_alike() -> None:
    assert len({integer(value, "nghìn") for value in range(10_000)}) == 10_000


@given(st.integers(-(10**15), 10**15), st.sampled_from(["nghìn", "ngàn"]))
def test_any_number_is_understood_again(value: int, thousand: str) -> None:
    assert parse(integer(value, thousand)) == value


@given(st.integers(0, 10**27))
def test_a_number_beyond_all_counting_still_has_words(value: int) -> None:
    words = integer(value, "nghìn")
    assert words == " ".join(words.split())
    assert not any(char.isdigit() for char in words)


@pytest.mark.parametrize(
    ("whole", "fraction", "words"),
    [
        ("22", "36", "hai mươi hai phẩy ba mươi sáu"),
        ("2", "5", "hai phẩy năm"),
        ("3", "15", "ba phẩy mười lăm"),
        ("0", "05", "không phẩy không năm"),
        ("0", "5", "không phẩy năm"),
        ("1", "00", "một phẩy không không"),
        # three decimals and more are read one by one
        ("3", "141", "ba phẩy một bốn một"),
        ("0", "075", "không phẩy không bảy năm"),
        ("1078", "2", "một nghìn không trăm bảy mươi tám phẩy hai"),
    ],
)
def test_decimals_follow_the_comma(whole: str, fraction: str, words: str) -> None:
    assert decimal(whole, fraction, "nghìn") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("05", "không năm"), ("115", "một một năm"), ("0913", "không chín một ba"), ("", "")],
)
def test_digits_are_said_one_by_one(text: str, words: str) -> None:
    assert digits(text) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "nhất"),
        (2, "hai"),
        (3, "ba"),
        (4, "tư"),
        (5, "năm"),
        (13, "mười ba"),
        (24, "hai mươi tư"),
    ],
)
def test_an_order_has_words_of_its_own(value: int, words: str) -> None:
    assert ordinal(value, "nghìn") == words


@pytest.mark.parametrize(
    ("value", "words"), [(1, "một"), (4, "tư"), (5, "năm"), (11, "mười một"), (12, "mười hai")]
)
def test_the_fourth_month_is_tu(value: int, words: str) -> None:
    assert month(value, "nghìn") == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "mùng một"), (4, "mùng bốn"), (10, "mùng mười"), (11, "mười một"), (31, "ba mươi mốt")],
)
def test_the_first_ten_days_are_mung(value: int, words: str) -> None:
    assert day(value, "nghìn") == words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I", 1), ("IV", 4), ("IX", 9), ("X", 10), ("XI", 11), ("XIII", 13), ("XX", 20),
        ("XXI", 21), ("XXXIX", 39),
        # not written as the Romans did, or not to be told from letters
        ("IIII", 0), ("VX", 0), ("XL", 0), ("C", 0), ("CD", 0), ("", 0), ("xi", 0), ("A", 0),
    ],
)  # fmt: skip
def test_a_roman_numeral_has_a_value(text: str, value: int) -> None:
    assert roman(text) == value


def test_roman_numerals_count_up() -> None:
    tens, ones = (
        ["", "X", "XX", "XXX"],
        ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"],
    )
    written = [f"{ten}{one}" for ten in tens for one in ones]
    assert [roman(text) for text in written] == list(range(40))
