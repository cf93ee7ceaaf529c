"""Make something of all stories, a share of them at a time, and keep each for the next build.

Where one story is changed, only its share is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .caching import Cache, name
from .cutting import cut
from .desk import told_whole
from .library import Story

SIZE = 64
"""Stories in a share, in the mean."""
HASH = 16
"""Bytes of its hash before what is kept: the cache's own seal is one that others can set too."""

Share = Sequence[Story]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The stories in shares; without a folder nothing is kept."""

    stories: Share
    folder: Path | None = None
    """Folder of the cache."""
    basis: bytes = b""
    """Names all that is made of the stories depends on besides them."""
    told: Callable[[Share], object] = told_whole
    """Gives what names all that is looked at of some stories."""

    def make(self, kind: str, write: Callable[[Share], bytes]) -> list[bytes]:
        """Return what ``write`` makes of each share, in their order.

        Args:
            kind: says what is made.
            write: looks at nothing but the share, and what ``basis`` names.
        """
        shares = [*cut(self.stories, SIZE)]
        with closing(Cache(self.folder)) as kept:
            if not kept.kept:
                return [write(share) for share in shares]
            names = self._names(kind, shares)
            found = {key: whole[HASH:] for key, whole in kept.get_many(names) if _whole(whole)}
            for key, share in zip(names, shares, strict=True):
                if key not in found:
                    found[key] = write(share)
                    kept.put(key, _hash(found[key]) + found[key])
        return [found[key] for key in names]

    def use(self, kinds: Iterable[str], kept: Cache) -> None:
        """Keep the shares from being forgotten while what is made of them is taken whole."""
        shares = [*cut(self.stories, SIZE)]
        for kind in kinds:
            for _ in kept.get_many(self._names(kind, shares)):
                pass

    def _names(self, kind: str, shares: Iterable[Share]) -> list[bytes]:
        return [name(kind, self.basis, self.told(share)) for share in shares]


def _whole(kept: bytes) -> bool:
    """Tell whether this was kept here."""
    return _hash(kept[HASH:]) == kept[:HASH]


def _hash(content: bytes) -> bytes:
    return sha256(content).digest()[:HASH]
