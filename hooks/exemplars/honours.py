"""Read a line with an honour: "Giấy khen; 2019; UBND huyện Ba Tri; theo Chỉ thị 05"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from .moments import Moment, find_moment
from .story_rules import FIRST_RECOGNITION
from .trouble import TroubleError
from .values import NAME_LIMIT
from .vietnamese import fold
from .wording import table

_WORD = re.compile(r"[^\W_]+")
_EDGE = " \t:,.–—-()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    """What a line says of an honour, and of the programme."""

    values: dict[str, object]
    """``title``, ``year``, ``level`` and ``body``, as far as the line gives them."""
    programme: bool | None
    """Whether the line says that it was given under the directive; None where it says nothing."""


def read_honour(line: str, today: date) -> Honour:
    """Return what a line says of an honour.

    Raises:
        TroubleError: its year cannot be, or a part of it is too long.
    """
    remarks = [_programme(part) for part in line.split(";" if ";" in line else ",")]
    said = [answer for answer, _ in remarks if answer is not None]
    programme = all(said) if said else None
    parts = [part.strip(_EDGE) for _, part in remarks]
    parts = [part for part in parts if any(char.isalnum() for char in part)]
    if not parts:
        return Honour(values={}, programme=programme)
    year, parts = _year(parts, today)
    title, body = (parts[0], ", ".join(parts[1:])) if parts else ("", "")
    if not any(char.isalpha() for char in title):
        raise TroubleError("honour-title", found=line)
    for part in (title, body):
        if len(part) > NAME_LIMIT:
            raise TroubleError("part-long", found=part, limit=NAME_LIMIT)
    values = {"title": title, "year": year, "level": _level(body), "body": body}
    return Honour(values={key: part for key, part in values.items() if part}, programme=programme)


def _programme(part: str) -> tuple[bool | None, str]:
    """Return whether a part speaks of the directive, and the part where it is more than that.

    A title that itself names the directive stays as it is.
    """
    words = table()["honours-read"]
    for key, answer in (("no-pattern", False), ("yes-pattern", True)):
        if match := re.search(words[key], part, re.IGNORECASE):
            rest = f"{part[: match.start()]} {part[match.end() :]}".strip(_EDGE)
            if match[0].startswith("(") or not any(char.isalnum() for char in rest):
                return answer, rest
            return answer, part
    return None, part


def _year(parts: Sequence[str], today: date) -> tuple[int | None, list[str]]:
    """Return the year of the honour, and the parts without it."""
    found: list[tuple[int, Moment]] = []
    for number, part in enumerate(parts):
        if moment := find_moment(part, today):
            found.append((number, moment))
    if not found:
        return None, list(parts)
    number, moment = next(((n, m) for n, m in found if not _rest(parts[n], m)), found[-1])
    if moment.year < FIRST_RECOGNITION:
        raise TroubleError("year-early", found=moment.iso, limit=FIRST_RECOGNITION)
    rest = _rest(parts[number], moment)
    if number == 0 and moment.end < len(parts[number].rstrip(_EDGE)):
        rest = parts[number]  # "Danh hiệu năm 2019 của tỉnh": the year is part of the name
    kept = [*parts[:number], rest, *parts[number + 1 :]]
    return moment.year, [part for part in kept if part]


def _rest(part: str, moment: Moment) -> str:
    return (part[: moment.start].strip(_EDGE) + " " + part[moment.end :].strip(_EDGE)).strip()


def _level(body: str) -> str | None:
    """Return the level that the awarding body shows by how its name begins."""
    name = " ".join([*_WORD.findall(fold(body)), ""])
    for level, starts in _levels():
        if name.startswith(starts):
            return level
    return None


@cache
def _levels() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (level, tuple(f"{start} " for start in fold(starts).split("; ")))
        for level, starts in table()["awarding"].items()
    )
