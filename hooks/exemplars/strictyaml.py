"""Read the small, safe part of YAML that front matter needs, with a place for every value.

Built on PyYAML's event stream (libyaml), so that anchors, aliases, tags, duplicate keys and depth
are seen before anything is constructed. Plain words stay words: ``yes``, ``no``, dates, ``12:30``,
``0123``, ``1_000`` and ``.nan`` are text; only ``true``, ``false``, ``null`` and plain decimal
numbers become values. ``1.078`` stays text too, since it is a thousand to one reader and a
little more than one to another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from . import marks, yaml_usual
from .decoding import letter, refused
from .marks import Marks
from .problem import Place, Problem, ProblemsError, problem
from .slips import explain
from .yaml_usual import read_usual, word

DEPTH_LIMIT = 6
"""Levels of nesting at most; the deepest valid front matter has three."""

Path = marks.Path
Value = yaml_usual.Value

_COMMENT = re.compile(r"\s+#")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A YAML text as data, and where each part of it stands.

    Attributes:
        data: mappings as dict, sequences as tuple, scalars as str, int, float, bool or None.
        values: place of each value by its path of keys and indexes; the whole text is ``()``.
        keys: place of each mapping key by its path.
    """

    data: Value
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]


@dataclass(slots=True)
class _Reader:
    """State of one reading: the events still to come and what was found so far."""

    source: str
    escapes: bool
    """Whether a backslash stands anywhere."""
    comments: bool
    """Whether a # stands anywhere."""
    lines: list[str]
    first_line: int
    next: Callable[[], Any]
    """Returns the next of libyaml's events, None after the last."""
    problems: list[Problem] = field(default_factory=list)


def parse(text: str, source: str, first_line: int = 1) -> Parsed:
    """Return ``text`` as data with places.

    Args:
        text: YAML, already limited in size by the caller.
        source: path shown in messages.
        first_line: line of the file on which ``text`` begins.

    Raises:
        ProblemsError: every construct that is not allowed, or the first fault of syntax.
    """
    data: Value = read_usual(text)
    if data is None:
        data = _read_any(text, source, first_line)
    found = text.encode()
    return Parsed(data, Marks(found, first_line), Marks(found, first_line, of_keys=True))


def _read_any(text: str, source: str, first_line: int) -> Value:
    """Return ``text`` as data, in whatever way it is laid out."""
    loader = yaml.CSafeLoader(text)
    signs = ("\\" in text, "#" in text)
    reader = _Reader(source, *signs, text.split("\n"), first_line, loader.get_event)
    try:
        data = _document(reader)
    except yaml.YAMLError as error:
        # The reader and libyaml may have met the same slip.
        told = [*reader.problems, explain(error, text, source, first_line)]
        raise ProblemsError(list(dict.fromkeys(told))) from None
    if reader.problems:
        raise ProblemsError(reader.problems)
    return data


def _document(reader: _Reader) -> Value:
    """Return the value of the only document; an empty text is None."""
    data: Value = None
    documents = 0
    while (event := reader.next()) is not None:
        if isinstance(event, yaml.DocumentEndEvent) and event.explicit:
            raise ProblemsError([_problem(reader, event, "yaml-end")])
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                _complain(reader, event, "yaml-documents")
            data = _value(reader, reader.next(), 0)
    return data


def _value(reader: _Reader, event: yaml.Event, depth: int) -> Value:
    """Return the value that begins with ``event``, inside ``depth`` others."""
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(reader, event)
    if isinstance(event, yaml.AliasEvent):
        _complain(reader, event, "yaml-alias", found=event.anchor)
        return None
    _check_properties(reader, event)
    if depth >= DEPTH_LIMIT:
        raise ProblemsError([_problem(reader, event, "yaml-depth", limit=DEPTH_LIMIT)])
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(reader, depth + 1)
    return _mapping(reader, depth + 1)


def _sequence(reader: _Reader, depth: int) -> tuple[Value, ...]:
    items: list[Value] = []
    while not isinstance(event := reader.next(), yaml.SequenceEndEvent):
        items.append(_value(reader, event, depth))
    return tuple(items)


def _mapping(reader: _Reader, depth: int) -> dict[str, Value]:
    items: dict[str, Value] = {}
    keys: dict[str, yaml.Event] = {}
    while not isinstance(event := reader.next(), yaml.MappingEndEvent):
        key = _key(reader, event, depth)
        if key in items:
            first = _place(reader, keys[key]).line
            _complain(reader, event, "yaml-duplicate", found=key, first=first)
        keys[key] = event
        items[key] = _value(reader, reader.next(), depth)
    return items


def _key(reader: _Reader, event: yaml.Event, depth: int) -> str:
    """Return a mapping key, which is always a plain word."""
    if isinstance(event, yaml.ScalarEvent):
        if event.anchor or event.tag:
            _check_properties(reader, event)
        if event.value == "<<":
            _complain(reader, event, "yaml-merge")
        return event.value
    _value(reader, event, depth)
    line = reader.lines[event.start_mark.line] if event.start_mark else ""
    _complain(reader, event, "yaml-key", found=line.strip())
    return line


def _check_properties(reader: _Reader, event: yaml.Event) -> None:
    """No anchors and no tags: they make one text mean another."""
    if anchor := getattr(event, "anchor", None):
        _complain(reader, event, "yaml-anchor", found=anchor)
    if tag := getattr(event, "tag", None):
        _complain(reader, event, "yaml-tag", found=tag.replace("tag:yaml.org,2002:", "!!"))


def _scalar(reader: _Reader, event: yaml.ScalarEvent) -> Value:
    """Return a plain word as what it plainly is; quoted text and blocks stay text."""
    if event.anchor or event.tag:
        _check_properties(reader, event)
    if event.style:
        return _quoted(reader, event) if reader.escapes else event.value
    value = word(event.value)
    if reader.comments and isinstance(value, str):
        _check_comment(reader, event)
    return value


def _quoted(reader: _Reader, event: yaml.ScalarEvent) -> str:
    """Return a quoted text, whose escapes may bring in what the file itself may not hold."""
    for code, match in refused(event.value.replace("\r", "\x0b")):
        char = match[0][0]
        found = f"U+{ord(char):04X}"
        _complain(reader, event, code, found=found, letter=letter(char))
        return ""
    return unicodedata.normalize("NFC", event.value)


def _check_comment(reader: _Reader, event: yaml.ScalarEvent) -> None:
    """Nothing after a # is lost in silence."""
    mark = event.end_mark
    if mark is None:  # libyaml marks every event; the stubs allow for others
        return
    line = reader.lines[mark.line] if mark.line < len(reader.lines) else ""
    if _COMMENT.match(line, mark.column):
        _complain(reader, event, "yaml-comment", found=line[mark.column :].strip())


def _place(reader: _Reader, event: yaml.Event) -> Place:
    mark = event.start_mark
    if mark is None:  # libyaml marks every event; the stubs allow for others
        return Place(reader.first_line)
    return Place(mark.line + reader.first_line, mark.column + 1)


def _problem(reader: _Reader, event: yaml.Event, code: str, **values: object) -> Problem:
    return problem(reader.source, _place(reader, event), code, **values)


def _complain(reader: _Reader, event: yaml.Event, code: str, **values: object) -> None:
    reader.problems.append(_problem(reader, event, code, **values))
