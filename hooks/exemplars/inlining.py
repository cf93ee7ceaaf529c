"""Let a finished page stand on a page with others: pictures within, links that lead somewhere.

What is rewritten is the core's own safe HTML; all that is not named here passes as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from .escaping import attribute

_BASE = "http://site.invalid"
"""Stands for the root of the site while relative addresses are worked out."""
_IDS = frozenset({"id", "aria-labelledby", "aria-describedby"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_OTHER_SIZES = frozenset({"srcset", "sizes"})
"""Only one size of a picture is put into the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a page comes to stand, and what it can refer to there."""

    address: str
    """Its address on the site: ``/guong/x/``."""
    name: str
    """Its id on the common page, put before its own ids, which other pages have as well."""
    beside: Mapping[str, str]
    """Address → id of the pages that stand on the common page."""
    site: str
    """Address of the published site with a final slash; empty where it is not known."""
    picture: Callable[[str], str | None]
    """Address of a picture → the same as a ``data:`` address, None where there is none."""


def inline(html: str, spot: Spot) -> str:
    """Return a page's HTML for its place at ``spot``.

    A link within the site leads to the page beside it, else to the published site, else nowhere.
    """
    rewriter = _Rewriter(spot)
    rewriter.feed(html)
    rewriter.close()
    return "".join(rewriter.pieces)


class _Rewriter(HTMLParser):
    """Hands every piece on, tags with their attributes changed."""

    def __init__(self, spot: Spot) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self._spot = spot

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hand on a tag."""
        self.pieces.append(f"<{tag}{self._attributes(attrs)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hand on a tag that closes itself, as in drawings."""
        self.pieces.append(f"<{tag}{self._attributes(attrs)}/>")

    def handle_endtag(self, tag: str) -> None:
        """Hand on the end of a tag."""
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Hand on text."""
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        """Hand on ``&name;``."""
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Hand on ``&#1;``."""
        self.pieces.append(f"&#{name};")

    def _attributes(self, attrs: list[tuple[str, str | None]]) -> str:
        written = {name: _attribute(name, value, self._spot) for name, value in attrs}
        if "href" in written and not written["href"]:
            written.pop("rel", None)  # what leads nowhere has no relation to anything
        return "".join(written.values())


def _attribute(name: str, value: str | None, spot: Spot) -> str:
    """Return an attribute as it is to stand, nothing where it is to go."""
    if name in _OTHER_SIZES:
        return ""
    if value is None:
        return f" {name}"
    changed: str | None = value
    if name in _IDS:
        changed = " ".join(f"{spot.name}--{part}" for part in value.split())
    elif name == "src":
        changed = spot.picture(urlsplit(urljoin(_BASE + spot.address, value)).path)
    elif name == "href":
        changed = _target(value, spot)
    return "" if changed is None else f' {name}="{attribute(changed)}"'


def _target(href: str, spot: Spot) -> str | None:
    """Return where a link leads from the common page, None where it can lead nowhere."""
    if href.startswith("#"):
        return f"#{spot.name}--{href[1:]}"
    if _SCHEME.match(href):
        return href
    parts = urlsplit(urljoin(_BASE + spot.address, href))
    if name := spot.beside.get(parts.path):
        return f"#{name}--{parts.fragment}" if parts.fragment else f"#{name}"
    return spot.site + parts._replace(scheme="", netloc="").geturl()[1:] if spot.site else None
