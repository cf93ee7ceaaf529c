"""What answers come to while they are read: values, troubles, notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .library import Library
from .questions import Question
from .trouble import Note, Trouble, TroubleError


@dataclass(slots=True)
class Outcome:
    """What the answers came to."""

    values: dict[str, object] = field(default_factory=dict)
    """Front matter by key."""
    body: str = ""
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Reading:
    """State of one reading of answers."""

    library: Library
    asked: Mapping[str, Question]
    answers: dict[str, str] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def today(self) -> date:
        """The latest day that an answer may name."""
        return self.library.today

    def note(self, code: str, **values: object) -> None:
        """Note something for the editor."""
        self.outcome.notes.append(Note(code=code, values=values))


def fits(words: str, limit: int | None) -> None:
    """Refuse an answer that is longer than its limit.

    Raises:
        TroubleError: it is.
    """
    if limit and len(words) > limit:
        raise TroubleError("too-long", count=len(words), limit=limit)
