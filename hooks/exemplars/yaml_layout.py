"""Lay out a block of YAML anew: keys in order, even spacing; values as spelled, comments in place.

The text is not dumped from data, which would lose comments and choose other quotes. It is cut into
units, an entry of a mapping or an item of a sequence each; scalars are copied (yaml_leaves.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from .yaml_comments import Comments, find_comments
from .yaml_leaves import (
    STEP,
    Names,
    Orders,
    Source,
    entries,
    height,
    keeps_blanks,
    leaf,
    place,
    spelled,
)


@dataclass(slots=True)
class _Unit:
    """An entry of a block mapping, or an item of a block sequence."""

    leading: list[str]
    """Comments and empty lines above."""
    key: str = ""
    """As spelled, with its quotes; empty for an item."""
    name: str = ""
    value: _Block | list[str] = field(default_factory=list)
    """A collection below it, or the lines of what stands behind its colon or dash."""
    trailing: list[str] = field(default_factory=list)
    """Comments below that are indented too far to belong to what follows."""
    inline: str = ""
    """Comment at the end of its line."""


@dataclass(slots=True)
class _Block:
    """A block mapping or sequence."""

    column: int
    """Column at which it stood."""
    indent: int
    """Column at which it will stand."""
    names: Names
    """Names that lead to it."""
    units: list[_Unit] = field(default_factory=list)


@dataclass(slots=True)
class _Cutter:
    """State of one cutting: the text, its comments, and the next line that is not yet taken."""

    source: Source
    comments: Comments
    line: int = 0


def lay_out(text: str, orders: Orders) -> str:
    """Return ``text`` in its canonical layout; what is no plain block mapping stays as it is.

    Args:
        text: YAML that strictyaml.py accepts, ending with a newline.
        orders: the order of keys; unknown ones follow in the order in which they stand.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    source = Source(text, text.split("\n")[:-1], orders)
    if not isinstance(root, yaml.MappingNode) or root.flow_style or _is_rare(source, root):
        return text
    cutter = _Cutter(source, find_comments(text, root))
    block = _Block(root.start_mark.column, 0, ())
    _cut(cutter, root, block)
    footer = _gap(cutter, len(source.lines), block)
    preamble = _preamble(block.units[0])
    _arrange(block, orders)
    while footer and not footer[-1]:
        footer.pop()
    written = (*_squeezed(preamble, top=True), *_written(block), *_squeezed(footer))
    return "".join(f"{line}\n" for line in written)


def _is_rare(source: Source, node: yaml.Node) -> bool:
    """Tell whether a text uses what no story needs and what moves badly.

    Such are keys marked by ``?``, and texts behind ``|+`` or ``|2``, whose blanks count.
    """
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return keeps_blanks(source, node)
    for key, value in entries(node):
        mark = (key or value).start_mark
        if source.lines[mark.line][: mark.column].strip(" \t-") or _is_rare(source, value):
            return True
    return False


def _cut(cutter: _Cutter, node: yaml.Node, block: _Block) -> None:
    """Cut a block collection into its units."""
    for key, value in entries(node):
        line = key.start_mark.line if key else _content_line(cutter)
        unit = _Unit(_gap(cutter, line, block))
        if key:
            unit.key, unit.name = spelled(cutter.source, key), key.value
        block.units.append(unit)
        if isinstance(value, yaml.CollectionNode) and not value.flow_style:
            _fill_block(cutter, unit, value, block)
        else:
            _fill_leaf(cutter, unit, value, block)


def _fill_block(cutter: _Cutter, unit: _Unit, value: yaml.Node, above: _Block) -> None:
    """Take up a collection that stands below a key, below a dash or beside one."""
    if value.start_mark.line > cutter.line:
        inline = cutter.comments.inline.get(cutter.line, "")
        if unit.key:
            unit.inline = inline
        elif inline:
            unit.leading.append(inline)
        cutter.line += 1
    names = (*above.names, unit.name) if unit.key else above.names
    unit.value = _Block(value.start_mark.column, above.indent + STEP, names)
    _cut(cutter, value, unit.value)


