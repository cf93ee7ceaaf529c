"""Gather what is written in all documents, by the zone it stands in, to be made terms of.

A *term* is a single syllable or a pair of them. Its *key* is one number,
``((zone × 2 + pair) × 65536 + first) × 65536 + second``:

- ``first`` is the number of a syllable, ``second`` that of the syllable after it, or for a single
  syllable its mark, so that all spellings of a syllable stand side by side;
- syllables are numbered in alphabetical order, so that those with one beginning, and the pairs of
  a syllable with them, stand side by side too: a word half typed is a range of keys.

A name is framed by two boundaries, which tells "An" from the end of "Nguyễn Thị An".

Texts are kept as the syllables of their *pieces*, which are what stands between spaces: no
syllable reaches over a space, and of a million pieces some thousand differ, which alone are cut.
``merging.py`` makes the terms of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from .syllables import cut, digest, syllable

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
SYLLABLE = 4
"""Bytes of a syllable: the number of its form, and behind it its mark."""
MARK_BITS = 8
MARKS = (1 << MARK_BITS) - 1
_BOUNDARY = bytes(SYLLABLE)


class Zone(IntEnum):
    """Where in a document a term stands; names count most."""

    NAME = 0
    HEAD = 1
    TEXT = 2


def _once(text: str) -> Iterable[str]:
    return (text,)


class Words(dict[str, bytes]):
    """The syllable that each word is: the number of its form, and its mark."""

    def __init__(self) -> None:
        super().__init__()
        self.forms = {"": 0}
        """The number of each form, in the order in which they were met; a boundary has none."""

    def __missing__(self, word: str) -> bytes:
        """Fold a new word."""
        form, mark = syllable(word)
        number = self.forms.setdefault(form, len(self.forms))
        self[word] = written = (number << MARK_BITS | mark).to_bytes(SYLLABLE, "little")
        return written


class Pieces(dict[str, bytes]):
    """The syllables of each piece that was met."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Words()

    @property
    def forms(self) -> Mapping[str, int]:
        """The number of each form, in the order in which they were met."""
        return self._words.forms

    def __missing__(self, piece: str) -> bytes:
        """Cut a new piece."""
        self[piece] = written = b"".join(map(self._words.__getitem__, cut(piece)))
        return written


class Stream(NamedTuple):
    """The texts of one zone, those of some documents one after the other."""

    syllables: bytes
    """As ``Pieces`` has them; a boundary stands after each text."""
    sizes: list[int]
    """How many there are of each document."""


class Texts(dict[str, bytes]):
    """Cuts texts into syllables, in all spellings, and keeps those of the short ones."""

    def __init__(self, spellings: Callable[[str], Iterable[str]] = _once) -> None:
        """Take what gives the ways in which a text is written."""
        super().__init__()
        self.pieces = Pieces()
        self._spellings = spellings

    def gather(self, documents: Iterable[Sequence[Iterable[str]]]) -> list[Stream]:
        """Return the zones of documents: their names, heads, and running texts."""
        held = [(list[bytes](), list[int]()) for _ in Zone]
        for zones in documents:
            for (written, sizes), texts in zip(held, zones, strict=True):
                found = b"".join(map(self.__getitem__, texts))
                written.append(found)
                sizes.append(len(found) // SYLLABLE)
        return [Stream(b"".join(written), sizes) for written, sizes in held]

    def __missing__(self, text: str) -> bytes:
        """Return the syllables of all spellings of a text, each with a boundary after it."""
        found = b"".join(map(self._spelled, self._spellings(text)))
        if len(text) <= SHORT:
            self[text] = found
        return found

    def _spelled(self, text: str) -> bytes:
        return b"".join(map(self.pieces.__getitem__, text.split())) + _BOUNDARY


def rare_number(word: str) -> int:
    """Return the number that a syllable outside the vocabulary shares with some others."""
    return FIRST_RARE + digest(word) % (BASE - FIRST_RARE)
