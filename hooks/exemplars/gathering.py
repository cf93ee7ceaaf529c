"""Gather what story files hold: out of memory, out of the cache, or out of the files themselves.

Stories are kept some at a time: one by one, to look them up takes as long as to thaw them.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from .caching import Cache, name
from .cutting import cut
from .folder import Folder, StoryFile
from .freezing import freeze, thaw
from .library import Story, Tombstone
from .loading import digest, load
from .problem import Problem
from .remembering import Memory
from .resting import resting
from .wording import printable
from .workers import each

Report = Callable[[int, int], None]
Document = Story | Tombstone
Share = tuple[StoryFile, ...]
"""Files whose documents are kept together."""

SIZE = 16
"""Files in a share, in the mean: so many are read again where one of them was changed."""
TASK = 100
"""Files that a worker reads in one go, about."""


@dataclass(slots=True)
class _Loaded:
    """What was read of a share; it goes from process to process frozen, as it will be kept."""

    documents: list[Document | None]
    problems: list[Problem]
    frozen: bytes = b""
    count: int = 0

    def __reduce__(self) -> tuple[type[_Loaded], tuple[list[None], list[Problem], bytes, int]]:
        return _Loaded, ([], self.problems, freeze(self.documents), len(self.documents))

    def thawed(self) -> list[Document | None]:
        """Return the documents, and None for each file that could not be read."""
        return _thawed(self.frozen, self.count) if self.frozen else self.documents


def gather(
    folder: Folder,
    files: Sequence[StoryFile],
    cache: Cache,
    memory: Memory | None,
    how: tuple[int, Report],
) -> list[Document]:
    """Return the documents that can be read, in the order of their files.

    What is wrong with the others is noted in ``folder``.

    Args:
        folder: where the files lie.
        files: those to read.
        cache: where documents are kept that were read before.
        memory: what this process has read before.
        how: how many processes read, and what is told of files, first how many there are to read,
            then each number of them.

    Raises:
        FaultError: a process was killed from outside.
    """
    workers, report = how
    found: dict[StoryFile, Document] = memory.recall(folder.root, files) if memory else {}
    shares = [share for share in cut(files, SIZE) if any(file not in found for file in share)]
    digests = _digests(folder, shares, cache)
    _take_kept(folder, shares, digests, cache, found)
    missing = [rest for share in shares if (rest := tuple(f for f in share if f not in found))]
    whole_ones, tasks = dict(found), _tasks(missing)
    report(sum(map(len, missing)), 0)
    for number, results in each(len(tasks), partial(_load, folder, tasks), workers):
        for share, loaded in zip(tasks[number], results, strict=True):
            with resting():
                documents = loaded.thawed()
            read = {file: found for file, found in zip(share, documents, strict=True) if found}
            found |= read
            folder.problems += loaded.problems
            faulty = {problem.path for problem in loaded.problems}
            # A story without its photo is read, yet not kept: its problem must be told again.
            whole_ones |= {f: d for f, d in read.items() if printable(d.path) not in faulty}
            # A photo that changed while it was looked at is not kept under its later hash.
            as_before = all(digests.get(f, d.digest) == d.digest for f, d in read.items())
            if not faulty and as_before:
                hashes = [document.digest for document in read.values()]
                cache.put(_name(folder, hashes), loaded.frozen or freeze(documents))
        report(0, sum(map(len, tasks[number])))
        cache.save()
    if memory:
        memory.note(whole_ones)
    return [found[file] for file in files if file in found]


def _digests(folder: Folder, shares: Iterable[Share], cache: Cache) -> dict[StoryFile, bytes]:
    """Return the hash of each file that something may be kept of."""
    if not cache.kept:
        return {}
    # Where nothing is kept yet the hash of what was read will do; photos are read apart from it.
    nothing = cache.empty
    wanted = [file for share in shares for file in share if file.photos or not nothing]
    return {file: digest(folder, file) for file in wanted}


def _take_kept(
    folder: Folder,
    shares: Iterable[Share],
    digests: Mapping[StoryFile, bytes],
    cache: Cache,
    found: dict[StoryFile, Document],
) -> None:
    """Add to ``found`` what is kept of the shares."""
    hashes = {share: [digests.get(file, b"") for file in share] for share in shares}
    names = {_name(folder, known): share for share, known in hashes.items() if all(known)}
    with resting():
        for known, content in cache.get_many([*names]):
            share = names[known]
            for file, document in zip(share, _thawed(content, len(share)), strict=True):
                if document and file not in found:
                    found[file] = _moved(folder, file, document)
    cache.save()


def _thawed(content: bytes, count: int) -> list[Document | None]:
    """Return the documents of a share of ``count`` files; nothing else can come of it."""
    with suppress(pickle.UnpicklingError):
        documents = thaw(content)
        if isinstance(documents, list) and len(documents) == count:
            return [one if isinstance(one, Story | Tombstone) else None for one in documents]
    return [None] * count


def _moved(folder: Folder, file: StoryFile, document: Document) -> Document:
    """Return a document that was kept; the folder may have moved meanwhile."""
    if isinstance(document, Story) and document.photos:
        beside = (folder.root / file.file).parent
        moved = (replace(p, source=beside / p.source.name) for p in document.photos)
        return replace(document, photos=tuple(moved))
    return document


def _name(folder: Folder, hashes: Iterable[bytes]) -> bytes:
    """Return the name of a share of files with these hashes."""
    return name(folder.shown, *hashes)


def _load(folder: Folder, tasks: Sequence[Sequence[Share]], number: int) -> list[_Loaded]:
    """Read the shares of a task."""
    return [_Loaded(*load(folder, share)) for share in tasks[number]]


def _tasks(shares: Iterable[Share]) -> list[list[Share]]:
    """Return the shares in tasks of like size."""
    tasks: list[list[Share]] = []
    room = 0
    for share in shares:
        if room <= 0:
            tasks.append([])
            room = TASK
        tasks[-1].append(share)
        room -= len(share)
    return tasks
