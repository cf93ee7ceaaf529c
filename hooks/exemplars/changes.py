"""Ask git what changed below stories/ since a ref, as a pull request would show it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .erasing import FILE as ERASED
from .folder import TABLES
from .model import KINDS
from .problem import FaultError

_OWNER = "dubious ownership"
"""What git says where the repository belongs to another account."""
_GONE = frozenset("DT")
"""States of a file that is no plain file any more: deleted, or of another type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs from the merge base with a ref, uncommitted and untracked files included."""

    places: frozenset[str]
    """Paths below stories/, with forward slashes, and the folders they lie in."""
    whole: bool
    """Whether any story may be touched: a table changed, or an address may be gone."""

    def holds(self, file: str) -> bool:
        """Tell whether a file changed; a story in its own folder also with a photo beside it."""
        return file.removesuffix("/index.md") in self.places


def changes_since(root: Path, ref: str) -> Changes:
    """Return what changed below ``root`` since its history and that of ``ref`` parted.

    Args:
        root: the stories folder.
        ref: a branch, a tag or a commit.

    Raises:
        FaultError: there is no git, no repository, no such ref, or no common history.
    """
    base = merge_base(root, ref)
    states = dict(_states(root, base))
    for name in _lines(ask_git(root, "ls-files", "-z", "--others", "--exclude-standard")):
        states.setdefault(name, "A")
    paths = [PurePosixPath(name) for name in states]
    return Changes(
        places=frozenset(str(place) for path in paths for place in (path, *path.parents)),
        whole=any(_reaches_far(name, state) for name, state in states.items()),
    )


def merge_base(root: Path, ref: str) -> str:
    """Return the commit at which the histories of HEAD and of ``ref`` parted."""
    shallow = ask_git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    if not _succeeds(root, "rev-parse", "--verify", f"{ref}^{{commit}}"):
        if shallow:
            raise FaultError("changes-ref-shallow", found=ref)
        raise FaultError("changes-ref", found=ref)
    base = ask_git(root, "merge-base", ref, "HEAD")
    if base.returncode and shallow:
        raise FaultError("changes-base-shallow", found=ref)
    if base.returncode:
        raise FaultError("changes-base", found=ref)
    return base.stdout.decode().strip()


def _succeeds(root: Path, *arguments: str) -> bool:
    return ask_git(root, *arguments).returncode == 0


def _states(root: Path, base: str) -> list[tuple[str, str]]:
    """Return path and state of each file that differs from the commit ``base``."""
    options = ("--no-ext-diff", "--no-renames", "--name-status", "--relative", "-z")
    fields = _lines(ask_git(root, "diff", *options, base, "--", "."))
    return list(zip(fields[1::2], fields[::2], strict=True))


def _reaches_far(name: str, state: str) -> bool:
    """Tell whether a change may break what stands in any other story."""
    if name in (*TABLES, ERASED):
        return True
    path = PurePosixPath(name)
    return state[0] in _GONE and path.suffix == ".md" and path.parts[0] in KINDS


def _lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return [os.fsdecode(line) for line in done.stdout.split(b"\0") if line]


def ask_git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in ``root``.

    Raises:
        FaultError: there is no git, or it does not take ``root`` for a repository.
    """
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, env=environment(), check=False)  # noqa: S603 - no shell; a ref is used only once it is known for one
    except OSError:
        raise FaultError("changes-git") from None
    if b"not a git repository" in done.stderr:
        raise FaultError("changes-repository", path=root.as_posix())
    if _OWNER.encode() in done.stderr:
        raise FaultError("changes-owner", path=root.as_posix())
    return done


def environment() -> Mapping[str, str]:
    """Return the environment without what a hook of git sets, so that ``root`` alone decides."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "LC_ALL": "C"}
