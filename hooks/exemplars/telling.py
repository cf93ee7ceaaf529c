"""Write the page of a story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .desk import Desk, told
from .library import Story
from .photos import publish_photos
from .qr_code import qr_code
from .relating import Related, neighbours, relate
from .site import Page, Sheet
from .speaking import minutes, reading_copy
from .stages import Staged
from .templating import fill

SYLLABLES_A_MINUTE = 200
"""Reading speed behind the reading time; Vietnamese words are counted as syllables."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """What the page of one story is written from."""

    desk: Desk
    story: Story
    related: Related
    beside: tuple[Story | None, Story | None]
    """The stories before and after it in its main field."""
    cache: Path
    """Folder for re-encoded photos."""

    def sheet(self) -> Sheet:
        """Return the page, still to be written."""
        story = self.story
        page = Page(
            address=f"/guong/{story.slug}/",
            title=story_title(story),
            description=story.front.summary,
            source=story.file,
            changed=story.changed,
            schema="Article",
        )
        # Without a digest nothing tells one content of the story from another.
        return Sheet(page, self.write, self.name if story.digest else None, self.files)

    def write(self, page: Page, head: str) -> Staged[Page]:
        """Write the page."""
        desk, story = self.desk, self.story
        copy = reading_copy(story, desk.library, thousand=desk.settings.thousand)
        loud = minutes(copy)
        yield
        url = desk.settings.url and desk.settings.address(page.address)
        code = qr_code(url) if url else None
        yield
        values = {
            "root": page.root,
            "related": self._near(),
            "before": self.beside[0],
            "after": self.beside[1],
            "loud": loud,
            "url": url,
            "code": code,
            **_story_values(desk, story),
        }
        html = fill(desk.env, "story", values)
        return replace(page, html=html, head=head, beside={"loa.txt": copy.encode()})

    def name(self) -> object:
        """Return what names all that the page depends on."""
        return self.desk.name, self.story.digest, told([*self._near(), *self.beside])

    def files(self) -> Mapping[str, Path]:
        """Return name → file of its photos."""
        photos = self.story.photos
        return {path.name: path for file in photos for path in publish_photos(file, self.cache)}

    def _near(self) -> list[Story]:
        return [self.desk.library.by_slug[slug] for slug in self.related[self.story.slug]]


def story_sheets(desk: Desk, cache: Path) -> Iterator[Sheet]:
    """Yield the page of each story that lives here.

    Args:
        desk: what pages are written from.
        cache: folder for re-encoded photos.
    """
    related, beside = relate(desk.library), neighbours(desk.library)
    for story in desk.library.here:
        yield _Telling(desk, story, related, beside[story.slug], cache).sheet()


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
