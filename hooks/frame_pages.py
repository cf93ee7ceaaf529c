"""Put finished pages into the site's frame: rendered once for each kind of address, filled often.

Its template (overrides/main.html) costs time, and gives the same frame to all pages of one
depth in one part of the site. So it is rendered with marks in the places of title, description,
address, head and content; each page is then joined together from the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

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

Key = tuple[str, int]
"""First part of an address, and its depth: what a frame depends on."""


class FrameMaker:
    """Renders the frames when they are first needed."""

    def __init__(self, env: jinja2.Environment, nav: Navigation, config: MkDocsConfig) -> None:
        self._env = env
        self._nav = nav
        self._config = config
        self._frames: dict[Key, list[str]] = {}

    def fill(self, page: Page) -> bytes:
        """Return the bytes of a whole page."""
        key = page.address.split("/")[1], page.address.count("/")
        if key not in self._frames:
            self._frames[key] = _MARK.split(self._render(key))
        values = {
            **page_meta(page),
            "content": page.html,
            "address": escape(f"{self._config.site_url or '/'}{page.address[1:]}"),
        }
        pieces = self._frames[key]
        filled = [values[p] if odd % 2 else p for odd, p in enumerate(pieces)]
        return "".join(filled).encode()

    def _render(self, key: Key) -> str:
        """Return the theme's page for an address like those of ``key``, with marks."""
        first, depth = key
        source = "/".join([first, *["x"] * (depth - 2), "index.md"])
        file = File.generated(self._config, source, content="")
        page = MkDocsPage(None, file, self._config)
        page.markdown = ""
        page.content = "%%content%%<h1"  # the theme adds a heading where it sees none
        page.meta = {
            "title": "%%title%%",
            "description": "%%description%%",
            "head": "%%head%%",
            "hide": HIDDEN,
        }
        page.canonical_url = "%%address%%"
        page.edit_url = None
        context = get_context(self._nav, Files([]), self._config, page)
        html = guard(self._env.get_template("main.html").render(context))
        return html.replace("%%content%%<h1", "%%content%%")


class FramedFile(File):
    """A generated page, framed at the moment it is written."""

    def __init__(self, page: Page, config: MkDocsConfig) -> None:
        super().__init__(
            f"{page.address[1:]}index.html",
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
        )
        self.generated_by = "hooks/build_site.py"
        self.finished = page
        self.maker: FrameMaker | None = None
        """Set before the files are written."""

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - MkDocs' signature
        """Write the page."""
        if self.maker is None:
            raise RuntimeError("a page is written before its frame is known")
        path = Path(self.abs_dest_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.maker.fill(self.finished))


HIDDEN = ["navigation", "toc"]
"""Material's sidebars, which no page of ours shows."""


def page_meta(page: Page) -> Mapping[str, str]:
    """Return what the theme's templates show of a page, as HTML: they do not escape."""
    return {
        "title": escape(page.title),
        "description": escape(page.description),
        "head": page.head,
    }
