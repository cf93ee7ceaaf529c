"""What a sender is asked to mend in an answer, and what an editor is told besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .problem import FaultError
from .wording import FOUND_LIMIT, printable, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing to mend, named by the question that was answered."""

    question: str
    """Id of the question; empty where the letter as a whole is meant."""
    code: str
    """Key of ``troubles`` in wording.yml; ``check-…`` for what the checks say."""
    values: Mapping[str, object] = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    """What may be written instead, one a line."""
    words: str = ""
    """The message of the checks, where ``troubles`` has no words of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A word to the editor; it stops nothing."""

    code: str
    """Key of ``notes`` in wording.yml."""
    values: Mapping[str, object] = field(default_factory=dict)


class TroubleError(Exception):
    """A line, or an answer, cannot be understood."""

    def __init__(self, code: str, *, offers: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        self.offers = offers

    def at(self, question: str) -> Trouble:
        """Return the trouble with the question that it belongs to."""
        return Trouble(question=question, code=self.code, values=self.values, offers=self.offers)


class NewStoryError(FaultError):
    """A story cannot be begun: what was asked for is missing, unclear or taken."""

    def __init__(self, key: str, **values: str) -> None:
        shown = {
            name: "\n".join(printable(line)[: 10 * FOUND_LIMIT] for line in value.split("\n"))
            for name, value in values.items()
        }
        Exception.__init__(self, text("new", key, **shown))
