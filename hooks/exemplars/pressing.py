"""Press a site: write all its pages and files into a folder, the work shared among all cores."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from .caching import Cache, name
from .site import Job, Page, Sheet, Site
from .storing import Store, write
from .timing import step
from .workers import each


class Frame(Protocol):
    """Puts finished pages into the site's frame."""

    def fill(self, page: Page) -> bytes:
        """Return the bytes of a whole page."""

    def name(self, page: Page) -> bytes:
        """Name all of its frame that does not come from the page itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What every job needs."""

    site: Site
    frame: Frame
    folder: Path
    """The folder that the site is written into."""
    cache: Path | None
    """Folder of the cache."""
    left_out: Collection[str]
    """Addresses of pages that somebody else writes."""
    complain: Callable[[str], object] = lambda _: None
    """Is told of a damaged cache."""

    def run(self, workers: int, report: Callable[[int], object]) -> None:
        """Write every page and file of the site, and end the build for the cache.

        Args:
            workers: processes that write.
            report: is told of each number of pages that were written.

        Raises:
            OSError: something could not be written.
            FaultError: a process was killed from outside.
        """
        jobs = self.site.jobs
        done = each(len(jobs), lambda number: _timed(self, jobs[number]), workers)
        damaged: set[str] = set()
        with closing(done):
            for number, told in done:
                for path in {*told} - damaged:
                    self.complain(path)
                damaged.update(told)
                report(len(jobs[number].sheets))
        with closing(Cache(self.cache)) as kept:
            kept.prune()
            Store(self.cache, kept).sweep()


def _timed(press: Press, job: Job) -> list[str]:
    """Do one job, and return the caches that were found damaged."""
    damaged: list[str] = []
    with step(job.kind), closing(Cache(press.cache, damaged.append)) as kept:
        _do(press, job, Store(press.cache, kept))
    return damaged


def _do(press: Press, job: Job, store: Store) -> None:
    """Write the pages and files of one job."""
    for sheet in job.sheets:
        if sheet.page.address not in press.left_out:
            target = f"{press.folder}{sheet.page.address}"
            _put(store, _name(press, sheet), target, partial(_pressed, press, sheet))
            for file, path in sheet.files().items():
                write(f"{target}{file}", path)
    for bundle in job.bundles:
        _put(store, bundle.name(), str(press.folder), bundle.files)
    for address, content in job.paths().items():
        write(f"{press.folder}{address}", content)


def _put(store: Store, name: bytes, target: str, make: Callable[[], Mapping[str, bytes]]) -> None:
    """Put files below ``target``, as they were kept or made now."""
    if name and store.place(name, target):
        return
    files = make()
    for address, content in files.items():
        write(f"{target}{address}", content)
    if name:
        store.keep(name, target, files)


def _name(press: Press, sheet: Sheet) -> bytes:
    """Return the name of all that a whole page depends on; none where it is not to be kept."""
    content = sheet.name() if sheet.name else b""
    titles = b"" if sheet.page.source else press.site.titles
    return content and name(content, press.frame.name(sheet.page), titles)


def _pressed(press: Press, sheet: Sheet) -> Mapping[str, bytes]:
    """Return the files of a page by their names in its folder."""
    page = press.site.write(sheet)
    return {"index.html": press.frame.fill(page), **page.beside}
