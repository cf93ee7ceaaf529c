"""Weave the figures of mats, the craft of An Hiệp: a dye and rings of rhombs for a field and kind.

They stand in for photos that are not there. All comes from ids alone, so that a field looks the
same on every card, on every page, and in the pictures beside links (drawing.py).
"""

from __future__ import annotations

import hashlib
from functools import cache

DYES = (8, 24, 40, 62, 90, 120, 145, 165, 185, 205, 225, 250, 280, 305, 330, 350)
"""Hues, in degrees, in which sedge is dyed; docs/assets/site.css has the colours of each."""
_SALT = 16922
"""Chosen so that no two of the fourteen fields of stories/taxonomy.yml share a dye."""
MOTIF = 6
"""Squares from a rhomb's middle to its corner."""


@cache
def dye(field: str) -> int:
    """Return the number of a field's dye."""
    return hashlib.sha256(f"{_SALT} {field}".encode()).digest()[0] % len(DYES)


def rings(field: str, kind: str) -> int:
    """Return a number whose bits say, from the middle outwards, which rings of a rhomb lie over."""
    return int.from_bytes(hashlib.sha256(f"{field} {kind}".encode()).digest())


@cache
def rhombs(field: str, kind: str, count: int) -> str:
    """Return the path of ``count`` rhombs in a row, each 24 wide and high, filled even-odd."""
    bits = rings(field, kind)
    edges = [r for r in range(1, 2 * MOTIF) if (bits >> r & 1) != (bits >> (r - 1) & 1)]
    return "".join(
        f"M{24 * at + 12} {12 - r}l{r} {r}-{r} {r}-{r}-{r}z"
        for at in range(count)
        for r in (*edges, 2 * MOTIF)
    )
