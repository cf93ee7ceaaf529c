"""Write the search index: what is found in stories, their cards, facets, and ways into lists.

Documents are the stories, in the order of the library, and after them the lists of places,
fields, honours and years, which a reader may ask for as well. All files but ``index.json`` lie in
a folder that is named by their content, so they can be kept for good.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from .abbreviations import Abbreviations
from .counting import DIMENSIONS, Cell, Counts
from .facets import facets, steps
from .library import CURRENT, Library, Story
from .listing import cell_address
from .model import UNKNOWN
from .naming import place_label, place_path, predecessors, successors
from .sharing import Share, Shares
from .syllables import syllables
from .terms import Texts
from .vietnamese import number
from .wording import table, text

if TYPE_CHECKING:
    from .parts import Part

FOLDER = "/tim-kiem/"
"""Address of the search page, and of the files below it."""
FORMAT = 1
"""Rises when the browser must read the files in another way."""
CARDS = 32
"""Documents whose cards lie in one file."""
SHARES = ("cards", "texts")
"""What is kept of each share of the stories."""
_EPOCH = date(2000, 1, 1)
_PLACES = ("locality", "locality_now")
_WAYS = ("kind", "field", "theme", *_PLACES, "recognition_title", "recognition_year")
"""Dimensions whose lists are documents."""

_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Card = list[str | int]
Former = Mapping[str, tuple[str, ...]]
"""Place → every unit that became it."""
Zones = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""The texts of a document in each zone."""


def write_index(library: Library, counts: Counts, shares: Shares | None = None) -> dict[str, bytes]:
    """Return address → content of the files that the search reads.

    Args:
        library: all stories.
        counts: what was counted in them.
        shares: the stories in shares, where some are kept.
    """
    # Only here are numbers sorted by the million: nobody else waits until numpy is loaded, nor is
    # it to start threads, which only its linear algebra would use.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from .merging import merge  # noqa: PLC0415 - see above
    from .packing import shards  # noqa: PLC0415 - see above

    cards, texts = _documents(library, counts, shares or Shares(stories=library.stories))
    terms = merge(texts)
    del texts  # much is to come
    vocabulary = terms.vocabulary()
    parts = list(shards(terms.runs(vocabulary)))
    files = {f"s{at}.bin": part.content for at, part in enumerate(parts)}
    for at in range(0, len(cards), CARDS):
        files[f"c{at // CARDS}.json"] = b"[%s]" % b",".join(cards[at : at + CARDS])
    files |= {f"{name}.json": _json(facet) for name, facet in facets(library, counts)}
    files["days.bin"] = _days(library)
    version = _version(files)
    manifest = {
        "format": FORMAT,
        "version": version,
        "stories": len(library.stories),
        "documents": len(cards),
        "cards": CARDS,
        "words": " ".join(vocabulary),
        "weights": "".join(_weight(terms.documents[word]) for word in vocabulary),
        "rare": len(terms.documents) - 1 > len(vocabulary),
        "starts": steps([part.start for part in parts]),
        "facets": {name: text("dimensions", name) for name in DIMENSIONS},
        "short": library.taxonomy.abbreviations,
        "text": table()["search"],
    }
    return {
        f"{FOLDER}index.json": _json(manifest),
        **{f"{FOLDER}{version}/{name}": content for name, content in files.items()},
    }


def _documents(library: Library, counts: Counts, shares: Shares) -> tuple[list[bytes], list[Part]]:
    """Return the card of each document, and what is written in all of them."""
    from .parts import read_part, write_part  # noqa: PLC0415 - see above

    texts = Texts(Abbreviations(library.taxonomy.abbreviations).spellings)
    former = predecessors(library)
    around = cache(partial(_around, library, former))
    path = cache(partial(place_path, library))

    def cards(share: Share) -> bytes:
        return _lines(_story_card(library, story, path(story.front.locality)) for story in share)

    def part(documents: Iterable[Zones]) -> bytes:
        return write_part(texts.gather(documents), [*texts.pieces.forms])

    def stories(share: Share) -> bytes:
        return part(_zones(library, story, *around(story.front.locality)) for story in share)

    # Lists count stories of all shares, so they belong to none.
    ways = [*_ways(library, counts, former)]
    lines = [*shares.make("cards", cards), _lines(card for card, _ in ways)]
    parts = [*shares.make("texts", stories), part((names, (), ()) for _, names in ways)]
    return b"".join(lines).splitlines(), [*map(read_part, parts)]


