"""Say what is written in capitals: Roman numerals, words, and abbreviations letter by letter."""

from __future__ import annotations

import re
from functools import lru_cache

from .numerals import roman
from .vietnamese import fold
from .wording import table

_RANKED = frozenset({
    "kỷ", "khóa", "khoá", "lần", "thứ", "kỳ", "hội", "ương", "khu", "quý", "hạng", "cấp", "phần",
    "chương", "mục", "vùng", "bậc", "đoạn",
})  # fmt: skip
"""Words before a Roman numeral: thế kỷ, khóa, lần thứ, nhiệm kỳ, Đại hội, Trung ương …"""
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdfghjklmnprstvxz]"
_SYLLABLES = re.compile(
    f"(?:(?:{_ONSETS})?[aeiouy]{{1,3}}(?![aeiouy])(?:ng|nh|ch|[cmnpts](?![aeiouy]))?)+"
)
"""What a Vietnamese voice reads off as syllables: OCOP, UNESCO, and each word of a headline."""
_READ_WHOLE = 12
"""Longer runs of capitals are left alone: no announcer spells so much, no syllable is so long."""
_NO_WORD = re.compile(r"([aeiuy])\1|^[aeiouy]{3,}$")
"""What no word without marks is: IUU, UAE."""


def numeral(word: str, before: str) -> int:
    """Return the value of a Roman numeral; 0 where ``word`` is none.

    After a word that ranks (thế kỷ, khóa) any is one; elsewhere only what reads as nothing else:
    II or XII, but not VI or XI, which are syllables, nor a lone V or X.
    """
    if before in _RANKED or (len(word) > 1 and not is_readable(word)):
        return roman(word)
    return 0


@lru_cache(maxsize=4096)
def is_readable(word: str) -> bool:
    """Tell whether capitals are read as a word: OCOP and NGHÊU, but not UBND, HIV or IUU."""
    plain = fold(word)
    toneless = plain.upper() == word
    if len(word) > _READ_WHOLE:
        return True
    return bool(_SYLLABLES.fullmatch(plain)) and not (toneless and _NO_WORD.search(plain))


def spell(word: str) -> str:
    """Return the names of letters: "MSC" → "em-mờ ét-sì xê"; of another alphabet the word stays."""
    names = table()["speech-letters"]
    return " ".join(names[char] for char in word) if names.keys() >= set(word) else word
