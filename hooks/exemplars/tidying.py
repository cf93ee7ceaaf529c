"""Clean a text before it is spoken, and set its pauses in order afterwards."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from .wording import table

_NOTE = re.compile(r"\[\^?\d{1,3}\]")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S*[^\s.,;:!?)\]”\"]", re.IGNORECASE)
_AREA = re.compile(r"(?<=m)[²³]")
_BLANKS = re.compile(r"[^\S\n]+")
_QUOTES = re.compile(r"(?<![^\W\d_])'|'(?![^\W\d_])")
"""Apostrophes that hold no two letters together."""
_STROKE = re.compile(r"(?<=[^\W\d_]) ?/ ?(?=([^\W\d_]))")
_PAUSE = re.compile(r"[()\[\]{}–—‒―−/]|(?<![^\W\d_])-|-(?![^\W\d_])")
_RUN = re.compile(r"[^\S\n]?[,;:.!?…](?:[^\S\n]?[,;:.!?…])*[^\S\n]?")
_EDGE = re.compile(r"^[ ,;:.!?…]+|[ ,;]+$", re.MULTILINE)
_STRENGTH = "?!.…;:,"
"""Marks of punctuation; where several meet, the first in this order is heard."""
_KEPT = frozenset("\n ,;:.!?…'-–—‒―−()[]{}/")
_SUPERSCRIPTS = frozenset("¹²³⁰⁴⁵⁶⁷⁸⁹")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


def clean(text: str) -> str:
    """Return ``text`` in NFC with ASCII digits and only such signs as are heard.

    Web addresses, footnote marks and what does not print are gone; quotation marks are blanks.
    """
    text = unicodedata.normalize("NFC", text).replace("℃", "°C").replace("’", "'")
    text = _AREA.sub(lambda match: "2" if match[0] == "²" else "3", text)
    text = unicodedata.normalize("NFC", "".join(map(_plain, text)))
    text = _ADDRESS.sub(" ", _NOTE.sub(" ", text).replace("^", " "))
    return _BLANKS.sub(" ", _QUOTES.sub(" ", text))


def tidy(text: str) -> str:
    """Return a spoken text with brackets, dashes and strokes as pauses, one at a time."""
    text = _STROKE.sub(lambda match: ", " if match[1].isupper() else " ", text)
    text = _BLANKS.sub(" ", _PAUSE.sub(", ", text))
    text = _RUN.sub(lambda match: f"{min(match[0].strip(), key=_rank)} ", text)
    return unicodedata.normalize("NFC", _EDGE.sub("", text))


@cache
def _heard() -> frozenset[str]:
    """Return every sign that later passes look for."""
    return _KEPT | frozenset(table()["speech-signs"]) | {"^"}


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


def _rank(mark: str) -> int:
    """Return the place of a mark among those that drown others out; a blank comes last."""
    return _STRENGTH.find(mark) if mark in _STRENGTH else len(_STRENGTH)
