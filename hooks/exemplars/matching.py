"""Match words against the names of places, levels and terms: marks, types and order forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from .model import Locality
from .vietnamese import fold
from .wording import table

_TONES = "\u0300\u0309\u0303\u0301\u0323"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed and without its marks."""

    typed: str
    plain: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A level of a place: its name in words, and the words for its type."""

    name: tuple[Word, ...]
    type: str


def words_of(text: str) -> list[Word]:
    """Return the words of a text; signs and blanks part them."""
    return [_word(match) for match in _WORD.findall(unicodedata.normalize("NFC", text))]


def _word(typed: str) -> Word:
    """Return a word with its tone behind its letters, so that hoà is hòa; i and y are one."""
    letters = unicodedata.normalize("NFD", typed.casefold())
    tones = "".join(char for char in letters if char in _TONES)
    bare = "".join(char for char in letters if char not in _TONES).replace("y", "i")
    return Word(unicodedata.normalize("NFC", bare) + tones, fold(typed).replace("y", "i"))


def unit(place: Locality) -> Unit:
    """Return a place as a level, without those above it."""
    return _unit_of(place.name, place.type)


@cache
def _unit_of(name: str, type_: str) -> Unit:
    return Unit(tuple(words_of(name)), type_)


def explanations(
    words: Sequence[Word], chain: Sequence[Unit], *, own: bool = True
) -> Iterator[tuple[float, ...]]:
    """Yield how well a place and those above it explain every word.

    A rank is (types that differ, marks that differ, levels left out in between).
    """
    if not words:
        if not own:
            yield (0, 0, 0)
        return
    for skipped, unit in enumerate(chain[:1] if own else chain):
        for length, wrong_type in _typed(words, unit):
            rest = words[length:]
            name, after = rest[: len(unit.name)], rest[len(unit.name) :]
            if [word.plain for word in name] != [word.plain for word in unit.name]:
                continue
            marks = sum(map(_differs, name, unit.name))
            for ahead in explanations(after, chain[skipped + 1 :], own=False):
                yield (ahead[0] + wrong_type, ahead[1] + marks, ahead[2] + skipped)


def _typed(words: Sequence[Word], unit: Unit) -> Iterator[tuple[int, int]]:
    """Yield how many words may name the type, and whether another type than the unit's."""
    yield 0, 0
    plain = [word.plain for word in words[:2]]
    for form, type_ in type_words():
        if tuple(plain[: len(form)]) == form:
            yield len(form), int(type_ != unit.type)


@cache
def type_words() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the words for each type, the longest first, such as ("thi", "tran")."""
    known = table()["place-words"]
    pairs = [
        (tuple(word.plain for word in words_of(form)), type_)
        for type_, forms in known.items()
        for form in forms.split("; ")
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _differs(typed: Word, name: Word) -> bool:
    """Tell whether marks were typed, but other ones; none at all is how many people type."""
    return typed.typed not in {name.typed, name.plain}


def contains(label: Sequence[str], asked: Sequence[str]) -> bool:
    """Tell whether ``asked`` stands in ``label``, word after word."""
    spans = (tuple(label[start : start + len(asked)]) for start in range(len(label)))
    return len(asked) < len(label) and tuple(asked) in spans


def likeness(asked: str, name: str) -> float:
    """Return how alike two texts are, from 0 to 1."""
    if not asked or not name or abs(len(asked) - len(name)) > max(len(asked), len(name)) // 2:
        return 0.0
    return SequenceMatcher(None, asked[:100], name, autojunk=False).ratio()
