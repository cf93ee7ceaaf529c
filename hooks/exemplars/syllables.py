"""Cut text into folded syllables, as both sides of the search do.

Vietnamese is written in syllables, which readers type in many ways. Two things are kept of each:
its *folded* form, which all ways of typing share, and its *mark*, one byte that tells the exact
spelling from others of the same form. ``docs/assets/search.js`` does the same in the browser;
``tests/folding.json`` holds the cases that both must agree on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

LENGTH_LIMIT = 32
"""Letters of a syllable that count; nothing longer is a word."""

_IGNORED = re.compile(
    # Marks that belong to no letter (NFKC has joined the others), and what cannot be seen.
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
_NUMBER = re.compile(r"[0-9][0-9.]*[0-9]")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
"""A number with its thousands set apart: ``1.078``."""
_WORD = re.compile(r"[^\W_]+")
_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}
_QUALITIES = "\u0302\u0306\u031b"
"""Circumflex, breve and horn, which make letters of their own: â, ă, ơ."""
_CROSSED = "đðɖ"
"""The letter đ, and those of other languages that look like it as a capital: Ð, Ɖ."""
_FINAL_Y = re.compile(r"(?:[bcdghklmnprstvx]|[cgknpt]h|ng|ngh|qu|tr)?y")
"""Syllables in which y and i are two spellings of one sound: Lý, Lí."""


class _Table(dict[int, str]):
    """What stands for each character, in the form that ``str.translate`` asks for."""

    def __init__(self, stand_in: Callable[[str], str]) -> None:
        super().__init__()
        self._stand_in = stand_in

    def __missing__(self, number: int) -> str:
        self[number] = found = self._stand_in(chr(number))
        return found


def _letter(char: str) -> str:
    return "" if unicodedata.category(char)[0] == "M" else "d" if char in _CROSSED else char


def _spelling(char: str) -> str:
    return char if char in _QUALITIES else "đ" if char in _CROSSED else _letter(char)


def _tone(char: str) -> str:
    return _TONES.get(char, "")


_LETTERS, _SPELLED, _TONED = map(_Table, (_letter, _spelling, _tone))


class Syllable(NamedTuple):
    """A syllable or a number, as it is searched."""

    folded: str
    """Lower case without marks, ``đ`` as ``d``: "thuy" for "Thủy"."""
    mark: int
    """0–255: the same for the same spelling, whatever the case and the place of the tone."""


def syllables(text: str) -> list[Syllable]:
    """Return the syllables and numbers of ``text`` in their order."""
    return [*map(syllable, cut(text))]


def cut(text: str) -> list[str]:
    """Return the words and numbers of ``text`` in lower case, in their order."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if plain.isalnum():  # one word, as most of what stands between spaces
        return [plain]
    plain = _IGNORED.sub("", plain)
    return _WORD.findall(_NUMBER.sub(_joined, plain) if "." in plain else plain)


def _joined(match: re.Match[str]) -> str:
    """Return a number in one piece, where its dots only set thousands apart."""
    return match[0].replace(".", "") if _GROUPED.fullmatch(match[0]) else match[0]


@lru_cache(maxsize=65536)
def syllable(word: str) -> Syllable:
    """Return what is kept of one word of ``cut``."""
    plain = unicodedata.normalize("NFD", word)
    folded = plain.translate(_LETTERS)[:LENGTH_LIMIT]
    if folded.endswith("y") and _FINAL_Y.fullmatch(folded):
        folded = f"{folded[:-1]}i"
    spelled = plain.translate(_SPELLED) + plain.translate(_TONED)[-1:]
    return Syllable(folded, digest(spelled) & 0xFF)


def digest(text: str) -> int:
    """Return the FNV-1a hash of 32 bits, which a browser computes as easily."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value
