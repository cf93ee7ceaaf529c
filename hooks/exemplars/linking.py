"""Decide what a link in a story may be, and where a link to another story leads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from .problem import Place
from .values import is_slug
from .vietnamese import slug

PREFIX = "muc-"
"""What ids of headings begin with, so that none is an id of the theme."""

_MAIL = re.compile(r"mailto:[^\s@/?#:]+@[^\s@/?#:]+")
_TELEPHONE = re.compile(r"tel:\+?[0-9.()-]{3,20}")
_STORY = re.compile(r"(?:\.{0,2}/)*(?:[a-z0-9-]+/)*?([a-z0-9-]+)(?:/index)?\.md")
_ADDRESS = re.compile(r"/guong/([a-z0-9-]+)/?")


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a story, or to a heading of the same story."""

    slug: str | None
    """The story's slug; None for the same story."""
    heading: str | None
    """Id of the heading it leads to."""
    place: Place
    found: str
    """The link as it was written."""

    @property
    def href(self) -> str:
        """The link on a story page, whose address is ``/guong/<slug>/``."""
        page = f"../{self.slug}/" if self.slug else ""
        return f"{page}#{self.heading}" if self.heading else page


def resolve(target: str, place: Place) -> Link | str | None:
    """Return a link to a story, an allowed address as it stands, or None.

    Stories are linked by file (``../tap-the/x.md``, as GitHub shows it) or by address
    (``/guong/x/``); headings by their words (``#cach-lam``).
    """
    path, _, fragment = target.partition("#")
    heading = f"{PREFIX}{slug(unquote(fragment))}" if fragment else None
    if not path:
        return Link(None, heading, place, target) if heading else None
    match = _STORY.fullmatch(path) or _ADDRESS.fullmatch(path)
    if match:
        return Link(match[1], heading, place, target) if is_slug(match[1]) else None
    return target if _is_foreign(target) else None


def _is_foreign(target: str) -> bool:
    """Tell whether ``target`` is a web, mail or telephone address without a user name."""
    if any(char.isspace() or char in "\\<>\"'" for char in target):
        return False
    try:
        parts = urlsplit(target)
        _ = parts.port  # a port that is none is an error as well
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(parts.hostname) and "@" not in parts.netloc
    return bool(_MAIL.fullmatch(target) or _TELEPHONE.fullmatch(target))
