"""What the core hands to the door: finished pages, and files to be written as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from .caching import Cache
from .counting import Counts
from .library import Library
from .listing import Listing
from .problem import Problem
from .stages import Staged, together


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the owner of the site sets in mkdocs.yml."""

    name: str
    url: str
    """Address of the site with its path and a final slash; empty where it is not known."""
    contact: str = ""
    """Where to write for a correction or a withdrawal: a mail address."""
    edit: str = ""
    """Address before a story's file below stories/ where it can be edited; may be empty."""
    publisher: str = ""
    """Who runs the site."""
    issues: str = ""
    """Address at which a new issue is written; may be empty."""
    thousand: str = "nghìn"
    """How the place says a thousand when a story is read aloud: nghìn or ngàn."""
    date: date | None = None
    """The day of the build, where one is set; the newest change stands in for it."""

    @property
    def owner(self) -> str:
        """Who is named as the publisher: the site itself where nobody else is."""
        return self.publisher or self.name

    def address(self, path: str) -> str:
        """Return the whole address of ``/path/``; without an address of the site, the path."""
        return f"{self.url or '/'}{path.removeprefix('/')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A finished page, still without the site's frame."""

    address: str
    """Path from the root of the site, with slashes at both ends: ``/guong/x/``."""
    title: str
    description: str
    html: str = ""
    """Safe HTML of the content, its heading included."""
    source: str | None = None
    """The story's file below stories/, where the page can be edited."""
    changed: date | None = None
    listed: bool = True
    """In the sitemap, and open to search engines."""
    moved_to: str = ""
    """Relative address of the page that a former address leads to."""
    schema: str = "WebPage"
    """What schema.org calls it."""
    head: str = ""
    """Safe HTML for the head of the page (heads.py)."""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """Name → content of what is written with the page, and lies in its folder."""

    @property
    def root(self) -> str:
        """The relative way from the page to the root of the site."""
        return "../" * (self.address.count("/") - 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is still to be written; all that others say of it is known already."""

    page: Page
    """Without its HTML."""
    write: Callable[[Page, str], Staged[Page]]
    """Given the page and its head, writes it."""
    name: Callable[[], object] | None = None
    """Gives what names all that the page depends on, its frame and the site's titles aside, where
    it is worth keeping for the next build."""
    files: Callable[[], Mapping[str, Path]] = dict
    """Gives name → finished file of what else lies in the page's folder: photos."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that are written together."""

    files: Callable[[], Mapping[str, bytes]]
    """Gives address → content."""
    name: Callable[[], bytes]
    """Names all that they depend on, so that they can be kept for the next build."""
    use: Callable[[Cache], None] = lambda _: None
    """Called where they were kept: keeps what they were made from from being forgotten."""


@dataclass(frozen=True, slots=True)
class Job:
    """A share of the site that is written in one go; shares can be written side by side."""

    kind: str
    """What is written: ``stories``, ``index``, ``data`` …"""
    sheets: tuple[Sheet, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    paths: Callable[[], Mapping[str, bytes | Path]] = dict
    """Gives address → content, or a finished file to copy, of what is not worth keeping."""

    def files(self) -> Mapping[str, bytes | Path]:
        """Return address → content of all files beside the pages."""
        files: dict[str, bytes | Path] = {}
        for bundle in self.bundles:
            files |= bundle.files()
        return files | {**self.paths()}


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything that is published, and what it was made from."""

    library: Library
    warnings: tuple[Problem, ...]
    """Problems that stop nothing: personal data, above all."""
    counts: Counts
    listings: tuple[Listing, ...]
    """Every list of stories."""
    write_home: Callable[[], str]
    """Returns ``home``."""
    jobs: tuple[Job, ...]
    """All that is to be written; each address in one of them."""
    head: Callable[[Page], str]
    """Gives the head of any page of the site."""
    titles: bytes
    """Names what the head of a page that is no story depends on besides the page."""

    @cached_property
    def home(self) -> str:
        """HTML of the generated part of the home page."""
        return self.write_home()

    @cached_property
    def outline(self) -> tuple[Page, ...]:
        """Every generated page, without its HTML."""
        return tuple(sheet.page for job in self.jobs for sheet in job.sheets)

    def write(self, sheet: Sheet) -> Page:
        """Return a finished page."""
        return self.write_all([sheet])[0]

    def write_all(self, sheets: Sequence[Sheet]) -> list[Page]:
        """Return finished pages, which takes less time than to write one after the other."""
        heads = [self.head(sheet.page) for sheet in sheets]
        return together(
            sheet.write(sheet.page, head) for sheet, head in zip(sheets, heads, strict=True)
        )

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every generated page, finished: for small sites, and for those who want all at once."""
        return tuple(page for job in self.jobs for page in self.write_all(job.sheets))

    @cached_property
    def files(self) -> Mapping[str, bytes | Path]:
        """Every file beside the pages by its address; likewise."""
        files: dict[str, bytes | Path] = {}
        for job in self.jobs:
            files |= job.files()
        sheets = (sheet for job in self.jobs for sheet in job.sheets)
        for page, sheet in zip(self.pages, sheets, strict=True):
            beside: dict[str, bytes | Path] = {**page.beside, **sheet.files()}
            files |= {f"{page.address}{name}": data for name, data in beside.items()}
        return files
