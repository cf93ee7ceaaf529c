"""The two tables to download: one row a story, and one row a recognition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from .counting import DIMENSIONS
from .library import Library, Story
from .model import KINDS, Basis, Level, Recognition
from .naming import place_path, title_id
from .sharing import Share, Shares
from .site import Settings
from .tabular import Column, write_head, write_rows
from .values import FIRST_YEAR, SLUG
from .vietnamese import SLUG_LIMIT

REQUIRED = {"required": True}
COUNT = {"required": True, "minimum": 0}
YEAR = {"minimum": FIRST_YEAR}
ADDRESS = {"required": True, "pattern": SLUG.pattern, "maxLength": SLUG_LIMIT}


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story, and what its names and addresses come from."""

    story: Story
    library: Library
    settings: Settings

    @property
    def url(self) -> str:
        """Address of the story's page."""
        return self.story.href(self.settings.url or "/")

    @property
    def groups(self) -> tuple[str, ...]:
        """Ids of the groups of its fields."""
        return tuple(DIMENSIONS["group"].ids(self.library, self.story))

    @property
    def now(self) -> str:
        """Id of the place of today."""
        return self.library.now(self.story.front.locality)

    @property
    def standing(self) -> int:
        """How many recognitions were not revoked."""
        return sum(not honour.revoked for honour in self.story.front.recognitions)

    def place(self, id_: str) -> str:
        """Return a place with all above it."""
        return place_path(self.library, id_)

    def code(self, id_: str) -> str | None:
        """Return the official code of a place."""
        return self.library.localities[id_].code


@dataclass(frozen=True, slots=True)
class HonourRow:
    """A recognition, and its place in its story."""

    story: Story
    number: int
    honour: Recognition


STORIES: tuple[Column[StoryRow], ...] = (
    Column(name="slug", value=lambda r: r.story.slug, constraints={**ADDRESS, "unique": True}),
    Column(name="url", value=lambda r: r.url, constraints={"required": True, "unique": True}),
    Column(name="name", value=lambda r: r.story.front.name, constraints=REQUIRED),
    Column(
        name="kind",
        value=lambda r: r.story.front.kind,
        constraints={"required": True, "enum": KINDS},
        dimension="kind",
    ),
    Column(name="title", value=lambda r: r.story.front.title),
    Column(name="summary", value=lambda r: r.story.front.summary, constraints=REQUIRED),
    Column(name="role", value=lambda r: r.story.front.role),
    Column(name="minor", value=lambda r: r.story.front.minor, kind="boolean", constraints=REQUIRED),
    Column(
        name="locality",
        value=lambda r: r.story.front.locality,
        constraints=REQUIRED,
        dimension="locality",
    ),
    Column(
        name="locality_name",
        value=lambda r: r.place(r.story.front.locality),
        constraints=REQUIRED,
    ),
    Column(name="locality_code", value=lambda r: r.code(r.story.front.locality)),
    Column(
        name="locality_now",
        value=lambda r: r.now,
        constraints=REQUIRED,
        dimension="locality_now",
    ),
    Column(name="locality_now_name", value=lambda r: r.place(r.now), constraints=REQUIRED),
    Column(name="locality_now_code", value=lambda r: r.code(r.now)),
    Column(name="main_field", value=lambda r: r.story.front.fields[0], constraints=REQUIRED),
    Column(
        name="fields",
        value=lambda r: r.story.front.fields,
        kind="list",
        constraints=REQUIRED,
        dimension="field",
    ),
    Column(name="groups", value=lambda r: r.groups, kind="list", dimension="group"),
    Column(name="themes", value=lambda r: r.story.front.themes, kind="list", dimension="theme"),
    Column(name="tags", value=lambda r: r.story.front.tags),
    Column(
        name="basis",
        value=lambda r: r.story.front.basis,
        constraints={"required": True, "enum": get_args(Basis)},
        dimension="basis",
    ),
    Column(name="since", value=lambda r: r.story.front.since, kind="year", constraints=YEAR),
    Column(name="until", value=lambda r: r.story.front.until, kind="year", constraints=YEAR),
    Column(
        name="recognitions",
        value=lambda r: len(r.story.front.recognitions),
        kind="integer",
        constraints=COUNT,
    ),
    Column(
        name="recognitions_standing",
        value=lambda r: r.standing,
        kind="integer",
        constraints=COUNT,
    ),
    Column(
        name="figures",
        value=lambda r: len(r.story.front.figures),
        kind="integer",
        constraints=COUNT,
    ),
    Column(
        name="photos",
        value=lambda r: len(r.story.front.photos),
        kind="integer",
        constraints=COUNT,
    ),
    Column(
        name="sources",
        value=lambda r: len(r.story.front.sources),
        kind="integer",
        constraints={"required": True, "minimum": 1},
    ),
    Column(
        name="date",
        value=lambda r: r.story.front.date,
        kind="date",
        constraints=REQUIRED,
        dimension="month",
    ),
    Column(name="updated", value=lambda r: r.story.front.updated, kind="date"),
)
"""The columns of stories.csv."""

RECOGNITIONS: tuple[Column[HonourRow], ...] = (
    Column(name="slug", value=lambda r: r.story.slug, constraints=ADDRESS),
    Column(
        name="number",
        value=lambda r: r.number,
        kind="integer",
        constraints={"required": True, "minimum": 1},
    ),
    Column(name="name", value=lambda r: r.story.front.name, constraints=REQUIRED),
    Column(name="title", value=lambda r: r.honour.title, constraints=REQUIRED),
    Column(
        name="title_id",
        value=lambda r: title_id(r.honour.title),
        constraints=REQUIRED,
        dimension="recognition_title",
    ),
    Column(
        name="year",
        value=lambda r: r.honour.year,
        kind="year",
        constraints=YEAR,
        dimension="recognition_year",
    ),
    Column(
        name="level",
        value=lambda r: r.honour.level,
        constraints={"enum": get_args(Level)},
        dimension="recognition_level",
    ),
    Column(name="body", value=lambda r: r.honour.body),
    Column(name="revoked", value=lambda r: r.honour.revoked, kind="boolean", constraints=REQUIRED),
)
"""The columns of recognitions.csv."""


def write_stories(library: Library, settings: Settings, shares: Shares) -> bytes:
    """Return stories.csv: one row a published story, in Vietnamese order."""

    def rows(share: Share) -> bytes:
        return write_rows(STORIES, (StoryRow(story, library, settings) for story in share))

    return write_head(STORIES) + b"".join(shares.make("stories.csv", rows))


def write_recognitions(shares: Shares) -> bytes:
    """Return recognitions.csv: one row a recognition, story by story as the file lists them."""
    return write_head(RECOGNITIONS) + b"".join(shares.make("recognitions.csv", _honour_rows))


def _honour_rows(share: Share) -> bytes:
    rows = (
        HonourRow(story, number, honour)
        for story in share
        for number, honour in enumerate(story.front.recognitions, 1)
    )
    return write_rows(RECOGNITIONS, rows)
