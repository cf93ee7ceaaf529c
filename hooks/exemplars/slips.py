"""Name the usual slip behind a fault of YAML's syntax, on the line where it was made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import yaml

from .problem import Place, Problem, problem

_SMART = re.compile(r":\s+[“”„‟«]")
_BLOCK = re.compile(r":\s+[|>][+-]?\s*$")
_SLIPS = {
    "yaml-space": re.compile(r"\s*(?:- )?[A-Za-z_]+(:)[^\s/\"'#]"),
    "yaml-quote": re.compile(r"\s*(?:- )?[A-Za-z_]+:\s+(\"(?:[^\"\\]|\\.)*|'[^']*)$"),
    "yaml-documents": re.compile(r"(%)"),
    "yaml-end": re.compile(r"(\.\.\.)\s*$"),
}
"""Slips that libyaml notices too late, and where each begins."""
_SIGNS = {"alias": "yaml-alias", "anchor": "yaml-anchor", "tag": "yaml-tag"}
"""libyaml's names of what *, & and ! begin, where it stumbles over a letter with a mark."""
_SIGNED = re.compile(r"[*&!][^\s,\[\]{}]*")
_ALIAS = re.compile(r"\*[\w-]+(?=\s*$)")
"""A word after * that libyaml takes for all of the value, as it has no marks."""
_OPEN = re.compile(r"(?:[:,\[{-]|^\s)\s*$")
"""What stands before a value on its line."""
_BULLET = re.compile(r"\s+\*\s")


class _Slip(NamedTuple):
    """A slip, with its line and column from 0."""

    line: int
    column: int
    code: str
    found: str


def explain(error: yaml.YAMLError, text: str, source: str, first_line: int) -> Problem:
    """Return a fault of syntax, named as the slip that it usually is.

    libyaml often notices a slip only below it, so the lines above are looked at first.
    """
    lines = text.splitlines() or [""]
    slip = _sign(error, lines) or _slip(error, lines)
    if slip.code != "yaml-escape":
        slip = _suspect(lines[: slip.line + 1]) or slip
    place = Place(slip.line + first_line, slip.column + 1)
    return problem(source, place, slip.code, found=slip.found)


def _sign(error: yaml.YAMLError, lines: Sequence[str]) -> _Slip | None:
    """Return the *, & or ! with which a value begins, where libyaml means something else by it."""
    words = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    kind = next((name for name in _SIGNS if re.search(rf"\b{name}\b", words)), "")
    number, column = _mark(error, "context_mark" if kind else "problem_mark", lines)
    line = lines[number]
    match = _SIGNED.match(line, column) if kind else _ALIAS.search(line[:column])
    if not match or not _OPEN.search(line[: match.start()]) or _BULLET.match(line):
        return None
    code = _SIGNS[kind or "alias"]
    found = match[0] if code == "yaml-tag" else match[0][1:]
    return _Slip(number, match.start(), code, found)


def _slip(error: yaml.YAMLError, lines: Sequence[str]) -> _Slip:
    """Return the usual slip on the line of a fault."""
    number, column = _mark(error, "problem_mark", lines)
    line = lines[number]
    reason = str(getattr(error, "problem", ""))
    code = "yaml-syntax"
    if "escape" in reason:
        code = "yaml-escape"
    elif "\t" in line:
        code = "yaml-tab"
    elif "mapping values are not allowed" in reason:
        code = "yaml-smart-quotes" if _SMART.search(line) else "yaml-colon"
    return _Slip(number, column, code, line.strip())


def _mark(error: yaml.YAMLError, name: str, lines: Sequence[str]) -> tuple[int, int]:
    """Return line and column of one of libyaml's marks, which may lie behind the last line."""
    mark = getattr(error, name, None)
    return (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)


def _suspect(lines: Sequence[str]) -> _Slip | None:
    """Return the first slip that explains a fault further down."""
    block: int | None = None
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if block is not None and indent > block:
            continue  # the text of a block holds whatever it likes
        block = indent if _BLOCK.search(line) else None
        for code, pattern in _SLIPS.items():
            if match := pattern.match(line):
                return _Slip(number, match.start(1), code, line.strip())
    return None
