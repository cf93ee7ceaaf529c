"""The stories as other generators get them: the same names, bodies and front matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One story file, taken apart."""

    slug: str
    name: str
    """The heading of its page."""
    head: str
    """The front matter as it is written, without its dashes."""
    body: str
    """The running text, in Markdown."""

    @property
    def front(self) -> Mapping[str, Any]:
        """The front matter."""
        return _front(self.head)


def sources(stories: Path) -> Iterator[Source]:
    """Yield the stories of ``ca-nhan/`` and ``tap-the/`` that are single files."""
    for path in sorted(stories.glob("*/*.md")):
        _, head, body = path.read_text("utf-8").split("---\n", 2)
        name = str(_front(head)["name"])
        yield Source(slug=path.stem, name=name, head=head, body=body)


def _front(head: str) -> Mapping[str, Any]:
    front: Mapping[str, Any] = yaml.load(head, yaml.CSafeLoader)
    return front
