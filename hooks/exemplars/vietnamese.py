"""Write, fold and order Vietnamese: slugs, search folding, the alphabet, numbers and dates.

The alphabet and the order of tones are those of Vietnamese dictionaries and of CLDR's ``vi``
collation: a ă â b c d đ e ê … y, a tone decides only between words of the same letters.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache

SLUG_LIMIT = 60
"""Characters at most in the slug of a story."""

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Combining marks in dictionary order: huyền, hỏi, ngã, sắc, nặng."""

_LETTER_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=100)}
_TONE_RANK = {mark: rank for rank, mark in enumerate(_TONES, start=1)}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")

SortKey = tuple[tuple[int, ...], tuple[int, ...], str]


def fold(text: str) -> str:
    """Return ``text`` in lower case without any mark: "Đặng Hồng Nhựt" → "dang hong nhut"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slug(text: str) -> str:
    """Return the ASCII address part for ``text``: lower case letters, digits, single hyphens.

    Nothing is cut; a text without Latin letters or digits gives an empty slug.
    """
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


@lru_cache(maxsize=65536)
def sort_key(text: str) -> SortKey:
    """Return the key that puts ``text`` in Vietnamese dictionary order.

    Letters decide first, over the whole text; then tones from left to right; then the text
    itself, so that the order is total.
    """
    ranked = [*map(_RANKED.__getitem__, unicodedata.normalize("NFC", text.casefold()))]
    if None in ranked:  # a mark that stands alone, or a sign of several letters
        tones: list[int] = []
        letters = map(_letter_rank, _without_tones(text.casefold(), tones))
        return tuple(letters), tuple(tones), text
    known = [rank for rank in ranked if rank]
    return tuple([letter for letter, _ in known]), tuple([tone for _, tone in known]), text


def person_key(name: str) -> tuple[SortKey, SortKey, SortKey]:
    """Return the key that orders people: given name, then surname, then middle names."""
    words = name.split()
    middle = " ".join(words[1:-1])
    return sort_key(words[-1]), sort_key(words[0]), sort_key(middle)


def collective_key(name: str) -> tuple[SortKey, SortKey, SortKey]:
    """Return the key that orders a collective among people: by its whole name."""
    nothing = sort_key("")
    return sort_key(name), nothing, nothing


def number(value: float) -> str:
    """Return ``value`` as Vietnamese writes it: 1078 → "1.078", 22.36 → "22,36"."""
    if isinstance(value, int):
        return f"{value:,d}".replace(",", ".")
    whole, _, fraction = f"{Decimal(repr(value)):,f}".partition(".")
    grouped = whole.replace(",", ".")
    fraction = fraction.rstrip("0")
    return f"{grouped},{fraction}" if fraction else grouped


def day(value: date) -> str:
    """Return a date as d/M/yyyy: "6/4/2020"."""
    return f"{value.day}/{value.month}/{value.year}"


def partial_date(text: str) -> str:
    """Return an ISO year, month or day as it is written: "2020", "4/2020", "6/4/2020"."""
    return "/".join(part.lstrip("0") for part in reversed(text.split("-")))


def sentence(items: list[str], last: str) -> str:
    """Join ``items`` with commas and the word ``last`` before the end: "a, b và c"."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def shorten(words: str, limit: int) -> str:
    """Return ``words`` cut after a whole word so that, with its ellipsis, it fits ``limit``."""
    if len(words) <= limit:
        return words
    return f"{words[:limit].rpartition(' ')[0].rstrip(' ,;:.–-') or words[: limit - 1]}…"


def _without_tones(text: str, tones: list[int]) -> str:
    """Return ``text`` with each letter whole (â, ơ, đ) but toneless; append its tones' ranks."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if char in _TONE_RANK:
            tones[-1:] = [_TONE_RANK[char]]
        elif unicodedata.combining(char):
            letters[-1:] = [unicodedata.normalize("NFC", "".join(letters[-1:]) + char)]
        else:
            letters.append(char)
            tones.append(0)
    return "".join(letters)


def _letter_rank(char: str) -> int:
    """Return the rank of a letter; signs and digits stand before all, other letters behind."""
    if char in _LETTER_RANK:
        return _LETTER_RANK[char]
    code = ord(char)
    return code if code < _LETTER_RANK["a"] else code + len(_ALPHABET) + 100


class _Ranked(dict[str, tuple[int, int] | None]):
    """The ranks of the letter and of the tone that a character is, None where it is not one."""

    def __missing__(self, char: str) -> tuple[int, int] | None:
        tones: list[int] = []
        letters = [*map(_letter_rank, _without_tones(char, tones))]
        self[char] = found = (letters[0], tones[0]) if len(letters) == len(tones) == 1 else None
        return found


_RANKED = _Ranked()
