"""Make a story's file of a letter, or say what is to be mended; nothing is written in between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .addressing import propose, propose_for_child
from .answering import answer
from .drafting import draft
from .folder import Folder
from .letters import take_apart
from .library import Library
from .outcome import Outcome
from .problem import Problem
from .questions import BODY, Question, contract
from .transcribing import cleaned
from .trouble import Note, Trouble
from .vetting import read_tables, vet
from .vietnamese import fold, slug

LETTER_LIMIT = 65_536
"""Characters of a letter at most; GitHub takes no more in an issue."""
_KEY = re.compile(r"([a-z_]+):")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """What a letter came to."""

    asked: tuple[Question, ...]
    kind: str = ""
    slug: str = ""
    text: str = ""
    """The story's file; empty where there are troubles."""
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Note, ...] = ()


def nominate(letter: str, root: Path, today: date) -> Nomination:
    """Return the story that a letter tells, judged as it would be in its place.

    Args:
        letter: the text of a form, a mail or a message.
        root: the stories folder.
        today: the day on which it is published.

    Raises:
        FaultError: there is no stories folder.
        ProblemsError: its tables have faults.
    """
    folder, library = read_tables(root, today)
    asked = contract(library.taxonomy)
    if len(letter) > LETTER_LIMIT:
        values = {"count": len(letter), "limit": LETTER_LIMIT}
        return Nomination(
            asked=asked, troubles=(Trouble(question="", code="too-long", values=values),)
        )
    text, gone = cleaned(letter)
    outcome = answer(take_apart(text, asked), asked, library)
    if gone:
        outcome.notes.append(Note(code="hidden", values={"count": gone}))
    if outcome.troubles:
        return Nomination(asked=asked, troubles=tuple(outcome.troubles), notes=tuple(outcome.notes))
    return _judged(outcome, asked, folder, library)


def _judged(
    outcome: Outcome, asked: tuple[Question, ...], folder: Folder, library: Library
) -> Nomination:
    """Hold the story against the checks; what they find is a trouble of its question."""
    address = _address(outcome, folder, library)
    kind = str(outcome.values["kind"])
    text = draft(outcome.values, outcome.body, commented=False)
    problems = vet(library, f"{kind}/{address}.md", text)
    faults = [problem for problem in problems if not problem.warning]
    if faults:
        troubles = tuple(_troubles(faults, text, asked))
        return Nomination(asked=asked, troubles=troubles, notes=tuple(outcome.notes))
    notes = [*outcome.notes, *_same_name(folder, address, str(outcome.values["name"]))]
    return Nomination(asked=asked, kind=kind, slug=address, text=text, notes=tuple(notes))


def _address(outcome: Outcome, folder: Folder, library: Library) -> str:
    name = str(outcome.values["name"])
    if outcome.values.get("minor"):
        fields = outcome.values["fields"]
        field = fields[0] if isinstance(fields, list) else ""
        return propose_for_child(folder, library.erased, field, name.rsplit(maxsplit=1)[-1])
    place = library.localities[str(outcome.values["locality"])].name
    return propose(folder, library.erased, name, place)


def _same_name(folder: Folder, address: str, name: str) -> Iterator[Note]:
    """Note the stories whose address begins with the same name: the deed may be told already."""
    start = slug(name)
    same = [
        story.file
        for story in folder.stories
        if start and f"{fold(story.slug)}-".startswith(f"{start}-") and story.slug != address
    ]
    if same:
        yield Note(code="same-name", values={"found": ", ".join(same[:3])})


def _troubles(faults: Sequence[Problem], text: str, asked: Sequence[Question]) -> Iterator[Trouble]:
    """Yield what the checks say, under the question whose answer stands on that line."""
    questions = {key: question.id for question in reversed(asked) for key in question.keys}
    keys = _keys(text)
    for fault in faults:
        line = min(fault.place.line, len(keys)) - 1
        whole = fault.code.startswith(("front-", "file-"))
        yield Trouble(
            question="" if whole else questions.get(keys[line], ""),
            code=f"check-{fault.code}",
            words=fault.message,
        )


def _keys(text: str) -> list[str]:
    """Return for each line of a story file the key that it belongs to."""
    keys: list[str] = []
    key, fences = "", 0
    for line in text.split("\n"):
        fences += line == "---" and fences < len(("first", "last"))
        if match := _KEY.match(line):
            key = match[1]
        keys.append(BODY if fences > 1 else key)
    return keys
