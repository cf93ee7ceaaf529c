"""Keep what was read and written for the next build, by the content it was made from.

An entry's name is a hash of everything that its value depends on (the file, the code, the
settings), so an entry is right or is not found. The values lie in one SQLite file, which two
builds can share and which a killed build cannot spoil; each carries a checksum all the same,
for a value that was damaged must be missed, not used.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from zlib import crc32

FILE = "cache.sqlite"
ENDINGS = ("-journal", "-wal", "-shm", "")
"""Endings of what SQLite writes beside the file, and of the file itself."""
MARK = (0x67756F6E, 2)
"""What the file says of itself: whose it is, and a number that rises when it must be read anew."""
BUILDS_KEPT = 2
"""Builds for which an entry is kept that none of them has used."""
AT_ONCE = 500  # entries that are asked for in one go
WAIT = 30.0  # seconds to wait for another build that is writing
_PACKAGES = (
    *("jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins", "nh3", "numpy", "pillow"),
    *("pydantic", "pyyaml", "zxing-cpp"),
)
"""What pages are made with besides our own code."""
_TROUBLE = frozenset(
    {
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR),
        *(sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM),
        sqlite3.SQLITE_READONLY,
    }
)
"""Errors that are no fault of the file: no permission, no room, another build."""
_FAULTS = (sqlite3.Error, UnicodeError, OverflowError)
"""What a damaged file may cause: SQLite's messages quote its bytes, and Python decodes them."""
_TABLES = (
    "CREATE TABLE kept (name BLOB PRIMARY KEY, value BLOB)",
    "CREATE TABLE used (name BLOB, build INTEGER)",
    "CREATE TABLE builds (number INTEGER PRIMARY KEY)",
    f"PRAGMA application_id = {MARK[0]}",
    f"PRAGMA user_version = {MARK[1]}",
)
_ASK = "SELECT name, value FROM kept WHERE name IN (%s)"
_KEEP = "INSERT OR REPLACE INTO kept VALUES (?, ?)"
_USE = "INSERT INTO used SELECT ?, coalesce(max(number), 0) FROM builds"
_FORGET = (
    "DELETE FROM used WHERE build <= (SELECT coalesce(max(number), 0) FROM builds) - ?",
    "DELETE FROM kept WHERE name NOT IN (SELECT name FROM used)",
)
_END = "INSERT INTO builds DEFAULT VALUES"  # begins the next: they are counted, clocks may jump
Statement = tuple[str, Iterable[tuple[object, ...]]]  # to be made, and the values it takes


