"""What MkDocs has made of the site, in memory: hand-written pages, the frame, looks and scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from re import findall
from urllib.parse import urljoin, urlsplit

from exemplars import Page, Site
from frame_pages import HOME_MARK

HEAD_MARK = "%%head%%"
"""Where the head of a hand-written page belongs, which tells of the stories."""


@dataclass(frozen=True, slots=True)
class Written:
    """A hand-written page in its frame."""

    page: Page
    """What its head is written from."""
    html: str
    """With marks where its head and the generated part of the home page belong."""

    def fill(self, site: Site) -> bytes:
        """Return the whole page as it is with the stories of ``site``."""
        html = self.html.replace(HEAD_MARK, site.head(self.page), 1)
        return html.replace(HOME_MARK, site.home).encode()


@dataclass(kw_only=True)
class Shell:
    """All that MkDocs makes."""

    written: dict[str, Written] = field(default_factory=dict)
    """Hand-written pages by address."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Everything else by address: looks, scripts, 404.html."""
    listed: list[str] = field(default_factory=list)
    """Addresses of the hand-written pages that may be found."""
    fill: Callable[[Page], bytes] = field(init=False)
    """Puts a generated page into its frame."""

    def links(self) -> set[str]:
        """Return every address on this site that a hand-written page leads to."""
        found: set[str] = set()
        for address, written in self.written.items():
            for href in findall(r'<a[^>]*?\shref="([^"#?]+)', written.html):
                if not urlsplit(unescape(href)).scheme:
                    found.add(urljoin(address, unescape(href)))
        return found
