"""Wait until something that the site is made from has changed."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

QUIET = 0.04
"""Seconds of silence after which what somebody saves is thought to be whole."""
LONGEST = 0.5
"""Seconds after which nothing more is waited for."""
POLLING = 0.5
"""Seconds between two looks where the system does not tell of changes."""
_CHANGES = {"created", "modified", "moved", "deleted", "closed"}
"""Kinds of events; to open a file, as we ourselves do, is none."""
_LEFTOVERS = re.compile(r"\..*|.*~|#.*#|4913|.*\.tmp")
"""What editors lay beside a file while it is written."""


def overlooks(name: str) -> bool:
    """Tell whether a name is that of an editor's own file."""
    return bool(_LEFTOVERS.fullmatch(name))


@contextmanager
def watching(places: Mapping[Path, str], *, poll: bool) -> Iterator[Changes]:
    """Watch folders, and single files, for changes.

    Args:
        places: where to look → what lies there.
        poll: look again and again, where the system does not tell.
    """
    changes = Changes(places)
    observer = _started(changes, PollingObserver(timeout=POLLING) if poll else Observer())
    try:
        yield changes
    finally:
        observer.stop()
        observer.join()


class Changes(FileSystemEventHandler):
    """Gathers what has changed until somebody asks."""

    def __init__(self, places: Mapping[Path, str]) -> None:
        self.places = {os.path.realpath(path): name for path, name in places.items()}
        self._queue: SimpleQueue[str] = SimpleQueue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change."""
        if event.event_type in _CHANGES:
            self._note(os.fsdecode(event.src_path))
            self._note(os.fsdecode(event.dest_path))

    def wait(self) -> set[str]:
        """Return the names of what has changed, once there is something and then silence."""
        found = {self._queue.get()}
        end = time.monotonic() + LONGEST
        while (left := end - time.monotonic()) > 0:
            try:
                found.add(self._queue.get(timeout=min(QUIET, left)))
            except Empty:
                break
        return found

    def since(self, moment: float) -> None:
        """Note what has changed since a moment at which nobody was watching yet."""
        for place, name in self.places.items():
            files = (file for file in Path(place).rglob("*") if not overlooks(file.name))
            if any(file.lstat().st_mtime >= moment for file in (Path(place), *files)):
                self._queue.put(name)

    def _note(self, path: str) -> None:
        for place, name in self.places.items():
            below = path == place or path.startswith(f"{place}{os.sep}")
            if below and not overlooks(os.path.basename(path)):  # noqa: PTH119 - a text is a text
                self._queue.put(name)


def _started(changes: Changes, observer: BaseObserver) -> BaseObserver:
    """Return an observer at work; one that looks by itself where the system can tell no more."""
    try:
        for place in map(Path, changes.places):
            folder = place if place.is_dir() else place.parent
            observer.schedule(changes, str(folder), recursive=place.is_dir())
        observer.start()
    except OSError:
        if isinstance(observer, PollingObserver):
            raise
        return _started(changes, PollingObserver(timeout=POLLING))
    return observer
