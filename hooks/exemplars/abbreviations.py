"""Read abbreviations both ways: a text with "CLB" is also found as "câu lạc bộ", and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property


class Abbreviations:
    """The vocabulary's abbreviations, ready to rewrite text."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._long = dict(table)
        self._short = {long.casefold(): short for short, long in table.items()}

    def spellings(self, text: str) -> Sequence[str]:
        """Return ``text``, and where they differ the text in full and the text in short."""
        full = text
        if any(map(text.__contains__, self._long)):  # a quick look, for most texts have none
            full = self._shorts.sub(lambda match: self._long[match[0]], text)
        brief, folded = full, full.casefold()
        if any(map(folded.__contains__, self._short)):
            brief = self._longs.sub(self._abbreviated, full)
        return tuple(dict.fromkeys((text, full, brief)))

    def _abbreviated(self, match: re.Match[str]) -> str:
        """Return the abbreviation; a pattern without case also takes ı for i, which has none."""
        return self._short.get(match[0].casefold(), match[0])

    @cached_property
    def _shorts(self) -> re.Pattern[str]:
        """Capitals only: "tt" or "tp" within other words mean nothing."""
        return re.compile(_any_of(self._long))

    @cached_property
    def _longs(self) -> re.Pattern[str]:
        return re.compile(_any_of(self._short), re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for whole words, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)"
