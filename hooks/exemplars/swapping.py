"""Exchange the output folder whole: build beside it, then swap, so that no half site is seen.

A build writes into a folder beside the output, locked while its process lives. What a killed
build left behind is known by its free lock, and cleared by the next one.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .problem import FaultError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""Both from linux/fs.h; renameat2(2) swaps two paths in one step."""


@dataclass(frozen=True, slots=True)
class Staging:
    """A folder being filled beside the output folder that it will replace."""

    output: Path
    path: Path
    lock: int
    """Descriptor of ``path``, locked until the build has ended."""


def stage(output: Path) -> Staging:
    """Return a new empty folder beside ``output``, after mending what a killed build left.

    Raises:
        FaultError: ``output`` is a file or a mount point, or its parent cannot be written.
    """
    output = Path(os.path.realpath(output))
    if output.exists() and not output.is_dir():
        raise FaultError("output-file", path=str(output))
    if os.path.ismount(output):
        raise FaultError("output-mount", path=str(output))
    with _said(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        _mend(output)
        path = Path(tempfile.mkdtemp(prefix=f".{output.name}.new-", dir=output.parent))
        path.chmod(0o777 & ~umask())
        lock = os.open(path, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return Staging(output, path, lock)


def exchange(staging: Staging) -> None:
    """Put the staged folder in the place of the output; hidden files beside the site stay.

    Raises:
        FaultError: the system refused; the output is as it was.
    """
    with _said(staging.output):
        old = _swap(staging)
        os.close(staging.lock)
        if old:
            _retire(old, staging.output)


def discard(staging: Staging) -> None:
    """Remove the staged folder; the output is as it was."""
    shutil.rmtree(staging.path, ignore_errors=True)
    with contextlib.suppress(OSError):
        os.close(staging.lock)


def _swap(staging: Staging) -> Path | None:
    """Return the folder that now holds the old site, if there was one."""
    if not staging.output.exists():
        staging.path.rename(staging.output)
        return None
    if _exchange_paths(staging.path, staging.output):
        return staging.path
    old = staging.path.with_name(staging.path.name.replace(".new-", ".old-"))
    staging.output.rename(old)
    try:
        staging.path.rename(staging.output)
    except OSError:
        old.rename(staging.output)
        raise
    return old


def _exchange_paths(first: Path, second: Path) -> bool:
    """Swap two paths in one step; False where the system has no such call.

    Raises:
        OSError: the call is there and failed.
    """
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    paths = os.fsencode(first), os.fsencode(second)
    if call(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}:
        return False
    raise OSError(code, os.strerror(code), str(second))


def _mend(output: Path) -> None:
    """Finish what a killed build began: a missing output comes back, leftovers go."""
    for old in sorted(output.parent.glob(f".{glob.escape(output.name)}.old-*")):
        if not output.exists():
            old.rename(output)
    for leftover in (*_leftovers(output, "old"), *_leftovers(output, "new")):
        _retire(leftover, output)


def _leftovers(output: Path, kind: str) -> Iterator[Path]:
    """Yield the folders whose build is no longer running."""
    for path in sorted(output.parent.glob(f".{glob.escape(output.name)}.{kind}-*")):
        with contextlib.suppress(OSError):
            lock = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield path
            finally:
                os.close(lock)


def _retire(old: Path, output: Path) -> None:
    """Remove an old site, after moving its hidden files (``.git``, say) to the new one."""
    for entry in old.glob(".*"):
        if output.is_dir() and not (output / entry.name).exists():
            entry.rename(output / entry.name)
    shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def _said(output: Path) -> Iterator[None]:
    """Turn the system's refusal into a fault that people can read."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise FaultError("output-write", path=str(output), reason=reason) from None


def umask() -> int:
    """Return what this process keeps from the rights of new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
