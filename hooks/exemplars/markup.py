"""Turn a story's Markdown into safe HTML, and into the words that are searched and read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from .freezing import freezable
from .linking import Link
from .problem import Problem
from .prose import prose

_OPEN, _BETWEEN, _CLOSE = "<p>", "</p>\n<p>", "</p>\n"
"""What stands around plain paragraphs, and between two of them."""


@freezable
@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A story's text, rendered; in UTF-8, for there are many in memory and few are looked at."""

    encoded: bytes
    """Its HTML."""
    words: bytes | None = None
    """Its text, unless the HTML is that of plain paragraphs, and says it."""
    headings: tuple[tuple[str, str], ...] = ()
    """(id, text) of each heading."""
    links: tuple[Link, ...] = ()
    """Links to other stories, still to be checked against the library."""

    @classmethod
    def of(
        cls,
        html: str,
        text: str,
        headings: tuple[tuple[str, str], ...] = (),
        links: tuple[Link, ...] = (),
    ) -> Self:
        """Return the body with this HTML and text."""
        words = None if html == _OPEN + text.replace("\n", _BETWEEN) + _CLOSE else text.encode()
        return cls(encoded=html.encode(), words=words, headings=headings, links=links)

    @property
    def html(self) -> str:
        """Safe HTML."""
        return self.encoded.decode()

    @property
    def text(self) -> str:
        """The visible words, a line a block: for searching, counting and reading aloud."""
        if self.words is not None:
            return self.words.decode()
        return self.html[len(_OPEN) : -len(_CLOSE)].replace(_BETWEEN, "\n")

    def count_words(self) -> int:
        """Return the number of words in the text: single spaces, or ends of lines, divide them."""
        # Plain paragraphs have as many of both as their HTML, but for its end.
        written = self.encoded[:-1] if self.words is None else self.words
        return 1 + written.count(b" ") + written.count(b"\n")


def render(
    text: str, path: str, first_line: int, pictures: Mapping[str, str]
) -> tuple[Body, list[Problem]]:
    """Return the body as HTML and every problem in it.

    Args:
        text: Markdown in NFC.
        path: path shown in messages.
        first_line: line of the file on which ``text`` begins.
        pictures: the story's photos by file name, as finished ``<figure>`` elements.
    """
    if plain := prose(text):
        return Body.of(*plain), []
    from .rendering import interpret  # noqa: PLC0415 - the parser is loaded where it is needed

    return interpret(text, path, first_line, pictures)
