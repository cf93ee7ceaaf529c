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
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from itertools import chain, groupby, pairwise

from .syllables import cut, digest, syllable

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

Chain = tuple[list[int], list[int]]
"""Number and mark of each syllable of a text."""


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
    documents: Counter[int] = field(default_factory=Counter)
    """In how many documents a syllable stands, by that number."""
    found: tuple[dict[int, array[int]], ...] = field(
        default_factory=lambda: tuple(
            defaultdict(partial(array, "Q")) for _ in range(len(Zone) * 2)
        )
    )
    """By zone and length: first → second and document in one number."""
    known: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Number and mark of each word as it is written."""
    chains: dict[str, Chain] = field(default_factory=dict)
    """The syllables of short texts, most of which are those of a place, a field or an honour."""

    def add(self, document: int, zones: Sequence[Iterable[str]]) -> None:
        """Add the texts of a document: names, heads, and its running text."""
        seen: set[int] = set()
        for zone, texts in zip(Zone, zones, strict=True):
            for text in texts:
                words, marks = self._chain(text)
                seen.update(words)
                self._add(document, zone * 2, zip(words, marks, strict=True))
                framed = (0, *words, 0) if zone is Zone.NAME else words
                self._add(document, zone * 2 + 1, pairwise(framed))
        self.documents.update(seen)

    def _add(self, document: int, zone_pair: int, terms: Iterable[tuple[int, int]]) -> None:
        """Add terms of one zone and length, some of them more than once."""
        found = self.found[zone_pair]
        for first, second in terms:
            found[first].append(second << _DOCUMENT_BITS | document)

    def _chain(self, text: str) -> Chain:
        """Return the numbers and the marks of the syllables."""
        if text in self.chains:
            return self.chains[text]
        known = self.known
        met = [known.get(word) or self._meet(word) for word in cut(text)]
        found = [number for number, _ in met], [mark for _, mark in met]
        if len(met) <= SHORT:
            self.chains[text] = found
        return found

    def _meet(self, word: str) -> tuple[int, int]:
        """Return number and mark of a word that was not met before."""
        folded, mark = syllable(word)
        self.known[word] = self.words.setdefault(folded, len(self.words)), mark
        return self.known[word]

    def vocabulary(self) -> list[str]:
        """Return the syllables that have a number of their own, in the order of the numbers."""
        words = [word for word in self.words if word]
        words.sort(key=lambda word: (-self.documents[self.words[word]], word))
        return sorted(words[:WORDS_LIMIT])

    def entries(self, vocabulary: Sequence[str]) -> Iterator[tuple[int, list[int], int]]:
        """Yield key, documents and size of the file, in the order of the keys."""
        final = self._numbers(vocabulary)
        for zone_pair, found in enumerate(self.found):
            full = TEXT_FULL if zone_pair == Zone.TEXT * 2 + 1 else HEAD_FULL
            for first, numbers in groupby(sorted(found, key=final.__getitem__), final.__getitem__):
                arrays = [found[number] for number in numbers]
                start = (zone_pair * _BASE + first) * _BASE
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
    found: dict[int, list[int]] = {}
    for value in chain.from_iterable(arrays):
        second, document = value >> _DOCUMENT_BITS, value & _MASK
        if (documents := found.get(second)) is None:
            found[second] = [document]
        elif documents[-1] != document:  # documents came one after the other
            documents.append(document)
    if final is not None:
        found = _renumbered(found, final)
    for second, documents in sorted(found.items()):
        yield second, documents if len(arrays) == 1 else sorted({*documents})


def _renumbered(found: Mapping[int, list[int]], final: Sequence[int]) -> dict[int, list[int]]:
    """Return documents by the final number, which rare syllables share."""
    united: dict[int, list[int]] = {}
    for second, documents in found.items():
        number = final[second]
        shared = number in united
        united[number] = sorted({*united[number], *documents}) if shared else documents
    return united
