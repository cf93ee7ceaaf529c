"""Put finished pages into the site's frame: rendered once for each kind of address, filled often.

Its template (overrides/main.html) costs time, and gives the same frame to all pages of one
depth in one part of the site. So it is rendered with marks in the places of title, description,
address, head and content; each page is then joined together from the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from exemplars import Page
from exemplars.policy import guard

_MARK = re.compile(r"%%([a-z]+)%%")
"""A piece that differs from page to page: ``%%title%%``."""

HIDDEN = ["navigation", "toc"]
"""Material's sidebars, which no page of ours shows."""
MARKS = {
    "title": "%%title%%",
    "description": "%%description%%",
    "head": "%%head%%",
    "hide": HIDDEN,
}
"""What a page says of itself whose frame is to be filled later."""
CONTENT = "%%content%%<h1"
"""Its content; the theme adds a heading where it sees none."""
HOME_MARK = "<!-- câu chuyện -->"
"""Where docs/index.md takes up the generated part of the home page."""

Key = tuple[str, int]
"""First part of an address, and its depth: what a frame depends on."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content of a page."""

    pieces: Sequence[str]
    """In turns what all pages like it have, and the name of what this page has of its own."""
    root: str
    """Address of the site."""
    name: bytes
    """Names all that does not come from the page itself."""

    def fill(self, page: Page) -> bytes:
        """Return the bytes of a whole page."""
        values = {
            **page_meta(page),
            "content": page.html,
            "address": escape(f"{self.root}{page.address[1:]}"),
        }
        filled = [values[p] if odd % 2 else p for odd, p in enumerate(self.pieces)]
        return "".join(filled).encode()


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of some pages, as they are sent to another process."""

    frames: Mapping[Key, Frame]

    def fill(self, page: Page) -> bytes:
        """Return the bytes of a whole page."""
        return self.frames[_key(page)].fill(page)

    def name(self, page: Page) -> bytes:
        """Name all of a page's frame that does not come from the page itself."""
        return self.frames[_key(page)].name


class FrameMaker:
    """Renders the frames when they are first needed."""

    def __init__(self, env: jinja2.Environment, nav: Navigation, config: MkDocsConfig) -> None:
        self._env = env
        self._nav = nav
        self._config = config
        self._frames: dict[Key, Frame] = {}
        self._own: dict[str, Frame] = {}
        """Address → the frame of a page that has one of its own."""

    def adopt(self, address: str, html: str) -> None:
        """Take a page that MkDocs itself has put into its frame, with marks as in ``MARKS``."""
        self._own[address] = self._cut(html)

    def fill(self, page: Page) -> bytes:
        """Return the bytes of a whole page."""
        return (self._own.get(page.address) or self._frame(_key(page))).fill(page)

    def select(self, pages: Iterable[Page]) -> Frames:
        """Return the frames of some pages, none of which has one of its own."""
        return Frames({key: self._frame(key) for key in dict.fromkeys(map(_key, pages))})

    def _frame(self, key: Key) -> Frame:
        """Return the frame of all pages with this key."""
        if key not in self._frames:
            self._frames[key] = self._cut(self._render(key))
        return self._frames[key]

    def _cut(self, html: str) -> Frame:
        """Return the frame that a page with marks was put into."""
        pieces = _MARK.split(html.replace(CONTENT, "%%content%%"))
        root = self._config.site_url or ""
        name = sha256("\0".join([root, *pieces]).encode()).digest()
        return Frame(pieces, root or "/", name)

    def _render(self, key: Key) -> str:
        """Return the theme's page for an address like those of ``key``, with marks."""
        first, depth = key
        source = "/".join([first, *["x"] * (depth - 2), "index.md"])
        file = File.generated(self._config, source, content="")
        page = MkDocsPage(None, file, self._config)
        page.markdown = ""
        page.content = CONTENT
        page.meta = dict(MARKS)
        page.canonical_url = "%%address%%"
        page.edit_url = None
        context = get_context(self._nav, Files([]), self._config, page)
        return guard(self._env.get_template("main.html").render(context))


def _key(page: Page) -> Key:
    return page.address.split("/")[1], page.address.count("/")


def page_meta(page: Page) -> Mapping[str, str]:
    """Return what the theme's templates show of a page, as HTML: they do not escape."""
    return {
        "title": escape(page.title),
        "description": escape(page.description),
        "head": page.head,
    }


def written_page(page: MkDocsPage, config: MkDocsConfig) -> Page:
    """Return what the head of a hand-written page says of it."""
    return Page(
        address=f"/{page.url.removeprefix('./')}",
        title=config.site_name if page.is_homepage else str(page.title),
        description=page.meta.get("description") or config.site_description or "",
        html="",
    )
