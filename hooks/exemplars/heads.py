"""Write what each page carries in its head: robots, a move, feeds, a preview, structured data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from .counting import DIMENSIONS
from .datapackage import FOLDER
from .drawing import SIZE
from .feeds import FEED
from .jsonld import Crumb, Thing, article, breadcrumbs, dataset, script, web_page
from .library import Library, Story
from .previews import site_preview, story_preview
from .site import Page, Settings
from .templating import fill
from .wording import text

_FURTHER = re.compile(r"trang/[0-9]+/$")
"""End of the address of a list's further pages."""
_SHELVES = {
    f"/{dimension.prefix}": f"/thong-ke/{dimension.name}/"
    for dimension in reversed([*DIMENSIONS.values()])
    if dimension.prefix
}
"""Where lists of a kind stand together, which have no address of their own."""


class Feed(NamedTuple):
    """A feed that a page names."""

    href: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """What every head is written from."""

    library: Library
    settings: Settings
    files: AbstractSet[str]
    """Addresses of the feeds, and of the data."""
    titles: Mapping[str, str]
    """Address → title of the pages that may be found."""
    env: Environment

    def head(self, page: Page) -> str:
        """Return the head of a page, generated or written by hand."""
        story = _story(self, page)
        settings = self.settings
        picture = story_preview(story, self.library, settings) if story else site_preview(settings)
        image = f"{settings.url}{picture.address[1:]}" if settings.url else ""
        values = {
            "page": page,
            "story": story,
            "feeds": list(_feeds(self, page)),
            "url": settings.url and f"{settings.url}{page.address[1:]}",
            "image": image,
            "alt": picture.alt,
            "size": SIZE,
            "data": Markup(script(_things(self, page, story, image))),  # noqa: S704 - escaped there
        }
        return fill(self.env, "head", values) + "\n"


def titles(outline: Iterable[Page]) -> Mapping[str, str]:
    """Return address → title of the home page and of all pages that may be found, stories aside.

    Stories lead to no page below them, and there are many.
    """
    found = {page.address: page.title for page in outline if page.listed and not page.source}
    return {"/": text("heads", "home"), **found}


def _story(desk: Heads, page: Page) -> Story | None:
    """Return the story whose page it is."""
    return desk.library.by_slug[page.address.split("/")[2]] if page.schema == "Article" else None


def _feeds(desk: Heads, page: Page) -> Iterator[Feed]:
    """Yield the feed of all stories, and that of the list the page belongs to."""
    listing = _FURTHER.sub("", page.address)
    if f"/{FEED}" in desk.files:
        yield Feed(f"{page.root}{FEED}", desk.settings.name)
    if listing != "/" and f"{listing}{FEED}" in desk.files:
        title = f"{desk.titles[listing]} – {desk.settings.name}"
        yield Feed(f"{page.root}{listing[1:]}{FEED}", title)


def _things(desk: Heads, page: Page, story: Story | None, image: str) -> Iterator[Thing]:
    """Yield what the page is, the way to it, and the data it describes."""
    if story:
        yield article(story, page, image, desk.settings)
    else:
        yield web_page(page, desk.settings)
    if len(trail := list(_trail(desk, page))) > 1:
        yield breadcrumbs(trail, desk.settings)
    if page.address == FOLDER:
        yield dataset(page, desk.library, desk.files, desk.settings)


def _trail(desk: Heads, page: Page) -> Iterator[Crumb]:
    """Yield each page on the way from the home page, as far as their addresses tell it."""
    parts = page.address.split("/")[:-1]
    for end in range(1, len(parts)):
        above = "/".join(parts[:end]) + "/"
        above = _SHELVES.get(above, above)
        if above in desk.titles:
            yield above, desk.titles[above]
    yield page.address, page.title
