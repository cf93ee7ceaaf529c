"""What was read from stories/: the stories, and the tables they refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from .erasing import Erased
from .freezing import freezable
from .markup import Body
from .model import FrontMatter, Locality, Programme, Taxonomy, Term
from .photos import PhotoFile
from .problem import Place, Problem, problem
from .strictyaml import Path
from .vietnamese import SortKey, collective_key, person_key

CURRENT = "2025/"
"""Prefix of the units that exist since 1 July 2025."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file with front matter: where it lies and where each of its values stands."""

    path: str
    """Path as shown to people."""
    file: str
    """Path below stories/, with forward slashes: ``ca-nhan/tran-thi-xem.md``."""
    slug: str
    values: Mapping[Path, Place]
    keys: Mapping[Path, Place]
    digest: bytes = b""
    """Hash of its file and its photos; empty where it was not read here."""

    @property
    def folder(self) -> str:
        """The folder of its kind: ``ca-nhan`` or ``tap-the``."""
        return self.file.partition("/")[0]

    def problem(self, code: str, *path: str | int, **values: object) -> Problem:
        """Return the problem ``code`` at the value that ``path`` leads to."""
        return problem(self.path, self.values.get(path, Place()), code, **values)


@freezable
@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Document):
    """A story that is published or drafted."""

    front: FrontMatter
    body: Body
    source: str
    """The Markdown of the body where a rule that sees all stories looks at it: of a minor."""
    body_line: int
    photos: tuple[PhotoFile, ...] = ()
    face: bytes = b""
    """Hash of what other pages show of it, its front matter and its photos; empty likewise."""
    url: str = ""
    """Where it lives, on another site; empty where it lives here."""
    personal: tuple[Problem, ...] | None = None
    """Warnings of personal data in it; None where nobody has looked for any."""

    @property
    def host(self) -> str:
        """The name of the other site that it lives on."""
        return urlsplit(self.url).netloc

    def href(self, root: str) -> str:
        """Return the way to its page from where ``root`` leads to the root of this site."""
        return self.url or f"{root}guong/{self.slug}/"

    @property
    def order(self) -> tuple[tuple[SortKey, SortKey, SortKey], str]:
        """The key of Vietnamese order: people by given name, collectives by their whole name."""
        key = person_key if self.front.kind == "ca-nhan" else collective_key
        return key(self.front.name), self.slug

    @property
    def changed(self) -> date:
        """The day of the last change."""
        return self.front.updated or self.front.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone(Document):
    """What is left of a withdrawn story."""

    date: date


@dataclass(frozen=True, kw_only=True)
class Library:
    """Everything below stories/, checked or still to be checked."""

    root: str
    """The folder as shown to people."""
    stories: tuple[Story, ...]
    """Published stories in Vietnamese order, those of other sites among them."""
    drafts: tuple[Story, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    places: tuple[Locality, ...] = ()
    programme: Programme = field(default_factory=Programme)
    slugs: frozenset[str] = frozenset()
    """Slugs of all story files, also of those that could not be read."""
    erased: Erased = field(default_factory=Erased)
    """Addresses that were taken away for good."""
    today: date = date.max
    """The latest day that a date may name; only the checks look at it."""
    vocabulary: bytes = b""
    """Hash of the tables."""
    tables: Mapping[str, Mapping[Path, Place]] = field(default_factory=dict)
    """Where each value of taxonomy.yml, localities.yml and programme.yml stands."""

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Every story file, in the order of their paths."""
        everything: list[Document] = [*self.stories, *self.drafts, *self.tombstones]
        return tuple(sorted(everything, key=lambda document: document.file))

    @cached_property
    def here(self) -> tuple[Story, ...]:
        """Published stories whose pages are on this site."""
        return tuple(story for story in self.stories if not story.url)

    @cached_property
    def by_slug(self) -> Mapping[str, Story]:
        """Published stories by slug."""
        return {story.slug: story for story in self.stories}

    @cached_property
    def changes(self) -> Mapping[str, date]:
        """Slug → the day of the last change of a published story."""
        return {story.slug: story.changed for story in self.stories}

    @cached_property
    def by_alias(self) -> Mapping[str, Story]:
        """Stories that live here by their former slugs."""
        return {alias: story for story in self.here for alias in story.front.aliases}

    @cached_property
    def localities(self) -> Mapping[str, Locality]:
        """Places by id."""
        return {place.id: place for place in self.places}

    @cached_property
    def fields(self) -> Mapping[str, Term]:
        """Fields by id."""
        return {term.id: term for term in self.taxonomy.fields}

    @cached_property
    def date(self) -> date | None:
        """The newest day any published story was changed; None in an empty library."""
        return max((story.changed for story in self.stories), default=None)

    def now(self, place_id: str) -> str:
        """Return the id of today's unit for ``place_id``: its chain of successors, to the end."""
        seen: set[str] = set()
        while (successor := self.localities[place_id].successor) and place_id not in seen:
            seen.add(place_id)
            place_id = successor
        return place_id

    def levels(self, place_id: str) -> tuple[str, ...]:
        """Return the ids of ``place_id`` and all above it, the widest first."""
        return _levels(place_id)


@lru_cache(maxsize=65536)
def _levels(place_id: str) -> tuple[str, ...]:
    start = 2 if place_id.startswith(CURRENT) else 1
    parts = place_id.split("/")
    return tuple("/".join(parts[:end]) for end in range(start, len(parts) + 1))
