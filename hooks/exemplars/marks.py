"""Remember where each value of a text stands, in few bytes: only a message asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from .freezing import freeze, thaw
from .problem import Place
from .strictyaml import Path


@dataclass(frozen=True, slots=True)
class Marks(Mapping[Path, Place]):
    """A mapping of path to place that is unpacked at each look: a tenth of the memory."""

    packed: bytes

    @classmethod
    def of(cls, places: Mapping[Path, Place]) -> Marks:
        """Return the same places, packed."""
        return cls(freeze([(path, *place) for path, place in places.items()]))

    def __getitem__(self, path: Path) -> Place:
        return self._places()[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._places())

    def __len__(self) -> int:
        return len(self._places())

    def _places(self) -> dict[Path, Place]:
        found = cast("list[tuple[Path, int, int]]", thaw(self.packed))
        return {path: Place(line, col) for path, line, col in found}
