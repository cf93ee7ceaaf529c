"""Pack terms one after the other, as plainly as postings.py describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from zlib import adler32

from exemplars.postings import Shard


def shards(terms: Iterable[tuple[int, Sequence[int], int]]) -> Iterator[Shard]:
    """Yield the files for key, documents, and the bytes at which a file is full for them."""
    content = b""
    start = before = 0
    for key, documents, full in terms:
        if content and len(content) >= full:
            yield Shard(start, content + adler32(content).to_bytes(4, "big"))
            content = b""
        if not content:
            start, before = key, 0
        content += varint(key - before) + _written(documents)
        before = key
    if content:
        yield Shard(start, content + adler32(content).to_bytes(4, "big"))


def _written(documents: Sequence[int]) -> bytes:
    """Return the documents of a term, as a list or as a bitmap."""
    size = documents[-1] // 8 + 1
    listed = b"".join(varint(two - one - 1) for one, two in pairwise([-1, *documents]))
    if len(listed) <= size:
        return varint(len(documents) * 2) + listed
    bits = sum(1 << document for document in documents)
    return varint(len(documents) * 2 + 1) + varint(size) + bits.to_bytes(size, "little")


def varint(value: int) -> bytes:
    """Return a number, seven bits a byte, the lowest first."""
    return bytes([value]) if value < 128 else bytes([value % 128 + 128]) + varint(value // 128)
