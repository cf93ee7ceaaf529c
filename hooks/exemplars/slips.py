"""Name the usual slip behind a fault of YAML's syntax, on the line where it was made."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def explain(error: yaml.YAMLError, text: str, source: str, first_line: int) -> Problem:
    """Return a fault of syntax, named as the slip that it usually is.

    libyaml often notices a slip only below it, so the lines above are looked at first.
    """
    reason = str(getattr(error, "problem", "") or "")
    mark = getattr(error, "problem_mark", None)
    lines = text.splitlines() or [""]
    line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    code = _slip(reason, lines[line])
    if "escape" not in reason:
        line, column, code = _suspect(lines[: line + 1]) or (line, column, code)
    place = Place(line + first_line, column + 1)
    return problem(source, place, code, found=lines[line].strip())


def _suspect(lines: Sequence[str]) -> tuple[int, int, str] | None:
    """Return line, column and code of the first slip that explains a fault further down."""
    block: int | None = None
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if block is not None and indent > block:
            continue  # the text of a block holds whatever it likes
        block = indent if _BLOCK.search(line) else None
        for code, pattern in _SLIPS.items():
            if match := pattern.match(line):
                return number, match.start(1), code
    return None


def _slip(reason: str, line: str) -> str:
    """Return the code of the usual slip on the line of a fault."""
    if "escape" in reason:
        return "yaml-escape"
    if "\t" in line:
        return "yaml-tab"
    if "mapping values are not allowed" in reason:
        return "yaml-smart-quotes" if _SMART.search(line) else "yaml-colon"
    return "yaml-syntax"
