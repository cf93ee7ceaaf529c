"""Pack which documents hold a term into small files; ``postings.py`` says how they look.

A *posting* is one number, the key of a term and behind it a document that holds the term, so that
whoever sorts the numbers sorts the terms and their documents. Millions are handled here, none of
them alone; whoever imports this imports numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple
from zlib import adler32

import numpy as np
from numpy.typing import NDArray

from .postings import Shard

DOCUMENT_BITS = 24
PORTION = 1 << 16
"""Postings that are packed in one go, more or less: so much memory does not grow with them."""
SEVEN_BITS = 0x7F

Numbers = NDArray[np.int64]
Integers = NDArray[np.integer[Any]]


class Run(NamedTuple):
    """Terms that follow one another."""

    postings: Numbers
    """In rising order."""
    full: int
    """Bytes at which a file has no room for one of these terms."""


class _Packed(NamedTuple):
    """Terms as they are written, one after the other."""

    content: bytes
    keys: Numbers
    edges: Numbers
    """Where each term begins, and where the last one ends."""
    bodies: Numbers
    """Where each term goes on behind the step to its key."""


def posting(first: Integers, second: Integers, document: Integers) -> Numbers:
    """Return the postings of terms; ``first`` tells zone and length as well."""
    found = first.astype(np.int64)
    found <<= 16
    found |= second
    found <<= DOCUMENT_BITS
    found |= document
    return found


def distinct(postings: Numbers) -> Numbers:
    """Sort postings, and return each of them once."""
    postings.sort()
    return postings[changes(postings)]


def shards(runs: Iterable[Run]) -> Iterator[Shard]:
    """Yield the files for terms, whose keys rise from run to run."""
    content = bytearray()
    start = 0
    for packed, full in _packed(runs):
        at, count = 0, len(packed.keys)
        while at < count:
            if len(content) >= full:
                yield _shard(start, content)
                content.clear()
            if content:
                end = int(packed.edges.searchsorted(packed.edges[at] + full - len(content)))
                end = min(end, count)
                content += packed.content[packed.edges[at] : packed.edges[end]]
            else:
                start, end = int(packed.keys[at]), at + 1
                content += _varint(start) + packed.content[packed.bodies[at] : packed.edges[end]]
            at = end
    if content:
        yield _shard(start, content)


def _shard(start: int, content: bytearray) -> Shard:
    return Shard(start, bytes(content) + adler32(content).to_bytes(4, "big"))


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > SEVEN_BITS:
        written.append(value & SEVEN_BITS | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def _packed(runs: Iterable[Run]) -> Iterator[tuple[_Packed, int]]:
    """Yield the terms as they are written, and the bytes at which a file is full for them.

    A portion ends between two terms.
    """
    before = 0
    for postings, full in runs:
        firsts = np.flatnonzero(changes(postings >> DOCUMENT_BITS))
        cuts = np.unique(firsts.searchsorted(np.arange(0, len(postings), PORTION), "right") - 1)
        for one, other in pairwise([*cuts, len(firsts)]):
            own = firsts[one:other]
            end = firsts[other] if other < len(firsts) else len(postings)
            packed = _pack(postings[own[0] : end], own - own[0], before)
            before = int(packed.keys[-1])
            yield packed, full


def _pack(postings: Numbers, firsts: Numbers, before: int) -> _Packed:
    """Return terms as they are written behind the key ``before``; each has a first posting."""
    keys, counts = postings[firsts] >> DOCUMENT_BITS, np.diff(firsts, append=len(postings))
    documents = (postings & (1 << DOCUMENT_BITS) - 1).astype(np.int32)
    # How many bytes the documents of each term take as a list, and how many as a bitmap.
    left_out = np.diff(documents, prepend=np.int32(-1)) - 1
    left_out[firsts] = documents[firsts]
    sizes = _sizes(left_out)
    list_sizes = np.add.reduceat(sizes, firsts, dtype=np.int64)
    map_sizes = documents[firsts + counts - 1] // 8 + 1
    mapped = map_sizes < list_sizes
    # Where each term begins, goes on behind its key, and names its documents.
    steps, heads = np.diff(keys, prepend=before), counts * 2 + mapped
    whole = np.where(mapped, _sizes(map_sizes) + map_sizes, list_sizes)
    edges: Numbers = np.append(0, np.cumsum(_sizes(steps) + _sizes(heads) + whole))
    bodies = edges[:-1] + _sizes(steps)
    members = bodies + _sizes(heads)
    # Bitmaps first: the other bytes are written over the zeros between them.
    listed = np.repeat(~mapped, counts)
    starts = (members + _sizes(map_sizes))[mapped] * 8
    ones = np.zeros(edges[-1] * 8, np.bool_)
    ones[np.repeat(starts, counts[mapped]) + documents[~listed]] = True
    content = np.packbits(ones, bitorder="little")
    _put(content, edges[:-1], steps)
    _put(content, bodies, heads)
    _put(content, members[mapped], map_sizes[mapped])
    places = np.cumsum(sizes, dtype=np.int64) - sizes
    places += np.repeat(members - places[firsts], counts)
    _put(content, places[listed], left_out[listed])
    return _Packed(content.tobytes(), keys, edges, bodies)


def changes(rising: Numbers) -> NDArray[np.bool_]:
    """Tell of each number whether it is not the one before it."""
    changes = np.ones(len(rising), np.bool_)
    np.not_equal(rising[1:], rising[:-1], out=changes[1:])
    return changes


def _sizes(values: Integers) -> NDArray[np.uint8]:
    """Return the bytes that each value takes as a varint."""
    sizes = np.ones(len(values), np.uint8)
    limit, largest = SEVEN_BITS + 1, values.max(initial=0)
    while limit <= largest:
        sizes += values >= limit
        limit <<= 7
    return sizes


def _put(content: NDArray[np.uint8], at: Numbers, values: Integers) -> None:
    """Write each value at its place, as a varint."""
    while len(values):
        more = values > SEVEN_BITS
        content[at] = values.astype(np.uint8) | more.view(np.uint8) << 7
        rest = np.flatnonzero(more)
        at, values = at[rest] + 1, values[rest] >> 7
