"""The whole way from stories/ to a site, as one function that reads as the pipeline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .checking import check
from .counting import count
from .data import write_data
from .library import Library
from .pages import write_home, write_pages
from .photos import publish_photos
from .problem import ProblemsError
from .reading import read
from .site import Settings, Site


def publish(root: Path, shown: str, today: date, settings: Settings, cache: Path) -> Site:
    """Return the finished site of the stories below ``root``.

    Args:
        root: the stories folder.
        shown: how messages name it.
        today: the latest day that a date may name; the site does not depend on it.
        settings: what the owner of the site set.
        cache: folder for re-encoded photos.

    Raises:
        ProblemsError: every problem of every file.
        FaultError: there is no such folder, or it cannot be read.
    """
    library, problems = read(root, shown, today)
    problems += check(library)
    if any(not problem.warning for problem in problems):
        raise ProblemsError(problems)
    counts = count(library)
    return Site(
        library=library,
        warnings=tuple(problems),
        counts=counts,
        pages=tuple(write_pages(library, counts, settings)),
        home=write_home(library, counts, settings),
        files={**write_data(library, counts, settings), **_photos(library, cache)},
    )


def _photos(library: Library, cache: Path) -> dict[str, Path]:
    """Return the address of each published photo and the file to copy."""
    return {
        f"/guong/{story.slug}/{path.name}": path
        for story in library.stories
        for photo in story.photos
        for path in publish_photos(photo, cache)
    }
