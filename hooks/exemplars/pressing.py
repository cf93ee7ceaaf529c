"""Press a site: write all its pages and files into a folder, the work shared among all cores."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from .caching import Cache
from .site import Job, Page, Sheet, Site
from .timing import step
from .workers import each

Frame = Callable[[Page], bytes]
"""Puts a finished page into the site's frame."""
_SEAM = "\0"
"""Stands between the parts of a kept page; no text that was read holds it."""


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
        """Write every page and file of the site.

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


def _timed(press: Press, job: Job) -> list[str]:
    """Do one job, and return the caches that were found damaged."""
    damaged: list[str] = []
    with step(job.name), closing(Cache(press.cache, damaged.append)) as kept:
        _do(press, job, kept)
    return damaged


def _do(press: Press, job: Job, kept: Cache) -> None:
    """Write the pages and files of one job."""
    for sheet in job.sheets:
        if sheet.page.address not in press.left_out:
            page = _page(press.site, sheet, kept)
            _write(press.folder, f"{page.address}index.html", press.frame(page))
            beside: dict[str, bytes | Path] = {**page.beside, **sheet.files()}
            for name, content in beside.items():
                _write(press.folder, f"{page.address}{name}", content)
    for address, content in job.files().items():
        _write(press.folder, address, content)


def _page(site: Site, sheet: Sheet, kept: Cache) -> Page:
    """Return a finished page, as it was kept or written now."""
    name = sheet.name() if sheet.name else b""
    if name and (content := kept.get(name)) is not None:
        with suppress(ValueError):  # nothing that was kept here
            return _unfolded(sheet.page, content)
    page = site.write(sheet)
    if name and (content := _folded(page)):
        kept.put(name, content)
    return page


def _folded(page: Page) -> bytes:
    """Return a page as bytes to be kept; nothing where it could not be told apart again."""
    copies = [text for key, data in page.beside.items() for text in (key, data.decode())]
    parts = [page.html, page.head, *copies]
    return b"" if any(_SEAM in part for part in parts) else _SEAM.join(parts).encode()


def _unfolded(page: Page, content: bytes) -> Page:
    """Return ``page`` with what was kept of it."""
    html, head, *beside = content.decode().split(_SEAM)
    texts = {key: text.encode() for key, text in zip(beside[::2], beside[1::2], strict=True)}
    return replace(page, html=html, head=head, beside=texts)


def _write(folder: Path, address: str, content: bytes | Path) -> None:
    path = f"{folder}{address}"
    try:
        _fill(path, content)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        _fill(path, content)


def _fill(path: str, content: bytes | Path) -> None:
    if isinstance(content, Path):
        shutil.copyfile(content, path)
    else:
        with open(path, "wb") as stream:  # noqa: PTH123 - Path costs as much as writing
            stream.write(content)
