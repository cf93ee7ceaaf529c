"""Write the data files under /du-lieu/, as people and programs download them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic_core import to_json

from .columns import write_recognitions, write_stories
from .counting import DIMENSIONS, Cell, Counts, CrossCell, Reported
from .datapackage import write_datapackage
from .library import Library, Story
from .schema import write_schema
from .sharing import Shares
from .site import Settings
from .wording import text

ADDRESSES = (
    "/du-lieu/stories.csv",
    "/du-lieu/recognitions.csv",
    "/du-lieu/stories.json",
    "/du-lieu/statistics.json",
    "/du-lieu/story.schema.json",
    "/du-lieu/datapackage.json",
)
"""Every file that is written here."""
SHARES = ("stories.csv", "recognitions.csv", "stories.json")
"""What is kept of each share of the stories."""
_UNPUBLISHED: Any = {"consent": True, "status": True, "photos": {"__all__": {"consent"}}}
"""What stays in the file: who agreed to what is nobody else's business."""


def write_data(
    library: Library, counts: Counts, settings: Settings, shares: Shares | None = None
) -> dict[str, bytes]:
    """Return address → bytes of the files under /du-lieu/.

    Args:
        library: all stories.
        counts: what was counted in them.
        settings: what the owner of the site set.
        shares: the stories in shares, where some are kept.
    """
    shares = shares or Shares(stories=library.stories)
    contents = (
        write_stories(library, settings, shares),
        write_recognitions(shares),
        _stories(shares, settings),
        _statistics(library, counts),
        write_schema(library, settings),
    )
    files = dict(zip(ADDRESSES, contents, strict=False))
    return {**files, ADDRESSES[-1]: write_datapackage(library, files, settings)}


def published(story: Story, settings: Settings) -> dict[str, Any]:
    """Return a story's front matter as it is published, with its slug and address.

    ``consent`` stays here; a photo is named as it is published, for its original is not. Days are
    dates, as in the front matter.
    """
    front = story.front.model_dump(exclude_unset=True, exclude=_UNPUBLISHED)
    for photo, file in zip(front.get("photos", ()), story.photos, strict=not story.url):
        photo["file"] = file.name(file.widths[-1])
    return {**front, "slug": story.slug, "url": story.href(settings.url or "/")}


def _stories(shares: Shares, settings: Settings) -> bytes:
    """One story a line, so that a change shows as the line it is."""
    lines = b",\n".join(shares.make("stories.json", partial(_lines, settings)))
    return b"[\n%s\n]\n" % lines


def _lines(settings: Settings, share: Sequence[Story]) -> bytes:
    return b",\n".join(to_json(published(story, settings)) for story in share)


def _statistics(library: Library, counts: Counts) -> bytes:
    """One number a line; indented it takes nearly twice the time and a fifth more bytes."""
    dimensions, cross = counts.dimensions.items(), counts.cross.items()
    content = {
        "date": _json(library.date.isoformat() if library.date else None),
        "total": _json(counts.total),
        "definitions": _object({name: _json(text("definitions", name)) for name in DIMENSIONS}),
        "dimensions": _object({name: _array(map(_cell, cells)) for name, cells in dimensions}),
        "cross": _object({name: _array(map(_cross, cells)) for name, cells in cross}),
        "reported": _array(map(_reported, counts.reported)),
    }
    return f"{_object(content)}\n".encode()


def _object(members: Mapping[str, str]) -> str:
    """Return an object whose values are written already, a line each."""
    lines = ",\n".join(f"{_json(name)}: {value}" for name, value in members.items())
    return f"{{\n{lines}\n}}"


def _array(items: Iterable[object]) -> str:
    """Return an array, a line each."""
    lines = ",\n".join(map(_json, items))
    return f"[\n{lines}\n]"


def _cell(cell: Cell) -> Mapping[str, Any]:
    return {"id": cell.id, "label": cell.label, "count": cell.count, "slugs": cell.slugs}


def _cross(cell: CrossCell) -> Mapping[str, Any]:
    return {"ids": cell.ids, "count": cell.count, "slugs": cell.slugs}


def _reported(reported: Reported) -> Mapping[str, Any]:
    """What was reported as it stands in programme.yml, and beside it what is published."""
    report = reported.report.model_dump(mode="json", exclude_unset=True)
    slugs = reported.slugs
    beside = None if slugs is None else {"count": len(slugs), "slugs": slugs}
    return {**report, "published": beside}


def _json(value: object) -> str:
    return to_json(value).decode()
