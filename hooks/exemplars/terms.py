"""Gather the terms of all documents: single syllables and pairs, by the zone they stand in.

A term's *key* is one number, ``((zone × 2 + pair) × 65536 + first) × 65536 + second``:

- ``first`` is the number of a syllable, ``second`` that of the syllable after it, or for a single
  syllable its mark, so that all spellings of a syllable stand side by side;
- syllables are numbered in alphabetical order, so that those with one beginning, and the pairs of
  a syllable with them, stand side by side too: a word half typed is a range of keys.

A name is framed by two boundaries, which tells "An" from the end of "Nguyễn Thị An".
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from itertools import chain, groupby, pairwise

from .syllables import digest, syllables

WORDS_LIMIT = 8190
"""Syllables and numbers with a number of their own, the frequent ones; the rest share some."""
_FIRST_WORD = 2
_FIRST_RARE = _FIRST_WORD + WORDS_LIMIT
_BASE = 65536
_BOUNDARY = ""
"""What stands before and after a name; no syllable is empty."""
_DOCUMENT_BITS = 24
_MASK = (1 << _DOCUMENT_BITS) - 1
SHORT = 12
"""Syllables of a text that is likely to come again."""
NAMES_END = _BASE**2
"""The key after those of single syllables in names."""
HEAD_FULL, TEXT_FULL = 2048, 6144
"""Bytes at which a file is full: a query reads many of the first, few of the pairs in text."""

Chain = list[tuple[int, int]]


class Zone(IntEnum):
    """Where in a document a term stands; names count most."""

    NAME = 0
    HEAD = 1
    TEXT = 2


@dataclass(slots=True)
class Terms:
    """The terms of the documents that were added, one after the other."""

    words: dict[str, int] = field(default_factory=lambda: {_BOUNDARY: 0})
    """Syllables by the number under which they were met."""
    documents: dict[int, int] = field(default_factory=dict)
    """In how many documents a syllable stands, by that number."""
    found: dict[tuple[int, int], array[int]] = field(
        default_factory=lambda: defaultdict(partial(array, "Q"))
    )
    """(Zone and length, first) → second and document in one number."""
    chains: dict[str, Chain] = field(default_factory=dict)
    """The syllables of short texts, most of which are those of a place, a field or an honour."""

    def add(self, document: int, zones: Sequence[Iterable[str]]) -> None:
        """Add the texts of a document: names, heads, and its running text."""
        seen: set[int] = set()
        for zone, texts in zip(Zone, zones, strict=True):
            seen |= self._add(document, zone, texts)
        for word in seen:
            self.documents[word] = self.documents.get(word, 0) + 1

    def _add(self, document: int, zone: Zone, texts: Iterable[str]) -> set[int]:
        """Add the terms of one zone; return its syllables."""
        single: set[tuple[int, int]] = set()
        pairs: set[tuple[int, int]] = set()
        for text in texts:
            found = self._chain(text)
            single.update(found)
            words = [word for word, _ in found]
            pairs.update(pairwise([0, *words, 0] if zone is Zone.NAME else words))
        for pair, terms in enumerate((single, pairs)):
            zone_pair = zone * 2 + pair
            for first, second in terms:
                self.found[zone_pair, first].append(second << _DOCUMENT_BITS | document)
        return {word for word, _ in single}

    def _chain(self, text: str) -> Chain:
        """Return number and mark of each syllable."""
        if text in self.chains:
            return self.chains[text]
        numbers = self.words
        found = [(numbers.setdefault(word, len(numbers)), mark) for word, mark in syllables(text)]
        if len(found) <= SHORT:
            self.chains[text] = found
        return found

    def vocabulary(self) -> list[str]:
        """Return the syllables that have a number of their own, in the order of the numbers."""
        words = [word for word in self.words if word]
        words.sort(key=lambda word: (-self.documents[self.words[word]], word))
        return sorted(words[:WORDS_LIMIT])

    def entries(self, vocabulary: Sequence[str]) -> Iterator[tuple[int, list[int], int]]:
        """Yield key, documents and size of the file, in the order of the keys."""
        final = self._numbers(vocabulary)
        slots = sorted((zone_pair, final[first], first) for zone_pair, first in self.found)
        for (zone_pair, first), group in groupby(slots, key=lambda slot: slot[:2]):
            arrays = [self.found[zone_pair, number] for _, _, number in group]
            start = (zone_pair * _BASE + first) * _BASE
            full = TEXT_FULL if zone_pair == Zone.TEXT * 2 + 1 else HEAD_FULL
            for second, documents in _postings(arrays, final if zone_pair % 2 else None):
                yield start + second, documents, full

    def _numbers(self, vocabulary: Sequence[str]) -> list[int]:
        """Return the final number of each syllable, by the one under which it was met."""
        own = {word: number for number, word in enumerate(vocabulary, _FIRST_WORD)}
        return [own.get(word) or (rare_number(word) if word else 1) for word in self.words]


def rare_number(word: str) -> int:
    """Return the number that a syllable outside the vocabulary shares with some others."""
    return _FIRST_RARE + digest(word) % (_BASE - _FIRST_RARE)


def _postings(
    arrays: Sequence[array[int]], final: Sequence[int] | None
) -> Iterator[tuple[int, list[int]]]:
    """Yield each second number and its documents, sorted; ``final`` renumbers pairs."""
    values: Iterable[int] = chain.from_iterable(arrays)
    if final is not None:
        values = [
            final[value >> _DOCUMENT_BITS] << _DOCUMENT_BITS | value & _MASK for value in values
        ]
    documents: list[int] = []
    before = -1
    for value in sorted(set(values)):
        if (second := value >> _DOCUMENT_BITS) != before:
            if documents:
                yield before, documents
            before, documents = second, []
        documents.append(value & _MASK)
    yield before, documents
