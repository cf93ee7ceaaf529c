"""Write what each page carries in its head: robots, a move, feeds, a preview, structured data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
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
from .site import Page, Settings, Site
from .templating import environment, fill
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
class _Desk:
    """What every head is written from."""

    library: Library
    settings: Settings
    env: Environment
    files: AbstractSet[str]
    """Addresses of the files beside the pages."""
    titles: Mapping[str, str]
    """Address → title of the pages that may be found."""


def add_heads(
    pages: Iterable[Page], library: Library, files: Iterable[str], settings: Settings
) -> tuple[Page, ...]:
    """Return the generated pages with their heads.

    Args:
        pages: generated pages.
        library: what they were made from.
        files: addresses of the files beside them, feeds and data among them.
        settings: what the owner of the site set.
    """
    pages = tuple(pages)
    desk = _desk(library, pages, files, settings)
    return tuple(replace(page, head=_head(desk, page)) for page in pages)


def head_of_other(site: Site, page: Page, settings: Settings) -> str:
    """Return the head of a page that was written by hand."""
    return _head(_desk(site.library, site.pages, site.files, settings), page)


def _desk(
    library: Library, pages: Iterable[Page], files: Iterable[str], settings: Settings
) -> _Desk:
    home = {"/": text("heads", "home")}
    return _Desk(
        library=library,
        settings=settings,
        env=environment(library, settings),
        files=frozenset(files),
        titles=home | {page.address: page.title for page in pages if page.listed},
    )


def _head(desk: _Desk, page: Page) -> str:
    story = _story(desk, page)
    settings = desk.settings
    picture = story_preview(story, desk.library, settings) if story else site_preview(settings)
    image = f"{settings.url}{picture.address[1:]}" if settings.url else ""
    values = {
        "page": page,
        "story": story,
        "feeds": list(_feeds(desk, page)),
        "url": settings.url and f"{settings.url}{page.address[1:]}",
        "image": image,
        "alt": picture.alt,
        "size": SIZE,
        "data": Markup(script(_things(desk, page, story, image))),  # noqa: S704 - escaped there
    }
    return fill(desk.env, "head", values) + "\n"


def _story(desk: _Desk, page: Page) -> Story | None:
    """Return the story whose page it is."""
    return desk.library.by_slug[page.address.split("/")[2]] if page.schema == "Article" else None


def _feeds(desk: _Desk, page: Page) -> Iterator[Feed]:
    """Yield the feed of all stories, and that of the list the page belongs to."""
    listing = _FURTHER.sub("", page.address)
    if f"/{FEED}" in desk.files:
        yield Feed(f"{page.root}{FEED}", desk.settings.name)
    if listing != "/" and f"{listing}{FEED}" in desk.files:
        title = f"{desk.titles[listing]} – {desk.settings.name}"
        yield Feed(f"{page.root}{listing[1:]}{FEED}", title)


def _things(desk: _Desk, page: Page, story: Story | None, image: str) -> Iterator[Thing]:
    """Yield what the page is, the way to it, and the data it describes."""
    if story:
        yield article(story, page, image, desk.settings)
    else:
        yield web_page(page, desk.settings)
    if len(trail := list(_trail(desk, page))) > 1:
        yield breadcrumbs(trail, desk.settings)
    if page.address == FOLDER:
        yield dataset(page, desk.library, desk.files, desk.settings)


def _trail(desk: _Desk, page: Page) -> Iterator[Crumb]:
    """Yield each page on the way from the home page, as far as their addresses tell it."""
    parts = page.address.split("/")[:-1]
    for end in range(1, len(parts)):
        above = "/".join(parts[:end]) + "/"
        above = _SHELVES.get(above, above)
        if above in desk.titles:
            yield above, desk.titles[above]
    yield page.address, page.title
