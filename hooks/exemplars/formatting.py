"""Write a story file in its canonical form: the same story, spelled and laid out one way.

Keys stand in the order of the models, text is NFC with plain line ends. No value, no comment and
no visible word of the body changes; what could not be laid out safely stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from .decoding import decode
from .loading import FENCE, split
from .model import FrontMatter, Withdrawn
from .problem import Place, ProblemsError, problem
from .strictyaml import Parsed, parse
from .yaml_comments import find_comments
from .yaml_layout import lay_out
from .yaml_leaves import Names, Orders

_BREAKS = ("softbreak", "hardbreak")
_BLANKS = re.compile(r"[ \t]+(?=\n|<)")


def format_story(raw: bytes, path: str) -> str:
    """Return the canonical form of a story file.

    Args:
        raw: the bytes of the file.
        path: path shown in messages.

    Raises:
        ProblemsError: it cannot be read, or its head is no mapping.
    """
    head, body, _ = split(decode(raw, path), path)
    parsed = parse(head, path, first_line=2)
    if not isinstance(parsed.data, dict):
        raise ProblemsError([problem(path, Place(2), "front-mapping")])
    withdrawn = parsed.data.get("status") == "withdrawn"
    laid = lay_out(head, _orders(Withdrawn if withdrawn else FrontMatter))
    kept = laid if _same(laid, head, parsed, path) else head
    return f"{FENCE}\n{kept}{FENCE}\n{format_body(body)}"


def format_body(body: str) -> str:
    r"""Return the body without blanks at the ends of its lines; line breaks are kept, as ``\``."""
    lines = body.split("\n")
    if any(line != line.rstrip(" \t") for line in lines):
        body = _trimmed(lines, body)
    return body.strip("\n") + "\n" if body.strip() else ""


def _orders(model: type[BaseModel], names: Names = ()) -> Orders:
    """Return the order of the keys of a model and of all below it."""
    orders: dict[Names, Sequence[str]] = {names: tuple(model.model_fields)}
    for name, field in model.model_fields.items():
        for inner in _models(field.annotation):
            orders.update(_orders(inner, (*names, name)))
    return orders


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the models inside ``tuple[Model, ...]`` or ``Model | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _same(laid: str, head: str, parsed: Parsed, path: str) -> bool:
    """Tell whether values and comments are those of before, whatever the layout did."""
    try:
        again = parse(laid, path)
    except ProblemsError:
        return False
    return again.data == parsed.data and _comments(laid) == _comments(head)


def _comments(text: str) -> list[str]:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    return find_comments(text, root).texts() if root else []


def _trimmed(lines: Sequence[str], body: str) -> str:
    """Return the body trimmed, or as it is where that would change what it means."""
    meaning, tokens = _meaning(body)
    trimmed = "\n".join(_lines(lines, dict(_breaks(lines, tokens))))
    return trimmed if _meaning(trimmed)[0] == meaning else body


def _meaning(body: str) -> tuple[str, Sequence[Any]]:
    """Return the HTML of a body, in which blanks at the ends of lines do not count; its tokens."""
    from .commonmark import PARSER  # noqa: PLC0415 - most bodies have nothing to trim

    env: dict[str, Any] = {}
    tokens = PARSER.parse(body, env)
    for child in (child for token in tokens for child in token.children or ()):
        child.meta.setdefault("figure", f"{child.attrs}{child.content}")
    html = PARSER.renderer.render(tokens, PARSER.options, env)
    return _BLANKS.sub("", html), tokens


def _breaks(lines: Sequence[str], tokens: Sequence[Any]) -> Iterator[tuple[int, bool | None]]:
    """Yield the lines that end inside a paragraph and whether they break; None is "cannot tell"."""
    for token in tokens:
        if token.type != "inline" or not token.map:
            continue
        first, stop = token.map
        while stop > first and not lines[stop - 1].strip():
            stop -= 1
        breaks = [child.type for child in token.children if child.type in _BREAKS]
        known = len(breaks) == stop - first - 1
        for number, line in enumerate(range(first, stop - 1)):
            yield line, breaks[number] == "hardbreak" if known else None


def _lines(lines: Sequence[str], breaks: Mapping[int, bool | None]) -> Iterator[str]:
    """Yield the lines trimmed, a break by blanks as a break by a backslash."""
    for number, line in enumerate(lines):
        trimmed, hard = line.rstrip(" \t"), breaks.get(number, False)
        if hard is None or trimmed.endswith("\\"):  # the blank behind it tells what it means
            yield line
        else:
            yield trimmed + "\\" if hard and trimmed != line else trimmed
