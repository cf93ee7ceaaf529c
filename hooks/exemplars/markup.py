"""Turn a story's Markdown into safe HTML: a closed list of syntax, rendered by our own rules.

Paragraphs, headings from level 2, lists, quotes, emphasis, links, tables, footnotes and the
story's own photos; everything else, raw HTML included, is shown as the text it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from .commonmark import PARSER
from .linking import Link, resolve
from .problem import Place, Problem, problem
from .sanitizing import removed
from .vietnamese import slug

NESTING_LIMIT = 10
"""Levels of lists, quotes and emphasis inside each other at most."""
BRACKETS_LIMIT = 60
"""Opening brackets in one paragraph at most: more are an attack on the parser, not a text."""

_FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")


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


@dataclass(slots=True)
class _Reader:
    """State of one rendering, handed through the parser as its ``env``."""

    path: str
    first_line: int
    pictures: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def complain(self, line: int, code: str, **values: object) -> None:
        """Note a problem on ``line`` of the body, counted from 0."""
        place = Place(line + self.first_line)
        self.problems.append(problem(self.path, place, code, **values))


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
    reader = _Reader(path, first_line, pictures)
    if not text.strip():
        reader.complain(0, "body-empty")
    _check_brackets(reader, text)
    _check_footnotes(reader, text)
    if reader.problems:
        return Body(html="", text=""), reader.problems
    tokens = PARSER.parse(text, {})
    _check_tokens(reader, tokens)
    html = "" if reader.problems else _html(reader, tokens)
    body = Body(
        html=html,
        text="\n".join(_visible(tokens)),
        headings=tuple(reader.headings),
        links=tuple(reader.links),
    )
    return body, reader.problems


def _check_brackets(reader: _Reader, text: str) -> None:
    """A paragraph has few opening brackets."""
    line = 0
    for paragraph in re.split(r"\n[ \t]*\n", text):
        if paragraph.count("[") > BRACKETS_LIMIT:
            reader.complain(line, "body-brackets", limit=BRACKETS_LIMIT)
        line += paragraph.count("\n") + 2


def _check_footnotes(reader: _Reader, text: str) -> None:
    """Each footnote is defined once and used."""
    defined: set[str] = set()
    for match in _FOOTNOTE.finditer(text):
        label, line = match[1], text.count("\n", 0, match.start(1))
        if label in defined:
            reader.complain(line, "footnote-twice", found=label)
        defined.add(label)
    definitions = {match.end() - 1 for match in _FOOTNOTE.finditer(text)}
    used = set()
    for match in _REFERENCE.finditer(text):
        if match.end() in definitions:
            continue
        used.add(match[1])
        if match[1] not in defined:
            reader.complain(text.count("\n", 0, match.start()), "footnote-missing", found=match[1])
    for match in _FOOTNOTE.finditer(text):
        if match[1] not in used:
            line = text.count("\n", 0, match.start(1))
            reader.complain(line, "footnote-unused", found=match[1])


def _check_tokens(reader: _Reader, tokens: Sequence[Token]) -> None:
    """Give headings their ids, resolve links and photos, and refuse what is not allowed."""
    line = 0
    for index, token in enumerate(tokens):
        line = token.map[0] if token.map else line
        if token.level > NESTING_LIMIT:
            reader.complain(line, "body-nesting", limit=NESTING_LIMIT)
            return
        if token.type == "heading_open":
            _heading(reader, token, tokens[index + 1], line)
        if token.type == "inline":
            _inline(reader, token, line)
            _figure(reader, tokens[index - 1 : index + 2], line)


def _heading(reader: _Reader, token: Token, inline: Token, line: int) -> None:
    """A heading is of level 2 to 4 and gets an id of its own."""
    if token.tag not in {"h2", "h3", "h4"}:
        reader.complain(line, "heading-level", found=token.markup)
    title = _inline_text(inline)
    base = f"muc-{slug(title) or 'khac'}"
    taken = {id_ for id_, _ in reader.headings}
    number = 1
    while (id_ := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    reader.headings.append((id_, title))
    token.attrs = {"id": id_}


def _inline(reader: _Reader, inline: Token, line: int) -> None:
    for token in inline.children or ():
        if token.type in {"softbreak", "hardbreak"}:
            line += 1
        elif token.level > NESTING_LIMIT:
            reader.complain(line, "body-nesting", limit=NESTING_LIMIT)
            return
        elif token.type == "link_open":
            _link(reader, token, line)
        elif token.type == "image":
            _image(reader, token, line)


def _link(reader: _Reader, token: Token, line: int) -> None:
    """A link goes to the web, to a mailbox, to a telephone, to a story or to a heading."""
    found = str(token.attrs["href"])
    resolved = resolve(found, Place(line + reader.first_line))
    if resolved is None:
        reader.complain(line, "link", found=found)
        return
    if isinstance(resolved, Link):
        reader.links.append(resolved)
        token.attrs["href"] = resolved.href
    else:
        token.attrs = {**token.attrs, "href": resolved, "rel": "nofollow noopener"}


def _image(reader: _Reader, token: Token, line: int) -> None:
    """A picture in the text is one of the story's listed photos."""
    found = str(token.attrs["src"])
    if found not in reader.pictures:
        reader.complain(line, "image-unlisted", found=found)
    else:
        token.meta["figure"] = reader.pictures[found]


def _figure(reader: _Reader, around: Sequence[Token], line: int) -> None:
    """A photo stands alone in its paragraph, which then is the figure itself."""
    before, inline, after = around
    children = inline.children or []
    if not any(child.type == "image" for child in children):
        return
    if len(children) != 1 or before.type != "paragraph_open":
        reader.complain(line, "image-inline")
    before.hidden = after.hidden = True


def _html(reader: _Reader, tokens: Sequence[Token]) -> str:
    """Return the HTML that both layers agree on."""
    html: str = PARSER.renderer.render(tokens, PARSER.options, {})
    if (tag := removed(html)) is not None:
        reader.complain(_line_of(tokens, tag), "sanitized", found=tag)
    return html


def _line_of(tokens: Sequence[Token], tag: str) -> int:
    """Return the first line of the block in whose HTML ``tag`` stands."""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        if tag in PARSER.renderer.render([token], PARSER.options, {}):
            return line
    return 0


def _visible(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline" and (text := _inline_text(token)):
            yield text


def _inline_text(inline: Token) -> str:
    parts = []
    for token in inline.children or ():
        if token.type == "text":
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts).strip()
