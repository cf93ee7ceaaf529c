"""Turn the bytes of a file into text that is safe to parse: UTF-8, NFC, no hidden characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from .charsets import charset
from .problem import Place, Problem, ProblemsError, problem

FILE_LIMIT = 256 * 1024
"""Bytes at most in a story."""
TABLE_LIMIT = 16 * 1024 * 1024
"""Bytes at most in a table that editors keep; the places of the whole country take 2 MB."""

SHOWN = 20
"""Refused characters of one kind that are told of one file."""

_UTF32_MARKS = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HIDDEN = (
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters that show nothing
    "\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # zero width, line, bidi controls
    "\ufdd0-\ufdef\ufff0-\uffff\ue000-\uf8ff"  # no characters; private use
    "\u2800"  # the blank pattern of braille
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff"  # no characters
    "\U000e0000-\U0010ffff"  # tags, variation supplement, private use
    "]"
)
_LETTERS = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
"""Letters of other languages that look like đ, and what was meant."""
_REFUSED = {
    "character": re.compile(_HIDDEN),
    "character-eth": re.compile(f"[{''.join(_LETTERS)}]"),
    # No letter of any living script wears three marks that NFC leaves apart.
    "character-marks": re.compile(
        "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3,}"
    ),
}
"""Characters that no story needs, by the code of their problem."""
_USUAL = re.compile(
    "[\t\n -~"  # ASCII
    "\u00a1-\u00ac\u00ae-\u00cf\u00d1-\u00ef\u00f1-\u00ff"  # letters like À, without eth
    "ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9"  # letters like Ạ
    "–—‘’“”…]*"
)
"""A text without any refused character, as nearly all are: looked for first, for it is quick."""


def decode(raw: bytes, path: str, limit: int = FILE_LIMIT) -> str:
    r"""Return the text of ``raw`` in NFC with ``\n`` line ends and without a byte order mark.

    Args:
        raw: the bytes of one file.
        path: path shown in messages.
        limit: bytes at most.

    Raises:
        ProblemsError: too large, empty, not UTF-8, or with characters that show nothing.
    """
    if len(raw) > limit:
        found = -(-len(raw) // 1024)
        raise ProblemsError([problem(path, Place(), "file-size", found=found, limit=limit // 1024)])
    text = _utf8(raw, path).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ProblemsError([problem(path, Place(), "file-empty")])
    # Before NFC, whose cost grows with the square of a flood of marks.
    if problems := [_at(match, text, path, code) for code, match in refused(text)]:
        raise ProblemsError(problems)
    return unicodedata.normalize("NFC", text)


def refused(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the code and the place of characters that no story needs, a few of each kind."""
    if _USUAL.fullmatch(text):
        return
    for code, pattern in _REFUSED.items():
        for match in islice(pattern.finditer(text), SHOWN):
            yield code, match


def letter(char: str) -> str:
    """Return the Vietnamese letter that was meant by one that only looks like it."""
    return _LETTERS.get(char, "")


def _utf8(raw: bytes, path: str) -> str:
    if name := _wide(raw[:64]):
        raise ProblemsError([problem(path, Place(), "encoding-known", found=name)])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemsError([_wrong_encoding(raw, error.start, path)]) from None


def _wide(head: bytes) -> str | None:
    """Return the name of a character set of wide letters, which show as zero bytes."""
    if head.startswith(_UTF32_MARKS):
        return "UTF-32"
    zeros = max(head[start::2].count(0) for start in (0, 1))
    return "UTF-16" if head.startswith(_UTF16_MARKS) or zeros > len(head) // 4 else None


def _wrong_encoding(raw: bytes, start: int, path: str) -> Problem:
    """Name the character set where it can be recognised, and the first line it shows in."""
    before = raw[:start].decode("utf-8").removeprefix("\ufeff")
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
    if 0 in raw[:1024]:
        return problem(path, Place(), "encoding-binary")
    if name := charset(raw):
        return problem(path, place, "encoding-known", found=name)
    return problem(path, place, "encoding", found=f"0x{raw[start]:02X}")


def _at(match: re.Match[str], text: str, path: str, code: str) -> Problem:
    line_start = text.rfind("\n", 0, match.start()) + 1
    place = Place(text.count("\n", 0, match.start()) + 1, match.start() - line_start + 1)
    char = match[0][0]
    return problem(path, place, code, found=f"U+{ord(char):04X}", letter=letter(char))
