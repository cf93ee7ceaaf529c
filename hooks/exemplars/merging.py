"""Merge the texts of all documents: number their syllables, and sort which document has which term.

Millions of numbers are handled here, none of them alone. Whoever imports this imports numpy.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .packing import DOCUMENT_BITS, Numbers, Run, distinct, posting
from .syllables import cut, syllable
from .terms import (
    BASE,
    BOUNDARY,
    FIRST_WORD,
    HEAD_FULL,
    TEXT_FULL,
    WORDS_LIMIT,
    Stream,
    Terms,
    Zone,
    rare_number,
)  # fmt: skip


class _Cut(NamedTuple):
    """The syllables of all pieces, one after the other."""

    ends: NDArray[np.int32]
    """Where those of each piece end; piece 0 is a boundary, cut into itself."""
    forms: NDArray[np.uint32]
    marks: NDArray[np.uint8]


class _Chain(NamedTuple):
    """The syllables of one zone, with the document that each stands in."""

    forms: NDArray[np.uint32]
    marks: NDArray[np.uint8]
    documents: NDArray[np.int32]


PORTION = 2048
"""Documents whose syllables are counted in one go."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The terms of all documents."""

    documents: Mapping[str, int]
    """In how many documents each syllable stands, in the order in which they were met."""
    chains: Sequence[_Chain]

    def vocabulary(self) -> list[str]:
        """Return the syllables that have a number of their own, in the order of the numbers."""
        words = [word for word in self.documents if word]
        words.sort(key=lambda word: (-self.documents[word], word))
        return sorted(words[:WORDS_LIMIT])

    def runs(self, vocabulary: Sequence[str]) -> Iterator[Run]:
        """Yield the terms of each zone and length, in the order of their keys."""
        final = self._numbers(vocabulary)
        for zone, chain in zip(Zone, self.chains, strict=True):
            numbers = final[chain.forms]
            yield Run(_singles(zone, chain, numbers), HEAD_FULL)
            yield Run(_pairs(zone, chain, numbers), TEXT_FULL if zone is Zone.TEXT else HEAD_FULL)

    def _numbers(self, vocabulary: Sequence[str]) -> NDArray[np.uint32]:
        """Return the final number of each syllable, by the one under which it was met."""
        own = {word: number for number, word in enumerate(vocabulary, FIRST_WORD)} | {"": BOUNDARY}
        return np.array([own.get(word) or rare_number(word) for word in self.documents], np.uint32)


def merge(terms: Terms) -> Merged:
    """Return the terms of all documents that were added."""
    words = {"": 0}
    syllables = _cut(terms.pieces, words)
    chains = [_chain(stream, syllables) for stream in terms.zones]
    documents = _document_counts(chains, len(words)).tolist()
    return Merged(dict(zip(words, documents, strict=True)), chains)


def _cut(pieces: Iterable[str], words: dict[str, int]) -> _Cut:
    """Return the syllables of pieces, and number those that were not met before."""
    ends, forms, marks = array("i", [1]), array("I", [0]), array("B", [0])
    for piece in pieces:
        for word in cut(piece):
            form, mark = syllable(word)
            forms.append(words.setdefault(form, len(words)))
            marks.append(mark)
        ends.append(len(forms))
    return _Cut(np.asarray(ends), np.asarray(forms), np.asarray(marks))


def _chain(stream: Stream, syllables: _Cut) -> _Chain:
    """Return the syllables of a zone."""
    pieces = np.asarray(stream.pieces)
    sizes = np.diff(syllables.ends, prepend=0)[pieces]
    # A piece's syllables lie side by side: step on by one within it, leap from one to the next.
    at = np.repeat(syllables.ends[pieces] - np.cumsum(sizes, dtype=np.int32), sizes)
    at += np.arange(len(at), dtype=np.int32)
    # The boundary before all texts counts as one of the first document.
    numbers = np.arange(-1, len(stream.edges) - 1, dtype=np.int32).clip(0)
    documents = np.repeat(numbers, np.diff(np.asarray(stream.edges), prepend=0))
    return _Chain(syllables.forms[at], syllables.marks[at], np.repeat(documents, sizes))


def _document_counts(chains: Sequence[_Chain], words: int) -> Numbers:
    """Return in how many documents each syllable stands, whatever the zone."""
    counts = np.zeros(words, np.int64)
    last = max(int(chain.documents[-1]) for chain in chains)
    for start in range(0, last + 1, PORTION):
        held = []
        for forms, _, documents in chains:
            part = slice(*documents.searchsorted([start, start + PORTION]))
            held.append(forms[part].astype(np.int64) << DOCUMENT_BITS | documents[part])
        counts += np.bincount(distinct(np.concatenate(held)) >> DOCUMENT_BITS, minlength=words)
    return counts


def _singles(zone: Zone, chain: _Chain, numbers: NDArray[np.uint32]) -> Numbers:
    """Return the postings of single syllables."""
    found = posting(zone * 2 * BASE + numbers, chain.marks, chain.documents)
    found = found[chain.forms != 0]
    return distinct(found)


def _pairs(zone: Zone, chain: _Chain, numbers: NDArray[np.uint32]) -> Numbers:
    """Return the postings of pairs; only names are paired with the boundaries around them."""
    first = (zone * 2 + 1) * BASE + numbers[:-1]
    # A text ends within its document, and begins after another: the second tells whose it is.
    found = posting(first, numbers[1:], chain.documents[1:])
    if zone is not Zone.NAME:
        inside = chain.forms != 0
        found = found[inside[:-1] & inside[1:]]
    return distinct(found)
