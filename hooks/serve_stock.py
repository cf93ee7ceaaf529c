"""What the site can answer at one moment: each page and file made when it is first asked for."""

from __future__ import annotations

import mimetypes
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from exemplars import Page, Settings, Site
from exemplars.site import Job, Sheet
from exemplars.sitemap import write_sitemap
from serve_shell import Shell

WORKER = "/sw.js"
"""Address of the service worker, which would keep pages that are about to change."""
_RETIRED = b"""// Only a published site keeps pages; while it is written, what was kept before goes.
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('kept-')) await caches.delete(name)
  await self.registration.unregister()
})()))
"""
_JOBS = {
    "index": re.compile(r"/tim-kiem/."),
    "data": re.compile(r"/du-lieu/."),
    "feeds": re.compile(r".*/feed\.xml$"),
    "previews": re.compile(r"/assets/xem-truoc/."),
}
"""Kind of a job that takes long → where its files lie, so that it is done only for them."""
_TYPES = {
    ".bin": "application/octet-stream",
    ".csv": "text/csv",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".xml": "application/xml",
}
"""Not as the system has them, which may be otherwise."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered for an address."""

    content: bytes = b""
    type: str = "text/html; charset=utf-8"
    moved_to: str = ""
    """Address that the reader is sent to."""


@dataclass(kw_only=True)
class Stock:
    """The site as it was last published; safe to be asked by several threads."""

    site: Site
    shell: Shell
    settings: Settings
    _made: dict[str, bytes | Path] = field(default_factory=dict)
    """Address → file that was made on demand."""
    _done: set[int] = field(default_factory=set)
    """Numbers of the jobs whose files were made."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    """Held by who makes files: what takes long is done once. Pages wait for nobody."""

    def answer(self, address: str) -> Answer | None:
        """Return what is at an address that starts with a slash; None where nothing is."""
        if address.endswith("/index.html"):
            address = address.removesuffix("index.html")
        if address.endswith("/"):
            html = self._page(address)
            return None if html is None else Answer(html)
        if (content := self._file(address)) is not None:
            return Answer(content, kind(address))
        known = f"{address}/" in self._sheets or f"{address}/" in self.shell.written
        return Answer(moved_to=f"{address}/") if known else None

    def lost(self) -> bytes:
        """Return the page for an address that there is not."""
        return self.shell.files.get("/404.html", b"")

    @cached_property
    def _sheets(self) -> Mapping[str, Sheet]:
        return {sheet.page.address: sheet for job in self.site.jobs for sheet in job.sheets}

    def _page(self, address: str) -> bytes | None:
        if sheet := self._sheets.get(address):
            return self.shell.fill(self._written(sheet))
        written = self.shell.written.get(address)
        return written.fill(self.site) if written else None

    def _written(self, sheet: Sheet) -> Page:
        """Return a finished page; what lies beside it is at hand from now on."""
        page = self.site.write(sheet)
        self._made |= {f"{page.address}{name}": data for name, data in page.beside.items()}
        return page

    def _file(self, address: str) -> bytes | None:
        if address == WORKER:
            return _RETIRED
        if address == "/sitemap.xml":
            return write_sitemap(self.site.outline, self.shell.listed, self.settings)
        if address in self.shell.files:
            return self.shell.files[address]
        folder = f"{address.rpartition('/')[0]}/"
        if address not in self._made and (sheet := self._sheets.get(folder)):
            self._written(sheet)
            self._made |= {f"{folder}{name}": path for name, path in sheet.files().items()}
        if address not in self._made:
            self._make(address)
        content = self._made.get(address)
        return content.read_bytes() if isinstance(content, Path) else content

    def _make(self, address: str) -> None:
        """Make the files among which ``address`` would be."""
        with self._lock:
            for number, job in enumerate(self.site.jobs):
                if number not in self._done and _may_hold(job, address):
                    self._made |= job.files()
                    self._done.add(number)


def _may_hold(job: Job, address: str) -> bool:
    """Tell whether a job may have a file; of a kind that is not known every job may."""
    pattern = _JOBS.get(job.kind)
    return bool(pattern.match(address)) if pattern else bool(job.bundles) or job.paths is not dict


def kind(address: str) -> str:
    """Return the media type of a file."""
    ending = Path(address).suffix
    found = _TYPES.get(ending) or mimetypes.guess_type(address)[0] or "application/octet-stream"
    text = found.startswith("text/") or found.endswith(("json", "xml", "javascript"))
    return f"{found}; charset=utf-8" if text else found
