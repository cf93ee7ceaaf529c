"""Remember what was read between two publishings of one process: only what changed is read again.

A file is known again by what the system says of it (size, times, number), not by its bytes: to
look at the bytes of all files would take longer than all else that one edited story asks for.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .folder import StoryFile
from .library import Story, Tombstone

Signature = tuple[tuple[int, int, int, int], ...]
"""What the system says of a story's file and of the photos beside it."""
TRUST = 2_000_000_000
"""Nanoseconds after which a change can no longer hide behind the time of an earlier one."""


@dataclass(slots=True)
class Memory:
    """The documents of one folder, as they were last read."""

    overlooks: Callable[[str], bool] = field(default=lambda _: False)
    """Says which names are passed over: while somebody writes, his editor's files lie there too."""
    _known: dict[StoryFile, tuple[Signature, Story | Tombstone]] = field(default_factory=dict)
    _seen: dict[StoryFile, Signature] = field(default_factory=dict)
    """What was to be said of the files before they were read."""

    def recall(self, root: Path, files: Sequence[StoryFile]) -> dict[StoryFile, Story | Tombstone]:
        """Return the documents whose files are as they were."""
        self._seen = {file: _signature(root, file) for file in files}
        return {
            file: known[1]
            for file, signature in self._seen.items()
            if (known := self._known.get(file)) and known[0] == signature
        }

    def note(self, documents: Mapping[StoryFile, Story | Tombstone]) -> None:
        """Remember what was read after ``recall``, but for files that have only just changed."""
        latest = time.time_ns() - TRUST
        self._known = {
            file: (signature, document)
            for file, document in documents.items()
            if (signature := self._seen[file]) and all(part[1] < latest for part in signature)
        }


def _signature(root: Path, file: StoryFile) -> Signature:
    """Return what is said of a story's files; nothing where one of them is gone."""
    story = os.path.join(root, file.file)  # noqa: PTH118 - a path object each would cost as much as reading
    folder = os.path.dirname(story)  # noqa: PTH120 - the same
    paths = (story, *(f"{folder}/{photo}" for photo in file.photos))
    try:
        return tuple(_told(os.lstat(path)) for path in paths)
    except OSError:
        return ()


def _told(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_size, max(found.st_mtime_ns, found.st_ctime_ns), found.st_mtime_ns, found.st_ino
