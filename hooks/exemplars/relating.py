"""Find the stories to read next: by shared tags, place and field, never by chance."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from .library import Library, Story

RELATED_LIMIT = 4
"""Stories proposed below a story."""
NEIGHBOURS = 6
"""Stories that each shared property proposes, so that the cost of a page does not grow."""


_Stand = tuple[list[int], int, int]
"""Where a story stands: the ranks of all that share a property, its place there, the weight."""


class Related(Mapping[str, tuple[str, ...]]):
    """Slug → slugs of the stories most like it, found when they are first asked for."""

    def __init__(self, library: Library, find: Callable[[Story], tuple[str, ...]]) -> None:
        self._library = library
        self._find = find
        self._found: dict[str, tuple[str, ...]] = {}

    def __getitem__(self, slug: str) -> tuple[str, ...]:
        if slug not in self._found:
            self._found[slug] = self._find(self._library.by_slug[slug])
        return self._found[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._library.by_slug)

    def __len__(self) -> int:
        return len(self._library.by_slug)


def relate(library: Library) -> Related:
    """Return slug → slugs of the stories most like it, the most alike first.

    Each property (a tag, the place, district and field, the field) proposes the next few stories
    after this one, in Vietnamese order and round again, so that all stories are proposed alike.
    """
    shelves: dict[Hashable, list[int]] = defaultdict(list)
    for rank, story in enumerate(library.stories):
        for key, _ in _properties(library, story):
            shelves[key].append(rank)
    ranks = {story.slug: rank for rank, story in enumerate(library.stories)}

    def find(story: Story) -> tuple[str, ...]:
        rank = ranks[story.slug]
        stands = (
            (shelf := shelves[key], bisect_left(shelf, rank), weight)
            for key, weight in _properties(library, story)
        )
        best = _best(rank, stands, len(ranks))
        return tuple(library.stories[rank].slug for rank in best)

    return Related(library, find)


def _properties(library: Library, story: Story) -> Iterator[tuple[Hashable, int]]:
    """Yield what a story may share with another, and how much it counts."""
    front = story.front
    for tag in dict.fromkeys(tag.casefold() for tag in front.tags):
        yield ("tag", tag), 3
    yield ("place", front.locality), 2
    district = library.levels(front.locality)[:2]
    for position, field in enumerate(dict.fromkeys(front.fields)):
        yield ("district", district, field), 2
        yield ("field", field), 2 if position == 0 else 1


def _best(rank: int, stands: Iterable[_Stand], total: int) -> list[int]:
    """Return the ranks with most votes; of equals, the next in order, and round again."""
    order: dict[int, int] = {}
    """How far away a story stands, less the number of all for each vote: the least comes first."""
    for shelf, place, weight in stands:
        near = shelf[place + 1 : place + 1 + NEIGHBOURS]
        if len(near) < NEIGHBOURS:
            near += shelf[: min(place, NEIGHBOURS - len(near))]
        for other in near:
            order[other] = order.get(other, (other - rank) % total) - weight * total
    return sorted(order, key=order.__getitem__)[:RELATED_LIMIT]


def neighbours(library: Library) -> Mapping[str, tuple[Story | None, Story | None]]:
    """Return slug → the stories before and after it in its main field, in Vietnamese order."""
    shelves: dict[str, list[Story]] = defaultdict(list)
    for story in library.stories:
        shelves[story.front.fields[0]].append(story)
    return {
        story.slug: (before, after)
        for shelf in shelves.values()
        for before, story, after in zip([None, *shelf], shelf, [*shelf[1:], None], strict=False)
    }
