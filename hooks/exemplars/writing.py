"""Put bytes on disk whole: other readers see the old file or the new one, never a half."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` by way of a temporary file beside it.

    Raises:
        OSError: the folder cannot be written, or the disk is full; ``path`` is as it was.
    """
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def keep(path: Path, content: bytes) -> None:
    """Write ``content`` to be used by later builds, with its hash beside it.

    Raises:
        OSError: as above.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    write_whole(_sum(path), hashlib.sha256(content).digest())


def is_kept(path: Path) -> bool:
    """Tell whether ``path`` holds, byte for byte, what was kept there."""
    try:
        return _sum(path).read_bytes() == hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return False


def _sum(path: Path) -> Path:
    return path.with_name(f"{path.name}.sum")
