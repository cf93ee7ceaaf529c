"""Clean a text before it is spoken, and set its pauses in order afterwards."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from .wording import table

SMALL = (
    "abcdefghijklmnopqrstuvwxyzàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
)
"""Small letters of Vietnamese, as a class of characters in a pattern."""
CAPITALS = SMALL.upper()
_LETTERS = SMALL + CAPITALS
_NOTE = re.compile(r"\[\^?\d{1,3}\]")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S*[^\s.,;:!?)\]”\"]", re.IGNORECASE)
_BLANKS = re.compile(r"  +")
_QUOTES = re.compile(r"'(?<![^\W\d_]'(?=[^\W\d_]))")
"""Apostrophes that hold no two letters together."""
_STROKE = re.compile(r"(?<=[^\W\d_]) ?/ ?(?=([^\W\d_]))")
_PAUSE = re.compile(r"[()\[\]{}–—‒―−/-](?<![^\W\d_]-(?=[^\W\d_]))")
"""A bracket, stroke or dash, but no hyphen that holds two letters together."""
_LOOSE = re.compile(r" (?=[ ,;:.!?…])")
"""A blank before another, or before a mark of punctuation."""
_RUN = re.compile(r"[,;:.!?…](?! \w)[,;:.!?…]*+ ?")
"""Marks that meet, or the last one; a single mark between two words stays as it is."""
_STRENGTH = "?!.…;:,"
"""Marks of punctuation; where several meet, the first in this order is heard."""
_KEPT = "\n ,;:.!?…'-–—‒―−()[]{}/"
_RARE = re.compile(rf"[^{_LETTERS}0-9{re.escape(_KEPT)}]")
"""All but the letters, digits and signs of nearly every text, which stay."""
_SUPERSCRIPTS = frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


def clean(text: str) -> str:
    """Return ``text`` in NFC with ASCII digits and only such signs as are heard.

    Web addresses, footnote marks and what does not print are gone; quotation marks are blanks.
    """
    text = unicodedata.normalize("NFC", text).replace("℃", "°C").replace("’", "'")
    text = text.replace("m²", "m2").replace("m³", "m3")
    text = unicodedata.normalize("NFC", _RARE.sub(lambda match: _plain(match[0]), text))
    text = _NOTE.sub(" ", text).replace("^", " ")
    if "://" in text or "www." in text.lower():
        text = _ADDRESS.sub(" ", text)
    return _BLANKS.sub(" ", _QUOTES.sub(" ", text))


def tidy(text: str) -> str:
    """Return a spoken text with brackets, dashes and strokes as pauses, one at a time."""
    if "/" in text:
        text = _STROKE.sub(lambda match: ", " if match[1].isupper() else " ", text)
    text = _LOOSE.sub("", _PAUSE.sub(", ", text))
    text = _RUN.sub(_pause, text)
    return unicodedata.normalize("NFC", text.lstrip(" ,;:.!?…").rstrip(" ,;"))


def _pause(match: re.Match[str]) -> str:
    """Return the strongest of the marks that meet, with a blank behind it."""
    return f"{min(match[0].strip(), key=_STRENGTH.index)} "


@cache
def _heard() -> frozenset[str]:
    """Return every sign that later passes look for."""
    return frozenset(_KEPT) | frozenset(table()["speech-signs"]) | {"^"}


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """Return one character as later passes know it; a blank where it has no sound."""
    kind = unicodedata.category(char)
    if char.isascii() and char.isalnum():
        return char
    if kind[0] == "N":
        return _number(char)
    if char in _heard() or kind[0] in "LM":
        return char
    return "" if kind in _UNSEEN and not char.isspace() else " "


def _number(char: str) -> str:
    """Return a digit of any script in ASCII; ½ as 1/2, Ⅳ as IV; footnote marks vanish."""
    if char in _SUPERSCRIPTS:
        return ""
    if (digit := unicodedata.digit(char, None)) is not None:
        return f" {digit} " if unicodedata.category(char) != "Nd" else str(digit)
    plain = unicodedata.normalize("NFKC", char).replace("⁄", "/")
    kept = "".join(part for part in plain if part in _heard() or part.isalnum())
    return f" {kept} " if "/" in kept else kept
