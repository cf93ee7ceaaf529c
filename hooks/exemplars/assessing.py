"""Look at the collection as a whole: what its stories have, and what it still lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .counting import Cell, Counts
from .library import CURRENT, Library, Story
from .model import Locality, Term
from .naming import place_key
from .table_rules import COMMUNES
from .wording import text

OLDEST = 10
"""Stories shown as longest unrevised."""
SOURCES = 2
"""Sources from which on a story is well supported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What is good about a collection, and where stories are missing."""

    cells: tuple[Cell, ...]
    """For each good property the stories that have it."""
    oldest: tuple[Story, ...]
    """The stories whose last change lies furthest back."""
    fields: tuple[Term, ...]
    """Fields without a story."""
    communes: tuple[Locality, ...]
    """Communes of today without a story, in provinces that have some."""


def properties(library: Library) -> Iterator[Cell]:
    """Yield for each good property the stories that have it."""
    for id_, has in PROPERTIES.items():
        slugs = tuple(story.slug for story in library.stories if has(library, story))
        yield Cell(id=id_, label=text("quality", id_), slugs=slugs)


def assess(library: Library, counts: Counts) -> Quality:
    """Return the quality of the published collection."""
    # The stories are in Vietnamese order already, and sorting leaves equals as they are.
    oldest = sorted(library.stories, key=lambda story: story.changed)[:OLDEST]
    empty = {cell.id for cell in counts.dimensions["field"] if not cell.count}
    return Quality(
        cells=tuple(properties(library)),
        oldest=tuple(oldest),
        fields=tuple(term for term in library.taxonomy.fields if term.id in empty),
        communes=tuple(_empty_communes(library, counts)),
    )


def _at_commune(library: Library, story: Story) -> bool:
    return library.localities[story.front.locality].type in COMMUNES


PROPERTIES: Mapping[str, Callable[[Library, Story], bool]] = {
    "co-anh": lambda _, story: bool(story.front.photos),
    "co-khen-thuong": lambda _, story: any(not r.revoked for r in story.front.recognitions),
    "nhieu-nguon": lambda _, story: len(story.front.sources) >= SOURCES,
    "den-cap-xa": _at_commune,
}
"""Good properties of a story by id, in the order in which they are shown."""


def _empty_communes(library: Library, counts: Counts) -> Iterator[Locality]:
    """Yield communes of today without a story, in provinces that have one, by name."""
    seen = {cell.id for cell in counts.dimensions["locality_now"]}
    places = sorted(library.places, key=lambda place: place_key(library, place.id))
    for place in places:
        today = place.id.startswith(CURRENT) and not place.until and place.type in COMMUNES
        province = "/".join(place.id.split("/")[:2])
        if today and place.id not in seen and province in seen:
            yield place
