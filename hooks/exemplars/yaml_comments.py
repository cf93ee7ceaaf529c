"""Find the comments of a YAML text, which no parser hands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")


@dataclass(slots=True)
class Comments:
    """The comments of a text by the line on which they stand, counted from 0."""

    whole: dict[int, str] = field(default_factory=dict)
    """Those that have a line for themselves."""
    inline: dict[int, str] = field(default_factory=dict)
    """Those at the end of a line that holds something else."""

    def texts(self) -> list[str]:
        """Return every comment, sorted."""
        return sorted([*self.whole.values(), *self.inline.values()])


def find_comments(text: str, root: yaml.Node) -> Comments:
    """Return the comments of ``text``, whose nodes are ``root``; those inside leaves stay theirs.

    A leaf is a scalar or a flow collection of several lines, which is copied as a whole.
    """
    found = Comments()
    spans = sorted((leaf.start_mark.index, leaf.end_mark.index) for leaf in leaves(root))
    start = 0
    for number, line in enumerate(text.split("\n")):
        for match in _COMMENT.finditer(line):
            at = start + match.start()
            while spans and spans[0][1] <= at:
                spans.pop(0)
            if spans and spans[0][0] <= at:
                continue
            place = found.inline if line[: match.start()].strip() else found.whole
            place[number] = line[match.start() :].rstrip()
            break
        start += len(line) + 1
    return found


def leaves(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield every part of a text that is copied as it is spelled."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        yield node
        return
    for entry in node.value:
        for part in entry if isinstance(entry, tuple) else (entry,):
            yield from leaves(part)
