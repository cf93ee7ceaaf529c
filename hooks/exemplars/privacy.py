"""Find personal data that a story should not carry: a warning, with the value masked.

Logs of checks are public, so what was found is never repeated in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from pydantic import BaseModel

from .library import Library, Story
from .problem import Place, Problem, problem
from .strictyaml import Path

SHOWN = 20
"""Findings of one kind that are told of one line."""

_DIGITS = r"\d(?:[ .\-]?\d)"
_PATTERNS: dict[str, re.Pattern[str]] = {
    "personal-mail": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "personal-zalo": re.compile(
        r"zalo(?:\.me/|[^\d\n]{0,12})(\+?" + _DIGITS + r"{7,12})", re.IGNORECASE
    ),
    "personal-account": re.compile(
        r"(?:số tài khoản|tài khoản|\bstk)[^\d\n]{0,25}(" + _DIGITS + r"{5,18})", re.IGNORECASE
    ),
    "personal-card": re.compile(
        r"(?:căn cước|chứng minh(?: nhân dân)?|cccd|cmnd|cmt)[^\d\n]{0,20}(" + _DIGITS + r"{8,11})"
        r"|(?<![\d.,])(0\d{11})(?![\d.,]?\d)",
        re.IGNORECASE,
    ),
    "personal-phone": re.compile(
        r"(?<![\d.,])((?:\+84|0084|\(?0)\)?(?:[ .\-()]{0,2}\d){9,10})(?![.,]?\d)"
    ),
    "personal-address": re.compile(
        r"\b(?:số nhà\s+\d+\S*|(?:nhà )?số\s+\d+[a-z]?(?:/\d+)*,?\s+"
        r"(?:đường|ấp|hẻm|ngõ|ngách|kiệt|khu phố|tổ dân phố)\b|(?:hẻm|ngõ|ngách|kiệt)\s+\d+)",
        re.IGNORECASE,
    ),
}
"""Checked in this order; what one has found, the next does not report again."""
_DIGIT = re.compile(r"\d")
# Python finds a plain text quickly, so that each pattern begins with one, and some look behind.
_AT_HOME = re.compile(r"0\)?(?:[ .\-()]{0,2}\d){8}")
_FROM_ABROAD = re.compile(r"\+84\)?(?:[ .\-()]{0,2}\d){8}")
_HOUSES = {
    word[1:]: re.compile(rf"{word[1:]}(?<=[{word[0]}{word[0].upper()}]{word[1:]})\s+(?:nhà\s+)?\d")
    for word in ("số", "hẻm", "ngõ", "ngách", "kiệt")
}
"""The number of a house behind a word, by all but the first letter of the word."""
_WORDS = ("zalo", "tài khoản", "stk", "căn cước", "chứng minh", "cccd", "cmnd", "cmt", "số nhà")
_SKIPPED = frozenset({"consent", "url", "archived", "file"})


def check_personal_data(library: Library) -> Iterator[Problem]:
    """A story names no telephone, card, mailbox, account or house."""
    for story in (*library.stories, *library.drafts):
        if story.personal is None:
            yield from personal_data(story, story.front.model_dump_json())
        else:
            yield from story.personal


def personal_data(story: Story, head: str) -> Iterator[Problem]:
    """Yield what one story names: its file alone decides, so that each is looked at once.

    Args:
        story: the story.
        head: a text in which every text of its front matter stands.
    """
    # One look at the whole spares most stories the look at each value and each line.
    if _is_worth_a_look(head):
        yield from _check_front(story)
    if _is_worth_a_look(story.source):
        yield from _check_body(story)


def _check_body(story: Story) -> Iterator[Problem]:
    for number, line in enumerate(story.source.split("\n")):
        for code, found, start in find(line):
            yield _warning(story, Place(story.body_line + number, start + 1), code, found)


def _check_front(story: Story) -> Iterator[Problem]:
    for path, value in texts(story.front):
        for code, found, _ in find(value):
            yield _warning(story, story.values.get(path, Place()), code, found)


def find(text: str) -> list[tuple[str, str, int]]:
    """Return (code, what was found, where it begins) for each piece of personal data."""
    if not _is_worth_a_look(text):
        return []
    found: list[tuple[str, str, int]] = []
    taken: list[tuple[int, int]] = []
    for code, pattern in _PATTERNS.items():
        for match in islice(pattern.finditer(text), SHOWN):
            group = match.lastindex or 0
            start, end = match.span(group)
            if not any(start < stop and begin < end for begin, stop in taken):
                taken.append((start, end))
                found.append((code, match[group], start))
    return sorted(found, key=lambda item: item[2])


def _is_worth_a_look(text: str) -> bool:
    """Tell, at little cost, whether anything can be found; dates and sums of money are nothing."""
    if "@" in text:
        return True
    if not _DIGIT.search(text):  # there are digits in all but a mailbox
        return False
    if _AT_HOME.search(text) or _FROM_ABROAD.search(text):
        return True
    if any(end in text and house.search(text) for end, house in _HOUSES.items()):
        return True
    lower = text.lower()
    return any(word in lower for word in _WORDS)


def mask(value: str) -> str:
    """Return ``value`` with all but its first two characters and its last hidden."""
    shown = 2
    hidden = "".join("•" if char.isalnum() else char for char in value[shown:-1])
    return value[:shown] + hidden + value[-1:]


def _warning(story: Story, place: Place, code: str, found: str) -> Problem:
    return replace(problem(story.path, place, code, found=mask(found)), warning=True)


def texts(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every text in front matter that readers see, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel):
        for key, item in value:
            if item and key not in _SKIPPED:
                yield from texts(item, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts(item, (*path, index))
