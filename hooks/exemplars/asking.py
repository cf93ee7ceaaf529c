"""Ask a person at a terminal, question by question, until each answer can be read.

What was given beforehand is not asked. Where nobody can be asked, an unclear answer ends the call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .answering import take
from .library import Library
from .outcome import Outcome, Reading
from .questions import Question
from .replying import plain
from .transcribing import cleaned
from .trouble import NewStoryError, Trouble
from .wording import text

ASKED = ("name", "kind", "place", "fields", "years", "summary", "sources")
"""Questions that a terminal asks; the rest is written into the file."""
NEEDED = frozenset({"name", "kind"})
"""Questions without whose answers there is no file."""

Say = Callable[[str], None]
Hear = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is asked."""

    say: Say
    hear: Hear


def ask(
    library: Library, asked: Sequence[Question], given: Mapping[str, str], person: Person | None
) -> Outcome:
    """Return what was given and what a person answers.

    Args:
        library: of tables, to find places and fields in.
        asked: all questions.
        given: answers by the id of the question.
        person: who is asked for the rest; None where nobody is there.

    Raises:
        NewStoryError: an answer is missing or unclear, and nobody can be asked.
        EOFError: the person went away.
    """
    reading = Reading(library=library, asked={question.id: question for question in asked})
    for id_ in ASKED:
        question = reading.asked[id_]
        words, _ = cleaned(given.get(id_, ""))
        if words and not _is_taken(reading, question, words, person):
            words = ""
        if not words and person:
            _ask_until(reading, question, person)
        elif not words and id_ in NEEDED:
            raise NewStoryError(f"needs-{id_}")
    return reading.outcome


def _is_taken(reading: Reading, question: Question, words: str, person: Person | None) -> bool:
    """Tell whether an answer was understood; nobody there to ask again is an error."""
    troubles = take(reading, question.id, words)
    if troubles and not person:
        raise NewStoryError("unclear", label=question.label, reason=plain(troubles))
    if troubles and person:
        person.say(plain(troubles))
    return not troubles


def _ask_until(reading: Reading, question: Question, person: Person) -> None:
    """Ask until the answer can be read; an empty one leaves a blank, where that is possible."""
    offers: tuple[str, ...] = tuple(choice.label for choice in question.choices)
    person.say(f"\n{question.heading}\n{question.help}")
    _list(person, offers)
    while True:
        words, _ = cleaned(person.hear())
        if not words and question.id not in NEEDED:
            return
        troubles = take(reading, question.id, _chosen(words, offers))
        if not troubles:
            return
        person.say(plain([_without_offers(trouble) for trouble in troubles]))
        offers = next((trouble.offers for trouble in troubles if trouble.offers), offers)
        _list(person, offers)


def _list(person: Person, offers: Sequence[str]) -> None:
    for number, offer in enumerate(offers, 1):
        person.say(f"  {number}. {offer}")
    if offers:
        person.say(text("new", "number"))


def _chosen(words: str, offers: Sequence[str]) -> str:
    """Return what the numbers of an answer stand for, or the answer itself."""
    numbers = words.replace(",", " ").split()
    if offers and all(one.isdecimal() and 0 < int(one) <= len(offers) for one in numbers):
        return "\n".join(offers[int(one) - 1] for one in numbers)
    return words


def _without_offers(trouble: Trouble) -> Trouble:
    return Trouble(question=trouble.question, code=trouble.code, values=trouble.values)
