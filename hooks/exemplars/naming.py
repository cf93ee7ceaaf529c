"""Name places, honours and amounts as people read them, and as addresses have them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from .library import CURRENT, Library
from .model import UNKNOWN, Figure
from .vietnamese import SortKey, number, slug, sort_key
from .wording import text

MILLION, BILLION = 10**6, 10**9
TITLE_LIMIT = 60
"""Characters of an honour's title that stay readable in its address."""


@lru_cache(maxsize=4096)
def title_id(title: str) -> str:
    """Return the id of an honour: its title in lower case ASCII.

    Long titles are cut, and every id that might clash ends in a piece of the title's hash.
    """
    id_ = slug(title)
    if id_ and len(id_) <= TITLE_LIMIT and id_ not in {UNKNOWN, "trang"}:
        return id_
    digest = hashlib.sha256(id_.encode() or title.encode()).hexdigest()[:8]
    return f"{id_[:TITLE_LIMIT].strip('-')}-{digest}".strip("-")


def place_label(library: Library, id_: str) -> str:
    """Return a place's name with its type: "xã An Đức", "thị trấn Ba Tri", "TP. Bến Tre"."""
    place = library.localities[id_]
    return _labelled(place.type, place.name)


@lru_cache(maxsize=16384)
def _labelled(type_: str, name: str) -> str:
    return f"{text('place-types', type_)} {name}"


def place_path(library: Library, id_: str) -> str:
    """Return a place with all above it: "xã An Đức, huyện Ba Tri, tỉnh Bến Tre"."""
    return ", ".join(place_label(library, level) for level in reversed(library.levels(id_)))


def place_key(library: Library, id_: str) -> tuple[bool, list[tuple[SortKey, str]]]:
    """Return the key that orders places by name, each below the one that holds it."""
    levels = library.levels(id_)
    return id_.startswith(CURRENT), [
        (sort_key(library.localities[level].name), level) for level in levels
    ]


def successors(library: Library, id_: str) -> Iterator[str]:
    """Yield a place and what it became, one after the other."""
    seen: set[str] = set()
    following: str | None = id_
    while following and following not in seen:
        seen.add(following)
        yield following
        following = library.localities[following].successor


def predecessors(library: Library) -> Mapping[str, tuple[str, ...]]:
    """Return place → every unit that became it, however long ago, in the order of the table."""
    found: dict[str, dict[str, None]] = {place.id: {} for place in library.places}
    for place in library.places:
        for later in successors(library, place.id):
            if later != place.id:
                found[later][place.id] = None
    return {id_: tuple(units) for id_, units in found.items()}


def amount(figure: Figure) -> str:
    """Return a figure's value as it is read: "hơn 1.000", "28,8 tỷ"."""
    words = [figure.about or "", _value(figure.value, figure.unit or "")]
    return " ".join(filter(None, words))


def _value(value: float, unit: str) -> str:
    """Return a sum of money in millions or billions, anything else in full."""
    if unit.startswith("đồng") and value >= BILLION and value % 10**5 == 0:
        return f"{number(value / BILLION)} tỷ"
    if unit.startswith("đồng") and value >= MILLION and value % 10**3 == 0:
        return f"{number(value / MILLION)} triệu"
    return number(value)
