"""Write the pages: one for each story, the lists, the statistics, and what is left of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from .counting import Cell, Counts
from .desk import Desk
from .library import Library, Story
from .listing import Listing, cell_address, chunks, listings
from .model import UNKNOWN
from .picturing import mat
from .relating import neighbours, relate
from .reporting import write_statistics
from .site import Page, Settings
from .speaking import minutes
from .templating import environment, fill
from .wording import text

NEWEST = 6
"""Stories that the home page shows."""
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "/guong/": ("kind", "field"),
    "kind": ("kind", "field"),
    "field": ("field",),
    "recognition_year": ("recognition_year",),
}
"""Dimension of a list, or its address, and the dimensions whose lists stand beside it."""
SYLLABLES_A_MINUTE = 200
"""Reading speed behind the reading time; Vietnamese words are counted as syllables."""


def write_pages(
    library: Library, counts: Counts, settings: Settings, copies: Mapping[str, str]
) -> Iterator[Page]:
    """Yield every generated page except the home page.

    Args:
        library: the stories.
        counts: their statistics.
        settings: what the owner of the site set.
        copies: slug → what a loudspeaker reads of a story that lives here.
    """
    desk = Desk(
        library=library,
        counts=counts,
        env=environment(library, settings),
        settings=settings,
        copies=copies,
    )
    related, beside = relate(library), neighbours(library)
    for story in library.here:
        yield _story_page(desk, story, related[story.slug], beside[story.slug])
    for listing in listings(library, counts):
        yield from _list_pages(desk, listing)
    yield from write_statistics(desk)
    yield _search_page(desk)
    yield from _other_addresses(desk)


def write_home(library: Library, counts: Counts, settings: Settings) -> str:
    """Return the generated part of the home page."""
    newest = sorted(library.stories, key=lambda story: story.front.date, reverse=True)[:NEWEST]
    values = {
        "root": "",
        "featured": featured(library, settings),
        "mat": mat(library),
        "newest": newest,
        "counts": counts,
        "address": cell_address,
        "districts": _top(counts, "locality", 8),
        "places": len({story.front.locality for story in library.stories}),
        "years": [
            cell
            for cell in counts.dimensions["recognition_year"]
            if cell.count and cell.id != UNKNOWN
        ],
    }
    return fill(environment(library, settings), "home", values)


def reading_minutes(story: Story) -> int:
    """Return the minutes a story takes to read, at least one."""
    return max(1, round(len(story.body.text.split()) / SYLLABLES_A_MINUTE))


def featured(library: Library, settings: Settings) -> Story | None:
    """Return the story that is told large: another one each day, in Vietnamese order."""
    told = [story for story in library.here if story.front.title and not story.front.minor]
    day = settings.date or library.date
    return told[day.toordinal() % len(told)] if told and day else None


def _story_page(
    desk: Desk, story: Story, related: tuple[str, ...], beside: tuple[Story | None, Story | None]
) -> Page:
    front = story.front
    url = desk.settings.url and desk.settings.address(f"/guong/{story.slug}/")
    now = desk.library.now(front.locality)
    values = {
        "story": story,
        "front": front,
        "now": now,
        "now_listed": desk.counts.cell("locality_now", now) is not None,
        "related": [desk.library.by_slug[slug] for slug in related],
        "before": beside[0],
        "after": beside[1],
        "url": url,
        "note": text("note", "about", name=front.name, url=url),
        "loud": minutes(desk.copies[story.slug]),
        "minutes": reading_minutes(story),
        "recognitions": sorted(front.recognitions, key=lambda honour: honour.year or 9999),
        "edit": desk.settings.edit and f"{desk.settings.edit}{story.file}",
        "loose_photos": [file for file in story.photos if file.figure not in story.body.html],
    }
    return desk.page(
        "story",
        values,
        address=f"/guong/{story.slug}/",
        title=story_title(story),
        description=front.summary,
        source=story.file,
        changed=story.changed,
        schema="Article",
    )


def story_title(story: Story) -> str:
    """Return the title of a story's page: the name, and the headline where there is one."""
    return f"{story.front.name}: {story.front.title}" if story.front.title else story.front.name


