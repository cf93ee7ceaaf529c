"""Write the indexes of a booklet: who and which places stand in it, in Vietnamese order."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from .library import CURRENT, Library, Story
from .naming import place_key, place_label
from .tree import breakable
from .vietnamese import SortKey, collective_key, person_key

_VOWEL_MARKS = "\u0302\u0306\u031b"
"""Circumflex, breve and horn make a letter of its own; a tone does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A name, and the story that it leads to."""

    name: str
    key: tuple[SortKey, SortKey, SortKey]
    letter: str
    story: Story
    other: bool
    """It is another name than the one that the story bears."""


def index_names(library: Library, stories: Sequence[Story]) -> list[dict[str, Any]]:
    """Return letter → names with their stories: people by given name, collectives by whole name.

    Other names lead to the story as well, and say whose they are; so do names that two stories
    share, by their place.
    """
    entries = [entry for story in stories for entry in _entries(story)]
    entries.sort(key=lambda entry: (entry.key, entry.story.order))
    shared = Counter(entry.name for entry in entries)
    return [
        {
            "letter": letter,
            "entries": [
                {
                    "name": breakable(entry.name),
                    "of": breakable(entry.story.front.name) if entry.other else "",
                    "place": place_label(library, entry.story.front.locality)
                    if shared[entry.name] > 1
                    else "",
                    "slug": entry.story.slug,
                }
                for entry in group
            ],
        }
        for letter, group in groupby(entries, key=lambda entry: entry.letter)
    ]


def index_places(library: Library, stories: Sequence[Story]) -> list[dict[str, Any]]:
    """Return the places as they were, then those of today: each below the one that holds it."""
    then: dict[str, list[str]] = {}
    now: dict[str, list[str]] = {}
    for story in stories:
        place = story.front.locality
        today = library.now(place)
        if not place.startswith(CURRENT):
            then.setdefault(place, []).append(story.slug)
        if today.startswith(CURRENT):
            now.setdefault(today, []).append(story.slug)
    return [
        {"current": current, "rows": _rows(library, places)}
        for current, places in ((False, then), (True, now))
        if places
    ]


def _entries(story: Story) -> Iterable[_Entry]:
    for name in dict.fromkeys((story.front.name, *story.front.other_names)):
        person = story.front.kind == "ca-nhan"
        yield _Entry(
            name=name,
            key=person_key(name) if person else collective_key(name),
            letter=_letter(name.split()[-1] if person else name),
            story=story,
            other=name != story.front.name,
        )


def _letter(word: str) -> str:
    """Return the letter of the alphabet that a word begins with: "Ẩn" → "Â", "Đạt" → "Đ".

    Digits and signs, which come before all letters, stand together under one sign.
    """
    if not word[0].isalpha():
        return "#"
    parts = unicodedata.normalize("NFD", word[0])
    kept = "".join(mark for mark in parts[1:] if mark in _VOWEL_MARKS)
    return unicodedata.normalize("NFC", parts[0] + kept).upper()


def _rows(library: Library, places: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return every place and all above it; those that no story names have no pages."""
    ids = {level for place in places for level in library.levels(place)}
    return [
        {
            "depth": len(library.levels(id_)) - 1,
            "label": place_label(library, id_),
            "slugs": places.get(id_, []),
        }
        for id_ in sorted(ids, key=partial(place_key, library))
    ]
