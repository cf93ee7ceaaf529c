"""Read a line with a number of the deed: "Suất cơm đã nấu: hơn 12.000 suất"."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache

from .moments import find_moment
from .trouble import TroubleError
from .values import NAME_LIMIT
from .wording import table

DIGITS_LIMIT = 15
"""Digits that a number keeps exactly."""

_NUMBER = re.compile(
    r"(?<![\w.,/−–-])\d++(?:[.,]\d++)*+(?:(?![\w/])|(?=[^\W\d_]{1,3}[²³2-3]?(?!\w)))"
)
"""A number, with or without a unit behind it; no part of a day, of 1/5 or of a name like U23."""
_YEAR = re.compile(r"(?:năm|từ|đến|–|-)\s*$", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_RANGE = re.compile(r"\s*[-–—]\s*\d|\s+(?:đến|tới)\s+\d", re.IGNORECASE)
_THREE = re.compile(r"[1-9]\d{0,2},\d{3}")
_EDGE = " \t:;,.–—-()="


def read_figure(line: str, today: date) -> dict[str, object]:
    """Return the label, the value and what else a line says of a number.

    Raises:
        TroubleError: there is no number in it, or it can be read two ways.
    """
    as_of, line = _as_of(line, today)
    label, after = _labelled(line)
    match = _only_number(after, line)
    about, before = _about(after[: match.start()])
    factor, rest = _factor(after[match.end() :])
    value = _value(match[0], factor, line)
    label, unit = _label_and_unit(label, before, rest.strip(_EDGE))
    if not any(char.isalpha() for char in label):
        raise TroubleError("number-of-what", found=line)
    _fits(label, unit)
    figure = {"label": label, "value": value, "about": about, "unit": unit, "as_of": as_of}
    return {key: part for key, part in figure.items() if part not in {None, ""}}


def _as_of(line: str, today: date) -> tuple[str | None, str]:
    """Return the moment of "tính đến …", and the line without it."""
    match = re.search(_hint("as-of-pattern"), line, re.IGNORECASE)
    if match is None:
        return None, line
    moment = find_moment(line[match.end() :], today)
    if moment is None:
        return None, line
    start = match.end() + moment.end
    return moment.iso, f"{line[: match.start()].rstrip(_EDGE)} {line[start:].lstrip(' )')}".strip()


def _labelled(line: str) -> tuple[str, str]:
    """Return what stands before a colon, or a semicolon, and what stands behind."""
    label, sign, after = line.partition(":")
    if not sign or not _NUMBER.search(after):
        label, sign, after = line.partition(";")
    if not sign or not _NUMBER.search(after) or not label.strip(_EDGE):
        return "", line
    return label.strip(_EDGE), after


def _only_number(words: str, line: str) -> re.Match[str]:
    """Return the number of a line; where there are several, it must stand at the beginning."""
    matches = [
        match
        for match in _NUMBER.finditer(words)
        if not (_is_year(match[0]) and _YEAR.search(words[: match.start()]))
    ]
    if not matches:
        raise TroubleError("no-number", found=line)
    first = matches[0]
    if _RANGE.match(words, first.end()):
        raise TroubleError("number-range", found=line)
    if len(matches) > 1 and _about(words[: first.start()])[1]:
        raise TroubleError("number-two", found=line)
    return first


def _is_year(digits: str) -> bool:
    return len(digits) == len("2019") and digits.startswith(("19", "20"))


def _about(before: str) -> tuple[str | None, str]:
    """Return "hơn", "gần" or "khoảng" before a number, and the words before that."""
    for word, about in _abouts():
        if match := re.search(rf"(?:^|(?<=[\s:(])){re.escape(word)}\s*$", before, re.IGNORECASE):
            return about, before[: match.start()].strip(_EDGE)
    return None, before.strip(_EDGE)


@cache
def _abouts() -> tuple[tuple[str, str], ...]:
    """Return every word for about and the one that it stands for, the longest first."""
    words = table()["about-words"]
    pairs = [(word, about) for about, forms in words.items() for word in forms.split("; ")]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _factor(after: str) -> tuple[Decimal, str]:
    """Return by what "nghìn", "triệu" and "tỷ" multiply, and the words behind them."""
    factor = Decimal(1)
    while match := re.match(r"\s*([^\W\d_]+)", after):
        power = _powers().get(match[1].lower())
        if power is None:
            break
        factor *= 10**power
        after = after[match.end() :]
    if re.match(r"\s*(?:\d|rưỡi\b|rưởi\b)", after):
        raise TroubleError("number-unclear", found=after.strip())
    return factor, after


@cache
def _powers() -> dict[str, int]:
    return {
        word: int(power) for power, words in table()["powers"].items() for word in words.split("; ")
    }


def _label_and_unit(label: str, before: str, after: str) -> tuple[str, str]:
    """Return what is counted and in what unit; without a label the words around say it."""
    if label:
        return label, " ".join(filter(None, (before, after)))
    if before or after.split(" ", 1)[0] in table()["figures-read"]["money"].split("; "):
        return before, after
    return (after[1:].strip(), "%") if after.startswith("%") else (after, "")


def _value(digits: str, factor: Decimal, line: str) -> int | float:
    """Return the number; 12.500 is twelve thousand here, and 12,500 nobody knows."""
    if _GROUPED.fullmatch(digits):
        plain = digits.replace(".", "").replace(",", ".")
    elif _THREE.fullmatch(digits) and factor == 1:
        raise TroubleError("number-comma", found=digits, plain=digits.replace(",", ""))
    elif _DECIMAL.fullmatch(digits):
        plain = digits.replace(",", ".")
    else:
        raise TroubleError("number-unclear", found=digits)
    value = Decimal(plain) * factor
    if len(f"{value.normalize():f}".replace(".", "")) > DIGITS_LIMIT:
        raise TroubleError("number-long", found=line)
    return int(value) if value == value.to_integral_value() else float(value)


def _fits(*texts: str) -> None:
    for text in texts:
        if len(text) > NAME_LIMIT:
            raise TroubleError("part-long", found=text, limit=NAME_LIMIT)


def _hint(key: str) -> str:
    return table()["figures-read"][key]
