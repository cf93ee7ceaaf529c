"""Keep finished files for the next build; what is kept is linked into the site, not written again.

A kept file and the one in the site are one file with two names, so keeping costs no room, and
putting it into the next site a tenth of writing it. Whoever changes a file in the site changes
what is kept as well: therefore each is hashed before it is used again.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from .caching import Cache
from .swapping import umask

FOLDER = "files"
"""Where the files lie in the folder of the cache."""
_HASH = 16
"""Bytes of a file's hash that are noted."""
_END = b"\0"
"""Ends the name of a file; no name holds it."""
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
"""How a file is opened to be written; Windows would change the ends of lines."""


class Store:
    """Finished files below the folder of a cache, which knows their hashes."""

    def __init__(self, folder: Path | None, cache: Cache) -> None:
        self._folder = f"{folder}/{FOLDER}"
        self._cache = cache
        self._mode = stat.S_IFREG | 0o666 & ~umask()
        self._noted: dict[bytes, bytes] = {}
        """What is known of the files of each name that was looked up."""

    def look_up(self, names: Sequence[bytes]) -> None:
        """Find out what is kept under ``names``, all at once; an empty one is none."""
        self._noted = dict(self._cache.get_many([*filter(None, names)]))

    def place(self, name: bytes, target: str) -> bool:
        """Put all that is kept under ``name`` below ``target``; False where it is not there.

        Only what was looked up is found.

        Raises:
            OSError: ``target`` cannot be written.
        """
        return self.place_all([name], [target])[0]

    def place_all(self, names: Sequence[bytes], targets: Sequence[str]) -> list[bool]:
        """Do the same for several names, and their targets: read it all, then link it all."""
        found = [*map(self._kept, names)]
        for kept, target in zip(found, targets, strict=True):
            for path, address, content in kept:
                _link(path, f"{target}{address}", content)
        return [*map(bool, found)]

    def keep(self, name: bytes, target: str, files: Mapping[str, bytes]) -> None:
        """Keep ``files``, which were written below ``target``; without room they are not kept."""
        if not self._cache.kept:
            return
        with suppress(OSError):
            for number, (address, content) in enumerate(files.items()):
                _take(f"{target}{address}", self._path(name, number), content)
            self._cache.put(name, _noted(files))

    def sweep(self) -> None:
        """Remove every file whose name the cache does not know any more."""
        known = {name.hex() for name in self._cache.names()}
        if not self._cache.kept:
            return  # what cannot be asked may know them still
        for folder in _scan(self._folder):
            for entry in _scan(folder.path):
                if folder.name + entry.name.partition("-")[0] not in known:
                    with suppress(OSError):
                        os.unlink(entry.path)  # noqa: PTH108 - as above

    def _kept(self, name: bytes) -> list[tuple[str, str, bytes]]:
        """Return path, address and content of each file; none where one is not as it was."""
        kept: list[tuple[str, str, bytes]] = []
        with suppress(ValueError):
            for number, (hashed, address) in enumerate(_entries(self._noted.get(name, b""))):
                path = self._path(name, number)
                content = self._content(path)
                if content is None or sha256(content).digest()[:_HASH] != hashed:
                    return []
                kept.append((path, address, content))
            return kept
        return []

    def _path(self, name: bytes, number: int) -> str:
        told = name.hex()
        return f"{self._folder}/{told[:2]}/{told[2:]}-{number}"

    def _content(self, path: str) -> bytes | None:
        """Return what a kept file holds, if it is one that a site may have."""
        with suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                found = os.fstat(descriptor)
                if found.st_mode == self._mode:
                    return os.read(descriptor, found.st_size)  # a file object costs as much
            finally:
                os.close(descriptor)
        return None


def write(path: str, content: bytes | Path) -> None:
    """Write a file of the site, and the folders above it where they are missing.

    Raises:
        OSError: it could not be written.
    """
    _in_folder(path, partial(_fill, content, path))


def make_folder(path: str) -> None:
    """Make a folder of the site, which may be there, and those above it.

    Raises:
        OSError: it could not be made.
    """
    try:
        os.mkdir(path)  # noqa: PTH102 - Path costs as much as the call
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103 - as above
    except FileExistsError:
        pass


def _in_folder(path: str, put: Callable[[], object]) -> None:
    """Put a file at ``path``, and make the folders above it where they are missing."""
    try:
        put()
    except FileNotFoundError:
        make_folder(os.path.dirname(path))  # noqa: PTH120 - as above
        put()


def _fill(content: bytes | Path, path: str) -> None:
    if isinstance(content, Path):
        shutil.copyfile(content, path)
    else:
        descriptor = os.open(path, _ANEW, 0o666)
        try:
            while content:  # a disk that is nearly full takes a part, and says so next time
                content = content[os.write(descriptor, content) :]
        finally:
            os.close(descriptor)


def _link(source: str, path: str, content: bytes) -> None:
    """Give the file ``source`` a second name; where that cannot be had, write it once more.

    Raises:
        FileExistsError: something is there.
        OSError: it could not be written.
    """
    try:
        _in_folder(path, partial(os.link, source, path))
    except FileExistsError:
        raise
    except OSError:  # another file system, or one that knows no second names
        write(path, content)


def _take(source: str, path: str, content: bytes) -> None:
    """Keep one file under ``path``, in the place of what may be there."""
    with suppress(FileExistsError):
        _link(source, path, content)
        return
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - Path costs as much as the call
    with suppress(FileExistsError):  # another build has just kept the same
        _link(source, path, content)


def _noted(files: Mapping[str, bytes]) -> bytes:
    """Return hash and name of each file."""
    parts = (
        sha256(content).digest()[:_HASH] + address.encode() + _END
        for address, content in files.items()
    )
    return b"".join(parts)


def _entries(noted: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield hash and name of each file.

    Raises:
        ValueError: this was not noted here: a name leads out of the site.
    """
    while noted:
        hashed, noted = noted[:_HASH], noted[_HASH:]
        address, _, noted = noted.partition(_END)
        if b".." in address.split(b"/"):
            raise ValueError("a file beside the site")
        yield hashed, address.decode()


def _scan(folder: str) -> list[os.DirEntry[str]]:
    """Return what lies in a folder; a file, or what is not there, holds nothing."""
    with suppress(OSError), os.scandir(folder) as found:
        return list(found)
    return []
