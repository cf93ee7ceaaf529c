"""Cut a row of stories, or of their files, into shares that hardly change when the row does."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar
from zlib import crc32


class Named(Protocol):
    """What has the address of a story."""

    @property
    def slug(self) -> str:
        """The last part of the address."""


Item = TypeVar("Item", bound=Named)


def cut(items: Sequence[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Yield the shares, of ``size`` items in the mean.

    A share ends where an address says so, not after so many items: one more or less changes no
    share but its own.
    """
    start = 0
    for end, item in enumerate(items, 1):
        if crc32(os.fsencode(item.slug)) % size == 0 or end == len(items):
            yield tuple(items[start:end])
            start = end
