"""Keep what is written in some documents as bytes, of which those of all documents are made.

A part has its own numbers for the forms of syllables, so that it depends on no other document.
Whoever imports this imports numpy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .packing import DOCUMENT_BITS, distinct
from .terms import MARK_BITS, MARKS, Stream, Zone

Integers = NDArray[np.uint32]

_NUMBER = np.dtype("<u4")


class Part(NamedTuple):
    """What is written in some documents, one after the other."""

    forms: Sequence[str]
    """The forms of its syllables; that of a boundary is empty."""
    documents: Integers
    """In how many of the documents each of them stands."""
    sizes: Integers
    """For each zone, how many syllables each document has in it."""
    syllables: Integers
    """Those of all zones, one zone after the other: number of the form, and behind it the mark."""


def write_part(streams: Sequence[Stream], forms: Sequence[str]) -> bytes:
    """Return the part of some documents.

    Args:
        streams: their zones.
        forms: each form at the number that it has in the streams.
    """
    sizes = np.array([stream.sizes for stream in streams], _NUMBER)
    syllables = np.frombuffer(b"".join(stream.syllables for stream in streams), _NUMBER)
    holders = np.concatenate([*map(numbered, sizes)])
    pairs = distinct((syllables >> MARK_BITS).astype(np.int64) << DOCUMENT_BITS | holders)
    documents = np.bincount(pairs >> DOCUMENT_BITS)
    met = np.flatnonzero(documents)
    own = np.zeros(len(documents), _NUMBER)
    own[met] = np.arange(len(met))
    head = json.dumps([[forms[number] for number in met.tolist()], sizes.shape[1]])
    whole = np.concatenate([documents[met], sizes.ravel(), renumbered(syllables, own)])
    return head.encode() + b"\n" + whole.astype(_NUMBER).tobytes()


def read_part(written: bytes) -> Part:
    """Return a part as it was written.

    Raises:
        ValueError: this is none.
    """
    head, _, rest = written.partition(b"\n")
    forms, count = json.loads(head)
    ends = len(forms), len(forms) + len(Zone) * count
    documents, sizes, syllables = np.split(np.frombuffer(rest, _NUMBER), ends)
    if len(syllables) != sizes.sum():
        raise ValueError("a part has the syllables of its documents and no others")
    return Part(forms, documents, sizes.reshape(len(Zone), count), syllables)


def renumbered(syllables: Integers, numbers: Integers) -> Integers:
    """Return syllables with other numbers for their forms."""
    found: Integers = numbers[syllables >> MARK_BITS] << MARK_BITS
    found |= syllables & MARKS
    return found


def numbered(sizes: Integers) -> NDArray[np.int32]:
    """Return for each syllable the number of its document, by how many each document has."""
    return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