def _around(library: Library, former: Former, place: str) -> tuple[list[str], list[str]]:
    """Return the names of places by which the stories of one are known, and others beside them."""
    known = _place_names(library, tuple(successors(library, place)))
    before = _place_names(library, former[place])
    # Of the many units that one of today was made from, its stories belong to one only.
    return (known, before) if place.startswith(CURRENT) else ([*known, *before], [])


def _zones(library: Library, story: Story, known: list[str], beside: list[str]) -> Zones:
    """Return what is written in a story, and names of places."""
    names = [story.front.name, *story.front.other_names]
    return names, [*_heads(library, story), *known], [*_texts(story), *beside]


def _heads(library: Library, story: Story) -> Iterator[str]:
    """Yield what a story is known by besides name and place: deed, office, field, honours."""
    front = story.front
    yield from filter(None, (front.title, front.role))
    yield from (library.fields[field].label for field in front.fields)
    yield from (term.label for term in library.taxonomy.themes if term.id in front.themes)
    yield from front.tags
    yield text("kinds", front.kind)
    yield from (str(year) for year in (front.since, front.until) if year)
    for honour in front.recognitions:
        if not honour.revoked:
            yield " ".join(filter(None, (honour.title, honour.body, str(honour.year or ""))))


def _texts(story: Story) -> Iterator[str]:
    yield story.front.summary
    yield story.body.text
    for figure in story.front.figures:
        yield f"{number(figure.value)} {figure.unit or ''} {figure.label}"


def _place_names(library: Library, units: tuple[str, ...]) -> list[str]:
    """Return the names of units and all above them, and as people type them: "An Đức Ba Tri"."""
    levels = chain.from_iterable(map(library.levels, units))
    return [
        *(place_label(library, level) for level in dict.fromkeys(levels)),
        *(_bare_path(library, unit) for unit in units),
    ]


def _bare_path(library: Library, unit: str) -> str:
    return " ".join(library.localities[level].name for level in reversed(library.levels(unit)))


def _ways(library: Library, counts: Counts, former: Former) -> Iterator[tuple[Card, list[str]]]:
    """Yield card and names of every list that is a document."""
    for dimension, cell in _lists(counts):
        names = _way_names(library, dimension, cell, former)
        if any(map(syllables, names)):  # an honour called ☆ has nothing to be searched by
            address = cell_address(dimension, cell).partition("#")[0]
            yield [address[1:], cell.label, cell.count, dimension], names


def _lists(counts: Counts) -> Iterator[tuple[str, Cell]]:
    """Yield every list; one of a unit of today stands for both its names."""
    current = {cell.id for cell in counts.dimensions["locality_now"]}
    for name in _WAYS:
        for cell in counts.dimensions[name]:
            twice = name == "locality" and cell.id in current
            if cell.count and cell.id != UNKNOWN and not twice:
                yield name, cell


def _way_names(library: Library, dimension: str, cell: Cell, former: Former) -> list[str]:
    """Return the names of a list; a unit answers to those of its predecessors too."""
    if dimension not in _PLACES:
        return [cell.label]
    units = (cell.id, *former[cell.id])
    names = (library.localities[unit].name for unit in units)
    return [*names, *(place_label(library, unit) for unit in units)]


def _story_card(library: Library, story: Story, place: str) -> Card:
    front = story.front
    return [
        story.href(""),
        front.name,
        front.title or "",
        place,
        library.fields[front.fields[0]].label,
        text("kinds", front.kind),
    ]


def _days(library: Library) -> bytes:
    """Return the day of each story's publication, two bytes each, as days since 2000."""
    days = (max(0, (story.front.date - _EPOCH).days) for story in library.stories)
    return b"".join(day.to_bytes(2, "little") for day in days)


def _weight(documents: int) -> str:
    """Return in how many documents a word stands, as a digit of its logarithm."""
    return "0123456789abcdefghijklmnopqrstuv"[documents.bit_length()]


def _version(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        whole.update(f"{name} {len(content)}\n".encode() + content)
    return whole.hexdigest()[:12]


def _lines(values: Iterable[object]) -> bytes:
    return b"".join(_json(value) + b"\n" for value in values)


def _json(value: object) -> bytes:
    return _WRITER.encode(value).encode()
