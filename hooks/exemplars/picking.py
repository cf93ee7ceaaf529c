"""Pick from what a question offers: a kind, a place, fields, yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .model import Locality
from .placing import LETTERS_LIMIT, find_places, find_terms, place_name, settled
from .questions import NOT_ASKED, Choice, Question
from .trouble import TroubleError
from .vietnamese import fold
from .wording import table

ADULT = 18
_PIECES = re.compile(r"\s*[,;\n•]\s*|\s+/\s+")
_BOX = re.compile(r"^(?:[-*+]\s+)?\[\s*([xXvV✓✔]?)\s*\]\s*(.*)$")


def pick(question: Question, words: str) -> str | None:
    """Return the id of the choice that was meant beyond doubt, else None."""
    ticked = [text for mark, text in _boxes(words) if mark]
    words = ticked[0] if len(ticked) == 1 else words
    if id_ := settled(find_terms(question.choices, words)):
        return id_
    said = f" {_plain(words[:LETTERS_LIMIT])} "
    named = [choice.id for choice in question.choices if f" {_plain(choice.label)} " in said]
    return named[0] if len(named) == 1 else None


def kind(question: Question, words: str) -> str | None:
    """Return the kind that was meant; None where it is unclear."""
    return pick(question, words)


def several(question: Question, words: str) -> list[str]:
    """Return the ids of the choices that were named, each once, in the order they were named.

    Raises:
        TroubleError: a word is no choice or more than one, or there are too many.
    """
    boxes = _boxes(words)
    pieces = [text for mark, text in boxes if mark] if boxes else _PIECES.split(words)
    pieces = [piece.strip(" .-–*_") for piece in pieces if piece.strip(" .-–*_")]
    if question.items and len(pieces) > 10 * question.items:
        raise TroubleError("too-many", count=len(pieces), limit=question.items)
    found: list[str] = []
    while pieces:
        size, id_ = _longest(question.choices, pieces)
        if id_ not in found:
            found.append(id_)
        pieces = pieces[size:]
    if not found:
        raise TroubleError("missing-fields")
    if question.items and len(found) > question.items:
        raise TroubleError("too-many", count=len(found), limit=question.items)
    return found


def place(places: Sequence[Locality], words: str) -> str:
    """Return the id of the place that was meant.

    Raises:
        TroubleError: there are several, each of which is offered, or none, only near ones.
    """
    found = find_places(places, words)
    if id_ := settled(found):
        return id_
    offers = tuple(place_name(places, one.id) for one in found[:10])
    sure = [one for one in found if one.sure and one.rank == found[0].rank]
    if len(sure) > 1:
        offers = tuple(place_name(places, one.id) for one in sure[:10])
        raise TroubleError("place-which", found=words, count=len(sure), offers=offers)
    raise TroubleError("place-near" if offers else "place-unknown", found=words, offers=offers)


def age(question: Question, words: str) -> str | None:
    """Return ``adult``, ``minor`` or ``collective``; None where it is unclear."""
    if number := re.fullmatch(r"(\d{1,3})(?:\s+tuổi)?", words.strip()):
        return "adult" if int(number[1]) >= ADULT else "minor"
    if picked := pick(question, words):
        return picked
    answer = _yes_or_no(words)
    return None if answer is None else ("adult" if answer else "minor")


def consent(question: Question, words: str) -> str | None:
    """Return who agreed, as the model names it; None where nobody was asked or it is unclear."""
    picked = pick(question, words) if words else None
    return None if picked == NOT_ASKED else picked


def is_yes(words: str) -> bool:
    """Tell whether every box is ticked, or a mail says yes."""
    boxes = _boxes(words)
    return all(mark for mark, _ in boxes) if boxes else _yes_or_no(words) is True


def _boxes(words: str) -> list[tuple[str, str]]:
    """Return the mark and the text of each box in an answer."""
    matches = (_BOX.match(line.strip()) for line in words.split("\n"))
    return [(match[1], match[2]) for match in matches if match]


def _longest(choices: Sequence[Choice], pieces: Sequence[str]) -> tuple[int, str]:
    """Return the choice that the first pieces name, and how many: a label may hold a comma."""
    for size in range(min(4, len(pieces)), 0, -1):
        found = find_terms(choices, ", ".join(pieces[:size]))
        if (id_ := settled(found)) and (size == 1 or found[0].rank == (0.0,)):
            return size, id_
    labels = {choice.id: choice.label for choice in choices}
    near = tuple(labels[one.id] for one in find_terms(choices, pieces[0]))
    raise TroubleError("field-unknown", found=pieces[0], offers=near or tuple(labels.values()))


def _yes_or_no(words: str) -> bool | None:
    said = _plain(words[:LETTERS_LIMIT])
    for key, answer in (("no", False), ("yes", True)):
        starts = (_plain(word) for word in table()["answers"][key].split("; "))
        if any(said == start or said.startswith(f"{start} ") for start in starts):
            return answer
    return None


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(words)))
