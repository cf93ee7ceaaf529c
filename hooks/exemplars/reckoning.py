"""Say what is written in digits: dates, months, times, ranges, fractions, telephone numbers.

What a number means is decided by its own shape and by the word before it, never by more. Each
shape is one line of a table; what fits none is said part by part, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from .numerals import day, decimal, digits, integer, month, ordinal

NUMBER = r"(?<=\d)\d*(?:(?:[.,/:]| ?[-–—−] ?)\d+)*"
"""What follows the first digit: more, and the signs between, in one scan and no way back."""

_DATE_WORDS = frozenset({
    "ngày", "hôm", "mùng", "mồng", "rằm", "sáng", "trưa", "chiều", "tối", "đêm", "dịp", "lễ",
    "nhật", "khánh", "nhi",
})  # fmt: skip
"""Words before a date; the last end Chủ nhật, Quốc khánh (2/9), Thiếu nhi (1/6)."""
_NAMED_DAY = frozenset({"ngày", "mùng", "mồng"})
_SAID_AGAIN = frozenset({"tháng", "thứ"})
"""Words that both ends of a range need: tháng ba đến tháng tư."""
_PADDED = frozenset({"ngày", "tháng"})
"""Words after which 04 is no code."""
_DASH = re.compile(r" ?[-–—−] ?")
_SIGNS = re.compile(r"[.,/:-]")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d{1,24}(?:\.\d{1,24})?")
_WHOLE_DASHED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|0\d+(?:-\d+)+")
_LAST_DAY, _LAST_MONTH = 31, 12
_YEARS = range(1000, 3000)
_HOURS, _MINUTES = 24, 60
_NAMED_PARTS = 9
"""Up to ninths a part is a fraction (hai phần ba); more is so many of so many (15 trên 19)."""
_LONG = 8
"""So many digits in a row are a telephone's or a card's, not a count."""
_COUNTED = 24
"""Beyond so many digits, points or not, nobody says a number as one."""


class Voice(NamedTuple):
    """How numbers are said, and the word before the one in question."""

    thousand: str
    before: str = ""


@lru_cache(maxsize=4096)
def reckon(text: str, voice: Voice) -> str:
    """Return a number, all that ``NUMBER`` has found of it, as it is spoken."""
    if _WHOLE_DASHED.fullmatch(text):
        return _one(text, voice)
    parts = _DASH.split(text)
    if len(parts) == 2:  # noqa: PLR2004 - from, to
        return _range(parts[0], parts[1], voice)
    return ", ".join(_one(part, voice) for part in parts)


def _range(start: str, end: str, voice: Voice) -> str:
    """Say "… đến …", but a score (2-1), which does not go up, one after the other."""
    if start.isdigit() and "/" in end:
        bare = Voice(voice.thousand, "" if voice.before == "tháng" else voice.before)
        return f"{_start(int(start), end, voice)} đến {_one(end, bare)}"
    first, last = _one(start, voice), _one(end, voice)
    low, high = _size(start), _size(end)
    if low is not None and high is not None and low >= high:
        return f"{first}, {last}"
    again = f"{voice.before} " if voice.before in _SAID_AGAIN and end.isdigit() else ""
    return f"{first} đến {again}{last}"


def _start(value: int, end: str, voice: Voice) -> str:
    """Return the first of "5-7/4/2020" as a day, of "3-4/2020" as a month."""
    parts = [int(part) for part in end.split("/") if part.isdigit()]
    if len(parts) == 2 and parts[1] in _YEARS:  # noqa: PLR2004 - month, year
        return _month(value, voice)
    return day(value, voice.thousand)


def _size(text: str) -> float | None:
    """Return what a plain number is worth beside the other end of a range."""
    whole = text.replace(".", "") if _GROUPED.fullmatch(text) else text
    plain = whole.replace(",", ".")
    return float(plain) if _PLAIN.fullmatch(plain) else None


def _one(text: str, voice: Voice) -> str:
    """Say one number by the first shape that it has."""
    for shape, say in _SHAPES:
        match = shape.fullmatch(text)
        if match and (spoken := say(match, voice)):
            return spoken
    return ", ".join(_one(part, voice) for part in _SIGNS.split(text))


def _whole(match: re.Match[str], voice: Voice) -> str:
    """Say a whole number; after "thứ" as an ordinal, after "tháng" as a month."""
    text = match[0].replace(".", "")
    grouped = text != match[0]
    if voice.before in _PADDED and len(text) == len("04"):
        text = text.removeprefix("0")
    if len(text) > _COUNTED or (not grouped and _is_code(text)):
        return digits(text)
    say = {"thứ": ordinal, "tháng": month}.get(voice.before, integer)
    return say(int(text), voice.thousand)


def _is_code(text: str) -> bool:
    """Tell whether digits name a thing, as on a telephone, rather than count."""
    return len(text) >= _LONG or (text[0] == "0" and len(text) > 1)


def _telephone(match: re.Match[str], voice: Voice) -> str:  # noqa: ARG001 - as every shape
    """Say a number with an opening zero digit by digit, with its pauses."""
    return ", ".join(digits(part) for part in re.split(r"[.-]", match[0]))


def _decimal(match: re.Match[str], voice: Voice) -> str:
    """Say a number with a decimal comma or point."""
    whole = match["whole"].replace(".", "")
    if len(whole) + len(match["fraction"]) > _COUNTED:
        return f"{digits(whole)} phẩy {digits(match['fraction'])}"
    return decimal(whole, match["fraction"], voice.thousand)


def _english(match: re.Match[str], voice: Voice) -> str:
    """Say 1,078,000 as 1.078.000: two commas cannot both open decimals."""
    text = match[0].replace(",", "")
    return digits(text) if len(text) > _COUNTED else integer(int(text), voice.thousand)


def _date(match: re.Match[str], voice: Voice) -> str:
    """Say a day, month and year."""
    number, named = int(match["day"]), int(match["month"])
    if not (_is_day(number, named) and int(match["year"])):
        return ""
    year = integer(int(match["year"]), voice.thousand)
    return f"{_day_month(number, named, voice)} năm {year}"


def _month_year(match: re.Match[str], voice: Voice) -> str:
    """Say 4/2020 as a month, or as a quarter's year after "quý"."""
    number, year = int(match["month"]), int(match["year"])
    if not 0 < number <= _LAST_MONTH or year not in _YEARS:
        return ""
    said = integer(number, voice.thousand) if voice.before == "quý" else _month(number, voice)
    return f"{said} năm {integer(year, voice.thousand)}"


