"""Recall stories as they were: read a former commit out of git into a folder of its own.

The working tree and the index stay untouched, and no link is followed: only plain files are taken.
"""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from .changes import ask_git, environment, merge_base
from .problem import FaultError


@contextmanager
def recall(root: Path, reference: str) -> Iterator[Path]:
    """Yield a folder with ``root`` as it was where the present branch left ``reference``.

    It is empty where there was no such folder yet.

    Args:
        root: the stories folder, somewhere in a git repository.
        reference: a branch, a tag or a commit.

    Raises:
        FaultError: no folder, no repository, no such commit, or no commit before both.
    """
    if not root.is_dir():
        raise FaultError("stories-missing", path=root.as_posix())
    base = merge_base(root, reference)
    inside = os.fsdecode(ask_git(root, "rev-parse", "--show-prefix").stdout).rstrip("/\n")
    with TemporaryDirectory(prefix="exemplars-") as name:
        folder = Path(name)
        if not ask_git(root, "rev-parse", "--verify", "--quiet", f"{base}:{inside}").returncode:
            _unpack(root, base, inside, folder)
        yield folder


def _unpack(root: Path, base: str, inside: str, folder: Path) -> None:
    """Write the plain files of ``inside`` at the commit ``base`` below ``folder``."""
    top = os.fsdecode(ask_git(root, "rev-parse", "--show-toplevel").stdout).rstrip("\n")
    command = ["git", "-C", top, "archive", "--format=tar", f"{base}:{inside}"]
    with subprocess.Popen(  # noqa: S603 - no shell; our own words, a hash and a path
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    ) as process:
        try:
            _extract(process.stdout, folder)
        except tarfile.TarError:
            raise FaultError("review-unpack", found=base) from None


def _extract(stream: IO[bytes] | None, folder: Path) -> None:
    """Write the plain files of an archive; a name in git holds no ``..``, and is never absolute."""
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            if member.isfile() and (content := archive.extractfile(member)):
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())