def _fill_leaf(cutter: _Cutter, unit: _Unit, value: yaml.Node, above: _Block) -> None:
    """Take up a scalar or a flow collection; comments before it move above its key or dash."""
    first = value.start_mark.line
    if first > cutter.line:
        unit.leading += filter(None, [cutter.comments.inline.get(cutter.line)])
        cutter.line += 1
        unit.leading += [text for _, text in _take(cutter, first) if text]
    names = (*above.names, unit.name) if unit.key else above.names
    unit.value = leaf(cutter.source, value, names, above.indent, above.column)
    cutter.line = first + height(cutter.source, value)
    unit.inline = cutter.comments.inline.get(cutter.line - 1, "")


def _gap(cutter: _Cutter, stop: int, block: _Block) -> list[str]:
    """Take the comments and empty lines before line ``stop``; return those that lead what follows.

    A comment that is indented further than what follows belongs to what stands above it.
    """
    taken = _take(cutter, stop)
    deep = 0
    for count, (column, text) in enumerate(taken, 1):
        if text and column <= block.column:
            break
        if text and block.units:
            deep = count
    for column, text in taken[:deep]:
        if text:
            _deepest(block.units[-1], column).trailing.append(text)
    return [text for _, text in taken[deep:]]


def _take(cutter: _Cutter, stop: int) -> list[tuple[int, str]]:
    """Take the lines before ``stop``, all comments or empty, as column and text."""
    lines = cutter.source.lines[cutter.line : stop]
    cutter.line = max(cutter.line, stop)
    return [(len(line) - len(line.lstrip()), line.strip()) for line in lines]


def _deepest(unit: _Unit, column: int) -> _Unit:
    """Return the last unit below ``unit`` that stands no further right than ``column``."""
    while isinstance(unit.value, _Block) and unit.value.column <= column:
        unit = unit.value.units[-1]
    return unit


def _content_line(cutter: _Cutter) -> int:
    """Return the next line that is neither empty nor a comment: that of a dash."""
    line = cutter.line
    while not cutter.source.lines[line].strip() or line in cutter.comments.whole:
        line += 1
    return line


def _preamble(first: _Unit) -> list[str]:
    """Take the comments that an empty line parts from the first key: they speak of the whole."""
    end = len(first.leading) - [*reversed(["", *first.leading])].index("")
    preamble, first.leading = first.leading[:end], first.leading[end:]
    return preamble


def _arrange(block: _Block, orders: Orders) -> None:
    """Put keys in their order; what leads the first of an item's keys leads the item."""
    order = orders.get(block.names, ())
    block.units.sort(key=lambda unit: place(order, unit.name))
    for unit in block.units:
        if isinstance(unit.value, _Block):
            _arrange(unit.value, orders)
            if not unit.key:
                first = unit.value.units[0]
                unit.leading += first.leading
                first.leading = []


def _written(block: _Block) -> Iterator[str]:
    """Yield the lines of a block."""
    margin = " " * block.indent
    for number, unit in enumerate(block.units):
        for text in _squeezed(unit.leading, top=number == 0):
            yield margin + text if text else ""
        yield from _unit_lines(unit, margin)
        yield from (margin + text for text in unit.trailing)


def _unit_lines(unit: _Unit, margin: str) -> Iterator[str]:
    """Yield the lines of a unit without the comments around it."""
    start = f"{margin}{unit.key}:" if unit.key else f"{margin}-"
    inline = f" {unit.inline}" if unit.inline else ""
    if isinstance(unit.value, list):
        head, *rest = [*unit.value[:-1], unit.value[-1] + inline]
        yield f"{start} {head.lstrip(' ')}" if head else start
        yield from rest
    elif unit.key:
        yield start + inline
        yield from _written(unit.value)
    else:
        first, *rest = _written(unit.value)
        yield f"{start} {first.lstrip(' ')}"
        yield from rest


def _squeezed(lines: Sequence[str], *, top: bool = False) -> Iterator[str]:
    """Yield lines, of several empty ones only one, and none at the top of a block."""
    empty = top
    for line in lines:
        if line or not empty:
            yield line
        empty = not line
