"""Press a site: write all its pages and files into a folder, the work shared among all cores."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from .caching import Cache, name
from .freeing import free
from .resting import resting
from .site import Page, Settings, Sheet, Site
from .storing import Store, make_folder, write
from .timing import step
from .verifying import Check
from .workers import Team

ABREAST = 128
"""Pages that are written side by side: more gain little, and all lie in memory meanwhile."""


class Frame(Protocol):
    """Puts finished pages into the site's frame; another process can be given it."""

    def fill(self, page: Page) -> bytes:
        """Return the bytes of a whole page."""

    def name(self, page: Page) -> bytes:
        """Name all of its frame that does not come from the page itself."""


class Frames(Protocol):
    """All frames there are."""

    def select(self, pages: Iterable[Page]) -> Frame:
        """Return those of some pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be written, and where."""

    site: Site
    folder: Path
    """The folder that the site is written into."""
    cache: Path | None
    """Folder of the cache."""
    left_out: Collection[str]
    """Addresses of pages that somebody else writes."""


class Press:
    """Processes that write a site."""

    def __init__(
        self, order: Order, workers: int, complain: Callable[[str], object] = lambda _: None
    ) -> None:
        """Make ready; whoever does must ``close``.

        Args:
            order: what is to be written.
            workers: processes that write.
            complain: is told of a damaged cache.
        """
        self._order = order
        self._complain = complain
        self._damaged: set[str] = set()
        self._team = Team(partial(_told, order), workers)

    def begin(self) -> None:
        """Begin with what needs no frame.

        Raises:
            FaultError: a process was killed from outside.
        """
        for number, job in enumerate(self._order.site.jobs):
            if not job.sheets:
                self._team.hand(_write_files, number)

    def run(self, frames: Frames, report: Callable[[int], object]) -> None:
        """Write all the rest.

        Args:
            frames: those of all pages.
            report: is told of each number of pages that were written.

        Raises:
            OSError: something could not be written.
            FaultError: a process was killed from outside.
        """
        jobs = self._order.site.jobs
        for number, job in enumerate(jobs):
            if job.sheets:
                frame = frames.select(sheet.page for sheet in job.sheets)
                self._team.hand(_write_all, number, frame)
        for (_, number, *_), _ in self._done():
            report(len(jobs[number].sheets))

    def end(self, checks: Sequence[Check], settings: Settings) -> list[str]:
        """Return what the checks find in what was written; meanwhile end the build for the cache.

        Args:
            checks: those of ``verifying``, the longest last.
            settings: what the owner of the site set.

        Raises:
            FaultError: a process was killed from outside.
        """
        self._team.hand(_end)
        for check in reversed(checks):
            self._team.hand(_verify, check, settings)
        found = {arguments[1]: told for arguments, told in self._done() if arguments[1:]}
        return [line for check in checks for line in found[check]]

    def close(self) -> None:
        """Let the processes end."""
        self._team.close()

    def _done(self) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
        """Yield what was done; pass on what is said of the cache."""
        for arguments, (told, damaged) in self._team.results():
            for path in damaged - self._damaged:
                self._complain(path)
            self._damaged |= damaged
            yield arguments, told


def _told(
    order: Order, work: Callable[..., Iterable[str] | None], *arguments: object
) -> tuple[list[str], set[str]]:
    """Do one piece of work, and return what it tells and the caches that were found damaged."""
    damaged: set[str] = set()
    with closing(Cache(order.cache, damaged.add)) as kept:
        told = list(work(order, kept, *arguments) or ())
    return told, damaged


def _write_all(order: Order, kept: Cache, number: int, frame: Frame) -> None:
    """Write the pages and files of one job."""
    job, store = order.site.jobs[number], Store(order.cache, kept)
    with step(job.kind):
        sheets = [sheet for sheet in job.sheets if sheet.page.address not in order.left_out]
        names = [_name(order.site, frame, sheet) for sheet in sheets]
        store.look_up(names)
        for start in range(0, len(sheets), ABREAST):
            some = slice(start, start + ABREAST)
            _write_pages(order, store, names[some], sheets[some], frame)
    _write_files(order, kept, number)


def _write_pages(
    order: Order, store: Store, names: Sequence[bytes], sheets: Sequence[Sheet], frame: Frame
) -> None:
    """Write pages, those that were not kept stage by stage, and keep what has a name."""
    targets = [f"{order.folder}{sheet.page.address}" for sheet in sheets]
    for target in targets:
        make_folder(target)  # else the first file in it would be tried twice
    placed = store.place_all(names, targets)
    wanted = [number for number, there in enumerate(placed) if not there]
    pages = order.site.write_all([sheets[number] for number in wanted])
    whole = [{"index.html": frame.fill(page), **page.beside} for page in pages]
    for number, files in zip(wanted, whole, strict=True):
        for address, content in files.items():
            write(f"{targets[number]}{address}", content)
    for number, files in zip(wanted, whole, strict=True):
        if names[number]:
            store.keep(names[number], targets[number], files)
    for target, sheet in zip(targets, sheets, strict=True):
        for address, path in sheet.files().items():
            write(f"{target}{address}", path)


def _write_files(order: Order, kept: Cache, number: int) -> None:
    """Write the files of one job."""
    job, store = order.site.jobs[number], Store(order.cache, kept)
    with step(job.kind):
        names = [bundle.name() for bundle in job.bundles]
        store.look_up(names)
        for named, bundle in zip(names, job.bundles, strict=True):
            if store.place(named, str(order.folder)):
                bundle.use(kept)
                continue
            files = bundle.files()
            for address, content in files.items():
                write(f"{order.folder}{address}", content)
            store.keep(named, str(order.folder), files)
        for address, path in job.paths().items():
            write(f"{order.folder}{address}", path)
    if job.bundles:
        free()  # they were made of all stories at once


def _verify(order: Order, _: Cache, check: Check, settings: Settings) -> Iterable[str]:
    """Return what one of the checks finds."""
    with step("verify"), resting():
        return [*check(order.folder, order.site, settings)]


def _end(order: Order, kept: Cache) -> None:
    """End the build for the cache."""
    with step("prune"):
        kept.prune()
        Store(order.cache, kept).sweep()


def _name(site: Site, frame: Frame, sheet: Sheet) -> bytes:
    """Return the name of all that a whole page depends on; none where it is not to be kept."""
    titles = b"" if sheet.page.source else site.titles
    return name(sheet.name(), frame.name(sheet.page), titles) if sheet.name else b""
