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

_FOOTNOTE = re.compile(r"^[ \t>]*(?:(?:[-+*]|\d+[.)])[ \t>]+)*\[\^([^\]\s]+)\]:", re.MULTILINE)
_REFERENCE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
_CONTAINER = re.compile(r"^[\s>]*(?:(?:[-+*]|\d+[.)])\s+)*[\s>]*")
_EMPHASIS = frozenset({"em_open", "em_close", "strong_open", "strong_close"})
_PHOTO = re.compile(r"(?<!\\)!\[[^\]]*\]\([^)]*\)?")
_CELL_END = re.compile(r"(?<!\\)\|")


def check_brackets(text: str) -> Iterator[Fault]:
    """A paragraph has few opening brackets."""
    if text.count("[") <= BRACKETS_LIMIT:
        return
    for paragraph in _PARAGRAPH.finditer(text):
        if paragraph[0].count("[") > BRACKETS_LIMIT:
            yield text.count("\n", 0, paragraph.start()), "body-brackets", {"limit": BRACKETS_LIMIT}


def check_footnotes(text: str, env: Mapping[str, Any]) -> Iterator[Fault]:
    """Each footnote is defined once and used, so that none is lost.

    Whether a footnote is used is the parser's word (``env``), for it alone knows what is a
    reference.
    """
    if "[^" not in text:
        return
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


def reference(written: str, label: str, after: int) -> int:
    """Return the column of the next reference to a footnote on a line, else ``after``.

    Args:
        written: the line; a footnote's own label at its beginning is no reference.
        label: what the footnote is called.
        after: the column behind which it stands, 0 for the beginning of the line.
    """
    own = _FOOTNOTE.match(written)
    for match in _REFERENCE.finditer(written, max(after, own.end() if own else 0)):
        if match[1] == label:
            return match.start(1) + 1
    return after


def check_rows(text: str, tokens: Sequence[Token]) -> Iterator[Fault]:
    """No row of a table has more cells than its head: the parser would drop them."""
    if "|" not in text:
        return
    lines = text.split("\n")
    columns = 0
    for token in tokens:
        if token.type == "table_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and token.map:
            row = _CONTAINER.sub("", lines[token.map[0]]).strip()
            cells = len(_CELL_END.findall(row.removeprefix("|").removesuffix("|"))) + 1
            if columns and cells > columns:
                yield token.map[0], "table-cells", {}


def check_numbers(tokens: Sequence[Token]) -> Iterator[Fault]:
    """The items of a list keep the numbers that were written: "1986. …" is no item.

    Numbers that are all 1 are the usual lazy way to write a list.
    """
    lists: list[tuple[int, int]] = []
    for token in tokens:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            lists.append((0, 0))
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            lists = lists[:-1]  # footnotes are moved, so that lists may not be balanced
        elif token.type == "list_item_open" and token.info.isdigit() and lists:
            number, (first, last) = int(token.info), lists[-1]
            lazy = number == first == last == 1
            if last and number != last + 1 and not lazy:
                yield token.map[0] if token.map else 0, "list-number", {"found": f"{number}."}
            lists[-1] = (first or number, number)


def check_words(inline: Token) -> Iterator[Fault]:
    """Nothing of a paragraph is swallowed: no empty link, no sign between digits, no photo.

    Lines are counted from that of the paragraph.
    """
    children = inline.children or []
    if len(children) > 1:
        yield from _check_signs(children)
    if "![" not in inline.content:
        return
    shown = "".join(token.content for token in children if token.type == "text")
    for match in _PHOTO.finditer(inline.content):
        if match[0] in shown:
            yield inline.content.count("\n", 0, match.start()), "image-syntax", {"found": match[0]}


def _check_signs(children: Sequence[Token]) -> Iterator[Fault]:
    """No link is empty, and no sign of emphasis stands between digits."""
    line, told = 0, -1
    neighbours = zip([None, *children], children, [*children[1:], None], strict=False)
    for before, token, after in neighbours:
        line += token.type in {"softbreak", "hardbreak"}
        if token.type == "link_open" and not _words(children, token):
            yield line, "link-empty", {"found": str(token.attrs["href"])}
        elif token.type in _EMPHASIS and _digit(before, -1) and _digit(after, 0) and told != line:
            yield line, "emphasis-digits", {"found": token.markup}
            told = line


def _words(children: Sequence[Token], opened: Token) -> str:
    """Return the words of a link, or the mark of a photo in it."""
    rest = children[children.index(opened) + 1 :]
    words = ""
    for token in rest:
        if token.type == "link_close":
            break
        words += "!" if token.type == "image" else token.content
    return words.strip()


def _digit(token: Token | None, index: int) -> bool:
    """Tell whether a text begins, or ends, with a digit."""
    if token is None or token.type != "text":
        return False
    return token.content[index : index + 1 or None].isdigit()
