"""Remember where each value of a text stands: only a message asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from .freezing import freezable
from .problem import Place

Path = tuple[str | int, ...]
KEPT = 8
"""Texts whose places are kept once they were asked for: there is seldom one message alone."""

_Places = dict[Path, Place]


@freezable
@dataclass(frozen=True, slots=True)
class Marks(Mapping[Path, Place]):
    """A mapping of path to place that remembers the text, and reads it again at a look."""

    text: bytes
    """YAML that was found good, in UTF-8."""
    first_line: int = 1
    """Line of the file on which it begins."""
    of_keys: bool = False
    """Whether these are the places of the keys of mappings, not of the values."""

    def __getitem__(self, path: Path) -> Place:
        return self._places()[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._places())

    def __len__(self) -> int:
        return len(self._places())

    def _places(self) -> _Places:
        return _find(self.text, self.first_line)[self.of_keys]


@lru_cache(KEPT)
def _find(text: bytes, first_line: int) -> tuple[_Places, _Places]:
    """Return the place of each value and of each key by its path; the whole text is ``()``."""
    values: _Places = {}
    keys: _Places = {}
    following: Callable[[], Any] = yaml.CSafeLoader(text.decode()).get_event

    def place(event: Any) -> Place:  # noqa: ANN401 - the stubs know nothing of marks
        return Place(event.start_mark.line + first_line, event.start_mark.column + 1)

    def walk(event: Any, path: Path) -> None:  # noqa: ANN401 - as above
        values[path] = place(event)
        if isinstance(event, yaml.SequenceStartEvent):
            index = 0
            while not isinstance(event := following(), yaml.SequenceEndEvent):
                walk(event, (*path, index))
                index += 1
        elif isinstance(event, yaml.MappingStartEvent):
            while not isinstance(event := following(), yaml.MappingEndEvent):
                below = (*path, event.value)
                keys[below] = place(event)
                walk(following(), below)

    while (event := following()) is not None:
        if isinstance(event, yaml.DocumentStartEvent):
            walk(following(), ())
    return values, keys
