"""A fault in what somebody wrote: where it is, what it is, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from .wording import message, printable


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int = 1
    col: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, ordered by where it is."""

    path: str
    """Path as shown to people, with forward slashes."""
    place: Place
    code: str
    """Name of the check, a key of ``problems`` in wording.yml."""
    message: str
    warning: bool = field(default=False, compare=False)
    """A warning is told but stops nothing."""

    def __str__(self) -> str:
        return f"{self.path}:{self.place.line}:{self.place.col}: {self.message}"


class ProblemsError(Exception):
    """What was read cannot be published; holds every problem, sorted."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[list[Problem]]]:
        """Be copied from one process to another whole."""
        return ProblemsError, (self.problems,)


class FaultError(Exception):
    """An expected fault without a place in a text: a folder that cannot be written, say."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(message(code, **values))

    def __reduce__(self) -> tuple[object, tuple[()]]:
        """Be copied from one process to another whole."""
        return partial(FaultError, self.code, **self.values), ()


def problem(path: str, place: Place, code: str, **values: object) -> Problem:
    """Return the problem ``code`` with its message filled from ``values``.

    A path is shown on one line whatever its file is called, so that no name can forge a message.
    """
    return Problem(printable(path), place, code, message(code, **values))
