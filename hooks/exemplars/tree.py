"""Turn the finished HTML of a story's text into a tree of plain data, for what is not a web page.

Only HTML that markup.py wrote and the sanitiser agreed with comes here; an element that is not
listed is passed over, and what stands in it is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Node = str | dict[str, Any]
"""A text, or an element: ``tag``, ``children`` and what is kept of its attributes."""
Target = Callable[[str], Mapping[str, str]]
"""Says where a link leads: what is returned stands in the element of the link."""

RUN_LIMIT = 24
"""Letters without a space after which a line may break all the same."""

_INLINE = {"a", "br", "em", "note", "strong"}
_BLOCKS = {
    "blockquote", "figcaption", "figure", "h2", "h3", "h4", "img", "li", "ol", "p", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_VOID = {"br", "hr", "img"}
_KEPT = {
    "alt": "alt", "data-align": "align", "height": "height", "id": "id", "src": "src",
    "start": "start", "width": "width",
}  # fmt: skip
"""Attributes that are kept, by their names in the tree."""
_SPACES = re.compile(r"[ \t\r\n]+")
_RUN = re.compile(rf"\S{{{RUN_LIMIT},}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A text as data."""

    children: tuple[Node, ...]
    notes: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)
    """Footnotes by the id that elements ``note`` name."""


def parse(html: str, target: Target) -> Tree:
    """Return ``html`` as a tree; ``target`` says where each of its links leads."""
    reader = _Reader(target)
    reader.feed(html)
    reader.close()
    return Tree(
        children=tuple(_tidy(reader.stack[0]["children"])),
        notes={id_: tuple(_tidy(children)) for id_, children in reader.notes.items()},
    )


def breakable(text: str) -> str:
    """Return ``text`` with places to break in runs of letters that no line could hold."""
    return _RUN.sub(lambda run: "\u200b".join(_pieces(run[0])), text)


def _pieces(run: str) -> Iterator[str]:
    """Yield pieces of a run; none begins with a mark that belongs to the letter before."""
    start = 0
    for end in range(1, len(run)):
        if end - start >= RUN_LIMIT // 2 and not unicodedata.combining(run[end]):
            yield run[start:end]
            start = end
    yield run[start:]


class _Reader(HTMLParser):
    """Builds the tree; footnotes are set aside, where they are called for a ``note`` stands."""

    def __init__(self, target: Target) -> None:
        super().__init__(convert_charrefs=True)
        self.target = target
        self.stack: list[dict[str, Any]] = [{"tag": "", "children": []}]
        self.notes: dict[str, list[Node]] = {}
        self.called: set[str] = set()
        """Footnotes that were called for already."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = {name: value or "" for name, value in attrs}
        node = self._element(tag, given)
        if node["tag"] in _INLINE | _BLOCKS:
            self.stack[-1]["children"].append(node)
        elif node["tag"] == "item":
            self.notes[given["id"]] = node["children"]
        else:
            node["children"] = self.stack[-1]["children"]
        if tag not in _VOID:
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the HTML is well formed
        """Close the element that is open."""
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        """Add words, with single spaces; the number or arrow of a footnote is the page's own."""
        if self.stack[-1]["tag"] in {"note", "back"}:
            return
        children = self.stack[-1]["children"]
        before = children.pop() if children and isinstance(children[-1], str) else ""
        children.append(_SPACES.sub(" ", before + data))

    def _element(self, tag: str, given: Mapping[str, str]) -> dict[str, Any]:
        class_ = given.get("class", "")
        node: dict[str, Any] = {"tag": tag, "children": []}
        if class_ == "footnote-item":
            return node | {"tag": "item"}
        if class_ in {"footnotes", "footnotes-list", "footnotes-sep", "footnote-ref"}:
            return node | {"tag": "passed"}
        if tag == "a":
            return node | self._link(class_, given["href"])
        return node | {name: given[key] for key, name in _KEPT.items() if key in given}

    def _link(self, class_: str, href: str) -> dict[str, Any]:
        if class_ == "footnote-backref":
            return {"tag": "back"}
        if href.startswith("#fn"):
            first = href not in self.called
            self.called.add(href)
            return {"tag": "note", "id": href[1:], "first": first}
        return {**self.target(href)}


def _tidy(children: list[Node]) -> list[Node]:
    """Return ``children`` without the white space that only parts one block from another."""
    kept = [
        breakable(child) if isinstance(child, str) else child
        for index, child in enumerate(children)
        if child != " " or (_inline(children, index - 1) and _inline(children, index + 1))
    ]
    for child in kept:
        if isinstance(child, dict):
            child["children"] = _tidy(child["children"])
    return kept


def _inline(children: list[Node], index: int) -> bool:
    """Tell whether there is a child at ``index`` that stands in a line."""
    if not 0 <= index < len(children):
        return False
    child = children[index]
    return isinstance(child, str) or child["tag"] in _INLINE