def _list_pages(desk: Desk, listing: Listing) -> Iterator[Page]:
    """Yield the pages of a list, ``trang/2/`` and so on after the first."""
    pages = chunks(listing)
    around, changed = _around(desk, listing), _newest(desk, listing)
    siblings = _siblings(desk, listing)
    for number, sections in enumerate(pages, 1):
        shown = [(part, [desk.library.by_slug[slug] for slug in part.slugs]) for part in sections]
        address = listing.address if number == 1 else f"{listing.address}trang/{number}/"
        tail = "" if number == 1 else f" – {text('labels', 'page', page=number)}"
        yield desk.page(
            "list",
            {"listing": listing, "sections": shown, "number": number, "pages": len(pages)}
            | {"address": cell_address, "siblings": siblings}
            | around,
            address=address,
            title=listing.title + tail,
            description=listing.intro or text("lists", "description", title=listing.title),
            changed=changed,
            schema="CollectionPage",
        )


def _siblings(desk: Desk, listing: Listing) -> list[tuple[str, Cell]]:
    """Return the lists beside one: of all stories each kind and field, else of its dimension."""
    names = _BESIDE.get(listing.dimension or listing.address, ())
    return [(name, cell) for name in names for cell in desk.counts.dimensions[name] if cell.count]


def _around(desk: Desk, listing: Listing) -> dict[str, Any]:
    """Return what a list of a place says of the places around it."""
    if listing.dimension not in {"locality", "locality_now"}:
        return {"below": (), "now": "", "now_listed": False, "note": ""}
    below = [
        cell
        for cell in desk.counts.dimensions[listing.dimension]
        if cell.id.startswith(f"{listing.id}/") and "/" not in cell.id[len(listing.id) + 1 :]
    ]
    now = desk.library.now(listing.id)
    note = desk.library.localities[listing.id].note or ""
    return {
        "below": below,
        "now": "" if now == listing.id else now,
        "now_listed": desk.counts.cell("locality_now", now) is not None,
        "note": note,
    }


def _search_page(desk: Desk) -> Page:
    """Return the page that the search fills, and that leads to the lists where it cannot."""
    return desk.page(
        "search",
        {"counts": desk.counts, "districts": _top(desk.counts, "locality", 8)},
        address="/tim-kiem/",
        title=text("search-page", "title"),
        description=text("search-page", "description"),
        changed=desk.library.date,
        schema="SearchResultsPage",
    )


def _other_addresses(desk: Desk) -> Iterator[Page]:
    """Yield what answers for withdrawn stories and at former addresses."""
    for tombstone in desk.library.tombstones:
        yield desk.page(
            "tombstone",
            {},
            address=f"/guong/{tombstone.slug}/",
            title=text("gone", "title"),
            description=text("gone", "description"),
            listed=False,
        )
    for alias, story in desk.library.by_alias.items():
        yield desk.page(
            "alias",
            {"story": story},
            address=f"/guong/{alias}/",
            title=text("moved", "title"),
            description=text("moved", "description"),
            moved_to=f"../{story.slug}/",
            listed=False,
        )


def _newest(desk: Desk, listing: Listing) -> date | None:
    """Return the day of the last change of a list: each of its pages tells of the whole."""
    slugs = (slug for section in listing.sections for slug in section.slugs)
    return max((desk.library.by_slug[slug].changed for slug in slugs), default=None)


def _top(counts: Counts, name: str, limit: int) -> list[Cell]:
    """Return the districts, and provinces of today, with most stories; equals by name."""
    districts = [cell for cell in counts.dimensions[name] if cell.id.count("/") == 1 and cell.count]
    return sorted(districts, key=lambda cell: -cell.count)[:limit]
