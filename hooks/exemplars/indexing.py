"""Write the search index: what is found in stories, their cards, facets, and ways into lists.

Documents are the stories, in the order of the library, and after them the lists of places,
fields, honours and years, which a reader may ask for as well. All files but ``index.json`` lie in
a folder that is named by their content, so they can be kept for good.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from itertools import chain, pairwise
from typing import Any

from .abbreviations import Abbreviations
from .counting import DIMENSIONS, Cell, Counts
from .library import CURRENT, Library, Story
from .listing import cell_address
from .model import UNKNOWN
from .naming import place_label, place_path, predecessors, successors
from .syllables import syllables
from .terms import Terms
from .vietnamese import number
from .wording import table, text

FOLDER = "/tim-kiem/"
"""Address of the search page, and of the files below it."""
FORMAT = 1
"""Rises when the browser must read the files in another way."""
CARDS = 32
"""Documents whose cards lie in one file."""
_EPOCH = date(2000, 1, 1)
_PLACES = ("locality", "locality_now")
_WAYS = ("kind", "field", "theme", *_PLACES, "recognition_title", "recognition_year")
"""Dimensions whose lists are documents."""

Card = list[str | int]


def write_index(library: Library, counts: Counts) -> dict[str, bytes]:
    """Return address → content of the files that the search reads."""
    # Only here are numbers sorted by the million: nobody else waits until numpy is loaded, nor is
    # it to start threads, which only its linear algebra would use.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from .merging import merge  # noqa: PLC0415 - see above
    from .packing import shards  # noqa: PLC0415 - see above

    texts, cards = _gather(library, counts)
    terms = merge(texts)
    del texts  # much is to come
    vocabulary = terms.vocabulary()
    parts = list(shards(terms.runs(vocabulary)))
    files = {f"s{at}.bin": part.content for at, part in enumerate(parts)}
    for at in range(0, len(cards), CARDS):
        files[f"c{at // CARDS}.json"] = _json(cards[at : at + CARDS])
    for name in DIMENSIONS:
        files[f"{name}.json"] = _json(_facet(library, counts, name))
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
        "starts": _steps([part.start for part in parts]),
        "facets": {name: text("dimensions", name) for name in DIMENSIONS},
        "short": library.taxonomy.abbreviations,
        "text": table()["search"],
    }
    return {
        f"{FOLDER}index.json": _json(manifest),
        **{f"{FOLDER}{version}/{name}": content for name, content in files.items()},
    }


def _gather(library: Library, counts: Counts) -> tuple[Terms, list[Card]]:
    """Return the texts and the card of each document."""
    terms, cards = Terms(Abbreviations(library.taxonomy.abbreviations).spellings), list[Card]()
    former = predecessors(library)
    around = cache(lambda units: _place_names(library, units))
    path = cache(partial(place_path, library))
    for story in library.stories:
        place = story.front.locality
        heads = [*_heads(library, story), *around(tuple(successors(library, place)))]
        texts = [*_texts(story)]
        # Of the many units that one of today was made from, its stories belong to one only.
        (texts if place.startswith(CURRENT) else heads).extend(around(former[place]))
        terms.add((_names(story), heads, texts))
        cards.append(_story_card(library, story, path(place)))
    for dimension, cell in _ways(counts):
        names = _way_names(library, dimension, cell, former)
        if not any(map(syllables, names)):
            continue  # an honour called ☆ has nothing to be searched by
        terms.add((names, (), ()))
        address = cell_address(dimension, cell).partition("#")[0]
        cards.append([address[1:], cell.label, cell.count, dimension])
    return terms, cards


def _names(story: Story) -> list[str]:
    return [story.front.name, *story.front.other_names]


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


def _ways(counts: Counts) -> Iterator[tuple[str, Cell]]:
    """Yield every list that is a document; one of a unit of today stands for both its names."""
    current = {cell.id for cell in counts.dimensions["locality_now"]}
    for name in _WAYS:
        for cell in counts.dimensions[name]:
            twice = name == "locality" and cell.id in current
            if cell.count and cell.id != UNKNOWN and not twice:
                yield name, cell


def _way_names(
    library: Library, dimension: str, cell: Cell, former: Mapping[str, Sequence[str]]
) -> list[str]:
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


def _facet(library: Library, counts: Counts, name: str) -> list[list[Any]]:
    """Return id, label and stories of each value; stories as steps from one to the next."""
    numbers = {story.slug: at for at, story in enumerate(library.stories)}
    cells = list(counts.dimensions[name])
    if name == "locality" and (slugs := _without_district(counts)):
        cells.append(Cell(id=UNKNOWN, label=text("labels", UNKNOWN), slugs=slugs))
    return [
        [cell.id, cell.label, _steps(sorted(numbers[slug] for slug in cell.slugs))]
        for cell in cells
        if cell.count
    ]


def _without_district(counts: Counts) -> tuple[str, ...]:
    """Return the stories that cross tables count under no district."""
    crossed = counts.cross["field*locality"]
    found = (slug for cell in crossed if cell.ids[1] == UNKNOWN for slug in cell.slugs)
    return tuple(dict.fromkeys(found))


def _steps(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *numbers])]


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


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
