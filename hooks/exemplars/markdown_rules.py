"""Rules for a story's Markdown that keep its parser quick and its words from being dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it.token import Token

BRACKETS_LIMIT = 60
"""Opening brackets in one paragraph at most: more are an attack on the parser, not a text."""

Fault = tuple[int, str, Mapping[str, object]]
"""Line of the body from 0, code of the problem, and what its message shows."""

_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_REFERENCE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
_CELL_END = re.compile(r"(?<!\\)\|")


def check_brackets(text: str) -> Iterator[Fault]:
    """A paragraph has few opening brackets."""
    for paragraph in _PARAGRAPH.finditer(text):
        if paragraph[0].count("[") > BRACKETS_LIMIT:
            yield text.count("\n", 0, paragraph.start()), "body-brackets", {"limit": BRACKETS_LIMIT}


def check_footnotes(text: str, env: Mapping[str, Any]) -> Iterator[Fault]:
    """Each footnote is defined once and used, so that none is lost.

    Whether a footnote is used is the parser's word (``env``), for it alone knows what is a
    reference.
    """
    lines: dict[str, int] = {}
    for match in _FOOTNOTE.finditer(text):
        line = text.count("\n", 0, match.start(1))
        if match[1] in lines:
            yield line, "footnote-twice", {"found": match[1]}
        lines[match[1]] = line
    for key, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            label = key.removeprefix(":")
            yield lines.get(label, 0), "footnote-unused", {"found": label}
    definitions = {match.end() - 1 for match in _FOOTNOTE.finditer(text)}
    for match in _REFERENCE.finditer(text):
        if match[1] not in lines and match.end() not in definitions:
            yield text.count("\n", 0, match.start()), "footnote-missing", {"found": match[1]}


def check_rows(text: str, tokens: Sequence[Token]) -> Iterator[Fault]:
    """No row of a table has more cells than its head: the parser would drop them."""
    lines = text.split("\n")
    columns = 0
    for token in tokens:
        if token.type == "tr_open" and token.map:
            line = lines[token.map[0]].strip(" >\t").removeprefix("|").removesuffix("|")
            cells = len(_CELL_END.findall(line)) + 1
            columns = columns or cells
            if cells > columns:
                yield token.map[0], "table-cells", {}
        elif token.type == "table_close":
            columns = 0
