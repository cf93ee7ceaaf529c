"""Turn a story's Markdown into safe HTML, and into the words that are searched and read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .freezing import freezable
from .linking import Link
from .problem import Problem
from .prose import prose


@freezable
@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A story's text, rendered."""

    html: str
    text: str
    """The visible words, a line a block: for searching, counting and reading aloud."""
    headings: tuple[tuple[str, str], ...] = ()
    """(id, text) of each heading."""
    links: tuple[Link, ...] = ()
    """Links to other stories, still to be checked against the library."""


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
        return Body(html=plain[0], text=plain[1]), []
    from .rendering import interpret  # noqa: PLC0415 - the parser is loaded where it is needed

    return interpret(text, path, first_line, pictures)
