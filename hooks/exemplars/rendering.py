"""Interpret Markdown with the parser: a closed list of syntax, rendered by our own rules.

Paragraphs, headings from level 2, lists, quotes, emphasis, links, tables, footnotes and the
story's own photos; everything else, raw HTML included, is shown as the text it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from .commonmark import PARSER
from .linking import PREFIX, Link, resolve
from .markdown_rules import (
    Fault,
    check_brackets,
    check_footnotes,
    check_numbers,
    check_rows,
    check_words,
    reference,
)
from .markup import Body
from .problem import Place, Problem, problem
from .prose import single_spaced
from .sanitizing import removed
from .vietnamese import slug

NESTING_LIMIT = 10
"""Levels of lists, quotes and emphasis inside each other at most."""
_NESTS = ("blockquote_", "bullet_list_", "ordered_list_")
"""Blocks that count as a level of nesting."""


@dataclass(slots=True)
class _Reader:
    """State of one rendering, handed through the parser as its ``env``."""

    path: str
    first_line: int
    pictures: Mapping[str, str]
    lines: Sequence[str]
    """The lines of the body, to say in which column a fault stands."""
    problems: list[Problem] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    bases: Counter[str] = field(default_factory=Counter)
    """How often each heading was met; two hyphens and a number tell equal ones apart."""
    links: list[Link] = field(default_factory=list)

    def complain(self, line: int, code: str, **values: object) -> None:
        """Note a problem on ``line`` of the body, counted from 0."""
        place = self.place(line, str(values.get("found", "")))
        self.problems.append(problem(self.path, place, code, **values))

    def place(self, line: int, found: str) -> Place:
        """Return where ``found`` stands in the file."""
        return Place(line + self.first_line, self._column(line, found))

    def _column(self, line: int, found: str) -> int:
        """Return the column of ``found``, first as the address of a link or of a footnote."""
        written = self.written(line) if found else ""
        for before, after in (("](", ")"), ("](<", ">"), ("](", ""), ("[^", "]"), ("", "")):
            start = written.find(f"{before}{found}{after}")
            if written and start >= 0:
                return start + len(before) + 1
        return 1

    def written(self, line: int) -> str:
        """Return a line of the body as it was written."""
        return self.lines[line] if line < len(self.lines) else ""

    def take(self, faults: Iterator[Fault]) -> None:
        """Note every fault that a rule has found."""
        for line, code, values in faults:
            self.complain(line, code, **values)


def interpret(
    text: str, path: str, first_line: int, pictures: Mapping[str, str]
) -> tuple[Body, list[Problem]]:
    """Return what ``markup.render`` does, of any text."""
    reader = _Reader(path, first_line, pictures, text.split("\n"))
    if not text.strip():
        reader.complain(0, "body-empty")
    reader.take(check_brackets(text))
    if reader.problems:
        return Body.of("", ""), reader.problems
    env: dict[str, Any] = {}
    tokens = PARSER.parse(text, env)
    reader.take(check_footnotes(text, env))
    reader.take(check_rows(text, tokens))
    reader.take(check_numbers(tokens))
    _check_tokens(reader, tokens)
    html = "" if reader.problems else _html(reader, tokens)
    return Body.of(
        "" if reader.problems else html,
        "\n".join(_visible(tokens)),
        tuple(reader.headings),
        tuple(reader.links),
    ), reader.problems


def _check_tokens(reader: _Reader, tokens: Sequence[Token]) -> None:
    """Give headings their ids, resolve links and photos, and refuse what is not allowed."""
    line = depth = 0
    in_notes = False
    for index, token in enumerate(tokens):
        line = token.map[0] if token.map else line
        depth += token.nesting if token.type.startswith(_NESTS) else 0
        in_notes = in_notes or token.type == "footnote_block_open"
        if depth > NESTING_LIMIT:
            reader.complain(line, "body-nesting", limit=NESTING_LIMIT)
            return
        if token.type == "heading_open":
            _heading(reader, token, tokens[index + 1], line)
        elif token.type == "inline":
            _inline(reader, token, line, in_notes=in_notes)
            if "![" in token.content:
                _figure(reader, tokens[index - 1 : index + 2], line, in_notes=in_notes)


def _heading(reader: _Reader, token: Token, inline: Token, line: int) -> None:
    """A heading is of level 2 to 4 and gets an id of its own."""
    if token.tag not in {"h2", "h3", "h4"}:
        reader.complain(line, "heading-level", found=token.markup)
    if not (title := _inline_text(inline)):
        reader.complain(line, "heading-empty", found=token.markup)
    base = f"{PREFIX}{slug(title) or 'khac'}"
    reader.bases[base] += 1
    id_ = base if reader.bases[base] == 1 else f"{base}--{reader.bases[base]}"
    reader.headings.append((id_, title))
    token.attrs = {"id": id_}


def _inline(reader: _Reader, inline: Token, line: int, *, in_notes: bool) -> None:
    """Look at what stands inside a paragraph, counting its lines."""
    column = 0
    for below, code, values in check_words(inline):
        reader.complain(line + below, code, **values)
    for token in inline.children or ():
        if token.type in {"softbreak", "hardbreak"}:
            line, column = line + 1, 0
        elif token.level > NESTING_LIMIT:
            reader.complain(line, "body-nesting", limit=NESTING_LIMIT)
            return
        elif token.type == "link_open":
            _link(reader, token, line)
        elif token.type == "image":
            _image(reader, token, line)
        elif token.type == "footnote_ref" and in_notes:
            column = reference(reader.written(line), token.meta["label"], column)
            place = Place(line + reader.first_line, max(column, 1))
            reader.problems.append(problem(reader.path, place, "footnote-nested"))


def _link(reader: _Reader, token: Token, line: int) -> None:
    """A link goes to the web, to a mailbox, to a telephone, to a story or to a heading."""
    found = str(token.attrs["href"])
    resolved = resolve(found, reader.place(line, found))
    if resolved is None:
        reader.complain(line, "link", found=found)
        return
    if isinstance(resolved, Link):
        reader.links.append(resolved)
        token.attrs["href"] = resolved.href
    else:
        href = normalizeLink(resolved)
        token.attrs = {**token.attrs, "href": href, "rel": "nofollow noopener"}


def _image(reader: _Reader, token: Token, line: int) -> None:
    """A picture in the text is one of the story's listed photos."""
    found = str(token.attrs["src"])
    if found not in reader.pictures:
        reader.complain(line, "image-unlisted", found=found)
    else:
        token.meta["figure"] = reader.pictures[found]


def _figure(reader: _Reader, around: Sequence[Token], line: int, *, in_notes: bool) -> None:
    """A photo stands alone in a paragraph, which then is the figure itself; no footnote is one."""
    before, inline, after = around
    children = inline.children or []
    if not any(child.type == "image" for child in children):
        return
    if len(children) != 1 or before.type != "paragraph_open" or in_notes:
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
    """Return the words of a paragraph with single spaces."""
    parts = (
        token.content if token.type == "text" else " "
        for token in inline.children or ()
        if token.type in {"text", "softbreak", "hardbreak"}
    )
    return single_spaced("".join(parts))
