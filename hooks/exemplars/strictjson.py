"""Read JSON that strangers wrote, with the place of each entry: nothing hidden, nothing twice.

The counterpart of strictyaml.py for files that programs write, where an entry stands on a line of
its own: every value of an entry has the entry's place.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .decoding import letter, refused
from .problem import Place, Problem, ProblemsError, problem
from .strictyaml import DEPTH_LIMIT, Parsed, Path

NUMBER_LIMIT = 10**18
"""No number that is published is as large; larger ones are slow to write."""
_DIGITS_LIMIT = 40
_SPACE = re.compile(r"[ \t\n]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which only an escape can bring in, and which no file can hold."""


@dataclass(slots=True, kw_only=True)
class _Entry:
    """State of one entry while it is looked at."""

    path: str
    place: Place
    values: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def parse_object(text: str, path: str) -> dict[str, Any]:
    """Return a whole text as the mapping that it has to be.

    Raises:
        ProblemsError: it is no JSON, or no mapping.
    """
    start = _skip(text, 0)
    data, end = _decode(text, start, path, Place())
    if not isinstance(data, dict) or _skip(text, end) < len(text):
        raise ProblemsError([problem(path, Place(), "json-syntax")])
    return data


def parse_entries(text: str, path: str, problems: list[Problem]) -> Iterator[Parsed]:
    """Yield the entries of a list, each as data with its place; texts are in NFC.

    Args:
        text: JSON, already limited in size by the caller.
        path: path shown in messages.
        problems: takes up what is wrong with the entries that are left out.

    Raises:
        ProblemsError: the first fault of syntax.
    """
    position = _skip(text, 0)
    if not text.startswith("[", position):
        raise ProblemsError([problem(path, Place(), "json-syntax")])
    line, line_start, seen = 1, 0, 0
    position = _skip(text, position + 1)
    more = not text.startswith("]", position)
    while more:
        line += text.count("\n", seen, position)
        line_start = max(line_start, text.rfind("\n", seen, position) + 1)
        seen = position
        place = Place(line, position - line_start + 1)
        data, position = _decode(text, position, path, place)
        if entry := _entry(data, path, place, problems):
            yield entry
        position = _skip(text, position)
        more = text.startswith(",", position)
        position = _skip(text, position + 1) if more else position
    if not text.startswith("]", position) or _skip(text, position + 1) < len(text):
        raise ProblemsError([problem(path, Place(line), "json-syntax")])


def _skip(text: str, position: int) -> int:
    """Return where the white space at ``position`` ends."""
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _decode(text: str, position: int, path: str, place: Place) -> tuple[object, int]:
    """Return the value that begins at ``position``, and where it ends."""
    try:
        return _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        place = Place(error.lineno, error.colno)
        raise ProblemsError([problem(path, place, "json-syntax")]) from None
    except ValueError:
        raise ProblemsError([problem(path, place, "json-syntax")]) from None
    except RecursionError:
        raise ProblemsError([problem(path, place, "yaml-depth", limit=DEPTH_LIMIT)]) from None


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A key stands once: of two, one would be lost in silence."""
    if len(mapping := dict(pairs)) != len(pairs):
        raise ValueError
    return mapping


def _constant(word: str) -> object:
    """NaN and Infinity are no numbers."""
    raise ValueError(word)


def _integer(digits: str) -> int:
    return int(_number(digits))


def _number(digits: str) -> float:
    value = (float if set(digits) & set(".eE") else int)(digits[:_DIGITS_LIMIT])
    if len(digits) > _DIGITS_LIMIT or abs(value) >= NUMBER_LIMIT:
        raise ValueError(digits[:_DIGITS_LIMIT])
    return value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_constant=_constant, parse_int=_integer, parse_float=_number
)


def _entry(data: object, path: str, place: Place, problems: list[Problem]) -> Parsed | None:
    """Return one entry, or None after noting what it must not hold."""
    entry = _Entry(path=path, place=place)
    clean = _clean(entry, data, ())
    problems += entry.problems
    return None if entry.problems else Parsed(clean, entry.values, {})


def _clean(entry: _Entry, value: object, path: Path) -> object:
    """Return a value with its texts in NFC and its lists as tuples."""
    entry.values[path] = entry.place
    if isinstance(value, str):
        return _text(entry, value)
    if not isinstance(value, list | dict):
        return value
    if len(path) >= DEPTH_LIMIT:
        entry.problems.append(problem(entry.path, entry.place, "yaml-depth", limit=DEPTH_LIMIT))
        return None
    if isinstance(value, list):
        return tuple(_clean(entry, item, (*path, index)) for index, item in enumerate(value))
    return {key: _clean(entry, item, (*path, key)) for key, item in value.items()}


def _text(entry: _Entry, value: str) -> str:
    """Return a text in NFC; its escapes may bring in what the file itself may not hold."""
    if half := _SURROGATE.search(value):
        found = f"U+{ord(half[0]):04X}"
        entry.problems.append(problem(entry.path, entry.place, "character", found=found))
        return ""
    for code, match in refused(value.replace("\r", "\x0b")):
        char = match[0][0]
        values = {"found": f"U+{ord(char):04X}", "letter": letter(char)}
        entry.problems.append(problem(entry.path, entry.place, code, **values))
        return ""
    return unicodedata.normalize("NFC", value)
