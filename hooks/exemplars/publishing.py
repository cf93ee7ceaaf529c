"""The whole way from stories/ to a site, as one function that reads as the pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from .checking import check
from .combining import combine
from .counting import Counts, count
from .data import write_data
from .downloads import write_downloads
from .feeds import write_feeds
from .heads import add_heads
from .indexing import write_index
from .library import Library
from .pages import write_home, write_pages
from .photos import publish_photos
from .previews import publish_previews
from .problem import ProblemsError
from .reading import read
from .site import Settings, Site
from .sitemap import write_robots
from .speaking import reading_copies


def publish(  # noqa: PLR0913 - all that a site is made of
    root: Path,
    shown: str,
    today: date,
    settings: Settings,
    cache: Path,
    *,
    combined: Sequence[Path] = (),
) -> Site:
    """Return the finished site of the stories below ``root`` and of other sites.

    Args:
        root: the stories folder.
        shown: how messages name it.
        today: the latest day that a date may name; the site does not depend on it.
        settings: what the owner of the site set.
        cache: folder for re-encoded photos and drawn pictures.
        combined: folders of other sites whose stories are counted, and linked where they live.

    Raises:
        ProblemsError: every problem of every file.
        FaultError: there is no such folder, or it cannot be read.
    """
    library, problems = read(root, shown, today)
    problems += check(library)
    library, problems = combine(library, problems, combined, settings)
    if any(not problem.warning for problem in problems):
        raise ProblemsError(problems)
    counts = count(library)
    copies = reading_copies(library, settings.thousand)
    files = _files(library, counts, settings, cache, copies)
    pages = [
        *write_pages(library, counts, settings, copies),
        write_downloads(library, files, settings),
    ]
    return Site(
        library=library,
        warnings=tuple(problems),
        counts=counts,
        pages=add_heads(pages, library, files, settings),
        home=write_home(library, counts, settings),
        files=files,
    )


def _files(
    library: Library, counts: Counts, settings: Settings, cache: Path, copies: Mapping[str, str]
) -> dict[str, bytes | Path]:
    """Return everything that is published beside the pages."""
    return {
        **write_data(library, counts, settings),
        **write_feeds(library, counts, settings),
        **write_index(library, counts),
        **publish_previews(library, settings, cache),
        **_photos(library, cache),
        **{f"/guong/{slug}/loa.txt": copy.encode() for slug, copy in copies.items()},
        "/robots.txt": write_robots(settings),
    }


def _photos(library: Library, cache: Path) -> dict[str, Path]:
    """Return the address of each published photo and the file to copy."""
    return {
        f"/guong/{story.slug}/{path.name}": path
        for story in library.stories
        for photo in story.photos
        for path in publish_photos(photo, cache)
    }
