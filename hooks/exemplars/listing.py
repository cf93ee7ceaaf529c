"""Say which lists of stories there are, and where each one lives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .assessing import properties
from .counting import DIMENSIONS, Cell, Counts, Reported
from .library import CURRENT, Library
from .model import KINDS, UNKNOWN
from .naming import place_path
from .vietnamese import number
from .wording import text

ALL = "/guong/"
"""Address of the list of all stories."""
PAGE_SIZE = 50
"""Stories on one page of a list, as cards."""
CARDS_LIMIT = 500
"""Stories of a list up to which every page shows cards; a longer one is a register of names."""
REGISTER_SIZE = 150
"""Stories on each page of a register after the first, half as tall as a page of cards."""
OWN_NAME = "ghi-theo-ten-nay"
"""Anchor of the stories that name a unit of today, above those of the units it came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a list with its own heading."""

    slugs: tuple[str, ...]
    total: int
    """Stories of the whole section, on this page and on others."""
    title: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of stories, over as many pages as it needs."""

    address: str
    title: str
    intro: str
    """A sentence below the heading; may be empty."""
    sections: tuple[Section, ...]
    dimension: str = ""
    """Name of the statistic it belongs to."""
    id: str = ""

    @property
    def count(self) -> int:
        """The number of stories in all sections."""
        return sum(len(section.slugs) for section in self.sections)

    @property
    def is_register(self) -> bool:
        """Whether the pages after the first show names and places alone."""
        return self.count > CARDS_LIMIT


def cell_address(dimension: str, cell: Cell) -> str:
    """Return the address of exactly the stories that ``cell`` counts."""
    anchor = ""
    if dimension == "locality" and cell.id.startswith(CURRENT):
        anchor = f"#{OWN_NAME}"
    return f"/{DIMENSIONS[dimension].prefix}{cell.id}/{anchor}"


def listings(library: Library, counts: Counts) -> Iterator[Listing]:
    """Yield every list: all stories, each number above zero, the two kinds, and reports."""
    everything = tuple(story.slug for story in library.stories)
    yield Listing(
        address=ALL,
        title=text("lists", "all"),
        intro=text("lists", "all-intro"),
        sections=(_section(everything),),
    )
    for name, cells in counts.dimensions.items():
        for cell in cells:
            if name == "locality" and counts.cell("locality_now", cell.id):
                continue  # its stories stand first in the list of what is now there
            if cell.count or (name == "kind" and cell.id in KINDS):
                yield _listing(library, counts, name, cell)
    for cell in properties(library):
        if cell.count:
            yield Listing(
                address=quality_address(cell),
                title=cell.label,
                intro="",
                sections=(_section(cell.slugs),),
            )
    for reported in counts.reported:
        if reported.slugs:
            yield _beside(library, reported)


def quality_address(cell: Cell) -> str:
    """Return the address of the stories that have a good property."""
    return f"/thong-ke/chat-luong/{cell.id}/"


def reported_address(reported: Reported) -> str:
    """Return the address of the published stories that stand beside a reported total."""
    return f"/thong-ke/bao-cao/{reported.report.id}/"


def chunks(listing: Listing) -> list[tuple[Section, ...]]:
    """Return the pages of a list; sections run on over them."""
    pages: list[list[Section]] = [[]]
    room, later = PAGE_SIZE, REGISTER_SIZE if listing.is_register else PAGE_SIZE
    for section in listing.sections:
        for start in _cuts(len(section.slugs), room or later, later):
            if room == 0:
                pages.append([])
                room = later
            slugs = section.slugs[start : start + room]
            anchor = section.anchor if start == 0 else ""
            pages[-1].append(replace(section, slugs=slugs, anchor=anchor))
            room -= len(slugs)
    return [tuple(page) for page in pages]


def _cuts(length: int, room: int, later: int) -> list[int]:
    """Return where the pieces of a section begin: the first in ``room``, the rest ``later``."""
    first = min(room, length)
    return [0, *range(first, length, later)]


def _listing(library: Library, counts: Counts, name: str, cell: Cell) -> Listing:
    return Listing(
        address=cell_address(name, cell).partition("#")[0],
        title=_title(name, cell),
        intro=_intro(library, name, cell.id),
        sections=_sections(counts, cell),
        dimension=name,
        id=cell.id,
    )


def _beside(library: Library, reported: Reported) -> Listing:
    """Return the published stories of the place and programme of a report."""
    place = place_path(library, reported.report.place)
    return Listing(
        address=reported_address(reported),
        title=text("lists", "beside", place=place),
        intro=text(
            "lists",
            "beside-intro",
            value=number(reported.report.value),
            unit=reported.report.unit,
            label=reported.report.label,
        ),
        sections=(_section(reported.slugs or ()),),
    )


def _sections(counts: Counts, cell: Cell) -> tuple[Section, ...]:
    """Return one section, or for a unit of today those under its own name and the others."""
    own = counts.cell("locality", cell.id) if cell.id.startswith(CURRENT) else None
    if own is None:
        return (_section(cell.slugs),)
    named = set(own.slugs)
    others = tuple(slug for slug in cell.slugs if slug not in named)
    sections = [_section(own.slugs, text("lists", "own-name"), OWN_NAME)]
    if others:
        sections.append(_section(others, text("lists", "former-names")))
    return tuple(sections)


def _section(slugs: tuple[str, ...], title: str = "", anchor: str = "") -> Section:
    return Section(slugs=slugs, total=len(slugs), title=title, anchor=anchor)


def _title(name: str, cell: Cell) -> str:
    if cell.id == UNKNOWN:
        return text("unknown", name)
    if name in {"locality", "locality_now"}:
        return cell.label[:1].upper() + cell.label[1:]
    if name == "recognition_year":
        return text("lists", "year", year=cell.label)
    return cell.label


def _intro(library: Library, name: str, id_: str) -> str:
    """Return what the vocabulary says of an id."""
    taxonomy = library.taxonomy
    sections = {
        "field": taxonomy.fields,
        "group": taxonomy.groups,
        "theme": taxonomy.themes,
        "basis": taxonomy.basis,
        "recognition_level": taxonomy.levels,
    }
    terms = sections.get(name, ())
    return next((term.description for term in terms if term.id == id_), "")
