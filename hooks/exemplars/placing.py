"""Find places and terms from free words: with or without marks, types, and the levels above.

A place that exists twice stays two: whoever asked has to choose. Nothing is settled by a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from .library import CURRENT
from .matching import Word, contains, explanations, likeness, type_words, unit, words_of
from .model import Locality
from .wording import table, text

NEAR = 0.7
"""Likeness from which a name is proposed."""
PROPOSED = 6
"""Near names that are proposed at most."""
WORDS_LIMIT = 40
"""Words of an answer that are looked at; the longest place with all above it has fewer."""
LETTERS_LIMIT = 1000
"""Characters of an answer that are looked at."""

_BREAK = re.compile(r"[,;|\n]|(?<!\d)/|/(?!\d)| [-–—] ")


class Named(Protocol):
    """A term of the taxonomy, or one of the choices of a question."""

    @property
    def id(self) -> str:
        """What is written in a file."""

    @property
    def label(self) -> str:
        """What people read."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A place or a term that may have been meant; the smallest fits best."""

    rank: tuple[float, ...]
    id: str
    sure: bool
    """Every word is explained by its name; else it is only near."""


def find_places(places: Sequence[Locality], words: str) -> tuple[Found, ...]:
    """Return the places that ``words`` may mean, best first.

    Args:
        places: all places of the table.
        words: such as "xã An Đức, Ba Tri" or "an duc ba tri ben tre"; an id is understood too.
    """
    known = {place.id: place for place in places}
    if words.strip() in known:
        return (Found((), words.strip(), sure=True),)
    asked, era = _era(_without_small(words))
    orders = _orders(asked)
    found = []
    for place in places:
        if era is None or place.id.startswith(CURRENT) == era:
            chain = [unit(known[level]) for level in _upwards(place.id) if level in known]
            ranks = [rank for order in orders for rank in explanations(order, chain)]
            if ranks:
                found.append(Found(min(ranks), place.id, sure=sum(min(ranks)[:2]) == 0))
    return tuple(sorted(found)) or tuple(_near_places(places, orders[0]))


def find_terms(terms: Iterable[Named], words: str) -> tuple[Found, ...]:
    """Return the terms that ``words`` may mean, best first: by id, label, part of it, likeness."""
    asked = tuple(word.plain for word in words_of(words[:LETTERS_LIMIT])[:WORDS_LIMIT])
    found = []
    for term in terms:
        label = tuple(word.plain for word in words_of(term.label))
        if words.strip() == term.id or (asked and asked == label):
            found.append(Found((0.0,), term.id, sure=True))
        elif asked and contains(label, asked):
            found.append(Found((1.0,), term.id, sure=True))
        elif (alike := likeness(" ".join(asked), " ".join(label))) >= NEAR:
            found.append(Found((3.0 - alike,), term.id, sure=False))
    return tuple(islice(sorted(found), PROPOSED))


def settled(found: Sequence[Found]) -> str | None:
    """Return the id that was meant beyond doubt; None where somebody has to choose."""
    if not found or not found[0].sure:
        return None
    return found[0].id if len(found) == 1 or found[0].rank < found[1].rank else None


def place_name(places: Iterable[Locality], id_: str) -> str:
    """Return a place with all above it, such that ``find_places`` finds this one by it."""
    known = {place.id: place for place in places}
    units = [known[level] for level in _upwards(id_) if level in known]
    path = ", ".join(f"{text('place-types', unit.type)} {unit.name}" for unit in units)
    return f"{path} ({text('places', 'new' if id_.startswith(CURRENT) else 'old')})"


def _upwards(id_: str) -> list[str]:
    """Return the ids of a place and of all above it, the place first."""
    start = len(CURRENT) if id_.startswith(CURRENT) else 0
    ends = [len(id_), *(n for n in range(len(id_) - 1, start, -1) if id_[n] == "/")]
    return [id_[:end] for end in ends]


def _without_small(words: str) -> str:
    """Leave out what is smaller than a commune, what a place is called today, and "in"."""
    words = unicodedata.normalize("NFC", words[:LETTERS_LIMIT])
    words = re.sub(_hints("now-called"), "", words, flags=re.IGNORECASE)
    parts = [part.strip(" .:()\t") for part in _BREAK.split(words)]
    small = re.compile(_hints("smaller"), re.IGNORECASE)
    kept = [part for part in parts if part and not small.match(part)]
    start = re.compile(_hints("in"), re.IGNORECASE)
    return ", ".join(start.sub("", part) for part in kept)


def _era(words: str) -> tuple[str, bool | None]:
    """Return ``words`` without "old" or "new" behind them, and whether they meant the new units."""
    for key, current in (("old", False), ("new", True)):
        shorter = re.sub(_hints(key), "", words, flags=re.IGNORECASE)
        if shorter != words:
            return shorter, current
    return words, None


def _hints(key: str) -> str:
    """Return a pattern of wording.yml."""
    return table()["places"][f"{key}-pattern"]


def _orders(words: str) -> list[list[Word]]:
    """Return the words as they were typed, and with the widest place last if it stood first."""
    parts = [words_of(part) for part in words.split(", ")]
    return [
        [word for part in order for word in part][:WORDS_LIMIT]
        for order in ([parts, parts[::-1]] if len(parts) > 1 else [parts])
    ]


def _near_places(places: Sequence[Locality], words: Sequence[Word]) -> Iterator[Found]:
    """Yield the places whose own name is like the first words."""
    plain = [word.plain for word in words]
    starts = [plain[len(form) :] for form, _ in type_words() if tuple(plain[: len(form)]) == form]
    asked = [" ".join(start) for start in (*starts, plain) if start]
    alike = {name: _best(asked, name) for name in {_plain_name(place) for place in places}}
    rest = set(plain)
    near = []
    for place in places:
        if (like := alike[_plain_name(place)]) >= NEAR:
            above = sum(part in rest for part in re.split("[/-]", place.id))
            near.append(Found((9.0 - like, -above), place.id, sure=False))
    yield from sorted(near)[:PROPOSED]


def _plain_name(place: Locality) -> str:
    return " ".join(word.plain for word in unit(place).name)


def _best(asked: Sequence[str], name: str) -> float:
    """Return how alike the beginning of one of the texts and ``name`` are."""
    size = name.count(" ") + 1
    heads = [" ".join(text_.split(" ")[:size]) for text_ in asked]
    return max((likeness(head, name) for head in heads), default=0.0)
