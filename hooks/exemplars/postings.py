"""Read which documents hold a term from small binary files, as the browser does.

A *key* is one number: zone and length of the term, its first word, its second (see
``terms.py``). A file holds its terms in order of their keys, each as

    varint  difference to the key before it (to 0 at the beginning of a file)
    varint  number of documents × 2, + 1 where a bitmap follows
    either  for each document a varint: how many were left out since the one before it
    or      a varint with the bitmap's length, then its bytes, document 0 in the lowest bit

and ends in four bytes with the Adler-32 of all before them, the highest first, so that a file cut
short or spoilt on its way is noticed. A varint holds seven bits a byte, the lowest first, the
eighth says that more follow (as in LEB128).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from zlib import adler32


class Shard(NamedTuple):
    """One file of terms."""

    start: int
    """Key of its first term."""
    content: bytes


def read_shard(content: bytes) -> Iterator[tuple[int, list[int]]]:
    """Yield each key and its documents, as the browser would.

    Raises:
        ValueError: the file is damaged.
    """
    content, checksum = content[:-4], content[-4:]
    if adler32(content).to_bytes(4, "big") != checksum:
        raise ValueError("the checksum is another")
    at = key = 0
    while at < len(content):
        step, at = _read(content, at)
        key += step
        head, at = _read(content, at)
        if head & 1:
            size, at = _read(content, at)
            yield key, _members(content[at : at + size])
            at += size
        else:
            documents, at = _read_documents(content, at, head >> 1)
            yield key, documents


def _read(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while content[at] & 0x80:
        value |= (content[at] & 0x7F) << shift
        shift += 7
        at += 1
    return value | content[at] << shift, at + 1


def _read_documents(content: bytes, at: int, count: int) -> tuple[list[int], int]:
    documents: list[int] = []
    document = -1
    for _ in range(count):
        step, at = _read(content, at)
        document += step + 1
        documents.append(document)
    return documents, at


def _members(bitmap: bytes) -> list[int]:
    bits = int.from_bytes(bitmap, "little")
    return [number for number in range(len(bitmap) * 8) if bits >> number & 1]
