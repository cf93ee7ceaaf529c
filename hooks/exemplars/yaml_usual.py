"""Read front matter that is laid out as usual, without the cost of a whole YAML parser.

A key and its value on each line, lists and mappings in ``[…]`` or ``{…}`` or as indented lines; no
comment, no escape, no text of several lines, none but usual letters. Whatever is written in another
way is left to strictyaml.py: of what is read here, both say the same.
"""

from __future__ import annotations

import re

Value = object

DIGITS_LIMIT = 16
"""Characters of a decimal number that a float keeps exactly, its point among them."""

_INTEGER = re.compile(r"[-+]?(0|[1-9]\d{0,17})", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(0|[1-9]\d{0,14})\.\d{1,9}", re.ASCII)
_AMBIGUOUS = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_NUMERIC = frozenset("+-0123456789")
"""What a number begins with."""
_WORDS: dict[str, Value] = {"": None, "null": None, "~": None, "true": True, "false": False}

_DASH = "  - "

_LETTER = "0-9A-Za-zÀ-ÖØ-öø-ưẠ-ỹ"
_KEY = "[a-z_]{1,40}"
_QUOTED = rf'"[{_LETTER} !#-/:-@\[\]^_`{{-~–—‘’“”…]*"'
_SIGNS = r"./;()%–—‘’“”…\-"
_FLOW_WORD = rf"[{_LETTER}][{_LETTER}{_SIGNS}]*(?: +[{_LETTER}{_SIGNS}]+)*"
_BLOCK_SIGNS = f"{_LETTER}{_SIGNS},+?=&~_"
_BLOCK_WORD = (
    rf"[{_LETTER}][{_BLOCK_SIGNS}]*(?:(?: +[{_BLOCK_SIGNS}]|:[{_LETTER}/])[{_BLOCK_SIGNS}]*)*"
)
_FLOW_SCALAR = f"(?:{_QUOTED}|{_FLOW_WORD})"
_PAIR = f'(?:{_KEY}|"{_KEY}"): {_FLOW_SCALAR}'
_FLOW_MAPPING = rf"\{{{_PAIR}(?:, {_PAIR})*\}}"
_ITEM = f"(?:{_FLOW_SCALAR}|{_FLOW_MAPPING})"
_FLOW = rf"\[{_ITEM}(?:, {_ITEM})*\]|{_FLOW_MAPPING}"
_LINE = re.compile(rf"({_DASH}|    )?(?:({_KEY}):(?: |$))?(?:({_QUOTED}|{_BLOCK_WORD})|({_FLOW}))?")
"""The indentation of a line, its key, its scalar, its list or mapping."""
_TOKEN = re.compile(rf'([{{}}])|(?:({_KEY}|"{_KEY}"): )?({_FLOW_SCALAR})')
"""A brace, or a scalar and the key before it."""


class _UnusualError(Exception):
    """A text is laid out in another way than usual."""


def word(written: str) -> Value:
    """Return a plain word as what it plainly is."""
    if written in _WORDS:
        return _WORDS[written]
    if written[0] in _NUMERIC:
        if _INTEGER.fullmatch(written):
            return int(written)
        exact = len(written) <= DIGITS_LIMIT and not _AMBIGUOUS.fullmatch(written)
        if exact and _DECIMAL.fullmatch(written):
            return float(written)
    return written


def read_usual(text: str) -> dict[str, Value] | None:
    """Return the mapping that ``text`` holds, or None where it is laid out in another way."""
    try:
        return _mapping(text.removesuffix("\n").split("\n"))
    except _UnusualError:
        return None


def _mapping(lines: list[str]) -> dict[str, Value]:
    data: dict[str, Value] = {}
    items: list[Value] | None = None
    entry: dict[str, Value] | None = None
    for line in lines:
        if (match := _LINE.fullmatch(line)) is None:
            raise _UnusualError
        indent, key, scalar, flow = match.groups()
        value = _scalar(scalar) if scalar else _flow(flow) if flow else None if indent else []
        if not indent:
            _enter(data, key, value)
            items, entry = value if isinstance(value, list) else None, None
        elif indent == _DASH:
            entry = {key: value} if key else None
            _append(items, entry or value)
        else:
            _enter(entry, key, value)
    if [] in data.values():  # nothing stands below a key
        raise _UnusualError
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _enter(mapping: dict[str, Value] | None, key: str | None, value: Value) -> None:
    """Put a value under its key, which stands once."""
    if mapping is None or not key or key in mapping:
        raise _UnusualError
    mapping[key] = value


def _append(items: list[Value] | None, value: Value) -> None:
    if items is None:
        raise _UnusualError
    items.append(value)


def _scalar(written: str) -> Value:
    return written[1:-1] if written[0] == '"' else word(written)


def _flow(written: str) -> Value:
    """Return what stands in brackets as a tuple, what stands in braces alone as a mapping."""
    items: list[Value] = []
    entry: dict[str, Value] | None = None
    for brace, key, scalar in _TOKEN.findall(written):
        if brace == "{":
            entry = {}
            items.append(entry)
        elif brace:
            entry = None
        elif entry is None:
            items.append(_scalar(scalar))
        else:
            _enter(entry, key.strip('"'), _scalar(scalar))
    return items[0] if written[0] == "{" else tuple(items)
