"""The checked scalar types of the models: lines of text, days, numbers, addresses."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from .vietnamese import SLUG_LIMIT

NAME_LIMIT = 200
SUMMARY_LIMIT = 300
TEXT_LIMIT = 1000
FIRST_YEAR = 1900
RESERVED_SLUGS = frozenset(
    {"trang", "con", "prn", "aux", "nul"}
    | {f"{device}{digit}" for device in ("com", "lpt") for digit in range(10)}
)
"""``trang`` is the address of further list pages; Windows cannot store the others."""

SLUG = re.compile(r"[a-z][a-z0-9-]*")
_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GROUPED = re.compile(r"[-+]?\d{1,3}([.,]\d{3})+")
_DIGITS = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_COMMA = re.compile(r"[-+]?\d+,\d+")
_WEB = re.compile(r"https?://[^\s/@?#]+(?:[/?#]\S*)?", re.IGNORECASE)


def is_slug(text: str) -> bool:
    """Tell whether ``text`` may be a story's address."""
    return bool(SLUG.fullmatch(text)) and len(text) <= SLUG_LIMIT and text not in RESERVED_SLUGS


def _day(value: object) -> object:
    """A date is an ISO day that exists."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        year, month, day = map(int, value.split("-"))
        if found := _existing(year, month, day):
            return _not_early(found)
    raise PydanticCustomError("date", "not a day")


def _partial_date(value: object) -> object:
    """A partial date is an ISO year, month or day that exists; a bare year may be a number."""
    text = str(value)
    if match := _PARTIAL_DATE.fullmatch(text):
        year, month, day = (int(part or 1) for part in match.groups())
        if found := _existing(year, month, day):
            _not_early(found)
            return text
    raise PydanticCustomError("partial-date", "not a date")


def _existing(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:  # nothing else in here: pydantic's errors, ours too, are ValueErrors
        return None


def _not_early(value: date) -> date:
    """No date lies before 1900: it is a slip of the keyboard."""
    if value.year < FIRST_YEAR:
        # A message's limit is read from pydantic's own names of bounds, ``ge`` among them.
        raise PydanticCustomError("date-early", "early", {"ge": FIRST_YEAR, "limit": FIRST_YEAR})
    return value


def _number(value: object) -> int | float:
    """A number is digits with a point before the decimals; 1.078 could be read two ways."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _GROUPED.fullmatch(value):
        plain = value.replace(".", "").replace(",", "")
        raise PydanticCustomError("number-grouped", "ambiguous", {"plain": plain})
    if isinstance(value, str) and _COMMA.fullmatch(value):
        raise PydanticCustomError("number-comma", "comma", {"plain": value.replace(",", ".")})
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        raise PydanticCustomError("number-long", "too many digits")
    raise PydanticCustomError("type-number", "not a number")


def _web(value: str) -> str:
    """A web address begins with http:// or https:// and holds no user name or space."""
    if not _WEB.fullmatch(value) or "\\" in value:
        raise PydanticCustomError("url", "not a web address")
    return value


def _slug(value: str) -> str:
    if not is_slug(value):
        raise PydanticCustomError("slug", "not a slug")
    return value


def _one_line(value: str) -> str:
    if "\n" in value:
        raise PydanticCustomError("one-line", "more than one line")
    return value


def _worded(value: str) -> str:
    """A text holds a letter or a digit; signs and blanks alone say nothing."""
    if not any(char.isalnum() for char in value):
        raise PydanticCustomError("no-word", "no word")
    return value


def _nonempty(value: tuple[object, ...]) -> tuple[object, ...]:
    if not value:
        raise PydanticCustomError("empty-list", "empty list")
    return value


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LIMIT),
    AfterValidator(_one_line),
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LIMIT),
    AfterValidator(_one_line),
    AfterValidator(_worded),
]
"""A name: one line with a letter or a digit in it."""
Summary = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=SUMMARY_LIMIT),
    AfterValidator(_one_line),
    AfterValidator(_worded),
]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LIMIT),
    AfterValidator(_one_line),
]
Day = Annotated[
    date,
    BeforeValidator(_day),
    PlainSerializer(date.isoformat, return_type=str),
    WithJsonSchema(
        {"type": "string", "format": "date", "pattern": r"^(19|[2-9]\d)\d\d-\d\d-\d\d$"}
    ),
]
PartialDate = Annotated[
    str,
    BeforeValidator(_partial_date),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": r"^(19|[2-9]\d)\d\d(-\d\d){0,2}$",
            "minimum": FIRST_YEAR,
            "maximum": 9999,
        }
    ),
]
Number = Annotated[int | float, PlainValidator(_number), WithJsonSchema({"type": "number"})]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=9999)]
WebAddress = Annotated[
    str,
    StringConstraints(max_length=2000),
    AfterValidator(_web),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s/@?#\\]+([/?#][^\s\\]*)?$",
            "maxLength": 2000,
        }
    ),
]
Slug = Annotated[
    str,
    AfterValidator(_slug),
    WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9-]{0,59}$"}),
]
NonEmpty = AfterValidator(_nonempty)
