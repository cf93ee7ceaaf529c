"""Copy scalars and flow collections to a new place: as spelled, at another indentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

Names = tuple[str, ...]
Orders = Mapping[Names, Sequence[str]]
"""For the names that lead to a mapping (``()``, ``("sources",)``), the order of its keys."""

STEP = 2
"""Columns by which what is inside stands further right."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text that is copied from, and the order that mappings in it get."""

    text: str
    lines: Sequence[str]
    orders: Orders


def leaf(source: Source, node: yaml.Node, names: Names, indent: int, was: int) -> list[str]:
    """Return the lines of a scalar or a flow collection.

    Args:
        source: where it is copied from.
        node: what is copied.
        names: the names that lead to it.
        indent: the column of its key or dash from now on.
        was: the column until now.
    """
    if _is_literal(node):
        head, *rest = _literal(source, node)
        return [head.rstrip(), *(_shifted(line, indent - was) for line in rest)]
    head, *rest = spelled(source, node).split("\n")
    if isinstance(node, yaml.CollectionNode):
        if not rest:
            return [_flow(source, node, names)]
        return [_trimmed(head), *(_trimmed(_shifted(line, indent - was)) for line in rest)]
    margin = " " * (indent + STEP)
    return [_trimmed(head), *(_trimmed(margin + line.lstrip(" \t")) for line in rest)]


def height(source: Source, node: yaml.Node) -> int:
    """Return how many lines a scalar or a flow collection takes."""
    if _is_literal(node):
        return len(_literal(source, node))
    return int(node.end_mark.line - node.start_mark.line) + 1


def keeps_blanks(source: Source, node: yaml.Node) -> bool:
    """Tell whether a text behind ``|`` or ``>`` says itself which blanks count: ``|+``, ``|2``."""
    header = source.lines[node.start_mark.line][node.start_mark.column :].partition("#")[0]
    return _is_literal(node) and any(char == "+" or char.isdigit() for char in header)


def spelled(source: Source, node: yaml.Node) -> str:
    """Return a node as its writer spelled it."""
    return source.text[node.start_mark.index : node.end_mark.index]


def place(order: Sequence[str], name: str) -> int:
    """Return the place of ``name`` in ``order``; what is unknown comes last."""
    known = list(order)
    return known.index(name) if name in known else len(known)


def entries(node: yaml.Node) -> Iterator[tuple[yaml.ScalarNode | None, yaml.Node]]:
    """Yield key and value of a mapping, None and value of a sequence."""
    for entry in node.value:
        yield entry if isinstance(entry, tuple) else (None, entry)


def _is_literal(node: yaml.Node) -> bool:
    """Tell whether a node is a text behind ``|`` or ``>``, whose lines count as they stand."""
    return isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}


def _literal(source: Source, node: yaml.Node) -> list[str]:
    """Return the lines of a text behind ``|`` or ``>``, its header first."""
    first, end = node.start_mark, node.end_mark
    stop = end.line + bool(end.column)
    lines = [source.lines[first.line][first.column :], *source.lines[first.line + 1 : stop]]
    margin = next((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip()), 0)
    while len(lines) > 1 and not lines[-1].strip() and not lines[-1][margin:]:
        lines.pop()
    return lines


def _shifted(line: str, columns: int) -> str:
    """Return a line moved right, or left as far as its blanks go."""
    if columns >= 0:
        return " " * columns + line if line else line
    return line[min(-columns, len(line) - len(line.lstrip(" "))) :]


def _trimmed(line: str) -> str:
    """Return a line without blanks at its end, unless a backslash makes one a character."""
    trimmed = line.rstrip(" \t")
    return line if trimmed.endswith("\\") else trimmed


def _flow(source: Source, node: yaml.Node, names: Names) -> str:
    """Return a flow collection of one line, its keys in order, evenly spaced."""
    if not isinstance(node, yaml.CollectionNode):
        return spelled(source, node)
    order = source.orders.get(names, ())
    parts = []
    for key, value in sorted(entries(node), key=lambda e: place(order, e[0].value if e[0] else "")):
        written = _flow(source, value, names if key is None else (*names, key.value))
        if not written:  # in "{a: , b}" an empty value is clear only as it stands
            return spelled(source, node)
        parts.append(written if key is None else f"{spelled(source, key)}: {written}")
    opening, closing = "{}" if isinstance(node, yaml.MappingNode) else "[]"
    return f"{opening}{', '.join(parts)}{closing}"
