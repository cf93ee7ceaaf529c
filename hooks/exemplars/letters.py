"""Take a letter apart: which words answer which question.

A letter is the text of a GitHub issue form, a mail, or a message with the same questions, with
their numbers, their labels or both, in any order, in quotes or bold, between greeting and
signature. What belongs to no question is kept apart, so that nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .headings import Heading, form_heading, headings
from .questions import Question
from .wording import table

SIGNATURE_LINES = 6
"""Lines of a signature at most."""

_QUOTE = re.compile(r"^\s*(?:>\s?)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What was answered, by the ids of the questions."""

    answers: Mapping[str, str]
    repeated: tuple[str, ...] = ()
    """Questions that were answered twice, each time otherwise."""
    unused: tuple[str, ...] = ()
    """Lines that answer nothing: greeting, signature, what a form has besides."""
    is_form: bool = False


@dataclass(slots=True)
class _Answer:
    id: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def take_apart(text: str, asked: Sequence[Question]) -> Letter:
    """Return the answers of a cleaned letter.

    Args:
        text: as ``transcribing.cleaned`` returns it.
        asked: the questions, as ``questions.contract`` returns them.
    """
    lines = text.split("\n")
    forms = [form_heading(line, asked) for line in lines]
    if any(forms):
        return _letter(*_collect(lines, forms), asked, is_form=True)
    lines = _unquoted(lines, asked)
    return _letter(*_collect(lines, headings(lines, asked)), asked, is_form=False)


def _collect(
    lines: Sequence[str], headings: Sequence[Heading | None]
) -> tuple[list[_Answer], list[str]]:
    """Return the answers in the order of the letter, and the lines before the first."""
    answers: list[_Answer] = []
    before: list[str] = []
    for line, heading in zip(lines, headings, strict=True):
        if heading:
            answers.append(_Answer(heading.id, [heading.rest]))
        elif answers:
            answers[-1].lines.append(line)
        elif line.strip():
            before.append(line)
    return answers, before


def _letter(
    answers: list[_Answer], unused: list[str], asked: Sequence[Question], *, is_form: bool
) -> Letter:
    """Return the letter; an empty repetition, or one of the example, is only a quoted question."""
    if answers and not is_form:
        unused += _cut_signature(answers[-1].lines)
    given: dict[str, list[str]] = {}
    for answer in answers:
        said = given.setdefault(answer.id, [])
        if answer.text and answer.text not in said and not _is_none(answer.text):
            said.append(answer.text)
    for question in () if is_form else [one for one in asked if not one.choices]:
        for printed in (question.help, question.example):
            if printed in given.get(question.id, ()) and len(given[question.id]) > 1:
                given[question.id].remove(printed)
    return Letter(
        answers={id_: said[0] if said else "" for id_, said in given.items()},
        repeated=tuple(id_ for id_, said in given.items() if len(said) > 1),
        unused=tuple(unused),
        is_form=is_form,
    )


def _is_none(words: str) -> bool:
    """Tell whether an answer is GitHub's word for none."""
    return words.strip("_* ") == "No response"


def _unquoted(lines: Sequence[str], asked: Sequence[Question]) -> list[str]:
    """Return a mail without what it quotes; where all is quoted, or only questions are, that stays.

    A quoted question above an answer that is not quoted is the answer's heading.
    """
    quoted = [bool(_QUOTE.match(line)) for line in lines]
    bare = [_QUOTE.sub("", line) for line in lines]
    named = headings(bare, asked)
    first = next((number for number, heading in enumerate(named) if heading), len(lines))
    fresh = any(
        line.strip() and not was for line, was in zip(lines[first:], quoted[first:], strict=True)
    )
    if not fresh:
        return bare
    kept = []
    for line, was, heading in zip(bare, quoted, named, strict=True):
        if not was or heading:
            kept.append(line)
    return [line for line in kept if not re.search(_hint("wrote"), line)]


def _cut_signature(lines: list[str]) -> list[str]:
    """Cut off, and return, the greeting and the name with which a mail ends."""
    ends = re.compile(_hint("closing"), re.IGNORECASE)
    for number in range(max(1, len(lines) - 3 * SIGNATURE_LINES), len(lines)):
        rest = [line for line in lines[number:] if line.strip()]
        if ends.match(lines[number]) and len(rest) <= SIGNATURE_LINES:
            cut = lines[number:]
            del lines[number:]
            return [line for line in cut if line.strip()]
    return []


def _hint(key: str) -> str:
    """Return a pattern of wording.yml."""
    return table()["letters"][f"{key}-pattern"]


def lines_of(answer: str) -> Iterator[str]:
    """Yield the lines of an answer without bullets and numbers of a list."""
    for line in answer.split("\n"):
        bare = re.sub(r"^\s*(?:[-–—•·▪●*+]\s+|\d{1,2}[.)]\s+|\(\d{1,2}\)\s+)", "", line).strip()
        if bare:
            yield bare
