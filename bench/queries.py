"""Make the queries of the search bench from the stories themselves, by rule and a seeded draw.

A query knows which stories answer it: for names, all that bear the name once marks are folded.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from exemplars.library import Library, Story

from .keystrokes import WORD, Order, bare, other_placement, slip, telex, vni

PHRASE = 4
"""Syllables of a phrase from a body."""
_SENTENCE = re.compile(r"[^.!?,;:\n]+")


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the slugs of the stories that answer it."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuerySet:
    """Queries of one kind."""

    name: str
    aim: str
    """What the set must reach: ``first`` or ``three``; ``phrase`` reads the text; else empty."""
    queries: tuple[Query, ...]


def query_sets(library: Library, size: int, seed: int = 1) -> list[QuerySet]:
    """Return all sets, each with ``size`` queries where the library has as many.

    Args:
        library: the stories that are searched.
        size: how many stories each set is drawn from.
        seed: the same seed draws the same queries from the same stories.
    """
    draw = random.Random(seed)  # noqa: S311 - a reproducible sample, no secret
    sampled = draw.sample(library.stories, min(size, len(library.stories)))
    names = _by_key(library.stories, lambda story: folded(story.front.name))
    sets = [
        QuerySet(name, aim, tuple(_named(sampled, way, names)))
        for name, aim, way in _ways(random.Random(seed + 1))  # noqa: S311 - as above
    ]
    return [*sets, *_other_sets(library, sampled, size, draw)]


def folded(text: str) -> str:
    """Return the words of ``text`` in small letters without marks, with single spaces."""
    return " ".join(WORD.findall(bare(text).lower()))


def _ways(draw: random.Random) -> Iterator[tuple[str, str, Callable[[str], str]]]:
    """Yield each way to type a name: what it is called, its aim, and how it is done."""
    yield "name, exact", "first", lambda name: name
    yield "name, bare", "first", bare
    yield "name, NFD", "first", partial(unicodedata.normalize, "NFD")
    yield "name, upper case", "first", str.upper
    yield "name, other tone placement", "first", _only_other
    for order in Order:
        yield f"name, Telex, keys: {order.name.lower()}", "three", partial(telex, order=order)
        yield f"name, VNI, keys: {order.name.lower()}", "three", partial(vni, order=order)
    yield "name, one slip", "three", partial(slip, draw=draw)


def _only_other(name: str) -> str:
    moved = other_placement(name)
    return "" if moved == unicodedata.normalize("NFC", name) else moved


def _named(
    stories: Iterable[Story], way: Callable[[str], str], names: Mapping[str, frozenset[str]]
) -> Iterator[Query]:
    """Yield the names of ``stories`` typed in one way, where it is a way to type them."""
    for story in stories:
        if text := way(story.front.name):
            yield Query(text, names[folded(story.front.name)])


def _by_key(stories: Iterable[Story], key: Callable[[Story], str]) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for story in stories:
        found[key(story)].add(story.slug)
    return {value: frozenset(slugs) for value, slugs in found.items()}


def _other_sets(
    library: Library, sampled: Sequence[Story], size: int, draw: random.Random
) -> Iterator[QuerySet]:
    phrases = unique_phrases(library.stories, size, draw)
    exact = _by_key(library.stories, lambda story: unicodedata.normalize("NFC", story.front.name))
    yield QuerySet(
        "phrase, bare", "phrase", tuple(Query(folded(text), right) for text, right in phrases)
    )
    yield QuerySet("phrase, exact", "phrase", tuple(Query(*phrase) for phrase in phrases))
    yield QuerySet("same name to the marks", "", tuple(_named_exactly(sampled, exact)))
    yield QuerySet("name, last word half typed", "", tuple(_half_typed(library, sampled)))
    yield QuerySet("title, first three words bare", "", tuple(_titles(library, sampled)))
    yield QuerySet("place, exact", "", tuple(_places(library, size, draw, lambda name: name)))
    yield QuerySet("place, bare", "", tuple(_places(library, size, draw, folded)))


def _named_exactly(
    stories: Iterable[Story], exact: Mapping[str, frozenset[str]]
) -> Iterator[Query]:
    """Yield names as they are written; only stories written so are right."""
    for story in stories:
        name = unicodedata.normalize("NFC", story.front.name)
        yield Query(name, exact[name])


def _half_typed(library: Library, stories: Iterable[Story]) -> Iterator[Query]:
    """Yield bare names without the second half of the last word; all that begin so are right."""
    names = [(folded(story.front.name), story.slug) for story in library.stories]
    for story in stories:
        name = folded(story.front.name)
        half = name[: len(name) - len(name.split()[-1]) // 2]
        yield Query(half, frozenset(slug for other, slug in names if other.startswith(half)))


def _titles(library: Library, stories: Iterable[Story]) -> Iterator[Query]:
    """Yield how titles begin; all stories with these words in their titles are right."""
    titles = [(f" {folded(story.front.title or '')} ", story.slug) for story in library.stories]
    for story in stories:
        words = " ".join(folded(story.front.title or "").split()[:3])
        right = frozenset(slug for title, slug in titles if f" {words} " in title)
        if words:
            yield Query(words, right)


def _places(
    library: Library, size: int, draw: random.Random, way: Callable[[str], str]
) -> Iterator[Query]:
    """Yield names of places; a story is right where it is at a place of that name, then or now."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    shown: dict[str, str] = {}
    for story in library.stories:
        for place in (story.front.locality, library.now(story.front.locality)):
            for level in library.levels(place):
                name = library.localities[level].name
                held[folded(name)].add(story.slug)
                shown[folded(name)] = name
    keys = sorted(held)
    for key in draw.sample(keys, min(size, len(keys))):
        yield Query(way(shown[key]), frozenset(held[key]))


def unique_phrases(
    stories: Sequence[Story], size: int, draw: random.Random
) -> list[tuple[str, frozenset[str]]]:
    """Return phrases from the middles of bodies, and the one story in which each stands."""
    chosen = draw.sample(stories, min(3 * size, len(stories)))
    phrases = {
        folded(phrase): (phrase, story.slug) for story in chosen for phrase in _middle(story)
    }
    found = dict.fromkeys(phrases, 0)
    for story in stories:
        for phrase in _phrases(story):
            if phrase in found:
                found[phrase] += 1
    return [
        (phrase, frozenset([slug])) for key, (phrase, slug) in phrases.items() if found[key] == 1
    ][:size]


def _middle(story: Story) -> Iterator[str]:
    """Yield the first four syllables of the sentence in the middle of a body."""
    sentences = [
        part for part in _SENTENCE.findall(story.source) if len(WORD.findall(part)) >= PHRASE
    ]
    if sentences:
        words = WORD.findall(sentences[len(sentences) // 2])
        start = (len(words) - PHRASE) // 2
        yield " ".join(words[start : start + PHRASE])


def _phrases(story: Story) -> set[str]:
    """Return all runs of four syllables in a story, each once."""
    front = story.front
    runs: set[str] = set()
    for text in (front.name, front.title or "", front.summary, story.source):
        words = folded(text).split()
        runs.update(" ".join(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1))
    return runs
