"""Ways to type a Vietnamese name: without marks, with an input method that is off, with a slip.

Telex and VNI are typed as three kinds of people do: each mark key right after its letter
(``LETTER``: "Nguyeexn"), all at the end of the syllable (``END``: "Nguyenex"), or as it is taught,
the letter's own mark at once and the tone at the end (``MIXED``: "Nguyeenx").
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
_HAT, _BREVE, _HORN, _STROKE = "\u0302", "\u0306", "\u031b", "\u0335"
_TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_VNI_QUALITIES = {_HAT: "6", _HORN: "7", _BREVE: "8", _STROKE: "9"}
_TONES = "".join(_TELEX_TONES)
_SPLIT = {"oa", "oe", "uy"}
"""Vowels whose tone stands on the first (old style) or the second (new style)."""
_END = r"(?![\w\u0300-\u036f])"
_OLD_STYLE = re.compile(
    rf"(?<!q)(?P<first>[ou])(?P<tone>[{_TONES}])(?P<last>[aey]){_END}", re.IGNORECASE
)
_NEW_STYLE = re.compile(
    rf"(?<!q)(?P<first>[ou])(?P<last>[aey])(?P<tone>[{_TONES}]){_END}", re.IGNORECASE
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHIFTS = (0.0, 0.25, 0.75)
_KEYS = {
    key: (x + shift, y)
    for y, (row, shift) in enumerate(zip(_ROWS, _SHIFTS, strict=True))
    for x, key in enumerate(row)
}


class Order(Enum):
    """Where in a syllable its mark keys are typed."""

    LETTER = 1
    END = 2
    MIXED = 3


class _Letter(NamedTuple):
    base: str
    quality: str
    tone: str


def bare(text: str) -> str:
    """Return ``text`` without marks, ``đ`` as ``d``: what people type who have no Vietnamese."""
    parts = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(char for char in parts if not unicodedata.combining(char))


def other_placement(text: str) -> str:
    """Return ``text`` with the tones on the other vowel of oa, oe and uy: "hòa", "hoà"."""
    parts = unicodedata.normalize("NFD", text)
    moved = _OLD_STYLE.sub(_swapped, parts)
    if moved == parts:
        moved = _NEW_STYLE.sub(_swapped, parts)
    return _composed(moved)


def _swapped(match: re.Match[str]) -> str:
    first, tone, last = match["first"], match["tone"], match["last"]
    if (first + last).lower() not in _SPLIT:
        return match[0]
    return first + (last + tone if match[0][1] == tone else tone + last)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def telex(text: str, order: Order) -> str:
    """Return the Telex keystrokes of ``text``: "Đường" → "DDuwowngf"."""
    return WORD.sub(
        lambda word: _typed(word[0], order, _telex_quality, _TELEX_TONES), _composed(text)
    )


def vni(text: str, order: Order) -> str:
    """Return the VNI keystrokes of ``text``: "Đường" → "D9u7o7ng2"."""
    return WORD.sub(lambda word: _typed(word[0], order, _vni_quality, _VNI_TONES), _composed(text))


def _typed(
    word: str, order: Order, quality: Callable[[_Letter], str], tones: dict[str, str]
) -> str:
    letters = list(_letters(word))
    if order is Order.END:
        return "".join(letter.base for letter in letters) + _at_end(letters, quality, tones)
    keys = [
        letter.base
        + quality(letter)
        + (tones.get(letter.tone, "") if order is Order.LETTER else "")
        for letter in letters
    ]
    if order is Order.MIXED:
        keys += [tones.get(letter.tone, "") for letter in letters]
    return "".join(keys)


def _at_end(
    letters: list[_Letter], quality: Callable[[_Letter], str], tones: dict[str, str]
) -> str:
    """Return the mark keys of a syllable; one key makes both letters of ``ươ``."""
    qualities = [quality(letter).lower() for letter in letters]
    tone = [tones.get(letter.tone, "") for letter in letters]
    return "".join(dict.fromkeys(filter(None, qualities))) + "".join(tone)


def _letters(word: str) -> Iterator[_Letter]:
    parts = unicodedata.normalize("NFD", word)
    for cluster in re.finditer(r"(.)([\u0300-\u036f]*)", parts):
        base, marks = cluster[1], cluster[2]
        if base in "đĐ":
            base, marks = "d" if base == "đ" else "D", _STROKE
        tone = next((mark for mark in marks if mark in _TONES), "")
        yield _Letter(base, marks.replace(tone, "")[:1], tone)


def _telex_quality(letter: _Letter) -> str:
    if letter.quality in {_HAT, _STROKE}:
        return letter.base
    return "w" if letter.quality else ""


def _vni_quality(letter: _Letter) -> str:
    return _VNI_QUALITIES.get(letter.quality, "")


def slip(text: str, draw: random.Random) -> str:
    """Return ``text``, bare and in small letters, with one slip in a word of three letters or more.

    A letter is missing, a key beside it is struck as well, or in its place, or two letters are
    swapped. Empty where no word is long enough.
    """
    plain = bare(text).lower()
    words = [match for match in WORD.finditer(plain) if re.fullmatch("[a-z]{3,}", match[0])]
    if not words:
        return ""
    word = draw.choice(words)
    kind = draw.choice((missing, extra, swapped, neighbouring))
    return plain[: word.start()] + kind(word[0], draw) + plain[word.end() :]


def missing(word: str, draw: random.Random) -> str:
    """Leave a letter out: "thanh" → "thnh"."""
    at = draw.randrange(len(word))
    return word[:at] + word[at + 1 :]


def extra(word: str, draw: random.Random) -> str:
    """Strike a key beside a letter as well: "thanh" → "thanmh"."""
    at = draw.randrange(len(word))
    at_key = at + draw.randrange(2)
    return word[:at_key] + draw.choice(_beside(word[at])) + word[at_key:]


def swapped(word: str, draw: random.Random) -> str:
    """Swap two letters: "thanh" → "tahnh"."""
    places = [at for at in range(len(word) - 1) if word[at] != word[at + 1]]
    if not places:
        return missing(word, draw)
    at = draw.choice(places)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def neighbouring(word: str, draw: random.Random) -> str:
    """Strike the key beside a letter in its place: "thanh" → "thsnh"."""
    at = draw.randrange(len(word))
    return word[:at] + draw.choice(_beside(word[at])) + word[at + 1 :]


def _beside(key: str) -> list[str]:
    """Return the keys around ``key``, which are at most one key's width away."""
    x, y = _KEYS[key]
    return [
        other
        for other, (u, v) in _KEYS.items()
        if other != key and abs(u - x) <= 1 and abs(v - y) <= 1
    ]
