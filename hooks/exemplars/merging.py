"""Merge the texts of all documents: number their syllables, and sort which document has which term.

Millions of numbers are handled here, none of them alone. Whoever imports this imports numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .packing import Numbers, Run, changes, posting
from .parts import Integers, Part, numbered, renumbered
from .terms import (
    BASE,
    BOUNDARY,
    FIRST_WORD,
    HEAD_FULL,
    MARK_BITS,
    TEXT_FULL,
    WORDS_LIMIT,
    Zone,
    rare_number,
)  # fmt: skip

SHARE = 1 << 18
"""Syllables whose terms are sorted in one go, more or less."""

_Places = NDArray[np.intp]
_Final = NDArray[np.uint16]


class _Chain(NamedTuple):
    """The syllables of one zone, with the document that each stands in."""

    syllables: Integers
    documents: NDArray[np.int32]


class _Terms(NamedTuple):
    """The terms that begin at each place of a chain."""

    kind: int
    """Zone and length of all of them."""
    first: _Final
    second: _Final | NDArray[np.uint8]
    documents: NDArray[np.int32]

    def postings(self, places: _Places) -> Numbers:
        """Return the postings of those at some places."""
        at = _sorted(places, self.first, self.second)
        first = self.first[at] + np.uint32(self.kind * BASE)
        found = posting(first, self.second[at], self.documents[at])
        return found[changes(found)]


@dataclass(frozen=True, slots=True)
class Merged:
    """The terms of all documents."""

    documents: Mapping[str, int]
    """In how many documents each syllable stands, in the order in which they were met."""
    chains: Sequence[_Chain]

    def vocabulary(self) -> list[str]:
        """Return the syllables that have a number of their own, in the order of the numbers."""
        words = sorted(filter(None, self.documents))
        words.sort(key=self.documents.__getitem__, reverse=True)  # those of one number stay so
        return sorted(words[:WORDS_LIMIT])

    def runs(self, vocabulary: Sequence[str]) -> Iterator[Run]:
        """Yield the terms of each zone and length, in the order of their keys."""
        final = self._numbers(vocabulary)
        for zone, chain in zip(Zone, self.chains, strict=True):
            numbers = final[chain.syllables >> MARK_BITS]
            inside = numbers != BOUNDARY
            marks = chain.syllables.astype(np.uint8)
            singles = _Terms(zone * 2, numbers, marks, chain.documents)
            for places in _shares(inside, numbers):
                yield Run(singles.postings(places), HEAD_FULL)
            # A text ends within its document, and begins after another: the second tells whose.
            pairs = _Terms(zone * 2 + 1, numbers[:-1], numbers[1:], chain.documents[1:])
            # Only names are paired with the boundaries around them.
            paired = (inside[:-1] & inside[1:]) | (zone is Zone.NAME)
            for places in _shares(paired, pairs.first):
                yield Run(pairs.postings(places), TEXT_FULL if zone is Zone.TEXT else HEAD_FULL)

    def _numbers(self, vocabulary: Sequence[str]) -> _Final:
        """Return the final number of each syllable, by the one under which it was met."""
        own = {word: number for number, word in enumerate(vocabulary, FIRST_WORD)} | {"": BOUNDARY}
        return np.array([own.get(word) or rare_number(word) for word in self.documents], np.uint16)


def merge(parts: Sequence[Part]) -> Merged:
    """Return the terms of the documents of all parts, one part after the other."""
    words = {"": 0}
    numbers = [_numbers(part, words) for part in parts]
    documents = np.zeros(len(words), np.int64)
    for own, part in zip(numbers, parts, strict=True):
        documents[own] += part.documents
    zones = zip(*map(_zones, parts, numbers), strict=True)
    sizes = np.concatenate([part.sizes for part in parts], axis=1)
    return Merged(
        documents=dict(zip(words, documents.tolist(), strict=True)),
        chains=[*map(_chain, zones, sizes)],
    )


def _numbers(part: Part, words: dict[str, int]) -> Integers:
    """Return the number that each form has in all parts; new ones are numbered now."""
    return np.array([words.setdefault(form, len(words)) for form in part.forms], np.uint32)


def _zones(part: Part, numbers: Integers) -> list[Integers]:
    """Return the syllables of each zone of a part."""
    ends = part.sizes.sum(axis=1).cumsum()
    return np.split(renumbered(part.syllables, numbers), ends[:-1])


def _chain(syllables: Sequence[Integers], sizes: Integers) -> _Chain:
    """Return the syllables of a zone, and before them a boundary, one of the first document."""
    return _Chain(
        np.concatenate([np.zeros(1, np.uint32), *syllables]),
        np.concatenate([np.zeros(1, np.int32), numbered(sizes)]),
    )


def _shares(wanted: NDArray[np.bool_], numbers: _Final) -> Iterator[_Places]:
    """Yield the wanted places in shares of like size; their numbers rise from share to share."""
    ends = np.bincount(numbers[wanted]).cumsum()
    last = np.unique(ends.searchsorted(np.arange(SHARE, np.count_nonzero(wanted), SHARE)))
    for below, until in pairwise([0, *last.tolist(), BASE - 1]):
        yield np.flatnonzero(wanted & (numbers > below) & (numbers <= until))


def _sorted(at: _Places, first: _Final, second: _Final | NDArray[np.uint8]) -> _Places:
    """Sort places by the numbers that stand there; those with the same keep their order.

    Documents rise already. Numbers of no more than 16 bits are sorted by their digits, which is
    faster than to compare postings.
    """
    for numbers in (second, first):
        at = at[numbers[at].argsort(kind="stable")]
    return at