def _day_month(number: int, named: int, voice: Voice) -> str:
    """Say a day and its month; "ngày" and "mùng" only where they do not stand already."""
    prefix = "" if voice.before in _NAMED_DAY else "ngày "
    said = day(number, voice.thousand)
    said = said.removeprefix("mùng ") if voice.before in {"mùng", "mồng"} else said
    return f"{prefix}{said} tháng {month(named, voice.thousand)}"


def _month(number: int, voice: Voice) -> str:
    """Say a month, with "tháng" where it does not stand already."""
    prefix = "" if voice.before == "tháng" else "tháng "
    return f"{prefix}{month(number, voice.thousand)}"


def _is_day(number: int, named: int) -> bool:
    """Tell whether there can be such a day and month."""
    return 0 < number <= _LAST_DAY and 0 < named <= _LAST_MONTH


def _fraction(match: re.Match[str], voice: Voice) -> str:
    """Say a/b as a day, a part, or so many of so many.

    It is a day after a word for one, with a written zero, or where it is no part of a whole
    (11/4, 30/4); but 24/7 is around the clock.
    """
    first, second = match["a"], match["b"]
    if max(len(first), len(second)) > _LONG:
        return ""
    left, right = int(first), int(second)
    dated = voice.before in _DATE_WORDS or "0" in {first[0], second[0]} or left >= right
    if dated and _is_day(left, right) and _may_be_day(match[0], voice):
        return _day_month(left, right, voice)
    if left in _YEARS and right in _YEARS:
        return f"{_plain(left, voice)} đến {_plain(right, voice)}"
    link = "phần" if 0 < left < right <= _NAMED_PARTS else "trên"
    return f"{_plain(left, voice)} {link} {_plain(right, voice)}"


def _may_be_day(text: str, voice: Voice) -> bool:
    """Tell 24/7 and a whole (4/4) from a date; a word for a day before it settles the matter."""
    left, _, right = text.partition("/")
    return voice.before in _DATE_WORDS or (text != "24/7" and left != right)


def _pointed_day(match: re.Match[str], voice: Voice) -> str:
    """Say 1.5 as a day after a word for one."""
    left, right = int(match["a"]), int(match["b"])
    said = voice.before in _NAMED_DAY and _is_day(left, right)
    return _day_month(left, right, voice) if said else ""


def _time(match: re.Match[str], voice: Voice) -> str:
    """Say 7:30 as a time; "7 giờ" alone on the hour."""
    hour, minute = int(match["a"]), int(match["b"])
    if hour > _HOURS or minute >= _MINUTES:
        return ""
    said = f"{_plain(hour, voice)} giờ"
    return f"{said} {_plain(minute, voice)} phút" if minute else said


def _ratio(match: re.Match[str], voice: Voice) -> str:
    """Say 1:3 as so many to so many."""
    return f"{_plain(int(match['a']), voice)} trên {_plain(int(match['b']), voice)}"


def _plain(value: int, voice: Voice) -> str:
    """Say a whole number."""
    return integer(value, voice.thousand)


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Voice], str]], ...] = tuple(
    (re.compile(shape), say)
    for shape, say in (
        (r"\d+|[1-9]\d{0,2}(?:\.\d{3})+", _whole),
        (r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4})", _date),
        (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", _date),
        (r"(?P<month>\d{1,2})[/.](?P<year>\d{4})", _month_year),
        (r"0\d+(?:[.-]\d{2,})+", _telephone),
        (r"(?P<a>\d+)/(?P<b>\d+)", _fraction),
        (r"(?P<a>\d{1,2}):(?P<b>\d\d)", _time),
        (r"(?P<a>\d{1,8}):(?P<b>\d{1,8})", _ratio),
        (r"\d{1,3}(?:,\d{3}){2,}", _english),
        (r"(?P<whole>\d+|[1-9]\d{0,2}(?:\.\d{3})+),(?P<fraction>\d+)", _decimal),
        (r"(?P<a>\d{1,2})\.(?P<b>\d{1,2})", _pointed_day),
        (r"(?P<whole>\d+)\.(?P<fraction>\d+)", _decimal),
    )
)
