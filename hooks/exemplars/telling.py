"""Write the page of a story."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from .desk import Desk, told
from .library import Story
from .photos import publish_photos
from .qr_code import qr_code
from .relating import neighbours, relate
from .site import Page, Sheet
from .speaking import minutes, reading_copy
from .stages import Staged
from .templating import fill

SYLLABLES_A_MINUTE = 200
"""Reading speed behind the reading time; Vietnamese words are counted as syllables."""


def story_sheets(desk: Desk, cache: Path) -> Iterator[Sheet]:
    """Yield the page of each story that lives here.

    Args:
        desk: what pages are written from.
        cache: folder for re-encoded photos.
    """
    related, beside = relate(desk.library), neighbours(desk.library)
    for story in desk.library.here:
        near = partial(related.__getitem__, story.slug)
        yield _story_sheet(desk, story, near, beside[story.slug], cache)


def _story_sheet(
    desk: Desk,
    story: Story,
    related: Callable[[], tuple[str, ...]],
    beside: tuple[Story | None, Story | None],
    cache: Path,
) -> Sheet:
    page = Page(
        address=f"/guong/{story.slug}/",
        title=story_title(story),
        description=story.front.summary,
        source=story.file,
        changed=story.changed,
        schema="Article",
    )

    def write(head: str) -> Staged[Page]:
        copy = reading_copy(story, desk.library, thousand=desk.settings.thousand)
        loud = minutes(copy)
        yield
        url = desk.settings.url and desk.settings.address(page.address)
        code = qr_code(url) if url else None
        yield
        values = {
            "root": page.root,
            "related": [desk.library.by_slug[slug] for slug in related()],
            "before": beside[0],
            "after": beside[1],
            "loud": loud,
            "url": url,
            "code": code,
            **_story_values(desk, story),
        }
        html = fill(desk.env, "story", values)
        return replace(page, html=html, head=head, beside={"loa.txt": copy.encode()})

    def files() -> Mapping[str, Path]:
        return {path.name: path for file in story.photos for path in publish_photos(file, cache)}

    # Without a digest nothing tells one content of the story from another.
    named = partial(_story_name, desk, story, related, beside) if story.digest else None
    return Sheet(page, write, named, files)


def _story_name(
    desk: Desk, story: Story, related: Callable[[], tuple[str, ...]], beside: Sequence[Story | None]
) -> object:
    """Return what names all that a story's page depends on."""
    near = [*map(desk.library.by_slug.__getitem__, related()), *beside]
    return desk.name, story.digest, told(near)


def _story_values(desk: Desk, story: Story) -> Mapping[str, Any]:
    front = story.front
    return {
        "story": story,
        "front": front,
        "now": desk.library.now(front.locality),
        "minutes": reading_minutes(story),
        "recognitions": sorted(front.recognitions, key=lambda honour: honour.year or 9999),
        "edit": desk.settings.edit and f"{desk.settings.edit}{story.file}",
        "loose_photos": [file for file in story.photos if file.figure not in story.body.html],
    }


def story_title(story: Story) -> str:
    """Return the title of a story's page: the name, and the headline where there is one."""
    return f"{story.front.name}: {story.front.title}" if story.front.title else story.front.name


def reading_minutes(story: Story) -> int:
    """Return the minutes a story takes to read, at least one."""
    return max(1, round(story.body.count_words() / SYLLABLES_A_MINUTE))
