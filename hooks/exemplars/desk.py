"""What every page is written from, and the one way to fill a template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from types import FunctionType
from typing import Any

from jinja2 import Environment

from .caching import name
from .counting import Cell, Counts
from .library import Library, Story
from .listing import Listing, listings
from .site import Page, Settings, Sheet
from .stages import Staged
from .templating import fill


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every page is written from."""

    library: Library
    counts: Counts
    env: Environment
    settings: Settings

    @cached_property
    def name(self) -> bytes:
        """Names what all pages depend on: settings and vocabulary."""
        # Only the home page looks at the day of the build.
        return name(replace(self.settings, date=None), self.library.vocabulary)

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """Every list of stories."""
        return tuple(listings(self.library, self.counts))

    def sheet(
        self,
        template: str,
        values: Callable[[], Mapping[str, Any]],
        page: Page,
        *,
        shared: Shared | None = None,
        kept: bool = False,
    ) -> Sheet:
        """Return ``page`` still to be written: ``template`` filled with ``values`` of that time.

        Args:
            template: its name.
            values: all that it shows of stories and counts.
            page: the page without its HTML.
            shared: what other pages show as well.
            kept: whether it is worth keeping for the next build.
        """
        given = cache(values)
        around = shared or Shared(dict)

        def write(page: Page, head: str) -> Staged[Page]:
            filled = {"root": page.root, **around.values, **given()}
            yield
            return replace(page, html=fill(self.env, template, filled), head=head)

        def named() -> object:
            return self.name, page, told(given()), around.name

        return Sheet(page, write, named if kept else None)


class Shared:
    """What several pages show, found and named once."""

    def __init__(self, find: Callable[[], Mapping[str, Any]]) -> None:
        self._find = find

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """What a template is filled with."""
        return self._find()

    @cached_property
    def name(self) -> bytes:
        """Names it all."""
        return name(told(self.values))


def told(value: object) -> object:
    """Return what a page can show of ``value``, short enough to name the page by.

    The text of a story is shown by its own page alone: the others stay as they are when it changes.
    """
    match value:
        case Story():
            # As text, for ``repr`` writes bytes in half as many letters again.
            return value.face.hex() or _read_elsewhere(value)
        case Cell():  # a page says how many stories there are, or is given them one by one
            return value.id, value.label, value.count
        case list() | tuple():
            return _faces(value) or [told(item) for item in value]
        case dict():
            return [(key, told(item)) for key, item in value.items()]
        case FunctionType():  # its code is in the name of all that is kept
            return value.__qualname__
        case _:
            return value


def _faces(items: Sequence[object]) -> list[str]:
    """Return the hashes of stories as one text; nothing where another thing is among them."""
    faces = [item.face for item in items if type(item) is Story]
    return [b"".join(faces).hex()] if len(faces) == len(items) and all(faces) else []


def told_whole(stories: Iterable[Story]) -> list[object]:
    """Return what names stories with their texts."""
    return [story.digest.hex() or _read_elsewhere(story) for story in stories]


def _read_elsewhere(story: Story) -> object:
    """Return what tells a story from others that has no hash, for it was not read here."""
    return story.url, story.slug, story.front, story.body.text
