"""Take a story away with its address: the file goes, a salted hash of the slug remains.

The hash lets the check of old addresses know that this one was taken away on purpose, without
the list of erased stories naming anybody. It does not hide a slug from someone who guesses it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from .folder import StoryFile, explore
from .problem import FaultError
from .wording import text
from .writing import write_whole

FILE = "erased.txt"
_SALT = re.compile(r"^# salt: ([0-9a-f]{32})$", re.MULTILINE)
_HASH = re.compile(r"^[0-9a-f]{64}$", re.MULTILINE)


def erase(root: Path, shown: str, slug: str) -> str:
    """Remove the story ``slug`` and its photos; return the file that was removed.

    Args:
        root: the stories folder.
        shown: how messages name it.
        slug: address of the story.

    Raises:
        FaultError: there is no such story.
        OSError: a file cannot be written or removed.
    """
    folder = explore(root, shown)
    story = next((file for file in folder.stories if file.slug == slug), None)
    if story is None:
        raise FaultError("erase-missing", found=slug)
    _remember(root, slug)
    _remove(root, story)
    return story.file


def erased(root: Path) -> Erased:
    """Return the erased addresses of a stories folder."""
    try:
        content = (root / FILE).read_text("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return Erased()
    salt = _SALT.search(content)
    return Erased(salt[1] if salt else "", frozenset(_HASH.findall(content)))


@dataclass(frozen=True, slots=True)
class Erased:
    """The erased addresses, by their salted hashes only."""

    salt: str = ""
    hashes: frozenset[str] = frozenset()

    def __contains__(self, slug: str) -> bool:
        return bool(self.hashes) and _digest(self.salt, slug) in self.hashes


def _remember(root: Path, slug: str) -> None:
    known = erased(root)
    salt = known.salt or secrets.token_hex(16)
    hashes = sorted(known.hashes | {_digest(salt, slug)})
    content = "\n".join([text("erase", "head"), f"# salt: {salt}", *hashes, ""])
    write_whole(root / FILE, content.encode())


def _remove(root: Path, story: StoryFile) -> None:
    path = root / story.file
    if path.name == "index.md":
        shutil.rmtree(path.parent)
    else:
        path.unlink()


def _digest(salt: str, slug: str) -> str:
    return hashlib.sha256(f"{salt}:{slug}".encode()).hexdigest()
