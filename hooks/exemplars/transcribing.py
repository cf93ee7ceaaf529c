"""Take over what a stranger typed: clean its characters, and write its words as Markdown.

Whatever was typed is read as the same words: what Markdown would take for a sign of its own is
escaped. Only a dash at the beginning of a line stays what people mean by it: an item of a list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from .decoding import letter, refused

_LINE_END = re.compile(r"\r\n?|[\v\f\u0085\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_COMBINING = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS = re.compile(f"({_COMBINING}{{2}}){_COMBINING}+")
"""More marks on a letter than any script has."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which only an escape in JSON can bring in."""
_SPECIAL = re.compile(r"[\\`*_\[\]<>|]")
_START = re.compile(r"(?=#|[-+=~:](?:\s|$)|-{2,}|={2,}|~{2,}|:-)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_LISTED = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_ITEM = re.compile(r"[-–—•·▪●*+]\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…:;][\"”’»)\]]*$")


def cleaned(text: str) -> tuple[str, int]:
    """Return ``text`` in NFC with plain line ends and blanks, and how many characters went.

    What goes shows nothing: zero-width and control characters, direction marks, private use.
    """
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    text = _SURROGATE.sub("\ufffd", text)
    hidden = "".join(_shown(char) for char in text)
    gone = len(text) - len(hidden)
    plain = _MARKS.sub(r"\1", unicodedata.normalize("NFC", _MARKS.sub(r"\1", hidden)))
    lines = (_BLANKS.sub(" ", line).strip() for line in plain.split("\n"))
    return "\n".join(lines).strip("\n"), gone


def one_line(text: str) -> str:
    """Return a cleaned text on one line."""
    return " ".join(text.split())


def markdown(text: str) -> str:
    """Return a cleaned text as Markdown that is read as the same words.

    A line that ends a sentence ends a paragraph; other lines go on, as in a wrapped mail.
    """
    blocks: list[str] = []
    for part in re.split(r"\n{2,}", text):
        blocks += _blocks(part, after=blocks[-1] if blocks else "")
    return "\n\n".join(blocks) + "\n" if blocks else ""


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    """Return a character as it may stand in a story; nothing for one that shows nothing."""
    if char == "\ufffd":
        return char
    if meant := letter(char):
        return meant
    return "" if char != "\n" and any(True for _ in refused(char)) else char


def _blocks(part: str, after: str) -> Iterator[str]:
    """Yield the paragraphs and lists of a text without blank lines."""
    lines = [line for line in part.split("\n") if line.strip()]
    for kind, group in groupby(lines, key=_kind):
        same = list(group)
        if kind == "item":
            after = "\n".join(f"- {_escaped(_ITEM.sub('', line, count=1))}" for line in same)
            yield after
        elif kind == "number" and _counts(same) and not _NUMBER.match(after):
            after = "\n".join(_numbered(line) for line in same)
            yield after
        else:
            for after in _paragraphs(same):
                yield after


def _kind(line: str) -> str:
    """Return what a line is: an item behind a dash, one with a number, or text."""
    if _ITEM.match(line):
        return "item"
    return "number" if _LISTED.match(line) else "text"


def _counts(lines: list[str]) -> bool:
    """Tell whether lines are numbered 1, 2, 3 …; other numbers, such as years, are words."""
    numbers = [match[1] for line in lines if (match := _LISTED.match(line))]
    return len(lines) > 1 and numbers == [str(n) for n in range(1, len(lines) + 1)]


def _numbered(line: str) -> str:
    match = _LISTED.match(line)
    return f"{match[1]}. {_escaped(line[match.end() :])}" if match else line


def _paragraphs(lines: list[str]) -> Iterator[str]:
    paragraph: list[str] = []
    for line in lines:
        paragraph.append(_escaped(line))
        if _SENTENCE_END.search(line):
            yield "\n".join(paragraph)
            paragraph = []
    if paragraph:
        yield "\n".join(paragraph)


def _escaped(line: str) -> str:
    """Return one line whose signs are text."""
    line = _SPECIAL.sub(r"\\\g<0>", line)
    line = _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line
    return f"\\{line}" if _START.match(line) else line
