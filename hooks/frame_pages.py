"""Put finished pages into the site's frame: rendered once for each kind of address, filled often.

Its template (overrides/main.html) costs time, and gives the same frame to all pages of one
depth in one part of the site. So it is rendered with marks in the places of title, description,
address, head and content; each page is then joined together from the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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
THEMES_OWN = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")
"""Styles and scripts of the theme, 60 kB on the wire, of which this site's frame uses none."""
UNLISTED = {"/ngoai-tuyen/"}
"""Hand-written pages that nobody should find by a search."""

Key = tuple[str, int]
"""First part of an address, and its depth: what a frame depends on."""


class FrameMaker:
    """Renders the frames when they are first needed."""

    def __init__(self, env: jinja2.Environment, nav: Navigation, config: MkDocsConfig) -> None:
        self._env = env
        self._nav = nav
        self._config = config
        self._frames: dict[Key, list[str]] = {}
        self._own: dict[str, list[str]] = {}
        """Address → the frame of a page that has one of its own."""
        self._names: dict[int, bytes] = {}

    def adopt(self, address: str, html: str) -> None:
        """Take a page that MkDocs itself has put into its frame, with marks as in ``MARKS``."""
        self._own[address] = _MARK.split(html.replace(CONTENT, "%%content%%"))

    def fill(self, page: Page) -> bytes:
        """Return the bytes of a whole page."""
        values = {
            **page_meta(page),
            "content": page.html,
            "address": escape(f"{self._config.site_url or '/'}{page.address[1:]}"),
        }
        pieces = self._pieces(page)
        filled = [values[p] if odd % 2 else p for odd, p in enumerate(pieces)]
        return "".join(filled).encode()

    def name(self, page: Page) -> bytes:
        """Name all of a page's frame that does not come from the page itself."""
        pieces = self._pieces(page)
        if id(pieces) not in self._names:  # the pieces are kept as long as this is
            told = [self._config.site_url or "", *pieces]
            self._names[id(pieces)] = sha256("\0".join(told).encode()).digest()
        return self._names[id(pieces)]

    def _pieces(self, page: Page) -> list[str]:
        """Return a page's frame: one of its own, or that of all pages like it."""
        return self._own.get(page.address) or self._frame(page)

    def _frame(self, page: Page) -> list[str]:
        """Return the frame of all pages like this one."""
        key = page.address.split("/")[1], page.address.count("/")
        if key not in self._frames:
            self._frames[key] = _MARK.split(self._render(key))
        return self._frames[key]

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
        html = guard(self._env.get_template("main.html").render(context))
        return html.replace(CONTENT, "%%content%%")


class PressedFile(File):
    """A generated page: hand-written pages may link to it, and MkDocs leaves its writing to us."""

    def __init__(self, page: Page, config: MkDocsConfig) -> None:
        super().__init__(
            f"{page.address[1:]}index.html",
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
        )
        self.generated_by = "hooks/build_site.py"

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - MkDocs' signature
        """Do nothing: the page is written together with all others."""


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


def source_of(page: Page) -> str:
    """Return MkDocs' name for a page's source: ``guong/x/index.md``."""
    return f"{page.address[1:]}index.md"


def navigation_sources(nav: object) -> set[str]:
    """Return every source that the navigation names."""
    if isinstance(nav, Mapping):
        nav = list(nav.values())
    if isinstance(nav, list):
        return {source for item in nav for source in navigation_sources(item)}
    return {nav} if isinstance(nav, str) else set()


def listed_addresses(files: Files) -> list[str]:
    """Return the address of every hand-written page that may be found."""
    addresses = (f"/{file.url.removeprefix('./')}" for file in files.documentation_pages())
    return [address for address in addresses if address not in UNLISTED]


def theirs(files: Files) -> list[File]:
    """Return what the theme would publish and this site does not need, or writes itself."""
    return [
        file
        for file in files
        if file.src_uri == "sitemap.xml" or file.src_uri.startswith(THEMES_OWN)
    ]
