"""Find the lines of a letter that name a question: by label, by number, or by both."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import cache

from .questions import Question
from .vietnamese import fold

NUMBERED = 3
"""Numbered labels from which a letter is taken to number all of its questions."""

_FORM = re.compile(r"^### +(.+?)\s*$")
_BOX = re.compile(r"^(?:[-*+]\s+)?(?:\[\s*([xXvV✓✔]?)\s*\]|(☑|✅|✔|✓)|☐)\s*")
_NUMBER = re.compile(
    r"^(?:c[âa]u\s*(?:h[ỏo]i\s*)?)?(\d{1,2})\s*(?:[.):/]|[-–—]\s)\s*", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"^c[âa]u\s*(?:h[ỏo]i\s*)?(\d{1,2})\s*$", re.IGNORECASE)
_LEADING = re.compile(r"^[\s*_#•▪●]+")
_BOLD = re.compile(r"^(?:[*_]{1,3})(?=\S)(.{1,120}?)[*_]{1,3}(.*)$")
_ENDS = re.compile(r"^[*_\s]*(?:\([^()]*\))?[*_\s]*(?:[:：?？]+[*_]*|[-–—=]+>?\s|$)\s*")
_FIRST = re.compile(r"[\s,;:./()*_&–—-]*([^\W_]{1,40})")
_LOOSE = re.compile(r"^[*_\s]*(?:\([^()]*\))?[*_\s]*[:：?？]*[*_]*\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line that names a question, and the beginning of its answer."""

    id: str
    rest: str
    number: int | None
    """The question's number, where it stands before the label."""
    whole: bool = True
    """The label is the question's own, or that of a declaration, which has no number."""


def form_heading(line: str, asked: Sequence[Question]) -> Heading | None:
    """Return the question of a form's line "### label"; other headings are words of an answer."""
    match = _FORM.match(line)
    if match is None:
        return None
    label = _NUMBER.sub("", match[1], count=1)
    found = next((q for q in asked if _plain(q.label) == _plain(label)), None)
    return Heading(id=found.id, rest="", number=found.number) if found else None


def headings(lines: Sequence[str], asked: Sequence[Question]) -> list[Heading | None]:
    """Return for each line the question that it names, if any."""
    named = [_named(line, asked) for line in lines]
    numbered = {heading.id for heading in named if heading and heading.number}
    if len(numbered) >= NUMBERED:
        named = [heading if heading and _counts(heading, numbered) else None for heading in named]
    reader = _Numbers(asked, {heading.id for heading in named if heading})
    found: list[Heading | None] = []
    for line, heading in zip(lines, named, strict=True):
        if heading:
            reader.note(heading.id)
        found.append(heading or reader.read(line))
    return found


def _counts(heading: Heading, numbered: Container[str]) -> bool:
    """Tell whether a label is a question's where most have numbers: "Năm: …" is a story's word."""
    return bool(heading.number) or (heading.id not in numbered and heading.whole)


@dataclass(slots=True)
class _Numbers:
    """Tells a number that stands for a question from one that counts the items of a list."""

    asked: Sequence[Question]
    labelled: set[str]
    answered: set[str] = field(default_factory=set)
    item: int = 0
    """The last number of a list in the present answer."""

    def note(self, id_: str) -> None:
        self.answered.add(id_)
        self.item = 0

    def read(self, line: str) -> Heading | None:
        """Return the question whose number alone begins ``line``."""
        plain = _LEADING.sub("", line)
        match = _NUMBER.match(plain) or _BARE_NUMBER.match(plain)
        if match is None:
            return None
        number = int(match[1])
        question = next((q for q in self.asked if q.number == number), None)
        goes_on = number == self.item + 1 and self.item > 0
        taken = question is None or question.id in self.answered | self.labelled
        if question is None or taken or goes_on:
            self.item = number if number == self.item + 1 else self.item
            return None
        self.note(question.id)
        rest = plain[match.end() :].strip()
        return Heading(id=question.id, rest=rest, number=number)


def _named(line: str, asked: Sequence[Question]) -> Heading | None:
    """Return the question whose label begins ``line``, after a box, a number or marks of bold."""
    if not line.strip():
        return None
    box = _BOX.match(line)
    plain = _BOLD.sub(r"\1\2", _LEADING.sub("", line[box.end() :] if box else line))
    match = _NUMBER.match(plain)
    number = int(match[1]) if match else None
    rest = _BOLD.sub(r"\1\2", plain[match.end() :]) if match else plain
    first = _FIRST.match(rest)
    for question, label in _labels(tuple(asked)).get(fold(first[1]) if first else "", ()):
        if (end := _label_end(rest, label)) is None:
            continue
        own = number is not None and number == question.number
        after = (_LOOSE if own or box else _ENDS).match(rest[end:])
        if after is None:
            continue
        words = rest[end + after.end() :].strip()
        if box and not words:
            words = "x" if box[1] or box[2] else "-"
        whole = not question.number or label == tuple(_plain(question.label).split())
        return Heading(id=question.id, rest=words, number=number if own else None, whole=whole)
    return None


@cache
def _labels(asked: tuple[Question, ...]) -> dict[str, list[tuple[Question, tuple[str, ...]]]]:
    """Return every label and alias in plain words by its first word, the longest first."""
    pairs = [
        (question, tuple(_plain(label).split()))
        for question in asked
        for label in (question.label, *question.aliases)
        if label
    ]
    found: dict[str, list[tuple[Question, tuple[str, ...]]]] = {}
    for question, words in sorted(pairs, key=lambda pair: -len(" ".join(pair[1]))):
        found.setdefault(words[0], []).append((question, words))
    return found


def _label_end(line: str, label: Sequence[str]) -> int | None:
    """Return where ``label`` ends that ``line`` begins with, whatever stands between its words."""
    end = 0
    for word in label:
        match = re.compile(r"[\s,;:./()*_&–—-]*([^\W_]+)").match(line, end)
        if match is None or fold(match[1]) != word:
            return None
        end = match.end()
    return end


@cache
def _plain(label: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(label)))
