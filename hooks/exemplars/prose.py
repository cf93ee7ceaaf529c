"""Turn a text of plain paragraphs, as most are, into HTML and words without the Markdown parser.

The parser would find nothing else in it, at many times the cost.
"""

from __future__ import annotations

from . import escaping
from .sanitizing import removed

_MARKS = "\\*_[\r\0"
"""What makes a line more than its words."""


def prose(text: str) -> tuple[str, str] | None:
    """Return the HTML and the words of a text of plain paragraphs, None of any other."""
    paragraphs = plain_paragraphs(text)
    if paragraphs is None:
        return None
    html = "".join(f"<p>{escaping.text(paragraph)}</p>\n" for paragraph in paragraphs)
    if removed(html) is not None:
        return None
    return html, "\n".join(map(single_spaced, paragraphs))


def plain_paragraphs(text: str) -> list[str] | None:
    """Return the paragraphs of a text of single lines without a sign, else None."""
    if any(mark in text for mark in _MARKS):
        return None
    paragraphs = text.strip("\n").split("\n\n")
    return paragraphs if all(map(_is_plain, paragraphs)) else None


def _is_plain(paragraph: str) -> bool:
    """Tell whether a paragraph is one line of words, with no blank at its end to be trimmed."""
    last = paragraph[-1:]
    plain = paragraph[:1].isalpha() and "\n" not in paragraph
    return plain and last.isprintable() and last != " "


def single_spaced(text: str) -> str:
    """Return words with single spaces between them, as they nearly always stand already."""
    # No white space is printable but the plain space.
    if text.isprintable() and "  " not in text and text == text.strip(" "):
        return text
    return " ".join(text.split())
