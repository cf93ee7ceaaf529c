"""Speak at one look what is plain: words, pauses and counts, as most lines have nothing else.

What is said here is what the passes in ``pronouncing`` would say, only sooner: each pattern lets
through no more than lines in which those passes find nothing but counts and abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from .pronouncing import WINDOW, expand
from .reckoning import Voice, reckon
from .tidying import CAPITALS, SMALL
from .wording import table

_LETTERS = SMALL + CAPITALS
_WORD = rf"(?![kcm][gml]\b|[IVX]\b)[{_LETTERS}][{SMALL}]*+"
"""A word with no capital but its first letter that is neither a unit nor a numeral."""
_COUNT = r"[1-9][0-9]*+(?:[.,][0-9]++)*+"
_SPOKEN = re.compile(rf"(?:{_WORD}[,;:.!?…]?+ )*+{_WORD}[.!?…:]?+")
_DIGITS = re.compile(_COUNT)
_CLEAN = re.compile(rf"[{_LETTERS}0-9 ,;:.!?…]*+")
"""Letters, digits and pauses, of which cleaning changes nothing."""


def skim(text: str, abbreviations: Mapping[str, str], thousand: str) -> str | None:
    """Return a plain line as it is spoken; None asks for a closer look.

    Args:
        text: a line that holds none of the abbreviations that look plain.
        abbreviations: what is said in full, as in taxonomy.yml.
        thousand: the word for a thousand.
    """
    if _SPOKEN.fullmatch(text):
        return text
    if not _is_word(thousand):
        return None
    counted = _counted_pattern().fullmatch
    if not counted(text):
        if not _CLEAN.fullmatch(text):
            return None
        text = expand(text, abbreviations)
        if not counted(text):
            return None
    return _DIGITS.sub(lambda match: _count(match, thousand), text)


def _count(match: re.Match[str], thousand: str) -> str:
    """Say a count by the word before it, which has no meaning for it with a mark behind."""
    start = match.start()
    before = match.string[max(0, start - WINDOW) : start - 1].rpartition(" ")[2] if start else ""
    return reckon(match[0], Voice(thousand, before.lower()))


def plain_looking(abbreviations: Iterable[str]) -> tuple[str, ...]:
    """Return those that a plain line may hold: no capital follows a letter there."""
    return tuple(key for key in abbreviations if not (key.isalpha() and key[1:].isupper()))


@lru_cache(maxsize=16)
def _is_word(thousand: str) -> bool:
    """Tell whether the word for a thousand is one, and not what would be spoken otherwise."""
    return thousand.isalpha() and _SPOKEN.fullmatch(thousand) is not None


@cache
def _counted_pattern() -> re.Pattern[str]:
    """Return the pattern of plain words among which counts stand.

    Behind a count stands neither a unit nor a month, before it no "x", which is said "nhân".
    """
    units = "|".join(map(re.escape, [*table()["speech-units"], "k", "tháng"]))
    count = rf"(?<!x ){_COUNT}(?! (?:{units})(?![{_LETTERS}]))"
    part = rf"(?:{_WORD}|{count})"
    return re.compile(rf"(?:{part}[,;:.!?…]?+ )*+{part}[.!?…:]?+")
