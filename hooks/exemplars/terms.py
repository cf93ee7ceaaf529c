"""Gather what is written in all documents, by the zone it stands in, to be made terms of.

A *term* is a single syllable or a pair of them. Its *key* is one number,
``((zone × 2 + pair) × 65536 + first) × 65536 + second``:

- ``first`` is the number of a syllable, ``second`` that of the syllable after it, or for a single
  syllable its mark, so that all spellings of a syllable stand side by side;
- syllables are numbered in alphabetical order, so that those with one beginning, and the pairs of
  a syllable with them, stand side by side too: a word half typed is a range of keys.

A name is framed by two boundaries, which tells "An" from the end of "Nguyễn Thị An".

Texts are kept as the numbers of their *pieces*, which are what stands between spaces: no syllable
reaches over a space, and of a million pieces some thousand differ, which alone need be cut.
``merging.py`` makes the terms of them.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count

from .syllables import digest

WORDS_LIMIT = 8190
"""Syllables and numbers with a number of their own, the frequent ones; the rest share some."""
BOUNDARY = 1
"""The number of what stands before and after a name."""
FIRST_WORD = 2
FIRST_RARE = FIRST_WORD + WORDS_LIMIT
BASE = 65536
NAMES_END = BASE**2
"""The key after those of single syllables in names."""
HEAD_FULL, TEXT_FULL = 2048, 6144
"""Bytes at which a file is full: a query reads many of the first, few of the pairs in text."""
SHORT = 80
"""Characters of a text that is likely to come again: that of a place, a field or an honour."""


class Zone(IntEnum):
    """Where in a document a term stands; names count most."""

    NAME = 0
    HEAD = 1
    TEXT = 2


def _once(text: str) -> Iterable[str]:
    return (text,)


@dataclass(frozen=True, slots=True)
class Stream:
    """The texts of one zone, those of all documents one after the other."""

    pieces: array[int] = field(default_factory=lambda: array("I", [0]))
    """The numbers of their pieces; a 0 stands before and after each text."""
    edges: array[int] = field(default_factory=lambda: array("q", [1]))
    """Where the pieces of the first document begin, and where those of each end."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is written in the documents that were added, one after the other."""

    spellings: Callable[[str], Iterable[str]] = _once
    """Gives the ways in which a text is written."""
    pieces: dict[str, int] = field(default_factory=lambda: defaultdict(count(1).__next__))
    """The number of each piece, from 1, in the order in which they were met."""
    zones: tuple[Stream, ...] = field(default_factory=lambda: tuple(Stream() for _ in Zone))
    known: dict[str, array[int]] = field(default_factory=dict)
    """The pieces of short texts."""

    def add(self, zones: Sequence[Iterable[str]]) -> None:
        """Add the texts of the next document: names, heads, and its running text."""
        for stream, texts in zip(self.zones, zones, strict=True):
            for text in texts:
                stream.pieces.extend(self.known.get(text) or self._numbered(text))
            stream.edges.append(len(stream.pieces))

    def _numbered(self, text: str) -> array[int]:
        """Return the pieces of all spellings of a text, each with a 0 after it."""
        found = array("I")
        for spelling in self.spellings(text):
            found.extend(map(self.pieces.__getitem__, spelling.split()))
            found.append(0)
        if len(text) <= SHORT:
            self.known[text] = found
        return found


def rare_number(word: str) -> int:
    """Return the number that a syllable outside the vocabulary shares with some others."""
    return FIRST_RARE + digest(word) % (BASE - FIRST_RARE)
