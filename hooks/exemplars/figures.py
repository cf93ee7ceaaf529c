"""Say the numbers of a deed that its story does not tell in its own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .library import Story
from .model import Figure
from .naming import amount
from .vietnamese import number, partial_date
from .wording import text as wording

_GOES_BEFORE, _GOES_ON = re.compile(r"[\d.,]"), re.compile(r"[.,]?\d")
"""What makes digits a part of a longer number: before them and after them."""


def untold(story: Story, say: Callable[[str], str]) -> Iterator[str]:
    """Yield the numbers of the deed that the text leaves out, each as part of a sentence.

    Args:
        story: what is told.
        say: returns a text as it is spoken.
    """
    if not story.front.figures:
        return
    written = "\n".join([story.front.title or "", story.front.summary, story.body.text])
    lowered = written.lower()
    for figure in story.front.figures:
        full = amount(figure)
        value = full.removeprefix(figure.about or "").strip()
        if _stands(value, written):
            continue
        # A sum in millions ends in a word, and may stand there in full.
        if not value[-1].isdigit() and _stands(number(figure.value), written):
            continue
        if say(f"{value} {figure.unit or ''}").lower() not in lowered:
            yield _figure(figure, full)


def _stands(value: str, written: str) -> bool:
    """Tell whether a number stands somewhere by itself, not as a part of another."""
    start = written.find(value)
    while start >= 0:
        end = start + len(value)
        if not (_GOES_BEFORE.match(written[start - 1 : start]) or _GOES_ON.match(written, end)):
            return True
        start = written.find(value, end)
    return False


def _figure(figure: Figure, value: str) -> str:
    """Return a number as part of a sentence, with its day where it has one."""
    label, unit = figure.label, figure.unit or ""
    if unit and label.lower().startswith(f"{unit.lower()} "):
        said = f"{value} {label}"
    else:
        said = wording("speech", "figure", label=label, amount=f"{value} {unit}".strip())
    return f"{said}, {_as_of(figure.as_of)}" if figure.as_of else said


def _as_of(when: str) -> str:
    """Return a year, month or day with the word that it needs."""
    key = ("as-of-year", "as-of-month", "as-of-day")[when.count("-")]
    return wording("speech", key, when=partial_date(when))
