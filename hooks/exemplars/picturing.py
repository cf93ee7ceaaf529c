"""Draw what stands in for photos: a number beside a woven mat, and the mat of all stories."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from .library import Library, Story
from .model import KINDS
from .naming import amount, place_path
from .vietnamese import shorten
from .weaving import dye, rhombs
from .wording import text

CAPTION_LIMIT = 48
"""Characters below the number, two lines on a card."""
FIGURES = "/assets/hoa-van.svg"
"""Address of the sheet of all figures."""
RHOMBS = 2
"""Rhombs of the mat on a card, the second one cut."""
CELLS = 240
"""Squares of the mat of all stories, at most."""
BREADTH = 2.6
"""How much broader than high that mat is, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a card's picture is drawn from."""

    dye: int
    figure: str
    """Name of a row of rhombs in the sheet of all figures."""
    number: str
    """A few large words: a number, a year, or the name of a place."""
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mat:
    """The mat of all stories: squares in the dyes of their fields."""

    parts: tuple[tuple[int, str], ...]
    """Dye and path, ten units a square."""
    columns: int
    rows: int
    stories: int
    """How many stories a square stands for."""


def picture(story: Story, library: Library, *, deed: bool = True) -> Picture:
    """Return the drawn card of a story, from its own words and numbers.

    Args:
        story: the story.
        library: where its place has its name.
        deed: whether a number of the deed comes first, or since when; on the story's own page
            they stand below, and the place is shown.
    """
    front = story.front
    number, caption = (deed and _deed(story)) or _place(story, library)
    return Picture(
        dye=dye(front.fields[0]),
        figure=f"{front.fields[0]}-{front.kind}",
        number=number,
        caption=shorten(caption, CAPTION_LIMIT),
    )


def write_figures(library: Library) -> bytes:
    """Return the sheet of all figures, of which each page shows a few: an SVG with symbols."""
    symbols = "".join(
        f'<symbol id="{field}-{kind}" viewBox="4 0 40 24">'
        f'<path d="{rhombs(field, kind, RHOMBS)}"/></symbol>'
        for field in library.fields
        for kind in KINDS
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'.encode()


def mat(library: Library) -> Mat:
    """Return the mat of all stories, the fields with most of them first."""
    counts = Counter(story.front.fields[0] for story in library.stories)
    stories = max(1, -(-len(library.stories) // CELLS))
    runs = [
        (field, max(1, round(count / stories)))
        for field, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    total = sum(length for _, length in runs)
    columns = max(1, math.ceil(math.sqrt(total * BREADTH)))
    squares = iter(range(total))
    parts = tuple(
        (dye(field), "".join(_square(place, columns) for place in islice(squares, length)))
        for field, length in runs
    )
    return Mat(parts=parts, columns=columns, rows=-(-total // columns), stories=stories)


def _deed(story: Story) -> tuple[str, str] | None:
    """Return a number of the deed and what it counts; else since when."""
    front = story.front
    for figure in front.figures:
        unit = figure.unit or ""
        told = not unit or re.search(
            rf"(?<!\w){re.escape(unit)}(?!\w)", figure.label, re.IGNORECASE
        )
        return amount(figure), figure.label if told else f"{unit}, {figure.label}"
    return (str(front.since), text("picture", "since")) if front.since else None


def _place(story: Story, library: Library) -> tuple[str, str]:
    """Return the place, and what it lies in."""
    place, _, around = place_path(library, story.front.locality).partition(", ")
    return place, around


def _square(place: int, columns: int) -> str:
    return f"M{place % columns * 10} {place // columns * 10}h8v8h-8z"
