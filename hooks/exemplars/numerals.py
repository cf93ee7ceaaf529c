"""Say numbers in Vietnamese words, as the South says them: lẻ, mốt, tư, lăm, mùng.

The number words stand here and not in wording.yml: they are grammar, and no editor may change
them without changing the rules beside them. Only the word for a thousand (nghìn or ngàn) is a
matter of choice, so that callers hand it in.
"""

from __future__ import annotations

from functools import lru_cache

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
"""Units that change their sound after hai mươi, ba mươi …"""
_TEN, _HUNDRED, _THOUSAND, _MILLION, _BILLION = 10, 100, 10**3, 10**6, 10**9
_FIVE, _FOUR, _FIRST = 5, 4, 1
_TENS = ("", "X", "XX", "XXX")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_NUMERALS = [f"{ten}{one}" for ten in _TENS for one in _ONES]
"""Roman numerals up to 39, each at the place of its value."""
_SPELLED_FRACTION = 3
"""Decimals from which on each is read by itself; two are read as a number."""


@lru_cache(maxsize=4096)
def integer(value: int, thousand: str) -> str:
    """Return a whole number in words: 1078 → "một nghìn không trăm bảy mươi tám"."""
    if value < 0:
        return f"âm {integer(-value, thousand)}"
    return " ".join(_words(value, thousand, full=False)) or _DIGITS[0]


def decimal(whole: str, fraction: str, thousand: str) -> str:
    """Return a decimal number in words, from the digits on each side of its comma.

    "22", "36" → "hai mươi hai phẩy ba mươi sáu"; zeros that open the fraction are heard.
    """
    return f"{integer(int(whole), thousand)} phẩy {_fraction(fraction, thousand)}"


def digits(text: str) -> str:
    """Return each digit of ``text`` by itself: "05" → "không năm"."""
    return " ".join(_DIGITS[int(char)] for char in text)


def ordinal(value: int, thousand: str) -> str:
    """Return what follows "thứ": 1 → "nhất", 4 → "tư", 5 → "năm"."""
    return {_FIRST: "nhất", _FOUR: "tư"}.get(value) or integer(value, thousand)


def month(value: int, thousand: str) -> str:
    """Return what follows "tháng": 4 → "tư". Giêng and chạp are lunar, so 1 is "một"."""
    return "tư" if value == _FOUR else integer(value, thousand)


def day(value: int, thousand: str) -> str:
    """Return a day of the month, the first ten with "mùng": 6 → "mùng sáu"."""
    return f"{'mùng ' if value <= _TEN else ''}{integer(value, thousand)}"


def roman(text: str) -> int:
    """Return the value of a Roman numeral up to 39; 0 for anything else.

    Larger ones need C, D, L or M, and a text has more abbreviations of these letters than
    congresses and centuries beyond the fortieth.
    """
    return _NUMERALS.index(text) if text in _NUMERALS else 0


def _fraction(text: str, thousand: str) -> str:
    """Return the decimals: "36" as a number, "05" with its zero, "075" each by itself."""
    if len(text) >= _SPELLED_FRACTION or text.startswith("0"):
        return digits(text)
    return integer(int(text), thousand)


def _words(value: int, thousand: str, *, full: bool) -> list[str]:
    """Return the words of ``value``, nothing for zero; ``full`` says even its empty hundreds."""
    for size, name in ((_BILLION, "tỷ"), (_MILLION, "triệu"), (_THOUSAND, thousand)):
        if value >= size:
            high, low = divmod(value, size)
            return [*_words(high, thousand, full=full), name, *_words(low, thousand, full=True)]
    return _below_thousand(value, full=full)


def _below_thousand(value: int, *, full: bool) -> list[str]:
    """Return the words of a group of three digits."""
    hundreds, rest = divmod(value, _HUNDRED)
    if not value:
        return []
    if not hundreds and not full:
        return _below_hundred(rest)
    between = ["lẻ"] if 0 < rest < _TEN else []
    return [_DIGITS[hundreds], "trăm", *between, *_below_hundred(rest)]


def _below_hundred(value: int) -> list[str]:
    """Return the words of tens and units: mười, mươi, mốt, tư, lăm."""
    tens, unit = divmod(value, _TEN)
    if not tens:
        return [_DIGITS[unit]] if unit else []
    if tens == 1:
        last = "lăm" if unit == _FIVE else _DIGITS[unit]
        return ["mười", last] if unit else ["mười"]
    last = _AFTER_TENS.get(unit, _DIGITS[unit])
    return [_DIGITS[tens], "mươi", last] if unit else [_DIGITS[tens], "mươi"]
