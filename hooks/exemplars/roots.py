"""Find the stories folder that a command works on."""

from __future__ import annotations

import os
from pathlib import Path

from .folder import TABLES
from .model import KINDS
from .problem import FaultError


def default_root() -> Path:
    """Return the stories folder that is meant where none is named."""
    return Path(os.environ.get("STORIES_DIR") or "stories")


def root_of(path: Path) -> Path:
    """Return the stories folder that a path names or lies in, as messages show it.

    Raises:
        FaultError: the path does not exist.
    """
    if not path.exists():
        raise FaultError("path-missing", path=str(path))
    if any((path / name).exists() for name in (*KINDS, *TABLES)):
        return path
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as given
    for above in (absolute, *absolute.parents):
        if above.name in KINDS:
            root = above.parent
            return root if path.is_absolute() else Path(os.path.relpath(root))
    return path if path.is_dir() else path.parent
