"""Write the pages: one for each story, the lists, the statistics, and what is left of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from .counting import Cell, Counts
from .desk import Desk, Shared
from .library import Library, Story
from .listing import Listing, Section, cell_address, chunks
from .model import UNKNOWN
from .picturing import mat
from .reporting import statistics_sheets
from .site import Page, Settings, Sheet
from .templating import fill
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


def list_sheets(desk: Desk) -> Iterator[Sheet]:
    """Yield every page of every list."""
    for listing in desk.listings:
        yield from _list_pages(desk, listing)


def other_sheets(desk: Desk) -> Iterator[Sheet]:
    """Yield the statistics, the search page, and what is left at other addresses."""
    yield from statistics_sheets(desk)
    yield _search_page(desk)
    yield from _other_addresses(desk)


def write_home(desk: Desk) -> str:
    """Return the generated part of the home page."""
    library, counts = desk.library, desk.counts
    newest = sorted(library.stories, key=lambda story: story.front.date, reverse=True)[:NEWEST]
    values = {
        "root": "",
        "featured": featured(library, desk.settings),
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
    return fill(desk.env, "home", values)


def featured(library: Library, settings: Settings) -> Story | None:
    """Return the story that is told large: another one each day, in Vietnamese order."""
    told = [story for story in library.here if story.front.title and not story.front.minor]
    day = settings.date or library.date
    return told[day.toordinal() % len(told)] if told and day else None


def _list_pages(desk: Desk, listing: Listing) -> Iterator[Sheet]:
    """Yield the pages of a list, ``trang/2/`` and so on after the first."""
    pages = chunks(listing)
    changed = _newest(desk, listing)
    shared = Shared(partial(_list_values, desk, listing))
    for number, sections in enumerate(pages, 1):
        address = listing.address if number == 1 else f"{listing.address}trang/{number}/"
        tail = "" if number == 1 else f" – {text('labels', 'page', page=number)}"
        page = Page(
            address=address,
            title=listing.title + tail,
            description=listing.intro or text("lists", "description", title=listing.title),
            changed=changed,
            schema="CollectionPage",
        )
        form = "row" if number > 1 and listing.is_register else "whole"
        place = {"number": number, "pages": len(pages), "form": form}
        values = partial(_page_values, desk, sections, place)
        yield desk.sheet("list", values, page, shared=shared, kept=True)


def _page_values(
    desk: Desk, sections: tuple[Section, ...], place: Mapping[str, object]
) -> Mapping[str, Any]:
    """Return what one page of a list is filled with besides what all its pages share."""
    shown = [(part, [desk.library.by_slug[slug] for slug in part.slugs]) for part in sections]
    return {"sections": shown, **place}


def _list_values(desk: Desk, listing: Listing) -> Mapping[str, Any]:
    """Return what all pages of a list are filled with."""
    siblings = _siblings(desk, listing)
    return {
        "listing": replace(listing, sections=()),  # a page shows its own stories, not all
        "count": listing.count,
        "address": cell_address,
        "siblings": siblings,
        **_around(desk, listing),
    }


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


def _search_page(desk: Desk) -> Sheet:
    """Return the page that the search fills, and that leads to the lists where it cannot."""
    page = Page(
        address="/tim-kiem/",
        title=text("search-page", "title"),
        description=text("search-page", "description"),
        changed=desk.library.date,
        schema="SearchResultsPage",
    )
    values = {"counts": desk.counts, "districts": _top(desk.counts, "locality", 8)}
    return desk.sheet("search", lambda: values, page)


def _other_addresses(desk: Desk) -> Iterator[Sheet]:
    """Yield what answers for withdrawn stories and at former addresses."""
    for tombstone in desk.library.tombstones:
        page = Page(
            address=f"/guong/{tombstone.slug}/",
            title=text("gone", "title"),
            description=text("gone", "description"),
            listed=False,
        )
        yield desk.sheet("tombstone", dict, page)
    for alias, story in desk.library.by_alias.items():
        page = Page(
            address=f"/guong/{alias}/",
            title=text("moved", "title"),
            description=text("moved", "description"),
            moved_to=f"../{story.slug}/",
            listed=False,
        )
        yield desk.sheet("alias", partial(dict[str, Any], story=story), page)


def _newest(desk: Desk, listing: Listing) -> date | None:
    """Return the day of the last change of a list: each of its pages tells of the whole."""
    slugs = (slug for section in listing.sections for slug in section.slugs)
    return max(map(desk.library.changes.__getitem__, slugs), default=None)


def _top(counts: Counts, name: str, limit: int) -> list[Cell]:
    """Return the districts, and provinces of today, with most stories; equals by name."""
    districts = [cell for cell in counts.dimensions[name] if cell.id.count("/") == 1 and cell.count]
    return sorted(districts, key=lambda cell: -cell.count)[:limit]
