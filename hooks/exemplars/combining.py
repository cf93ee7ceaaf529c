"""Join the stories of several sites in one library, each with the address where it lives."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from .checking import check
from .library import Library, Story
from .problem import Place, Problem, problem
from .receiving import SHOWN, Received, receive
from .site import Settings
from .vietnamese import SLUG_LIMIT

_NEEDED = ("taxonomy.yml", "localities.yml")


def combine(
    library: Library, problems: Sequence[Problem], folders: Sequence[Path], settings: Settings
) -> tuple[Library, list[Problem]]:
    """Return the library with the stories of other sites, and ``problems`` with theirs.

    The vocabulary and the places are the library's own, and each site is checked against them.

    Args:
        library: the stories that live here, and the tables.
        problems: what was found in them.
        folders: built sites or their ``du-lieu/`` folders, in any order.
        settings: what the owner of this site set.
    """
    sites = [receive(folder) for folder in sorted(folders, key=os.fspath)]
    found = [*problems, *_missing_tables(library, problems), *_twice(library, sites, settings)]
    for site in sites:
        found += [*site.problems, *_judged(library, site)]
    if any(not problem.warning for problem in found):
        return library, found  # which is not published; what lives here stays what it was
    foreign = sorted((story for site in sites for story in site.stories), key=lambda s: s.url)
    slugs, told = _slugs(library, foreign, settings)
    renamed = [replace(story, slug=slugs[story.url]) for story in foreign]
    stories = sorted([*library.stories, *renamed], key=lambda story: story.order)
    return replace(library, stories=tuple(stories)), [*found, *told]


def _missing_tables(library: Library, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Stories of others need the tables as one's own do."""
    told = {problem.path for problem in problems}
    for name in _NEEDED:
        path = f"{library.root}/{name}"
        if name not in library.tables and path not in told:
            yield problem(path, Place(), "table-missing")


def _judged(library: Library, site: Received) -> list[Problem]:
    """Return what the checks say of the stories of one site, a part at a time.

    After as many faults as are shown of a folder the rest is not looked at.
    """
    found: list[Problem] = []
    for start in range(0, len(site.stories), SHOWN):
        part = Library(
            root=library.root,
            stories=tuple(site.stories[start : start + SHOWN]),
            taxonomy=library.taxonomy,
            places=library.places,
            today=library.today,
            tables=library.tables,
        )
        found += [problem for problem in check(part) if problem.path == site.path]
        if sum(not problem.warning for problem in found) >= SHOWN:
            break
    return found


def _twice(library: Library, sites: Sequence[Received], settings: Settings) -> Iterator[Problem]:
    """A story is counted once: no address comes twice, and none of a site has two stories."""
    owners = {story.href(settings.url): library.root for story in library.stories}
    for site in sites:
        yield from _shared(site, owners)
        yield from islice(_same_slugs(site), SHOWN)


def _same_slugs(site: Received) -> Iterator[Problem]:
    """A slug of a site belongs to one story."""
    slugs: dict[str, str] = {}
    for story in site.stories:
        if story.slug in slugs:
            other = slugs[story.slug]
            yield story.problem("slug-twice", "slug", found=story.slug, other=other)
        slugs[story.slug] = story.url


def _shared(site: Received, owners: dict[str, str]) -> Iterator[Problem]:
    """Note whose the addresses of a site are; the first that has an owner stands for all."""
    for story in site.stories:
        if story.url in owners:
            other = owners[story.url]
            yield story.problem("combine-twice", "url", found=story.url, other=other)
            return
        owners[story.url] = site.path


def _slugs(
    library: Library, foreign: Sequence[Story], settings: Settings
) -> tuple[dict[str, str], list[Problem]]:
    """Return address → slug here, each slug once, and a warning for each that had to change.

    What lives here keeps its slug, for that is its address; of the others the first address does.
    """
    owners = {
        slug: settings.address(f"/guong/{slug}/") for slug in (*library.slugs, *library.by_alias)
    }
    first = {
        story.url for story in foreign if owners.setdefault(story.slug, story.url) == story.url
    }
    slugs, told = {}, []
    for story in foreign:
        slug = story.slug if story.url in first else _free(story.slug, owners)
        if slug != story.slug:
            values = {"found": story.slug, "first": owners[story.slug], "other": story.url}
            warning = story.problem("combine-slug", "slug", new=slug, **values)
            told.append(replace(warning, warning=True))
            owners[slug] = story.url
        slugs[story.url] = slug
    return slugs, told


def _free(slug: str, taken: dict[str, str]) -> str:
    """Return the slug with the first number that makes it a free one."""
    number = 2
    while (proposal := f"{slug[: SLUG_LIMIT - len(f'--{number}')]}--{number}") in taken:
        number += 1
    return proposal