class Cache:
    """One process's way into the file; every fault of it means: not found, or not kept."""

    def __init__(self, folder: Path | None, complain: Callable[[str], None] | None = None) -> None:
        """Open the file in ``folder``; without a folder nothing is kept."""
        self._complain = complain or (lambda _: None)
        self.folder = folder
        self._path = folder / FILE if folder else Path(os.devnull)
        self._used: list[bytes] = []
        self._new: list[tuple[bytes, bytes]] = []
        self._file: sqlite3.Connection | None = None
        self._number = 0
        if folder:
            self._open()

    @property
    def kept(self) -> bool:
        """Whether anything is kept at all."""
        return self._file is not None

    @property
    def empty(self) -> bool:
        """Whether nothing was kept before."""
        return not self.names()

    def get_many(self, names: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Yield name and value of what was kept under ``names``, in any order."""
        if self._file is None:
            return
        for at in range(0, len(names), AT_ONCE):
            part = names[at : at + AT_ONCE]
            try:
                rows = self._file.execute(_ASK % ",".join("?" * len(part)), part)
                found = [(name, _unsealed(name, value)) for name, value in rows]
            except _FAULTS as error:
                self._give_up(error)
                return
            self._used += [name for name, _ in found]
            yield from found

    def put(self, name: bytes, value: bytes) -> None:
        """Keep ``value``, from the next ``save`` on."""
        if self._file is None:
            return
        self._new.append((name, value + _seal(name, value)))
        self._used.append(name)

    def save(self) -> None:
        """Write what is new, and note what was used."""
        new, used = self._new, self._used
        self._new, self._used = [], []
        if new or used:
            self._change((_KEEP, new), (_USE, [(name,) for name in used]))

    def names(self) -> set[bytes]:
        """Return every name under which something is kept."""
        try:
            found = self._file.execute("SELECT name FROM kept") if self._file else ()
            return {name for (name,) in found if isinstance(name, bytes)}
        except _FAULTS as error:
            self._give_up(error)
            return set()

    def prune(self) -> None:
        """End a build: forget what neither it nor those shortly before it have used."""
        self._change((_FORGET[0], [(BUILDS_KEPT,)]), (_FORGET[1], [()]), (_END, [()]))
        if self._file is not None:
            with suppress(*_FAULTS):
                # ``execute`` would take one step of it, and give back one page.
                self._file.executescript("PRAGMA incremental_vacuum")

    def close(self) -> None:
        """Save, and let go of the file."""
        self.save()
        self._let_go()

    def _change(self, *statements: Statement) -> None:
        """Change the file in one go, or not at all."""
        if self._file is None:
            return
        try:
            with self._file:
                self._file.execute("BEGIN IMMEDIATE")
                for statement, values in statements:
                    self._file.executemany(statement, values)
        except _FAULTS as error:
            self._give_up(error)

    def _open(self) -> None:
        """Open the file, a new one where there is none or where it is no cache of ours."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(2):
            try:
                self._file = sqlite3.connect(self._path, timeout=WAIT)
                self._number = self._path.stat().st_ino
                _prepare(self._file)
            except (*_FAULTS, OSError) as error:
                if not self._give_up(error):
                    return
            else:
                return

    def _give_up(self, error: Exception) -> bool:
        """Do without the file from now on; remove it and return True where it is damaged."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        damaged = not isinstance(error, OSError) and code & 0xFF not in _TROUBLE
        if damaged:
            self._throw_away()
        self._let_go()
        return damaged

    def _throw_away(self) -> None:
        """Remove a damaged file, and say so, unless another process has put a new one there."""
        with suppress(OSError):
            if self._path.stat().st_ino == self._number:
                for ending in ENDINGS:
                    Path(f"{self._path}{ending}").unlink(missing_ok=True)
                self._complain(str(self._path))

    def _let_go(self) -> None:
        if self._file is not None:
            with suppress(*_FAULTS):
                self._file.close()
        self._file = None


def _prepare(file: sqlite3.Connection) -> None:
    """Make a new file a cache.

    Raises:
        sqlite3.Error: it is damaged, or somebody else's.
    """
    # A cache that the power cut off is made again: speed matters more here than safety.
    file.execute("PRAGMA synchronous = OFF")
    # ext4 looks at every file that was removed lately whenever it makes a new one.
    file.execute("PRAGMA journal_mode = PERSIST")
    if _mark(file) == MARK:
        return
    file.execute("PRAGMA auto_vacuum = INCREMENTAL")
    with file:
        file.execute("BEGIN IMMEDIATE")
        found = _mark(file)
        if found == MARK:
            return  # another build was faster
        if found != (0, 0) or file.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise sqlite3.DatabaseError("somebody else's, or of another version")
        for statement in _TABLES:
            file.execute(statement)


def _mark(file: sqlite3.Connection) -> tuple[int, int]:
    (owner,) = file.execute("PRAGMA application_id").fetchone()
    (version,) = file.execute("PRAGMA user_version").fetchone()
    return owner, version


def _seal(name: bytes, value: bytes) -> bytes:
    """Return the checksum of an entry; of its name too, for a damaged file may mix entries up."""
    return crc32(value, crc32(name)).to_bytes(4, "big")


def _unsealed(name: bytes, sealed: object) -> bytes:
    """Return the value of an entry.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    if isinstance(sealed, bytes) and _seal(name, sealed[:-4]) == sealed[-4:]:
        return sealed[:-4]
    raise sqlite3.DatabaseError("a damaged entry")


def name(*parts: object) -> bytes:
    """Return the name of an entry that depends on ``parts``, on our code and its packages."""
    return hashlib.sha256(repr((salt(), parts)).encode()).digest()[:16]


@cache
def salt() -> str:
    """Return a hash of our code, templates and words, and of the packages' versions."""
    whole, package = hashlib.sha256(), Path(__file__).parent
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".yml", ".jinja"}:
            whole.update(f"\n{path.relative_to(package)}\n".encode() + path.read_bytes())
    versions = [platform.python_version(), *map(version, _PACKAGES)]
    whole.update(" ".join(versions).encode())
    return whole.hexdigest()
