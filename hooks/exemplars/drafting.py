"""Write a story's file from values: the models' order, quotes where needed, comments.

Whatever a value holds, reading the draft gives it back; what is still missing is a blank that
the checks name. Comments say in Vietnamese what each blank wants.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import get_origin

from .model import Consent, Figure, FrontMatter, Photo, Recognition, Source, Strict
from .wording import table, text

Value = object
"""A text, a number, a date, true or false, None for a blank, or mappings and lists of these."""

_PLAIN = re.compile(r"[^\W\d_](?:[\w .;()/%+–“”…’°²³!?-]|,(?=\s))*(?<![\s:])")
_ADDRESS = re.compile(r"https?://[\w./?=&%+~-]+", re.ASCII)
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that YAML, or an editor's YAML, takes for something else."""
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+")
_PARTS: Mapping[str, type[Strict]] = {
    "sources": Source,
    "recognitions": Recognition,
    "figures": Figure,
    "photos": Photo,
    "consent": Consent,
}
_SELDOM = frozenset({"revoked", "archived"})
"""Keys of a part that most stories do without."""
_IDS = frozenset({"fields", "themes"})
"""Lists of ids, which stand on one line."""
_DATED = frozenset({"date", "updated", "as_of"})


def draft(values: Mapping[str, Value], body: str, *, commented: bool = True) -> str:
    """Return the text of a story file.

    Args:
        values: what is known of the front matter; a required key that is missing stays blank.
        body: Markdown of the story; it may be empty.
        commented: say what each key wants, and list the optional keys that are not used.
    """
    lines = ["---"]
    for key, field in FrontMatter.model_fields.items():
        if field.is_required() or values.get(key) is not None:
            lines += _comment(key) if commented else []
            lines += _entry(key, values.get(key))
    if commented:
        lines += [f"# {text('draft', 'optional')}"]
        for key, field in FrontMatter.model_fields.items():
            if not field.is_required() and values.get(key) is None:
                lines += [*_comment(key), *(f"#{line}" for line in _entry(key, None))]
        lines += [f"# {text('draft', 'body')}"]
    return "\n".join([*lines, "---", body if body.endswith("\n") else f"{body}\n"])


def scalar(value: Value) -> str:
    """Return one value as YAML writes it, quoted where it would be read as something else."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    words = str(value)
    plain = _PLAIN.fullmatch(words) and words.lower() not in _WORDS
    if plain or _ADDRESS.fullmatch(words):
        return words
    return json.dumps(words, ensure_ascii=False)


def _comment(key: str) -> list[str]:
    words = table()["draft"].get(key) or table()["fields"][key]
    return [f"# {words.replace('`', '')}"]


def _entry(key: str, value: Value) -> Iterator[str]:
    """Yield the lines of one key."""
    if value is None:
        value = _blank(key)
    if isinstance(value, Mapping):
        yield f"{key}:"
        yield from (f"  {line}" for line in _mapping(value))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from _sequence(key, value)
    else:
        yield f"{key}: {_scalar(key, value)}".rstrip()


def _sequence(key: str, items: Sequence[Value]) -> Iterator[str]:
    """Yield a list: ids on one line, anything else a line each."""
    if items and all(
        isinstance(item, str) and re.fullmatch("[a-z][a-z-]*", item) for item in items
    ):
        yield f"{key}: [{', '.join(map(scalar, items))}]"
        return
    yield f"{key}:"
    for item in items:
        lines = list(_mapping(item)) if isinstance(item, Mapping) else [scalar(item)]
        yield from (line.rstrip() for line in _indented(lines))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"    {line}" if number else f"  - {line}"


def _mapping(value: Mapping[str, Value]) -> Iterator[str]:
    for key, part in value.items():
        yield f"{key}: {_scalar(key, part)}".rstrip()


def _scalar(key: str, value: Value) -> str:
    """Return a value; a day, a month or a year needs no quotes where the key holds one."""
    if key in _DATED and isinstance(value, str) and _DATE.fullmatch(value):
        return value
    return scalar(value)


def _number(value: float | Decimal) -> str:
    """Return a number in digits, never such that a thousand could be read."""
    digits = f"{Decimal(str(value)):f}"
    return f"{digits}0" if _GROUPED.fullmatch(digits) else digits


def _blank(key: str) -> Value:
    """Return what is to be filled in for a key: nothing, a list of one, a part with its keys."""
    part = _PARTS.get(key)
    keys = part.model_fields if part else ()
    value = dict.fromkeys(name for name in keys if name not in _SELDOM) or None
    is_list = get_origin(FrontMatter.model_fields[key].annotation) is tuple
    return [value] if is_list and key not in _IDS else value
