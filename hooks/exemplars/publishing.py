"""Publish the stories: the whole way from a folder of files to a finished site, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from .caching import Cache, name
from .checking import check
from .counting import Counts, count
from .data import ADDRESSES, write_data
from .data import SHARES as DATA_SHARES
from .desk import Desk, told, told_whole
from .downloads import downloads_sheet
from .feeds import feed_addresses, feed_bundles
from .gathering import Report
from .heads import Heads, titles
from .indexing import SHARES as INDEX_SHARES
from .indexing import write_index
from .library import Library
from .pages import list_sheets, other_sheets, write_home
from .picturing import FIGURES, write_figures
from .previews import are_drawn, publish_previews
from .problem import Problem, ProblemsError
from .reading import read
from .remembering import Memory
from .resting import resting
from .sharing import Shares
from .site import Bundle, Job, Settings, Sheet, Site
from .sitemap import write_robots
from .telling import story_sheets
from .templating import environment
from .timing import step
from .workers import ahead

JOBS = 12
"""Into how many jobs the pages of a kind are shared: to begin one costs as much as some pages."""
FEWEST, MOST = 64, 512
"""Pages of a job, but for the last."""


def publish(  # noqa: PLR0913 - all that a site is made of
    root: Path,
    shown: str,
    today: date,
    settings: Settings,
    photos: Path,
    *,
    combined: Sequence[Path] = (),
    kept: Cache | None = None,
    workers: int = 1,
    report: Report | None = None,
    memory: Memory | None = None,
) -> Site:
    """Return the site of the stories below ``root`` and of other sites, judged and counted.

    Its pages are written when they are asked for (``Site.jobs``).

    Args:
        root: the stories folder.
        shown: how messages name it.
        today: the latest day that a date may name; the site does not depend on it.
        settings: what the owner of the site set.
        photos: folder for re-encoded photos and drawn pictures.
        combined: folders of other sites whose stories are counted, and linked where they live.
        kept: what was read for an earlier build.
        workers: processes that read.
        report: is told of story files, first how many there are to read, then of each number.
        memory: what this process has read before.

    Raises:
        ProblemsError: every problem of every file.
        FaultError: there is no such folder, or it cannot be read.
    """
    tell = report or (lambda *_: None)
    with step("read"):
        library, problems = read(
            root, shown, today, cache=kept, workers=workers, report=tell, memory=memory
        )
    with resting():
        if workers > 1 and not are_drawn(settings, photos):
            # From here to the writing of pages this process keeps but one core busy.
            ahead(partial(publish_previews, library, settings, photos))
        with step("check"):
            problems += check(library)
            if combined:
                from .combining import combine  # noqa: PLC0415 - few sites join others

                library, problems = combine(library, problems, combined, settings)
        if any(not problem.warning for problem in problems):
            raise ProblemsError(problems)
        with step("count"):
            counts = count(library)
        with step("arrange"):
            folder = kept.folder if kept else None
            return _site(library, counts, problems, settings, (photos, folder))


def _site(
    library: Library,
    counts: Counts,
    problems: list[Problem],
    settings: Settings,
    folders: tuple[Path, Path | None],
) -> Site:
    """Return the site with all its pages still to be written.

    Args:
        library: its stories.
        counts: what was counted in them.
        problems: what the reader of its messages is to know.
        settings: what the owner of the site set.
        folders: those of photos, and of the cache.
    """
    desk = Desk(
        library=library, counts=counts, settings=settings, env=environment(library, settings)
    )
    jobs = tuple(_jobs(desk, *folders))
    heads = Heads(
        library=library,
        settings=settings,
        files=frozenset([*feed_addresses(desk.listings, settings), *ADDRESSES]),
        titles=titles(sheet.page for job in jobs for sheet in job.sheets),
        env=desk.env,
    )
    return Site(
        library=library,
        warnings=tuple(problems),
        counts=counts,
        listings=desk.listings,
        write_home=partial(write_home, desk),
        jobs=jobs,
        head=heads.head,
        titles=name(heads.titles, sorted(heads.files)),
    )


def _jobs(desk: Desk, photos: Path, folder: Path | None) -> Iterator[Job]:
    """Yield all that is to be written, the longest jobs first."""
    sources = desk.library, desk.counts
    stories = desk.library.stories
    shares = Shares(stories=stories, folder=folder, basis=desk.name)
    index = Bundle(
        partial(write_index, *sources, shares),
        lambda: name(desk.name, "index", told_whole(stories)),
        partial(shares.use, INDEX_SHARES),
    )
    yield Job("index", bundles=(index,))
    # What is written of a story here is in its front matter.
    heads = replace(shares, told=told)
    named = cache(lambda: name(desk.name, "data", told(stories)))
    data = cache(partial(write_data, *sources, desk.settings, heads))
    page = downloads_sheet(desk, data, named)

    def files() -> Mapping[str, bytes]:
        """Return the data, which nobody asks for after this, and let them go: they are much."""
        found = data()
        data.cache_clear()
        return found

    tables = Bundle(files, named, partial(heads.use, DATA_SHARES))
    yield Job("data", (page,), (tables,))
    yield Job("feeds", bundles=tuple(feed_bundles(desk)))
    previews = partial(publish_previews, desk.library, desk.settings, photos)
    yield Job("previews", paths=previews)
    yield from _shares("stories", story_sheets(desk, photos))
    yield from _shares("lists", list_sheets(desk))
    yield from _shares("others", other_sheets(desk))
    yield Job("small", paths=partial(_small_files, desk.library, desk.settings))


def _shares(kind: str, sheets: Iterable[Sheet]) -> Iterator[Job]:
    """Yield the sheets in jobs of like size."""
    rest = tuple(sheets)
    size = min(max(FEWEST, -(-len(rest) // JOBS)), MOST)
    for start in range(0, len(rest), size):
        yield Job(kind, rest[start : start + size])


def _small_files(library: Library, settings: Settings) -> Mapping[str, bytes | Path]:
    """Return the sheet of all figures, and what search engines ask for first."""
    return {FIGURES: write_figures(library), "/robots.txt": write_robots(settings)}
